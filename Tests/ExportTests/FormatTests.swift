import Foundation
import Model
import Testing

@testable import Export

/// What `command` prints; nil when it cannot be run here.
func output(of command: [String]) throws -> String? {
  ChildProcess.text("/usr/bin/env", command, joined: true)
}

private let hasGDALTools = FileManager.default.isExecutableFile(atPath: "/usr/bin/ogrinfo")

private let hostileNames = [
  "=1+1", "</script>", "a \"quoted\" name", "two\nlines", String(repeating: "长", count: 200), "🏠",
  "'; DROP TABLE x; --", "", "007", "@x", "-3.5", "+x",
]

/// Blocks with awkward names, all field types and all kinds of result.
func sampleTable() -> FeatureTable {
  let count = hostileNames.count
  let features = hostileNames.enumerated().map { index, name in
    TestFeature(
      kind: index == 3 ? .none : index == 5 ? .multiPolygon : .polygon,
      parts: index == 3 ? [] : [[square(116 + Double(index) / 10, 40, 0.05)]],
      members:
        #""name":\#(JSONText.quoted(name)),"code":"00\#(index)","big":\#(index == 0 ? "9223372036854775807" : "null"),"ok":\#(index == 1 ? "null" : "true"),"n":{"a":[1,\#(index)]},"day":"2024/02/\#(String(format: "%02d", index + 1))","这是一个很长的字段名":\#(index).5"#,
      id: "\(index)")
  }
  let fields = [
    Field(name: "name", type: .string), Field(name: "code", type: .string),
    Field(name: "big", type: .integer64), Field(name: "ok", type: .boolean),
    Field(name: "n", type: .json), Field(name: "day", type: .date),
    Field(name: "这是一个很长的字段名", type: .real),
  ]
  return makeTable(
    features, fields: fields,
    results: [
      ResultColumn(
        name: "pop_share_500m", shortName: "popsh500",
        title: LocalizedText("share of people", zh: "人口比例"),
        values: .real((0..<count).map { $0 == 2 ? .nan : Double($0) / 11 }, decimals: 6)),
      ResultColumn(
        name: "underserved", shortName: "undersrv",
        values: .boolean((0..<count).map { UInt8($0 % 3) })),
      ResultColumn(
        name: "priority", shortName: "priority",
        values: .integer((0..<count).map { $0 == 4 ? .min : Int64($0) })),
      ResultColumn(
        name: "reasons", shortName: "reasons",
        values: .text(indices: (0..<count).map { Int32($0 % 3) - 1 }, strings: ["=cmd", "乙"])),
    ])
}

private func write(
  _ name: String, in folder: TemporaryFolder, _ change: (inout ExportOptions) -> Void = { _ in }
) throws -> Ledger {
  var options = ExportOptions()
  options.manifest = { _ in .object([.init("version", .string("1"))]) }
  change(&options)
  var ledger = Ledger()
  try Exporter.write(
    sampleTable(), to: OutputTarget(folder.file(name)), options: options, ledger: &ledger)
  return ledger
}

@Suite(.serialized) struct FormatTests {
  @Test(
    .enabled(if: hasGDALTools, "needs GDAL's ogrinfo"),
    arguments: [
      "a.geojson", "a.geojsonl", "a.gpkg", "a.shp", "a.zip", "a.fgb", "a.kml",
    ])
  func `Every map format reads back with all features, whole and repeatable`(name: String) throws {
    let folder = try TemporaryFolder()
    let ledger = try write(name, in: folder)
    let names = folder.names
    #expect(names.allSatisfy { !$0.hasPrefix(".") })
    let first = try names.map { try Data(contentsOf: URL(fileURLWithPath: folder.file($0))) }
    let source = (name.hasSuffix(".zip") ? "/vsizip/" : "") + folder.file(name)
    let text = try #require(try output(of: ["ogrinfo", "-ro", "-al", "-so", source]))
    // One block has no geometry, which only FlatGeobuf cannot hold.
    let left = name.hasSuffix(".fgb") ? 1 : 0
    #expect(ledger.count(of: .featureWithoutGeometry) == left)
    #expect(text.contains("Feature Count: \(hostileNames.count - left)"), "\(text)")
    _ = try write(name, in: folder)
    #expect(folder.names == names)
    let second = try names.map { try Data(contentsOf: URL(fileURLWithPath: folder.file($0))) }
    #expect(first == second)
    #expect(ledger.count(of: .formatWarning) == 0, "\(ledger.entries)")
  }

  @Test(.enabled(if: hasGDALTools, "needs GDAL's ogr2ogr"))
  func `A GeoPackage keeps types, nulls and names`() throws {
    let folder = try TemporaryFolder()
    _ = try write("a.gpkg", in: folder)
    let converted = try output(of: [
      "ogr2ogr", "-f", "GeoJSON", "/vsistdout/", folder.file("a.gpkg"), "coverage",
    ])
    let text = try #require(converted)
    let document = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    let features = try #require(document?["features"] as? [[String: Any]])
    #expect(features.count == hostileNames.count)
    for (index, feature) in features.enumerated() {
      let properties = try #require(feature["properties"] as? [String: Any])
      #expect(properties["name"] as? String == hostileNames[index])
      #expect(properties["code"] as? String == "00\(index)")
      #expect((properties["pop_share_500m"] is NSNull) == (index == 2))
      #expect((properties["ok"] is NSNull) == (index == 1))
    }
    let first = features[0]["properties"] as? [String: Any]
    #expect((first?["big"] as? NSNumber)?.int64Value == .max)
  }

