import Model
import Testing

@testable import Standards

/// Every key of a file removed, renamed and given every wrong type in turn: the reader never crashes, and
/// either takes the file or names a line of it.
struct StandardMutationTests {
  /// Where a member or element stands: positions from the root.
  typealias Place = [Int]

  @Test func `A file with everything and one thing changed is read or refused with a line`() throws
  {
    let document = try JSON5Reader.read(WholeStandard.text)
    let mutants = Self.places(in: document).flatMap { place in
      Change.allCases.map { (place, $0) }
    }
    let refused = try refusals(of: mutants, document, "whole")
    #expect(refused > 2000)
  }

  /// The changes take turns from place to place, for the sake of time.
  @Test(arguments: ShippedFiles.names)
  func `A shipped file with one thing changed is read or refused with a line`(name: String) throws {
    let text = try ShippedFiles.text(name)
    let document = try JSON5Reader.read(text)
    // What is written out anew reads as before: the changes are the only ones.
    #expect(try standard(document) == WholeStandard.read(text))
    let changes = Change.allCases
    let mutants = Self.places(in: document).enumerated().map { index, place in
      (place, changes[index % changes.count])
    }
    let refused = try refusals(of: mutants, document, name)
    #expect(refused > mutants.count / 2)
  }

  private func refusals(
    of mutants: [(Place, Change)], _ document: JSON5Value, _ name: String
  ) throws -> Int {
    var refused = 0
    for (place, change) in mutants {
      guard let mutant = Self.applying(change, at: place[...], to: document) else { continue }
      if try !isTaken(mutant, "\(name): \(change) at \(place)") { refused += 1 }
    }
    return refused
  }

  private func standard(_ document: JSON5Value) throws -> Standard {
    try WholeStandard.read(Self.written(document))
  }

  /// False when it is refused properly.
  private func isTaken(_ document: JSON5Value, _ what: String) throws -> Bool {
    let text = Self.written(document)
    do {
      _ = try WholeStandard.read(text)
      return true
    } catch let error as AnalysisError {
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).count
      #expect(error.kind == .badData, "\(what)")
      #expect((1...lines).contains(error.subject.row ?? 0), "\(what): \(error)")
      #expect(!error.message.english.isEmpty && !error.message.chinese.isEmpty, "\(what)")
      #expect(!error.hint.english.isEmpty && !error.hint.chinese.isEmpty, "\(what): \(error)")
      return false
    }
  }

  // MARK: Changes

  enum Change: CaseIterable {
    case remove, rename, repeatIt, toNull, toTrue, toNumber, toHuge, toNegative, toText, toEmptyText
    case toList, toEmptyList, toObject, toEmptyObject

    /// What the value becomes; nil where the member itself changes.
    var value: JSON5Value? {
      switch self {
      case .remove, .rename, .repeatIt: nil
      case .toNull: .null
      case .toTrue: .boolean(true)
      case .toNumber: .number("7")
      case .toHuge: .number("1e300")
      case .toNegative: .number("-1")
      case .toText: .string("x")
      case .toEmptyText: .string("")
      case .toList: .array([JSON5Element(value: .number("1"), line: 1)])
      case .toEmptyList: .array([])
      case .toObject: .object([JSON5Member(key: "k", value: .number("1"), line: 1)])
      case .toEmptyObject: .object([])
      }
    }
  }

  static func places(in value: JSON5Value) -> [Place] {
    let children: [JSON5Value]
    switch value {
    case .object(let members): children = members.map(\.value)
    case .array(let elements): children = elements.map(\.value)
    default: return []
    }
    return children.enumerated().flatMap { index, child in
      [[index]] + places(in: child).map { [index] + $0 }
    }
  }

  static func applying(
    _ change: Change, at place: ArraySlice<Int>, to value: JSON5Value
  ) -> JSON5Value? {
    guard let index = place.first else { return nil }
    let rest = place.dropFirst()
    switch value {
    case .object(var members):
      if !rest.isEmpty {
        guard let child = applying(change, at: rest, to: members[index].value) else { return nil }
        members[index].value = child
      } else if let wrong = change.value {
        members[index].value = wrong
      } else {
        switch change {
        case .remove: members.remove(at: index)
        case .rename: members[index].key += "s"
        default: members.append(members[index])
        }
      }
      return .object(members)
    case .array(var elements):
      if !rest.isEmpty {
        guard let child = applying(change, at: rest, to: elements[index].value) else { return nil }
        elements[index].value = child
      } else if let wrong = change.value {
        elements[index].value = wrong
      } else {
        switch change {
        case .remove: elements.remove(at: index)
        case .rename: return nil
        default: elements.append(elements[index])
        }
      }
      return .array(elements)
    default: return nil
    }
  }

  /// JSON5 text with each member and element on a line of its own.
  static func written(_ value: JSON5Value) -> String {
    switch value {
    case .null: "null"
    case .boolean(let isSet): "\(isSet)"
    case .number(let text): text
    case .string(let text):
      "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    case .array(let elements):
      "[\n" + elements.map { written($0.value) }.joined(separator: ",\n") + "\n]"
    case .object(let members):
      "{\n"
        + members.map { "\"\($0.key)\": \(written($0.value))" }.joined(separator: ",\n") + "\n}"
    }
  }
}
