import Testing

@testable import Model

struct JSON5Tests {
  @Test func `Comments, trailing commas, bare keys, quotes and number forms are read`() throws {
    let text = """
      // what is kept
      { radius: [300, 500,], 'blocks': "a.geojson", /* in
        between */ quiet: true, speed: .5, detour: +1.3, hex: 0x1F4, '人口': '甲\\u4E59\\n', 居: null,
        group-by: "a\\
      b", last: -Infinity }
      """
    guard case .object(let members) = try JSON5Reader.read(text) else {
      Issue.record("no object")
      return
    }
    let values = Dictionary(uniqueKeysWithValues: members.map { ($0.key, $0.value) })
    #expect(
      values["radius"]
        == .array([
          JSON5Element(value: .number("300"), line: 2),
          JSON5Element(value: .number("500"), line: 2),
        ]))
    #expect(values["blocks"] == .string("a.geojson"))
    #expect(values["quiet"] == .boolean(true))
    #expect(values["speed"] == .number(".5"))
    #expect(values["detour"] == .number("1.3"))
    #expect(values["hex"] == .number("500"))
    #expect(values["人口"] == .string("甲乙\n"))
    #expect(values["居"] == .null)
    #expect(values["group-by"] == .string("ab"))
    #expect(values["last"] == .number("-Infinity"))
    #expect(members.first { $0.key == "speed" }?.line == 3)
  }

  @Test func `Elements and the document itself name the line they begin on`() throws {
    let document = try JSON5Reader.readDocument("// a note\n\n[1,\n  // more\n  {a: 2}, 'x',\n\n3]")
    #expect(document.line == 3)
    guard case .array(let elements) = document.value else {
      Issue.record("no array")
      return
    }
    #expect(elements.map(\.line) == [3, 5, 5, 7])
  }

  @Test func `Surrogate pairs of an escape become one character`() throws {
    #expect(try JSON5Reader.read(#"'\uD83D\uDE00\x41'"#) == .string("😀A"))
  }

  @Test(arguments: [
    ("", 1), ("{", 1), ("{a:1\n b:2}", 2), ("{a:1,\na:2}", 2), ("{a:1}\nx", 2), ("{a:'x\n'}", 1),
    ("/* x\n", 1), ("{a:abc}", 1), ("[1,,2]", 1), ("{a 1}", 1), ("{a:1.2.3}", 1), (#"'\uD83D'"#, 1),
    (#"'\x4'"#, 1), (#"'\u+123'"#, 1), ("{,}", 1), ("{a:0x}", 1), ("{a:--1}", 1),
    (String(repeating: "[", count: 100_000), 1),
  ])
  func `What is no JSON5 is refused with its line`(text: String, line: Int) {
    let failure = #expect(throws: JSON5Reader.Failure.self) { try JSON5Reader.read(text) }
    #expect(failure?.line == line)
  }
}
