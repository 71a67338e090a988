import Foundation

/// Expected JSON against that seen: every listed member must equal, others may exist.
///
/// Arrays have the same length. Objects with one of these members ask for something else than equality:
/// - `{"$near": 12.3, "tolerance": 0.01}`: a number at most the tolerance away
/// - `{"$contains": [a, …]}`: an array in which each of `a, …` fits some element
/// - `{"$match": "…"}`: a text in which the regular expression occurs
/// - `{"$keys": ["a", …]}`: an object with exactly these members (in any order)
/// - `{"$absent": true}` (as a member): there is no such member; `{"$any": true}`: there is one
enum JSONSubset {
  /// Differences, each with its path; empty when everything fits.
  static func differences(_ expected: Any, _ seen: Any?, at path: String = "$") -> [String] {
    if let wanted = expected as? [String: Any] {
      return special(wanted, seen, path) ?? object(wanted, seen, path)
    }
    guard let seen else { return ["\(path): missing, expected \(describe(expected))"] }
    if let wanted = expected as? [Any] { return array(wanted, seen, path) }
    return same(expected, seen)
      ? [] : ["\(path): expected \(describe(expected)), seen \(describe(seen))"]
  }

  private static func object(_ wanted: [String: Any], _ seen: Any?, _ path: String) -> [String] {
    guard let seen = seen as? [String: Any] else {
      return ["\(path): expected an object, seen \(describe(seen))"]
    }
    return wanted.sorted { $0.key < $1.key }
      .flatMap { differences($0.value, seen[$0.key], at: "\(path).\($0.key)") }
  }

  private static func array(_ wanted: [Any], _ seen: Any, _ path: String) -> [String] {
    guard let seen = seen as? [Any] else {
      return ["\(path): expected an array, seen \(describe(seen))"]
    }
    guard seen.count == wanted.count else {
      return ["\(path): expected \(wanted.count) elements, seen \(seen.count)"]
    }
    return wanted.indices.flatMap { differences(wanted[$0], seen[$0], at: "\(path)[\($0)]") }
  }

  /// Nil when `wanted` asks for nothing special.
  private static func special(_ wanted: [String: Any], _ seen: Any?, _ path: String) -> [String]? {
    if wanted["$absent"] != nil {
      return seen == nil ? [] : ["\(path): expected no such member, seen \(describe(seen))"]
    }
    if wanted["$any"] != nil { return seen == nil ? ["\(path): missing"] : [] }
    if let value = wanted["$near"] as? NSNumber {
      let tolerance = (wanted["tolerance"] as? NSNumber)?.doubleValue ?? 0
      guard let number = seen as? NSNumber, !isBoolean(number),
        abs(number.doubleValue - value.doubleValue) <= tolerance
      else { return ["\(path): expected \(value) ± \(tolerance), seen \(describe(seen))"] }
      return []
    }
    if let pattern = wanted["$match"] as? String {
      let found = (seen as? String)?.range(of: pattern, options: .regularExpression) != nil
      return found ? [] : ["\(path): expected /\(pattern)/, seen \(describe(seen))"]
    }
    if let keys = wanted["$keys"] as? [String] {
      let names = (seen as? [String: Any])?.keys.sorted() ?? []
      return names == keys.sorted() ? [] : ["\(path): expected members \(keys), seen \(names)"]
    }
    guard let elements = wanted["$contains"] as? [Any] else { return nil }
    let array = seen as? [Any] ?? []
    return elements.filter { element in
      !array.contains { differences(element, $0).isEmpty }
    }.map { "\(path): no element fits \(describe($0)) in \(describe(seen))" }
  }

  private static func same(_ a: Any, _ b: Any) -> Bool {
    switch (a, b) {
    case (is NSNull, is NSNull): return true
    case (let a as String, let b as String): return a == b
    case (let a as NSNumber, let b as NSNumber):
      return isBoolean(a) == isBoolean(b) && a.compare(b) == .orderedSame
    default: return false
    }
  }

  private static func isBoolean(_ number: NSNumber) -> Bool {
    type(of: number) == type(of: NSNumber(value: true)) && String(cString: number.objCType) == "c"
  }

  private static func describe(_ value: Any?) -> String {
    guard let value else { return "nothing" }
    let data = try? JSONSerialization.data(
      withJSONObject: value, options: [.fragmentsAllowed, .sortedKeys])
    return String(data.map { String(decoding: $0, as: UTF8.self) }?.prefix(300) ?? "\(value)")
  }
}
