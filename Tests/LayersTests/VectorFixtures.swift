import Foundation
import Model
import Testing

@testable import Layers

/// Everything that touches GDAL: its registration and error handlers are process-wide.
@Suite(.serialized) enum VectorSuite {}

/// A folder of its own for one test, removed afterwards.
final class Scratch {
  let path: String

  init() {
    path = NSTemporaryDirectory() + "lifecircle-tests-\(UUID().uuidString)"
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { "\(path)/\(name)" }

  func write(_ name: String, _ bytes: [UInt8]) throws -> String {
    try Data(bytes).write(to: URL(fileURLWithPath: file(name)))
    return file(name)
  }

  func write(_ name: String, _ text: String) throws -> String { try write(name, Array(text.utf8)) }
}

/// GDAL's command line tools, which we did not write.
enum Tool {
  static let hasGDAL = FileManager.default.isExecutableFile(atPath: "/usr/bin/ogr2ogr")

  /// Runs a tool and returns its standard output; nil when it fails.
  @discardableResult
  static func run(_ name: String, _ arguments: [String]) -> String? {
    ChildProcess.text("/usr/bin/\(name)", arguments)
  }
}

/// The shared test data, where it is present.
enum Shared {
  static let folder: String? = {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
    let given = ProcessInfo.processInfo.environment["LIFECIRCLE_SHARED"]
    return [given, "\(root)/shared"].compactMap { $0.map { "\($0)/geodata" } }
      .first { FileManager.default.fileExists(atPath: $0) }
  }()
}

/// A Shapefile of squares written byte by byte, so that every header can also be wrong.
struct SquareShapefile {
  /// Field name, type, width and the raw values.
  struct Column {
    var name: [UInt8]
    var type: Character = "C"
    var width: Int
    var values: [[UInt8]]
  }

  var columns: [Column]
  var languageByte: UInt8 = 0
  /// Lower left corner and side.
  var squares: [(x: Double, y: Double, side: Double)]
  var deleted: Set<Int> = []

  var dbf: [UInt8] {
    let recordLength = 1 + columns.map(\.width).reduce(0, +)
    var bytes: [UInt8] = [3, 124, 5, 1]
    bytes += little(columns.first?.values.count ?? squares.count, 4)
    bytes += little(33 + 32 * columns.count, 2) + little(recordLength, 2)
    bytes += [UInt8](repeating: 0, count: 17) + [languageByte, 0, 0]
    for column in columns {
      bytes +=
        column.name.prefix(10) + [UInt8](repeating: 0, count: 11 - min(10, column.name.count))
      bytes += [column.type.asciiValue ?? 67, 0, 0, 0, 0, UInt8(column.width), 0]
      bytes += [UInt8](repeating: 0, count: 14)
    }
    bytes.append(0x0D)
    for row in 0..<(columns.first?.values.count ?? 0) {
      bytes.append(deleted.contains(row) ? 0x2A : 0x20)
      for column in columns {
        let value = column.values[row].prefix(column.width)
        bytes += value + [UInt8](repeating: 0x20, count: column.width - value.count)
      }
    }
    return bytes + [0x1A]
  }

  /// `.shp` and `.shx`.
  var shapes: (shp: [UInt8], shx: [UInt8]) {
    var records: [UInt8] = []
    var index: [UInt8] = []
    for (number, square) in squares.enumerated() {
      let content = polygon(square)
      index += big((100 + records.count) / 2) + big(content.count / 2)
      records += big(number + 1) + big(content.count / 2) + content
    }
    return (header(100 + records.count) + records, header(100 + index.count) + index)
  }

  private func polygon(_ square: (x: Double, y: Double, side: Double)) -> [UInt8] {
    let (x, y, side) = square
    let ring = [(x, y), (x, y + side), (x + side, y + side), (x + side, y), (x, y)]
    var bytes = little(5, 4) + [x, y, x + side, y + side].flatMap(double)
    bytes += little(1, 4) + little(5, 4) + little(0, 4)
    return bytes + ring.flatMap { double($0.0) + double($0.1) }
  }

  private func header(_ size: Int) -> [UInt8] {
    big(9994) + [UInt8](repeating: 0, count: 20) + big(size / 2) + little(1000, 4) + little(5, 4)
      + [UInt8](repeating: 0, count: 64)
  }

  func write(_ scratch: Scratch, _ stem: String, without: Set<String> = []) throws -> String {
    if !without.contains("dbf") { _ = try scratch.write("\(stem).dbf", dbf) }
    if !without.contains("shx") { _ = try scratch.write("\(stem).shx", shapes.shx) }
    return try scratch.write("\(stem).shp", shapes.shp)
  }
}

func little(_ value: Int, _ width: Int) -> [UInt8] {
  (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
}

func big(_ value: Int) -> [UInt8] { little(value, 4).reversed() }

func double(_ value: Double) -> [UInt8] {
  withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) }
}

/// 社区, 网格, 名称 in GBK, by table: test data must not come from the decoder under test.
enum GBK {
  static let community: [UInt8] = [0xC9, 0xE7, 0xC7, 0xF8]
  static let grid: [UInt8] = [0xCD, 0xF8, 0xB8, 0xF1]
  static let name: [UInt8] = [0xC3, 0xFB, 0xB3, 0xC6]
}

/// Reads a layer; what it recorded comes with it.
func readLayer(
  _ path: String, role: LayerRequest.Role = .blocks, crs: CoordinateSystem? = nil,
  encoding: String? = nil, acceptsOldDatum: Bool = false
) throws -> (layer: Layer, ledger: Ledger) {
  var ledger = Ledger()
  let request = LayerRequest(
    role: role, path: path, coordinateSystem: crs, acceptsOldDatum: acceptsOldDatum,
    encoding: encoding)
  return (try LayerReader.read(request, ledger: &ledger), ledger)
}

/// The error that reading gives, as the line a user sees; nil when reading succeeds.
func readFailure(
  _ path: String, role: LayerRequest.Role = .blocks, crs: CoordinateSystem? = nil,
  encoding: String? = nil
) -> (code: Int32, line: String)? {
  do {
    _ = try readLayer(path, role: role, crs: crs, encoding: encoding)
    return nil
  } catch let error as AnalysisError {
    return (error.exitCode, error.line(in: .english))
  } catch {
    return (-1, "\(error)")
  }
}

/// Attributes of the feature at `index`, parsed by Foundation.
func attributes(_ layer: Layer, _ index: Int) throws -> [String: Any] {
  let (chunk, offset) = layer.locate(index)
  let text = "{" + layer.chunks[chunk].attributes.string(offset) + "}"
  let object = try JSONSerialization.jsonObject(with: Data(text.utf8))
  return try #require(object as? [String: Any])
}

extension Ledger {
  func count(_ code: String) -> Int { entries.first { $0.code == code }?.count ?? 0 }
}
