import Model
import Testing

@testable import Server

@Suite struct JSONBodyTests {
  private static func read(_ text: String) throws -> JSONValue {
    try JSONBody.read(Array(text.utf8))
  }

  @Test func `Values are read as RFC 8259 says`() throws {
    let text =
      " {\"a\" : [1, -2.5e-1, true, false, null], \"\\u4e2d\\n\": \"\\\"甲\\ud83d\\ude00\"} "
    #expect(
      try Self.read(text)
        == .object([
          .init(
            "a",
            .array([.number(1), .number(-0.25), .boolean(true), .boolean(false), .null])),
          .init("中\n", .string("\"甲😀")),
        ]))
    #expect(try Self.read("[]") == .array([]))
    #expect(try Self.read("{}") == .object([]))
  }

  @Test(arguments: [
    "", " ", "{", "[", "[1", "[1,]", "[1 2]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "nul",
    "truex", "+1", "1e999", ".5x", "\"a", "\"a\u{1}\"", "[1]]", "'a'", "/* */ 1", "NaN",
    "{\"a\":1,\"a\":2}",
    "\"\\", "--1", "\u{FEFF}1",
  ])
  func `What is no JSON is refused`(text: String) {
    #expect(throws: Refusal.self) { try Self.read(text) }
  }

  @Test func `Bytes that are no UTF-8 are refused`() {
    #expect(throws: Refusal.self) { try JSONBody.read([0x22, 0xFF, 0x22]) }
  }

  @Test func `Deep nesting is refused before it can hurt`() {
    let text = String(repeating: "[", count: 100_000)
    #expect(throws: Refusal.self) { try Self.read(text) }
  }
}
