internal import CSimdJSON
import Model

/// One attribute as seen in a piece of the file: its key as written there and the kinds of its values.
struct GeoJSONField: Sendable, Equatable {
  var key: [UInt8]
  var types: UInt32
}

/// What was parsed from one stretch of the file.
struct GeoJSONPiece: Sendable {
  enum Status: Sendable {
    /// The next feature begins at `end`.
    case stopped
    /// The list is complete; `end` is behind it.
    case ended
    case failed(GeoJSONFault)
    /// Given up because a feature is long and the start was only guessed.
    case open
  }

  /// Where its first feature begins.
  var start: Int
  var end: Int
  var status: Status
  var chunk = FeatureChunk(firstIndex: 0)
  var box = BoundingBox.empty
  var issues: [geojson_issue_count] = []
  var fields: [GeoJSONField] = []
}

/// Where a feature might begin, judged from the bytes around it alone.
///
/// A wrong guess costs time, never correctness: a piece is used only when the piece before it ended exactly
/// where it began.
struct GeoJSONBoundary {
  let mode: geojson_mode
  /// First key of the file's first feature; features of one file mostly begin alike.
  let key: [UInt8]

  func find(_ bytes: UnsafeBufferPointer<UInt8>, from: Int, to: Int) -> Int? {
    var index = from
    while index < min(to, bytes.count) {
      if bytes[index] == UInt8(ascii: "{"), isSeparated(bytes, index),
        Self.firstKey(bytes, at: index) == key
      {
        return index
      }
      index += 1
    }
    return nil
  }

  private func isSeparated(_ bytes: UnsafeBufferPointer<UInt8>, _ brace: Int) -> Bool {
    var index = brace - 1
    if mode == GEOJSON_SEQUENCE {
      return index >= 0 && (bytes[index] == 0x0A || bytes[index] == 0x1E)
    }
    func skipSpace() { while index >= 0, bytes[index] <= 0x20 { index -= 1 } }
    skipSpace()
    guard index >= 0, bytes[index] == UInt8(ascii: ",") else { return false }
    index -= 1
    skipSpace()
    return index >= 0 && bytes[index] == UInt8(ascii: "}")
  }

  /// The raw key that follows the `{` at `brace`; for `type`, with its value. Empty where there is none.
  static func firstKey(_ bytes: UnsafeBufferPointer<UInt8>, at brace: Int) -> [UInt8] {
    guard brace < bytes.count, bytes[brace] == UInt8(ascii: "{") else { return [] }
    let end = min(bytes.count, brace + 256)
    let scanner = AttributeScanner(bytes, in: (brace + 1)..<end)
    var copy = scanner
    if let member = copy.next() {
      let key = Array(bytes[member.key])
      return key == Array("type".utf8) ? key + bytes[member.value] : key
    }
    return AttributeScanner.firstKey(bytes, in: (brace + 1)..<end)
  }
}

extension AttributeScanner {
  /// The key at the start of a text whose first value may be cut off.
  fileprivate static func firstKey(_ bytes: UnsafeBufferPointer<UInt8>, in range: Range<Int>)
    -> [UInt8]
  {
    var index = range.lowerBound
    while index < range.upperBound, bytes[index] <= 0x20 { index += 1 }
    guard index < range.upperBound, bytes[index] == UInt8(ascii: "\"") else { return [] }
    let start = index + 1
    index = start
    while index < range.upperBound, bytes[index] != UInt8(ascii: "\"") { index += 1 }
    return Array(bytes[start..<index])
  }
}
