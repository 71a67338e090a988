import Model
import Synchronization
import Testing

@testable import Server

@Suite struct LoadTests {
  /// What a request of the mixture is, and what it must be answered with; nil: closed without 200.
  private static func request(_ number: Int, _ port: Int) -> (Answer, Int?) {
    switch number % 10 {
    case 0: (TestServer.ask(port, "GET /"), 200)
    case 1, 2, 3:
      (TestServer.post(port, "/api/count", "[\(number)]"), 200)
    case 4: (TestServer.post(port, "/api/count", "[\(number)"), 400)
    case 5: (TestServer.ask(port, "GET /", headers: ["Host: evil.example"]), 403)
    case 6: (TestServer.ask(port, "GET /../\(number)"), 400)
    case 7: (TestServer.post(port, "/api/count", "[]", also: ["Origin: http://evil.example"]), 403)
    case 8: (TestServer.post(port, "/api/fail", "{}"), 500)
    default: (garbage(number, port), nil)
    }
  }

  /// Not HTTP at all, or hung up in the middle.
  private static func garbage(_ number: Int, _ port: Int) -> Answer {
    let connection = Connection(port: port)
    connection.send(
      number % 20 == 9 ? "\u{1}\u{2}\u{3} \(number)\r\n\r\n" : "POST /api/count HTTP/1.1\r\nHo")
    connection.finish()
    return Answer(connection.readAll())
  }

  @Test func `A thousand good and bad requests from eight threads are each answered rightly`()
    throws
  {
    let server = try TestServer.start()
    let port = server.port
    let wrong = Mutex<[String]>([])
    try Parallel.forEach(count: 1_000, threads: 8) { number in
      let (answer, wanted) = Self.request(number, port)
      if wanted.map({ answer.status == $0 }) ?? (answer.status != 200) { return }
      wrong.withLock { $0.append("\(number): \(answer.status)") }
    }
    #expect(wrong.withLock { $0 } == [])
    #expect(TestServer.ask(port, "GET /").status == 200)
  }
}
