internal import CMicroHTTPD
import Glibc
import Model

/// How much a server lets others ask of it.
public struct ServerLimits: Sendable, Hashable {
  /// Largest body of a request, bytes.
  public var body = 2 << 20
  /// Largest head of a request with its address and headers, bytes.
  public var head = 32 << 10
  /// Open connections; more are closed at once.
  public var connections = 64
  /// A connection on which nothing arrives for so long is closed.
  public var silentSeconds = 10
  /// A request must have arrived whole within this time of its first line.
  public var bodySeconds = 30

  public init() {}
}

/// A small HTTP server on 127.0.0.1 for pages of this machine only.
///
/// Answers the addresses of its table and nothing else; no file is ever served. Requests run at the same time, one thread a
/// connection.
public final class HTTPServer {
  /// The port listened on.
  public let port: Int
  /// Nil once stopped.
  private var daemon: OpaquePointer?
  /// Kept for as long as the library calls back.
  private let desk: RequestDesk

  /// The address to type into a browser.
  public var address: String { "http://127.0.0.1:\(port)/" }

  /// Listens and answers from now on, until `stop` or the end of the process.
  ///
  /// - Parameters:
  ///   - port: 0 takes a free one.
  ///   - language: of error messages.
  /// - Throws: `AnalysisError` of kind 74 where the port cannot be had.
  public init(
    port: Int, routes: [Route], language: Language, limits: ServerLimits = ServerLimits()
  ) throws {
    let socket = try ListeningSocket(port: port)
    self.port = socket.port
    desk = RequestDesk(
      RequestGuard(routes: RoutingTable(routes), port: socket.port, bodyLimit: limits.body),
      language: language, bodySeconds: limits.bodySeconds)
    let started = start_server(
      socket.descriptor, RequestDesk.handle, RequestDesk.complete,
      Unmanaged.passUnretained(desk).toOpaque(), UInt32(limits.connections),
      UInt32(limits.silentSeconds), limits.head)
    guard let started else {
      close(socket.descriptor)
      throw AnalysisError(
        .inputOutput, .none,
        LocalizedText("the server could not be started", zh: "服务无法启动"))
    }
    daemon = started
  }

  /// Closes the port and all connections; requests that are being answered are finished first.
  public func stop() {
    guard let daemon else { return }
    withExtendedLifetime(desk) { MHD_stop_daemon(daemon) }
    self.daemon = nil
  }

  deinit { stop() }
}
