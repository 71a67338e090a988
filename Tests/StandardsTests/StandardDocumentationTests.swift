import Foundation
import Model
import Testing

@testable import Standards

struct StandardDocumentationTests {
  private static func page() throws -> String {
    let root = ShippedFiles.folder.deletingLastPathComponent().deletingLastPathComponent()
    return try String(
      contentsOf: root.appendingPathComponent("docs/standards.md"), encoding: .utf8)
  }

  @Test func `The example of docs/standards.md is a standard`() throws {
    let page = try Self.page()
    let start = try #require(page.range(of: "```json5\n"))
    let end = try #require(page.range(of: "```", range: start.upperBound..<page.endIndex))
    let standard = try WholeStandard.read(String(page[start.upperBound..<end.lowerBound]))
    #expect(standard.rules.count == 3)
  }

  @Test func `docs/standards.md names every key and every word of the format`() throws {
    let page = try Self.page()
    var words = Set(Confidence.allCases.map(\.rawValue))
    words.formUnion(Rule.What.Together.allCases.map(\.rawValue))
    words.formUnion(["street_length", "residential_area", "half_month"])
    Self.collectKeys(try JSON5Reader.read(WholeStandard.text), into: &words)
    #expect(words.count > 80)
    for word in words.subtracting(["zh", "en"]) {
      #expect(page.contains(word), "“\(word)” is not explained")
    }
  }

  @Test func `docs/standards.md names every shipped file`() throws {
    let page = try Self.page()
    for name in StandardLibrary.names { #expect(page.contains("| `\(name)` |"), "\(name)") }
  }

  private static func collectKeys(_ value: JSON5Value, into keys: inout Set<String>) {
    switch value {
    case .object(let members):
      for member in members {
        keys.insert(member.key)
        collectKeys(member.value, into: &keys)
      }
    case .array(let elements): for element in elements { collectKeys(element.value, into: &keys) }
    default: break
    }
  }
}
