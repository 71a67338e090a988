import Foundation
import Testing

@testable import CommandLineTool

/// `lifecircle report` as a user runs it: its numbers are those of coverage, check and site on the same inputs.
@Suite struct ReportCommandTests {
  private static let county = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../geodata/example-county").standardizedFileURL

  private static func county(_ name: String) -> String { county.appendingPathComponent(name).path }

  private static let place = [
    "--blocks", county("grids.geojson"), "--stations", county("stations.geojson"), "--demand",
    county("buildings.csv"), "--quiet", "--lang", "en",
  ]

  private func object(_ folder: Folder, _ name: String) throws -> [String: Any] {
    let data = Data(try folder.text(name).utf8)
    return try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  /// The exact numbers of each row of the table with this caption; cells without one are left out.
  private func rows(_ page: String, _ caption: String) throws -> [[Double]] {
    let start = try #require(page.range(of: ">\(caption)</caption>"))
    let rest = page[start.upperBound...]
    let end = try #require(rest.range(of: "</tbody>"))
    let body = rest[..<end.lowerBound].components(separatedBy: "<tr").dropFirst(2)
    return body.map { row in
      row.components(separatedBy: "data-v=\"").dropFirst().compactMap {
        Double($0.prefix { $0 != "\"" })
      }
    }
  }

  private func run(_ words: [String], _ folder: Folder) throws {
    let run = try Binary.run(words, in: folder.url)
    #expect(run.code == 0, "\(words.first ?? ""): \(run.error)")
  }

  @Test func `Numbers of a report are those of the summaries of coverage, check and site`() throws {
    let folder = try Folder()
    let site = [
      "--candidates", Self.county("candidates.geojson"), "--model", "max-coverage", "--new", "3",
    ]
    try run(["coverage"] + Self.place + ["-o", "c.csv", "--summary", "c.json"], folder)
    _ = try Binary.run(
      ["check"] + Self.place + ["--standard", "example-county", "--summary", "k.json"],
      in: folder.url)
    try run(["site"] + Self.place + site + ["-o", "s.csv", "--summary", "s.json"], folder)
    try run(
      ["report"] + Self.place + site
        + ["--standard", "example-county", "-o", "r.html", "-o", "r.docx", "-o", "r.xlsx"], folder)
    let page = try folder.text("r.html")

    let coverage = try object(folder, "c.json")
    let reaches = try rows(page, "Coverage by radius and walking time")
    for (row, (key, reach)) in zip(reaches, [("radii", "500"), ("minutes", "15")]) {
      let measure = try #require((coverage[key] as? [String: [String: Any]])?[reach])
      let names = ["pop_share", "pop_covered", "pop_uncovered"]
      let wanted = try names.map { try #require(measure[$0] as? Double) }
      for (seen, value) in zip(row, wanted) { #expect(abs(seen - value) <= 0.005) }
      #expect(abs(row[0] - wanted[0]) <= 5e-7)
      let blocks = try ["blocks_full", "blocks_none"].map {
        Double(try #require(measure[$0] as? Int))
      }
      #expect(Array(row.suffix(2)) == blocks)
    }
    let flagged = try #require(coverage["underserved"] as? Int)
    #expect(try rows(page, "Underserved blocks, most urgent first").count == flagged)

    let check = try object(folder, "k.json")
    let results = try #require(check["results"] as? [[String: Any]])
    let whole = results.filter { $0["level"] as? String == "all" }
    let indicators = try rows(page, "Indicators of the whole area")
    #expect(indicators.count == whole.count && !whole.isEmpty)
    for (row, result) in zip(indicators, whole) {
      #expect(abs(row[0] - (try #require(result["value"] as? Double))) <= 5e-7)
    }

    let chosen = try #require(object(folder, "s.json")["chosen"] as? [[String: Any]])
    let sites = try rows(page, "Proposed sites by rank")
    #expect(sites.count == chosen.count && chosen.count == 3)
    for (row, site) in zip(sites, chosen) {
      #expect(row[0] == Double(try #require(site["rank"] as? Int)))
      #expect(abs(row[1] - (try #require(site["gain"] as? Double))) <= 0.005)
      #expect(abs(row[3] - (try #require(site["cost"] as? Double))) <= 0.005)
      #expect(page.contains(">\(try #require(site["site"] as? String))</td>"))
    }
    #expect(try folder.names.contains("r.docx") && folder.names.contains("r.xlsx"))
  }

  @Test func `Every setting of a report is told in words`() throws {
    let folder = try Folder()
    try run(
      ["report"] + Self.place + [
        "--streets", Self.county("songling.osm.pbf"), "--where", "tier != '街道'", "--blocks-where",
        "population > 0", "--within", "street", "--group", "elderly:elderly:elderly", "--group-by",
        "community", "--at", "We 10:00", "--unknown-hours", "open", "-o", "r.html",
      ], folder)
    let page = try folder.text("r.html")
    let start = try #require(page.range(of: ">Settings of coverage</caption>"))
    let table = try #require(page[start.upperBound...].components(separatedBy: "</table>").first)
    let rows = table.components(separatedBy: "<tr>").dropFirst(2).map {
      $0.components(separatedBy: "</td>").map { $0.components(separatedBy: ">").last ?? "" }
    }
    #expect(rows.count >= 16)
    for row in rows { #expect(!row[0].isEmpty, "\(row)") }
    #expect(rows.contains { $0.starts(with: ["longest way to a street, m", "200", "snap_m"]) })
  }

  @Test func `When one file of a report cannot be written none appears`() throws {
    let folder = try Folder()
    try FileManager.default.createDirectory(
      at: folder.url.appendingPathComponent("r.xlsx"), withIntermediateDirectories: true)
    let run = try Binary.run(
      ["report"] + Self.place + ["-o", "r.html", "-o", "r.xlsx"], in: folder.url)
    #expect(run.code == 73 && run.errorLines.count == 1, "\(run.error)")
    #expect(try folder.names == ["r.xlsx"])
  }

  @Test func `A report whose siting has no solution is written and ends with 69`() throws {
    let folder = try Folder()
    let run = try Binary.run(
      ["report"] + Self.place + [
        "--candidates", Self.county("candidates.geojson"), "--model", "set-cover",
        "--target-share", "1", "-o", "r.html",
      ], in: folder.url)
    #expect(run.code == 69, "\(run.error)")
    #expect(try folder.text("r.html").contains("No set of sites fulfils what was asked"))
  }

  @Test func `A saved run keeps every file of a report`() throws {
    let folder = try Folder()
    try run(
      ["report"] + Self.place + [
        "--minutes", "none", "-o", "a.html", "-o", "b.xlsx", "--save-run", "run.json5",
      ], folder)
    let first = try folder.text("a.html")
    #expect(try folder.text("run.json5").contains("output: [\"a.html\", \"b.xlsx\"]"))
    try FileManager.default.removeItem(at: folder.url.appendingPathComponent("a.html"))
    try run(["report", "--run", "run.json5", "--quiet"], folder)
    #expect(try folder.text("a.html") == first)
  }
}
