import Glibc
import Model

/// A socket on 127.0.0.1 that accepts connections.
struct ListeningSocket {
  let descriptor: Int32
  /// The port asked for, or the one the system chose for 0.
  let port: Int

  private static let backlog: Int32 = 64

  /// - Throws: `AnalysisError` of kind 74 where the port cannot be had.
  init(port wanted: Int) throws {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { throw Self.failure(wanted, errno) }
    // A port whose last connections are still closing can be taken again at once.
    var yes: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(wanted).bigEndian
    address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        if bind(descriptor, generic, size) != 0 { return errno }
        if listen(descriptor, Self.backlog) != 0 { return errno }
        return getsockname(descriptor, generic, &size) == 0 ? 0 : errno
      }
    }
    guard result == 0 else {
      close(descriptor)
      throw Self.failure(wanted, result)
    }
    self.descriptor = descriptor
    port = Int(in_port_t(bigEndian: address.sin_port))
  }

  private static func failure(_ port: Int, _ code: Int32) -> AnalysisError {
    let place = "127.0.0.1:\(port)"
    let reason: LocalizedText
    switch code {
    case EADDRINUSE:
      reason = LocalizedText("\(place) is in use by another program", zh: "\(place) 已被其他程序占用")
    case EACCES:
      reason = LocalizedText("\(place) may not be used by this user", zh: "当前用户无权使用 \(place)")
    default:
      let text = String(cString: strerror(code))
      reason = LocalizedText("\(place) cannot be opened: \(text)", zh: "无法打开 \(place)：\(text)")
    }
    return AnalysisError(
      .inputOutput, .none, reason,
      hint: LocalizedText(
        "give another --port; --port 0 takes one that is free", zh: "请换一个 --port；--port 0 自动选用空闲端口")
    )
  }
}
