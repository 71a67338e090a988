import Foundation
import Layers
import Model

@testable import Analysis

/// Where test data are.
enum TestData {
  private static let repository = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The checked-in example county.
  static func county(_ file: String) -> String {
    repository.appendingPathComponent("geodata/example-county/\(file)").path
  }

  /// Reference data kept outside the repository: the folder named by `LIFECIRCLE_SHARED`, else `shared` beside
  /// the repository.
  private static let shared: URL = {
    if let path = ProcessInfo.processInfo.environment["LIFECIRCLE_SHARED"] {
      return URL(fileURLWithPath: path).appendingPathComponent("geodata")
    }
    return repository.deletingLastPathComponent().appendingPathComponent("shared/geodata")
  }()

  static func shared(_ path: String) -> String { shared.appendingPathComponent(path).path }

  static func isPresent(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: shared(path))
  }

  /// Rows of a comma-separated table by column name.
  static func table(_ path: String) throws -> [[String: String]] {
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(whereSeparator: \.isNewline)
    let names = lines[0].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    return lines.dropFirst().map { line in
      let values = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      return Dictionary(zip(names, values)) { first, _ in first }
    }
  }
}

extension [String: String] {
  /// The number in a column, NaN when there is none: every comparison with it fails.
  func number(_ name: String) -> Double { self[name].flatMap { Double($0) } ?? .nan }
}

/// One feature that a run wrote, as any reader of GeoJSON sees it.
struct WrittenFeature: Equatable {
  var properties: [String: JSON]

  enum JSON: Equatable {
    case null
    case number(Double)
    case boolean(Bool)
    case text(String)
    case other(String)
  }

  func number(_ name: String) -> Double {
    if case .number(let value) = properties[name] { value } else { .nan }
  }

  func text(_ name: String) -> String? {
    if case .text(let value) = properties[name] { value } else { nil }
  }

  func boolean(_ name: String) -> Bool? {
    if case .boolean(let value) = properties[name] { value } else { nil }
  }

  fileprivate init(_ object: [String: Any]) {
    properties = (object["properties"] as? [String: Any] ?? [:]).mapValues(JSON.init)
  }
}

extension WrittenFeature.JSON {
  /// A value as `JSONSerialization` gives it.
  init(_ value: Any) {
    if value is NSNull {
      self = .null
    } else if let number = value as? NSNumber {
      self = isBoolean(number) ? .boolean(number.boolValue) : .number(number.doubleValue)
    } else if let text = value as? String {
      self = .text(text)
    } else {
      self = .other(String(describing: value))
    }
  }
}

/// JSONSerialization gives true and false as numbers whose type is `c`.
private func isBoolean(_ number: NSNumber) -> Bool {
  String(cString: number.objCType) == "c"
}

/// Runs the whole pipeline in a folder of its own and reads back what it wrote.
struct Pipeline {
  var request: CoverageRequest

  init(
    blocks: String, stations: String..., demand: String? = nil, settings: MeasureSettings = .init()
  ) {
    request = CoverageRequest(
      blocks: .init(LayerRequest(role: .blocks, path: blocks)),
      stations: stations.map { .init(LayerRequest(role: .stations, path: $0)) },
      demand: demand.map { .init(LayerRequest(role: .demand, path: $0)) }, settings: settings)
  }

  struct Result {
    var features: [WrittenFeature]
    var uncovered: [WrittenFeature]
    var uncoveredLayer: Layer?
    var outcome: CoverageOutcome

    func feature(_ id: String) -> WrittenFeature? { features.first { $0.text("id") == id } }
  }

  func run(uncovered: Bool = false) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var request = request
    let blocks = folder.appendingPathComponent("blocks.geojson")
    let gaps = folder.appendingPathComponent("gaps.geojson")
    request.outputs = CoverageRequest.Outputs(
      blocks: blocks.path, uncovered: uncovered ? gaps.path : nil)
    let outcome = try CoverageRun(request, language: .english).run()
    var ledger = Ledger()
    return Result(
      features: try Self.features(blocks), uncovered: uncovered ? try Self.features(gaps) : [],
      uncoveredLayer: uncovered
        ? try LayerReader.read(LayerRequest(role: .blocks, path: gaps.path), ledger: &ledger) : nil,
      outcome: outcome)
  }

  private static func features(_ file: URL) throws -> [WrittenFeature] {
    let object = try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any]
    return (object?["features"] as? [[String: Any]] ?? []).map { WrittenFeature($0) }
  }

  /// A layer in WGS 84 degrees, as read by the product (its reader has tests of its own).
  static func layer(_ path: String, _ system: CoordinateSystem? = nil) throws -> Layer {
    var ledger = Ledger()
    var layer = try LayerReader.read(
      LayerRequest(role: .blocks, path: path, coordinateSystem: system), ledger: &ledger)
    try layer.reprojectToWGS84(threads: 1)
    return layer
  }
}

extension JSONValue {
  /// The member of an object.
  subscript(_ key: String) -> JSONValue {
    if case .object(let members) = self {
      return members.first { $0.key == key }?.value ?? .null
    }
    return .null
  }

  var number: Double {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value, _): value
    default: .nan
    }
  }

  var elements: [JSONValue] { if case .array(let values) = self { values } else { [] } }

  var text: String? { if case .string(let value) = self { value } else { nil } }
}
