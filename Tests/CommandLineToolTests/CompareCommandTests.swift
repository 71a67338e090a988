import Foundation
import Testing

@testable import CommandLineTool

/// `lifecircle compare` as a user runs it, on the example county before and after new stations.
@Suite struct CompareCommandTests {
  private static let county = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../geodata/example-county").standardizedFileURL

  private static func county(_ name: String) -> String { county.appendingPathComponent(name).path }

  private static let places = [
    "--blocks", county("grids.geojson"), "--stations", county("stations.geojson"), "--demand",
    county("buildings.csv"), "--quiet",
  ]

  private func coverage(_ folder: Folder, _ output: String, _ more: [String] = []) throws {
    let run = try Binary.run(["coverage"] + Self.places + more + ["-o", output], in: folder.url)
    #expect(run.code == 0, "\(run.error)")
  }

  private func object(_ folder: Folder, _ name: String) throws -> [String: Any] {
    let data = Data(try folder.text(name).utf8)
    return try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  @Test func `What new stations gain is what site promised, in every format`() throws {
    let folder = try Folder()
    let site = try Binary.run(
      ["site"] + Self.places + [
        "--candidates", Self.county("candidates.geojson"), "--model", "max-coverage", "--new", "5",
        "-o", "sites.geojson", "--summary", "site.json",
      ], in: folder.url)
    #expect(site.code == 0, "\(site.error)")
    let promise = try object(folder, "site.json")
    let before = try #require(promise["people_covered_before"] as? Double)
    let after = try #require(promise["people_covered"] as? Double)
    try #require(after > before)
    var tables: Set<String> = []
    for ending in ["geojson", "gpkg", "csv", "xlsx", "shp"] {
      try coverage(folder, "a.\(ending)")
      try coverage(folder, "b.\(ending)", ["--stations", "sites.geojson"])
      let run = try Binary.run(
        [
          "compare", "a.\(ending)", "b.\(ending)", "--group-by", "community,street", "--summary",
          "s.json", "-o", "c.csv", "--quiet",
        ], in: folder.url)
      #expect(run.code == 0 && run.output.isEmpty && run.error.isEmpty, "\(run.error)")
      let summary = try object(folder, "s.json")
      let radii = try #require(summary["radii"] as? [String: [String: Any]])
      let reach = try #require(radii["500"])
      // People stand at points in whole numbers: no rounding is left.
      #expect(reach["pop_gained"] as? Double == after - before, "\(ending)")
      #expect(reach["pop_lost"] as? Double == 0)
      #expect(reach["pop_covered_before"] as? Double == before)
      let groups = try #require(summary["groups"] as? [[String: Any]])
      #expect(groups.count == 13 + 2)
      let isKnown = !(summary["parameters"] as? [String: Any] ?? [:]).values.contains {
        $0 is NSNull
      }
      #expect(isKnown == ["geojson", "gpkg"].contains(ending), "\(ending)")
      // Booleans of a Shapefile are 1 and 0 in the county's own field; results are the same.
      tables.insert(try folder.text("c.csv").replacingOccurrences(of: ",1,", with: ",true,"))
      if ending == "geojson" {
        let inputs = (summary["differences"] as? [String: [String]])?["inputs"]
        #expect(inputs == ["stations"])
      }
    }
    let statuses = Set(
      tables.map { table in
        table.split(separator: "\n").dropFirst().filter { $0.contains(",improved,") }.count
      })
    #expect(statuses.count == 1)
  }

  @Test func `The table is printed in both languages with both parameter sets`() throws {
    let folder = try Folder()
    try coverage(folder, "a.geojson")
    try coverage(folder, "b.geojson", ["--within", "community"])
    let words = ["compare", "a.geojson", "b.geojson", "--group-by", "street"]
    let english = try Binary.run(words, in: folder.url)
    #expect(english.code == 0, "\(english.error)")
    #expect(english.output.contains("underserved before"))
    #expect(
      english.output.split(separator: "\n").contains {
        $0.hasPrefix("within ") && $0.hasSuffix("≠")
      })
    let chinese = try Binary.run(words + ["--lang", "zh"], in: folder.url)
    #expect(chinese.output.contains("此前覆盖不足的网格") && chinese.output.contains("云杉街道"))
  }

  @Test
  func `Geometry comes from BEFORE, results of coverage give way to columns before and after`()
    throws
  {
    let folder = try Folder()
    try coverage(folder, "a.geojson", ["--blocks-where", "id <> 'WG003'"])
    try coverage(folder, "b.geojson", ["--blocks-where", "id <> 'WG001'"])
    for threads in ["1", "4"] {
      let run = try Binary.run(
        [
          "compare", "a.geojson", "b.geojson", "-o", "c\(threads).geojson", "--threads", threads,
          "--quiet",
        ],
        in: folder.url)
      #expect(run.code == 0, "\(run.error)")
    }
    #expect(try folder.text("c1.geojson") == folder.text("c4.geojson"))
    let features = try #require(object(folder, "c1.geojson")["features"] as? [[String: Any]])
    #expect(features.count == 126)
    let first = try #require(features[0]["properties"] as? [String: Any])
    let last = try #require(features[125]["properties"] as? [String: Any])
    #expect(first["id"] as? String == "WG001" && first["status"] as? String == "gone")
    #expect(last["id"] as? String == "WG003" && last["status"] as? String == "appeared")
    #expect(features.allSatisfy { $0["geometry"] is [String: Any] })
    #expect(first["pop_share_500m"] == nil && first["pop_share_500m_before"] is NSNumber)
    #expect(first["pop_share_500m_after"] is NSNull && last["pop_share_500m_before"] is NSNull)
    #expect(first["name"] is String && first["priority"] == nil)
  }