  @Test(.enabled(if: hasGDALTools, "needs GDAL's ogr2ogr"))
  func `Other layers of a GeoPackage survive and the own one is replaced`() throws {
    let folder = try TemporaryFolder()
    _ = try write("a.gpkg:first", in: folder)
    _ = try write("a.gpkg:second", in: folder)
    _ = try write("a.gpkg:second", in: folder)
    let text = try #require(try output(of: ["ogrinfo", "-ro", "-so", folder.file("a.gpkg")]))
    #expect(text.contains("first") && text.contains("second"), "\(text)")
    let layer = try output(of: ["ogrinfo", "-ro", "-so", folder.file("a.gpkg"), "first"])
    #expect(layer?.contains("Feature Count: \(hostileNames.count)") == true)
  }

  @Test func `A Shapefile has unique short names and says what it cut`() throws {
    let folder = try TemporaryFolder()
    let ledger = try write("a.shp", in: folder)
    #expect(
      folder.names == ["a.cpg", "a.dbf", "a.fields.csv", "a.prj", "a.shp", "a.shx"])
    #expect(ledger.count(of: .textTruncated) == 1)
    #expect(ledger.count(of: .integerBeyondDouble) == 1)
    #expect(ledger.count(of: .fieldShortened) == 3)
  }

  @Test(.enabled(if: hasGDALTools, "needs GDAL's ogr2ogr"))
  func `A Shapefile in GB18030 reads back the same names`() throws {
    let folder = try TemporaryFolder()
    _ = try write("a.shp", in: folder) { $0.shapefileEncoding = .gb18030 }
    let text = try output(of: ["ogr2ogr", "-f", "CSV", "/vsistdout/", folder.file("a.shp")])
    #expect(text?.contains("🏠") == true, "\(text ?? "")")
    #expect(text?.contains("长长长") == true)
  }

  @Test func `A number too long for a Shapefile is named`() throws {
    let folder = try TemporaryFolder()
    let table = makeTable(
      [TestFeature(members: #""x":1e30"#)], fields: [Field(name: "x", type: .real)])
    var ledger = Ledger()
    try Exporter.write(table, to: OutputTarget(folder.file("a.shp")), ledger: &ledger)
    #expect(ledger.count(of: .formatWarning) > 0)
  }

  @Test func `CSV guards formulas and quotes what needs it`() throws {
    let folder = try TemporaryFolder()
    let ledger = try write("a.csv", in: folder) { $0.byteOrderMark = true }
    let data = try Data(contentsOf: URL(fileURLWithPath: folder.file("a.csv")))
    let text = String(decoding: data, as: UTF8.self)
    #expect(data.starts(with: [0xEF, 0xBB, 0xBF]))
    #expect(text.contains("\n0,'=1+1,000,9223372036854775807,true,"))
    #expect(text.contains("\n2,\"a \"\"quoted\"\" name\","))
    #expect(text.contains("\n10,-3.5,"))
    #expect(text.contains("\n7,\"\",007,"))
    #expect(ledger.count(of: .formulaGuarded) == 3 + 4)
  }

  @Test func `Names that differ in case alone stay apart in a GeoPackage`() throws {
    let folder = try TemporaryFolder()
    let table = makeTable(
      [TestFeature(members: #""Name":"a","name":"b","fid":"x","geom":"y""#)],
      fields: ["Name", "name", "fid", "geom"].map { Field(name: $0, type: .string) })
    var ledger = Ledger()
    try Exporter.write(table, to: OutputTarget(folder.file("a.gpkg")), ledger: &ledger)
    #expect(ledger.count(of: .attributeRenamed) == 1)
    guard hasGDALTools else { return }
    let text = try output(of: ["ogrinfo", "-ro", "-al", folder.file("a.gpkg")]) ?? ""
    for line in [
      "Name (String) = a", "name_2 (String) = b", "fid (String) = x", "geom (String) = y",
    ] {
      #expect(text.contains(line), "\(text)")
    }
  }

  @Test(.enabled(if: hasGDALTools, "needs GDAL's ogr2ogr"))
  func `KML keeps every value in its own field`() throws {
    let folder = try TemporaryFolder()
    _ = try write("a.kml", in: folder)
    let text = try String(contentsOfFile: folder.file("a.kml"), encoding: .utf8)
    #expect(text.contains("<SimpleData name=\"code\">0011</SimpleData>"))
    #expect(text.contains("<SimpleData name=\"priority\">11</SimpleData>"))
    #expect(text.contains("<name>&lt;/script&gt;</name>"))
  }

  @Test func `More rows than an Excel sheet has are refused before writing`() throws {
    let folder = try TemporaryFolder()
    var table = sampleTable()
    table.layer.fields = []
    table.results = []
    var chunk = FeatureChunk(firstIndex: 0)
    for _ in 0..<Workbook.rowLimit { chunk.shapes.append(.none, parts: []) }
    table.layer.chunks = [chunk]
    var ledger = Ledger()
    let target = try OutputTarget(folder.file("a.xlsx"))
    #expect(throws: AnalysisError.self) {
      try Exporter.write(table, to: target, ledger: &ledger)
    }
    #expect(folder.names.isEmpty)
  }

  @Test func `A workbook is repeatable and packed whole`() throws {
    let folder = try TemporaryFolder()
    _ = try write("a.xlsx", in: folder) {
      $0.sheets = [Sheet(name: "a/b", header: ["项目"], rows: [[.string("=1")], [.integer(3)]])]
    }
    _ = try write("b.xlsx", in: folder) {
      $0.sheets = [Sheet(name: "a/b", header: ["项目"], rows: [[.string("=1")], [.integer(3)]])]
    }
    #expect(folder.names == ["a.xlsx", "b.xlsx"])
    let a = try Data(contentsOf: URL(fileURLWithPath: folder.file("a.xlsx")))
    let b = try Data(contentsOf: URL(fileURLWithPath: folder.file("b.xlsx")))
    #expect(a == b && a.count > 1000)
  }
}
