import Foundation
import Glibc
import Testing

/// A `lifecircle serve` that runs beside the test, on a port of its own; stopped when it is let go.
final class Served {
  let port: Int
  private var child: pid_t
  private let folder: Folder

  struct Answer {
    var status: Int
    var body: Data
  }

  /// Starts the program and waits until it says its address.
  init(_ arguments: [String]) throws {
    folder = try Folder()
    let output = try folder.file("stdout", "").path
    let words = [Binary.url.path, "serve"] + arguments + ["--port", "0"]
    child = try #require(Self.spawn(words, output: output))
    var port = 0
    // 60 seconds at most; a look every 5 ms.
    for _ in 0..<12_000 where port == 0 {
      let text = try folder.text("stdout")
      if text.hasSuffix("/\n") { port = Int(text.dropLast(2).split(separator: ":")[2]) ?? 0 }
      if port == 0 { usleep(5_000) }
    }
    self.port = port
    try #require(port > 0, "the program did not say its address")
  }

  deinit { stop() }

  private static func spawn(_ words: [String], output: String) -> pid_t? {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_TRUNC, 0o644)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    var list = words.map { strdup($0) } + [nil]
    let known = ["PATH", "HOME", "TMPDIR"].compactMap { name in
      ProcessInfo.processInfo.environment[name].map { "\(name)=\($0)" }
    }
    var environment = (known + ["LC_ALL=C.UTF-8"]).map { strdup($0) } + [nil]
    defer { for text in list + environment { free(text) } }
    var child = pid_t()
    return posix_spawn(&child, words[0], &actions, nil, &list, &environment) == 0 ? child : nil
  }

  /// Tells the program to stop; its exit code.
  @discardableResult
  func stop() -> Int32 {
    if child == 0 { return -1 }
    var status: Int32 = 0
    kill(child, SIGINT)
    waitpid(child, &status, 0)
    child = 0
    return status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f)
  }

  func get(_ path: String) -> Answer { exchange("GET \(path) HTTP/1.1\r\n", "") }

  func post(_ path: String, _ body: String) -> Answer {
    exchange(
      "POST \(path) HTTP/1.1\r\nContent-Type: application/json\r\n"
        + "Content-Length: \(body.utf8.count)\r\n", body)
  }

  private func exchange(_ head: String, _ body: String) -> Answer {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
    _ = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    let request = Array("\(head)Host: 127.0.0.1:\(port)\r\nConnection: close\r\n\r\n\(body)".utf8)
    _ = send(descriptor, request, request.count, Int32(MSG_NOSIGNAL))
    var bytes = Data()
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = recv(descriptor, &block, block.count, 0), count > 0 {
      bytes.append(contentsOf: block[..<count])
    }
    guard let end = bytes.firstRange(of: Data("\r\n\r\n".utf8)) else {
      return Answer(status: 0, body: Data())
    }
    let line = String(decoding: bytes.prefix(16), as: UTF8.self).split(separator: " ")
    return Answer(
      status: line.count > 1 ? Int(line[1]) ?? 0 : 0, body: Data(bytes[end.upperBound...]))
  }
}