  @Test(arguments: [
    (["--speed", "2.9"], "speed_kmh is 4 before and 2.9 after"),
    (["--detour", "1.5"], "detour is 1.3 before and 1.5 after"),
    (["--max-minutes", "60"], "max_minutes is 180 before and 60 after"),
    (["--streets", county("songling.osm.pbf")], "walk_method is detour before and streets after"),
    (["--demand-where", "population > 30"], "demand_where is – before and population > 30 after"),
    (["--population-field", "elderly"], "population_field is population before and elderly after"),
  ])
  func `What is not comparable is one line with both values`(options: [String], says: String) throws
  {
    let folder = try Folder()
    try coverage(folder, "a.geojson")
    try coverage(folder, "b.geojson", options)
    let words = ["compare", "a.geojson", "b.geojson", "-o", "c.geojson"]
    let run = try Binary.run(words, in: folder.url)
    #expect(run.code == 65 && run.errorLines.count == 1, "\(run.error)")
    #expect(run.error.contains(says), "\(run.error)")
    #expect(!(try folder.names.contains("c.geojson")))
    let anyway = try Binary.run(words + ["--anyway", "--summary", "s.json"], in: folder.url)
    #expect(anyway.code == 0, "\(anyway.error)")
    #expect(try object(folder, "s.json")["comparable"] as? Bool == false)
  }

  @Test func `Other walking is no matter where walks are not compared`() throws {
    let folder = try Folder()
    try coverage(folder, "a.geojson", ["--radius", "300,500", "--minutes", "none"])
    try coverage(folder, "b.geojson", ["--speed", "5"])
    let run = try Binary.run(
      ["compare", "a.geojson", "b.geojson", "--summary", "s.json"], in: folder.url)
    #expect(run.code == 0 && run.error.contains("compare_measure_skipped"), "\(run.error)")
    // The tests differ with the measures: flags are shown, not counted.
    let flags = try #require(object(folder, "s.json")["underserved"] as? [String: Any])
    #expect(flags["cleared"] is NSNull && flags["before"] is NSNumber)
    #expect(run.error.contains("compare_flags_skipped"))
  }

  @Test func `Two summaries of check are compared rule by rule`() throws {
    let folder = try Folder()
    func summary(_ name: String, _ value: Double, _ met: Bool, _ extra: String = "") throws {
      try folder.file(
        name,
        """
        {"standard": "s-1", "met": \(met), "results": [
          {"rule": "r1", "level": "all", "name": "", "value": \(value), "denominator": "people",
           "target": 0.95, "met": \(met)},
          {"rule": "r1", "level": "community", "name": "甲", "value": 0.5, "denominator": "people",
           "target": 0.95, "met": false}\(extra)]}
        """)
    }
    try summary("a.json", 0.9, false)
    try summary(
      "b.json", 0.96, true,
      ",{\"rule\":\"r2\",\"level\":\"all\",\"name\":\"\",\"value\":1,\"met\":true}")
    let run = try Binary.run(
      ["compare", "a.json", "b.json", "-o", "c.csv", "--summary", "s.json"], in: folder.url)
    #expect(run.code == 0, "\(run.error)")
    let lines = try folder.text("c.csv").split(whereSeparator: \.isNewline)
    #expect(lines.count == 4)
    #expect(lines[1].contains("0.9,0.96,0.06,false,true,improved"), "\(lines[1])")
    #expect(lines[2].contains("0.5,0.5,0,false,false,same") && lines[3].hasSuffix(",true,appeared"))
    let status = try object(folder, "s.json")["status"] as? [String: Int]
    #expect(status?["improved"] == 1 && status?["appeared"] == 1)
    let table = try Binary.run(["compare", "a.json", "b.json"], in: folder.url)
    #expect(table.output.contains("unmet → met"), "\(table.output)")
    try folder.file(
      "other.json", folder.text("a.json").replacingOccurrences(of: "s-1", with: "s-2"))
    let other = try Binary.run(["compare", "a.json", "other.json"], in: folder.url)
    #expect(other.code == 65 && other.error.contains("standard is s-1 before and s-2 after"))
    try coverage(folder, "k.geojson")
    let mixed = try Binary.run(["compare", "a.json", "k.geojson"], in: folder.url)
    #expect(mixed.code == 65 && mixed.errorLines.count == 1)
  }
}
