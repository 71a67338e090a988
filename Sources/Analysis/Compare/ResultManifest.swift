import Foundation
import Model

/// What a result file says of its own making, read back: the foreign member `lifecircle` of GeoJSON, the metadata
/// of that name of a GeoPackage's layer.
struct ResultManifest: Sendable {
  /// One input of the run.
  struct Input: Sendable, Hashable {
    var role: String
    var file: String
    /// Nil for databases.
    var sha256: String?
  }

  /// The whole member.
  let json: JSONValue

  /// Nil where the file has no such member, or is no GeoJSON object at all.
  ///
  /// - Throws: 74 when the file cannot be read.
  static func read(path: String) throws -> ResultManifest? {
    let data: Data
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe)
    } catch {
      throw AnalysisError.readingFailed(Subject(file: path), code: EIO)
    }
    let text: String? = data.withUnsafeBytes { raw in
      let bytes = raw.bindMemory(to: UInt8.self)
      guard let open = bytes.firstIndex(of: UInt8(ascii: "{")),
        let close = bytes.lastIndex(of: UInt8(ascii: "}")), open < close
      else { return nil }
      // Written in front of the features; other programs move it behind them.
      for member in AttributeScanner(bytes, in: (open + 1)..<close)
      where member.kind == .nested && bytes[member.key].elementsEqual("lifecircle".utf8) {
        return String(decoding: bytes[member.value], as: UTF8.self)
      }
      return nil
    }
    return text.flatMap { ResultManifest(text: $0) }
  }

  private init(json: JSONValue) { self.json = json }

  /// Nil where `text` is no JSON object.
  init?(text: String) {
    guard let document = try? JSON5Reader.read(text), case .object = document else { return nil }
    self.init(json: document.json)
  }

  /// The value under these keys, nil where there is none.
  func value(_ keys: String...) -> JSONValue? {
    keys.reduce(Optional(json)) { $0?.member($1) }
  }

  var command: String? { value("command")?.string }
  var version: String? { value("version")?.string }

  /// Parameters by key, in the order of the file.
  var parameters: [JSONValue.Member] {
    if case .object(let members)? = value("parameters") { members } else { [] }
  }

  /// Inputs in the order of the file.
  var inputs: [Input] {
    guard case .array(let items)? = value("inputs") else { return [] }
    return items.map { item in
      Input(
        role: item.member("role")?.string ?? "", file: item.member("file")?.string ?? "",
        sha256: item.member("sha256")?.string)
    }
  }

  /// The system of GeoJSON written with `--datum`; nil for WGS 84.
  var datum: CoordinateSystem? {
    switch value("parameters", "datum")?.string {
    case "GCJ02": .gcj02
    case "BD09": .bd09
    default: nil
    }
  }
}

extension JSONValue {
  /// The member of an object, nil without one.
  func member(_ key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }

  var string: String? { if case .string(let text) = self { text } else { nil } }
}

extension JSON5Value {
  /// The same as a JSON document; numbers that are not finite become null.
  var json: JSONValue {
    switch self {
    case .null: return .null
    case .boolean(let flag): return .boolean(flag)
    case .string(let text): return .string(text)
    case .number(let text):
      if let whole = Int64(text) { return .integer(whole) }
      return DecimalText.number(text).map { .number($0) } ?? .null
    case .array(let items): return .array(items.map(\.value.json))
    case .object(let members): return .object(members.map { .init($0.key, $0.value.json) })
    }
  }
}
