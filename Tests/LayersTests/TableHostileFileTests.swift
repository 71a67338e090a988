import Foundation
import Model
import Testing

@testable import Layers

@Suite struct TableHostileFileTests {
  let files: TableTestFiles
  init() throws { files = try TableTestFiles() }

  @Test func `A path that cannot be opened is 66`() throws {
    #expect(try failure(files.folder.path + "/none.csv").kind == .missingInput)
    #expect(try failure(files.folder.path).kind == .missingInput)
  }

  @Test func `Files that are no tables are refused`() throws {
    let good = try Data(contentsOf: URL(filePath: try TableTestFiles.fixture("stations.xlsx")))
    let inner = TableTestFiles.zip([("a.zip", Array(good))])
    for (name, bytes) in [
      ("empty.csv", []), ("zero.csv", Array("id,lon\0,lat\n1,2,3\n".utf8)),
      ("truncated.xlsx", Array(good.prefix(good.count / 2))), ("zip.xlsx", inner),
      ("text.xlsx", Array("id,lon,lat\n1,2,3\n".utf8)),
      ("old.xls", [0xD0, 0xCF, 0x11, 0xE0, 0xA1]),
      ("a.ods", inner), ("blank.csv", Array("\n \n,,\n".utf8)),
      ("head.csv", Array("lon,lat\n".utf8)),
      ("quote.csv", Array("id,lon,lat\n1,\"2,3\n4,5,6\n".utf8)),
      ("binary.csv", (0..<50_000).map { UInt8(truncatingIfNeeded: ($0 * 7919) >> 3 | 0x80) }),
      ("columns.csv", Array((String(repeating: "a,", count: 1_000_000) + "\n1\n").utf8)),
    ] as [(String, [UInt8])] {
      let error = try failure(try files.file(name, bytes))
      #expect(error.kind == .badData, "\(name): \(error.line(in: .english))")
    }
  }

  @Test func `Every truncation and many flips of a workbook end in a result or an error`() throws {
    let good = Array(
      try Data(contentsOf: URL(filePath: try TableTestFiles.fixture("two-sheets.xlsx"))))
    var outcomes = 0
    for length in stride(from: 0, to: good.count, by: 97) {
      let path = try files.file("t.xlsx", good.prefix(length))
      _ = try failure(path)
      outcomes += 1
    }
    var state: UInt64 = 20_240_301
    for _ in 0..<150 {
      var bytes = good
      for _ in 0..<4 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        bytes[Int(state >> 33) % bytes.count] = UInt8(truncatingIfNeeded: state >> 20)
      }
      let path = try files.file("f.xlsx", bytes)
      do { _ = try ReadTable(path + ":一季度") } catch is AnalysisError {}
      outcomes += 1
    }
    #expect(outcomes > 150)
  }

  @Test func `Malformed sheet markup never crashes`() throws {
    var count = 0
    for sheet in [
      "", "<sheetData>", "<sheetData><row><c",
      "<sheetData><row r=\"0\"><c r=\"A1\"><v>1</v></c></row>",
      "<row r=\"99999999999\"/>", "<row r=\"1\"><c r=\"ZZZZ1\"><v>1</v></c></row>",
      "<row r=\"1\"><c t=\"s\"><v>99</v></c><c t=\"s\"><v>-1</v></c></row>",
      "<row r=\"1\"><c><v>1e999</v></c><c s=\"-5\"><v>nan</v></c></row>",
      "<row><c t=\"inlineStr\"><is><t>&#xD800;&#99999999;&bad;</t></is></c></row>",
      "<mergeCells><mergeCell ref=\"A1:XFD99999999\"/><mergeCell ref=\"B2:A1\"/></mergeCells>",
      "<!DOCTYPE x [<!ENTITY a \"b\">]><row><c t=\"str\"><v>&a;</v></c></row>",
      "<row r='1'><c r='A1' t='str'><v>a</v></c></row><row r='1'><c r='A1'/></row>",
    ] {
      let path = try files.file("x.xlsx", TableTestFiles.workbook(sheet: sheet))
      #expect(try failure(path).kind == .badData)
      count += 1
    }
    #expect(count == 12)
  }
}
