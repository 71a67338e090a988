import Foundation
import Model
import Testing

@testable import Layers

/// Table files made for one test and removed with it.
final class TableTestFiles {
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "tables-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func file(_ name: String, _ bytes: some Sequence<UInt8>) throws -> String {
    let url = folder.appending(path: name)
    try Data(bytes).write(to: url)
    return url.path
  }

  func file(_ name: String, _ text: String) throws -> String { try file(name, text.utf8) }

  /// A checked-in workbook, written by openpyxl 3.1.
  static func fixture(_ name: String) throws -> String {
    try #require(Bundle.module.url(forResource: "Fixtures", withExtension: nil))
      .appending(path: name).path
  }

  /// A zip file of stored (not compressed) entries.
  static func zip(_ entries: [(name: String, bytes: [UInt8])]) -> [UInt8] {
    var output: [UInt8] = []
    var directory: [UInt8] = []
    for (name, bytes) in entries {
      let offset = UInt32(output.count)
      let common =
        little(20, 2) + little(0x0800, 2) + little(0, 2) + little(0, 4)
        + little(Int(checksum(bytes)), 4) + little(bytes.count, 4) + little(bytes.count, 4)
        + little(name.utf8.count, 2) + little(0, 2)
      output += [0x50, 0x4B, 3, 4] + common + Array(name.utf8) + bytes
      directory +=
        [0x50, 0x4B, 1, 2] + little(20, 2) + common + little(0, 2) + little(0, 2) + little(0, 2)
        + little(0, 4) + little(Int(offset), 4) + Array(name.utf8)
    }
    let start = output.count
    output += directory
    output += [0x50, 0x4B, 5, 6] + little(0, 4) + little(entries.count, 2)
    output +=
      little(entries.count, 2) + little(directory.count, 4) + little(start, 4) + little(0, 2)
    return output
  }

  /// A workbook of one sheet given as the XML inside `worksheet`.
  static func workbook(sheet: String, texts: [String] = [], styles: String = "") -> [UInt8] {
    let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
    let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    let shared = texts.map { "<si><t>\($0)</t></si>" }.joined()
    return zip([
      (
        "_rels/.rels",
        Array(
          "\(head)<Relationships><Relationship Id=\"r1\" Type=\"\(kind)/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            .utf8)
      ),
      (
        "xl/workbook.xml",
        Array("\(head)<workbook><sheets><sheet name=\"S\" r:id=\"r1\"/></sheets></workbook>".utf8)
      ),
      (
        "xl/_rels/workbook.xml.rels",
        Array(
          "\(head)<Relationships><Relationship Id=\"r1\" Type=\"\(kind)/worksheet\" Target=\"worksheets/s.xml\"/></Relationships>"
            .utf8)
      ),
      ("xl/sharedStrings.xml", Array("\(head)<sst>\(shared)</sst>".utf8)),
      ("xl/styles.xml", Array("\(head)<styleSheet>\(styles)</styleSheet>".utf8)),
      ("xl/worksheets/s.xml", Array("\(head)<worksheet>\(sheet)</worksheet>".utf8)),
    ])
  }

  private static func little(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    var value: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      value ^= UInt32(byte)
      for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
    }
    return ~value
  }
}

/// What a test reads: a layer with its ledger.
struct ReadTable {
  var layer: Layer
  var ledger: Ledger

  init(
    _ path: String, role: LayerRequest.Role = .stations, system: CoordinateSystem? = nil,
    encoding: String? = nil, columns: LayerRequest.CoordinateColumns? = nil, threads: Int = 2
  ) throws {
    ledger = Ledger()
    layer = try TableReader.read(
      LayerRequest(
        role: role, path: path, coordinateSystem: system, encoding: encoding,
        coordinateColumns: columns, threads: threads), ledger: &ledger)
  }

  /// Attribute JSON of every feature.
  var attributes: [String] {
    layer.chunks.flatMap { chunk in (0..<chunk.count).map { chunk.attributes.string($0) } }
  }

  /// Every feature's point; nil where it has none.
  var points: [Coordinate?] {
    layer.chunks.flatMap { chunk in
      (0..<chunk.count).map { chunk.shapes.parts(at: $0).first?[0][0] }
    }
  }

  var rows: [Int] { layer.chunks.flatMap { chunk in (0..<chunk.count).map { chunk.row($0) } } }

  func entry(_ code: String) -> Ledger.Entry? { ledger.entries.first { $0.code == code } }

  /// The rows of the examples of `code`.
  func rows(of code: String) -> [Int] { entry(code)?.examples.compactMap(\.subject.row) ?? [] }
}

/// The error of reading `path`, which must be an `AnalysisError` that names the file in one line.
func failure(
  _ path: String, role: LayerRequest.Role = .stations, system: CoordinateSystem? = nil,
  encoding: String? = nil, columns: LayerRequest.CoordinateColumns? = nil,
  sourceLocation: SourceLocation = #_sourceLocation
) throws -> AnalysisError {
  let error = try #require(
    throws: AnalysisError.self, sourceLocation: sourceLocation
  ) {
    _ = try ReadTable(path, role: role, system: system, encoding: encoding, columns: columns)
  }
  for language in Language.allCases {
    #expect(!error.line(in: language).contains("\n"), sourceLocation: sourceLocation)
    #expect(!error.message[language].isEmpty, sourceLocation: sourceLocation)
  }
  #expect(error.subject.file != nil, sourceLocation: sourceLocation)
  return error
}
