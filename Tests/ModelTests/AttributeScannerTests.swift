import Foundation
import Testing

@testable import Model

@Suite struct AttributeScannerTests {
  private func members(_ text: String) -> [(key: String, value: String, kind: AttributeKind)] {
    Array(text.utf8).withUnsafeBufferPointer { bytes in
      AttributeScanner(bytes).map {
        (
          String(decoding: bytes[$0.key], as: UTF8.self),
          String(decoding: bytes[$0.value], as: UTF8.self), $0.kind
        )
      }
    }
  }

  private func chunk(_ texts: String...) -> FeatureChunk {
    var chunk = FeatureChunk(firstIndex: 0, attributes: TextColumn(texts))
    for _ in texts { chunk.shapes.append(.none, parts: []) }
    return chunk
  }

  @Test func `Members come in order with their kinds`() {
    let found = members(#" "a" : 1.50 ,"b":"x,\"}","c":[1,{"d":"]"}], "e":null,"f":true,"":{} "#)
    #expect(found.map(\.key) == ["a", "b", "c", "e", "f", ""])
    #expect(
      found.map(\.value) == ["1.50", #""x,\"}""#, #"[1,{"d":"]"}]"#, "null", "true", "{}"])
    #expect(found.map(\.kind) == [.number, .string, .nested, .null, .boolean, .nested])
    #expect(members("").isEmpty)
  }

  @Test func `Text that is not JSON ends the walk inside the buffer`() {
    for text in [
      #"""#, #""a"#, #""a""#, #""a":"#, #""a":""#, #""a":[1"#, #""a":"\"#, "a", #""a":1 2"#, ",",
      #""a":[[["#,
    ] {
      #expect(members(text).count <= 1)
    }
  }

  @Test func `A column of numbers tells what it found`() throws {
    let chunk = chunk(
      #""n":7,"m":1"#, #""m":1"#, #""n":null"#, #""n":"1,234""#, #""n":"１２３""#, #""n":" 56 ""#,
      #""n":"x""#, #""n":true"#, #""n":[1]"#, #""n":1e999"#, #""n":-2.5e1"#, #""\u006e":8"#,
      #""n":1,"n":2"#, #""n":"1,23""#, #""n":"""#)
    let column = try Layer(source: LayerSource(path: "a"), chunks: [chunk])
      .numbers(named: "n", threads: 2)
    #expect(
      column.states == [
        .number, .missing, .null, .numberInText, .numberInText, .numberInText, .text, .boolean,
        .nested, .tooLarge, .number, .number, .number, .text, .text,
      ])
    let numbers = column.values.map { $0.isNaN ? -1 : $0 }
    #expect(numbers == [7, -1, -1, 1234, 123, 56, -1, -1, -1, -1, -25, 8, 2, -1, -1])
  }

  @Test func `A column of text unescapes strings and keeps other tokens`() throws {
    let chunk = chunk(#""名":"甲\u4e59\n""#, #""名":1.50"#, #""名":null"#, "", #""\u540d":"x""#)
    let layer = Layer(source: LayerSource(path: "a"), chunks: [chunk, chunk])
    let expected: [String?] = ["甲乙\n", "1.50", nil, nil, "x"]
    #expect(try layer.strings(named: "名", threads: 2) == expected + expected)
  }

  @Test func `Escaping and unescaping agree with Foundation`() throws {
    let texts =
      (0..<128).map { "a\(Character(Unicode.Scalar(UInt8($0))))b" } + [
        "甲\u{2028}😀\"\\/", "", "é\u{0}",
      ]
    for text in texts {
      let own = AttributeText.quoted(text)
      let parsed = try JSONSerialization.jsonObject(
        with: Data(own.utf8), options: .fragmentsAllowed)
      #expect(parsed as? String == text)
      let safe = AttributeText.quoted(text, escapesMarkup: true)
      #expect(
        safe.unicodeScalars.allSatisfy { !"<>&\u{7F}\u{2028}\u{2029}".unicodeScalars.contains($0) })
      #expect(AttributeText.text(ofToken: Array(safe.utf8)) == text)
      let theirs = String(
        decoding: try JSONSerialization.data(withJSONObject: text, options: .fragmentsAllowed),
        as: UTF8.self)
      #expect(AttributeText.text(ofToken: Array(theirs.utf8)) == text)
    }
    #expect(AttributeText.unescape(#"\ud83d\ude00\u00e9"#.utf8) == "😀é")
    #expect(AttributeText.unescape(#"\ud83dx\ude00\ud83d"#.utf8) == "\u{FFFD}x\u{FFFD}\u{FFFD}")
    #expect(AttributeText.unescape(#"\u12"#.utf8).isEmpty == false)
  }
}
