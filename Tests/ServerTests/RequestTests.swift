import Model
import Testing

@testable import Server

/// Requests over a real socket, good and bad; each server has a port of its own.
@Suite struct RequestTests {
  @Test func `The page is served with headers that keep others out`() throws {
    let server = try TestServer.start()
    let answer = TestServer.ask(server.port, "GET /")
    #expect(answer.status == 200)
    #expect(answer.body == "<p>page</p>")
    for header in [
      "Content-Security-Policy: default-src 'none'", "X-Content-Type-Options: nosniff",
      "Cache-Control: no-store", "frame-ancestors 'none'",
      "Cross-Origin-Resource-Policy: same-origin",
    ] { #expect(answer.head.contains(header)) }
    #expect(!answer.head.contains("unsafe"))
    let head = TestServer.ask(server.port, "HEAD /")
    #expect(head.status == 200 && head.body.isEmpty)
  }

  @Test func `A JSON body is answered`() throws {
    let server = try TestServer.start()
    let answer = TestServer.post(server.port, "/api/count", "[1, 2.5e1, \"三\", {}]")
    #expect(answer.status == 200)
    #expect(answer.body == "{\"count\":4}")
    let own = TestServer.post(
      server.port, "/api/count", "[]", also: ["Origin: http://localhost:\(server.port)"])
    #expect(own.status == 200)
  }

  @Test(arguments: [
    [], ["Host: evil.example"], ["Host: 127.0.0.1"], ["Host: 127.0.0.1:1"],
    ["Host: 127.0.0.1:PORT", "Host: evil.example"], ["Host: [::1]:PORT"], ["Host: 0.0.0.0:PORT"],
    ["Host: 127.0.0.1:PORT.evil.example"],
  ])
  func `Another host's name is refused`(headers: [String]) throws {
    let server = try TestServer.start()
    let given = headers.map { $0.replacing("PORT", with: "\(server.port)") }
    let answer = TestServer.ask(server.port, "GET /", headers: given)
    // The library itself answers 400 to HTTP/1.1 without any Host.
    #expect(answer.status == (headers.isEmpty ? 400 : 403))
    #expect(!answer.body.contains("page"))
  }

  @Test(arguments: [
    ["Origin: http://evil.example"], ["Origin: null"], ["Origin: https://127.0.0.1:PORT"],
    ["Origin: http://127.0.0.1:1"],
    ["Origin: http://127.0.0.1:PORT", "Origin: http://evil.example"],
    ["Sec-Fetch-Site: cross-site"], ["Sec-Fetch-Site: same-site"],
  ])
  func `Requests of other pages are refused`(headers: [String]) throws {
    let server = try TestServer.start()
    let given = headers.map { $0.replacing("PORT", with: "\(server.port)") }
    #expect(TestServer.post(server.port, "/api/count", "[]", also: given).status == 403)
    let host = ["Host: 127.0.0.1:\(server.port)"]
    #expect(TestServer.ask(server.port, "GET /", headers: host + given).status == 403)
  }

  @Test func `A link of another page may open the page, but not frame it`() throws {
    let server = try TestServer.start()
    let visit = [
      "Host: 127.0.0.1:\(server.port)", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate",
    ]
    #expect(
      TestServer.ask(server.port, "GET /", headers: visit + ["Sec-Fetch-Dest: document"]).status
        == 200)
    #expect(
      TestServer.ask(server.port, "GET /", headers: visit + ["Sec-Fetch-Dest: iframe"]).status
        == 403)
  }

  @Test(arguments: [
    ("GET /nothing", 404), ("GET /page.html", 404), ("GET /../etc/passwd", 400),
    ("GET /%2e%2e/etc/passwd", 400), ("GET /..%2f..%2fetc/passwd", 400), ("GET //etc/passwd", 400),
    ("GET /a/./b", 400), ("GET /\\etc", 400), ("GET /?a=1", 400), ("GET http://evil.example/", 400),
    ("GET /%00", 200), ("GET /%0d%0aX:y", 400), ("POST /", 405), ("PUT /", 405),
    ("DELETE /api/count", 405), ("OPTIONS /api/count", 405), ("GET /api/count", 405),
    ("TRACE /", 405),
  ])
  func `Addresses are answered by the table alone`(line: String, status: Int) throws {
    let server = try TestServer.start()
    let answer = TestServer.ask(server.port, line)
    // A zero byte ends the address, so that only the page itself can come of it.
    #expect(answer.status == status || (line.contains("http://") && answer.status >= 400))
    #expect(!answer.body.contains("root:"))
    if status == 405 { #expect(answer.head.contains("Allow: ")) }
  }

  @Test func `A body must be JSON, of known and bounded size`() throws {
    let server = try TestServer.start()
    let host = "Host: 127.0.0.1:\(server.port)"
    func status(_ headers: [String], _ body: String = "") -> Int {
      TestServer.ask(server.port, "POST /api/count", headers: [host] + headers, body: body).status
    }
    let json = "Content-Type: application/json"
    #expect(status(["Content-Length: 2"], "[]") == 415)
    #expect(status(["Content-Type: text/plain", "Content-Length: 2"], "[]") == 415)
    #expect(
      status(["Content-Type: application/json; charset=utf-8", "Content-Length: 2"], "[]") == 200)
    #expect(status([json]) == 411)
    #expect(status([json, "Transfer-Encoding: chunked"], "2\r\n[]\r\n0\r\n\r\n") == 411)
    #expect(status([json, "Content-Length: 10001"], String(repeating: " ", count: 10_001)) == 413)
    #expect(status([json, "Content-Length: 99999999999999999999"]) >= 400)
    #expect(status([json, "Content-Length: -5"]) >= 400)
    #expect(
      TestServer.ask(server.port, "GET /", headers: [host, "Content-Length: 2"], body: "[]").status
        == 400)
  }

  @Test func `Mistakes in a body are one sentence`() throws {
    let server = try TestServer.start()
    let answer = TestServer.post(server.port, "/api/count", "[1,]")
    #expect(answer.status == 400)
    #expect(answer.body == "{\"error\":\"the body is no JSON: unexpected text at byte 4\"}")
    #expect(TestServer.post(server.port, "/api/count", "{}").status == 422)
    let failure = TestServer.post(server.port, "/api/fail", "{}")
    #expect(failure.status == 500)
    #expect(failure.body == "{\"error\":\"broken\"}")
  }

  @Test func `Half requests and silence end by themselves`() throws {
    let server = try TestServer.start()
    let silent = Connection(port: server.port)
    let half = Connection(port: server.port)
    half.send("POST /api/count HTTP/1.1\r\nHost: 127.0.0.1:\(server.port)\r\n")
    let short = Connection(port: server.port)
    short.send(
      "POST /api/count HTTP/1.1\r\nHost: 127.0.0.1:\(server.port)\r\n"
        + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n[1,")
    let cut = Connection(port: server.port)
    cut.send("GET / HT")
    cut.finish()
    // Each of them is closed by the other side, without an answer that says 200.
    #expect(Answer(silent.readAll()).status != 200)
    #expect(Answer(half.readAll()).status != 200)
    #expect(Answer(short.readAll()).status != 200)
    #expect(Answer(cut.readAll()).status != 200)
    #expect(TestServer.ask(server.port, "GET /").status == 200)
  }

  @Test func `A body that trickles is cut off`() throws {
    let server = try TestServer.start()
    let slow = Connection(port: server.port)
    slow.send(
      "POST /api/count HTTP/1.1\r\nHost: 127.0.0.1:\(server.port)\r\n"
        + "Content-Type: application/json\r\nContent-Length: 5000\r\n\r\n[")
    // Never silent for long enough to be closed for that; the whole would take 10 minutes.
    let bytes = (0..<5_000).first { _ in
      slow.send(" ")
      return slow.hasEnded(milliseconds: 120)
    }
    #expect(bytes != nil && bytes! < 100)
    #expect(Answer(slow.readAll()).status != 200)
    #expect(TestServer.ask(server.port, "GET /").status == 200)
  }

  @Test func `A head that is too large is refused`() throws {
    let server = try TestServer.start()
    let long = String(repeating: "a", count: 60_000)
    let address = TestServer.ask(server.port, "GET /\(long)")
    #expect(address.status == 0 || address.status >= 400)
    let header = TestServer.ask(
      server.port, "GET /", headers: ["Host: 127.0.0.1:\(server.port)", "X: \(long)"])
    #expect(header.status == 0 || header.status >= 400)
    #expect(TestServer.ask(server.port, "GET /").status == 200)
  }

  @Test func `A port that is in use is said to be`() throws {
    let server = try TestServer.start()
    let error = #expect(throws: AnalysisError.self) { _ = try TestServer.start(port: server.port) }
    #expect(error?.kind == .inputOutput)
    #expect(error?.message.english == "127.0.0.1:\(server.port) is in use by another program")
    let port = server.port
    server.stop()
    // Free again at once.
    let next = try TestServer.start(port: port)
    #expect(TestServer.ask(next.port, "GET /").status == 200)
  }
}
