import Model

@testable import Server

/// A server with a page, an address that echoes the length of a JSON array, and one that fails.
enum TestServer {
  static let limits: ServerLimits = {
    var limits = ServerLimits()
    limits.body = 10_000
    limits.silentSeconds = 1
    limits.bodySeconds = 2
    return limits
  }()

  static func start(port: Int = 0) throws -> HTTPServer {
    try HTTPServer(
      port: port,
      routes: [
        Route(.get, "/") { _ in .text("<p>page</p>", type: "text/html") },
        Route(.post, "/api/count") { request in
          guard case .array(let items) = try JSONBody.read(request.body) else {
            throw AnalysisError(.usage, .none, LocalizedText("no array", zh: "不是数组"))
          }
          return .json("{\"count\":\(items.count)}")
        },
        Route(.post, "/api/fail") { _ in
          throw AnalysisError(.defect, .none, LocalizedText("broken", zh: "坏了"))
        },
      ], language: .english, limits: limits)
  }

  /// One request with good headers unless `headers` replaces them; the answer.
  static func ask(
    _ port: Int, _ line: String, headers: [String]? = nil, body: String = ""
  ) -> Answer {
    let connection = Connection(port: port)
    let all = (headers ?? ["Host: 127.0.0.1:\(port)"]) + ["Connection: close"]
    connection.send("\(line) HTTP/1.1\r\n\(all.joined(separator: "\r\n"))\r\n\r\n\(body)")
    return Answer(connection.readAll())
  }

  /// A JSON body to an address.
  static func post(
    _ port: Int, _ path: String, _ body: String, also headers: [String] = []
  ) -> Answer {
    ask(
      port, "POST \(path)",
      headers: [
        "Host: localhost:\(port)", "Content-Type: application/json",
        "Content-Length: \(body.utf8.count)",
      ] + headers, body: body)
  }
}
