import Foundation
import Testing

@testable import CommandLineTool

/// `lifecircle site` as a user runs it: five stations for the example county, a matrix, a failure.
@Suite struct SiteCommandTests {
  private static let county = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../geodata/example-county").standardizedFileURL

  private static func county(_ name: String) -> String { county.appendingPathComponent(name).path }

  private static let ground = [
    "site", "--blocks", county("grids.geojson"), "--stations", county("stations.geojson"),
    "--demand", county("buildings.csv"), "--candidates", county("candidates.geojson"), "--quiet",
  ]

  private func object(_ folder: Folder, _ name: String) throws -> [String: Any] {
    let data = Data(try folder.text(name).utf8)
    return try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  @Test func `Five premises are proposed, and coverage with them counts what the model says`()
    throws
  {
    let folder = try Folder()
    let run = try Binary.run(
      Self.ground + [
        "--model", "max-coverage", "--new", "5", "-o", "new.geojson", "--summary", "s.json",
        "--timings", "t.json",
      ], in: folder.url)
    #expect(run.code == 0 && run.output.isEmpty && run.error.isEmpty, "\(run.error)")
    let summary = try object(folder, "s.json")
    let covered = try #require(summary["objective"] as? Double)
    #expect(summary["status"] as? String == "optimal")
    #expect((summary["chosen"] as? [Any])?.count == 5)
    #expect(try object(folder, "t.json")["compute"] as? Double != nil)
    let features = try #require(object(folder, "new.geojson")["features"] as? [[String: Any]])
    let first = try #require(features.first?["properties"] as? [String: Any])
    #expect(first["rank"] as? Int == 1 && first["owner"] is String && first["cost"] is NSNumber)
    // The file of new stations is a file of stations.
    let again = try Binary.run(
      [
        "coverage", "--blocks", Self.county("grids.geojson"), "--stations",
        Self.county("stations.geojson"), "--stations", "new.geojson", "--demand",
        Self.county("buildings.csv"), "--minutes", "none", "--summary", "c.json", "-o", "c.csv",
        "--quiet",
      ], in: folder.url)
    #expect(again.code == 0, "\(again.error)")
    let radii = try #require(object(folder, "c.json")["radii"] as? [String: [String: Any]])
    #expect(radii["500"]?["pop_covered"] as? Double == covered)
  }

  @Test
  func `Without an output the answer, the curve and the recount are printed in both languages`()
    throws
  {
    let words = Self.ground + ["--model", "max-coverage", "--new", "3"]
    let english = try Binary.run(words)
    #expect(english.code == 0 && english.output.contains("optimal (proven)"))
    #expect(english.output.contains("new stations") && english.output.contains("0 (agree)"))
    let chinese = try Binary.run(words + ["--lang", "zh"])
    #expect(chinese.output.contains("最优（已证明）") && chinese.output.contains("0（一致）"))
  }

  @Test func `Results are the same bytes on any number of threads`() throws {
    let folder = try Folder()
    for threads in ["1", "3"] {
      let run = try Binary.run(
        Self.ground + [
          "--streets", Self.county("songling.osm.pbf"), "--minutes", "5", "--model", "p-median",
          "--new", "2", "--threads", threads, "-o", "\(threads).gpkg",
        ], in: folder.url)
      #expect(run.code == 0, "\(run.error)")
    }
    #expect(
      try Data(contentsOf: folder.url.appendingPathComponent("1.gpkg"))
        == Data(contentsOf: folder.url.appendingPathComponent("3.gpkg")))
  }

  @Test(arguments: ["xlsx", "csv", "geojson", "shp", "fgb", "kml"])
  func `Chosen sites are written in every format, with and without places`(ending: String) throws {
    let folder = try Folder()
    let ground = try Binary.run(
      Self.ground + ["--model", "max-coverage", "--new", "2", "-o", "a.\(ending)"], in: folder.url)
    #expect(ground.code == 0, "\(ground.error)")
    try folder.file("c.csv", "demand,site,cost\nd1,A,1\nd2,B,2\n")
    let matrix = try Binary.run(
      [
        "site", "--costs", "c.csv", "--limit", "3", "--model", "max-coverage", "--new", "2", "-o",
        "b.\(ending)",
      ], in: folder.url)
    #expect(matrix.code == 0, "\(matrix.error)")
    #expect(
      FileManager.default.fileExists(atPath: folder.url.appendingPathComponent("b.\(ending)").path))
  }

  @Test(arguments: [["--backup"], ["--equity", "worst:community"]])
  func `Capacities go with backup and with the worst community's share`(words: [String]) throws {
    let folder = try Folder()
    let run = try Binary.run(
      Self.ground + words + [
        "--model", "max-coverage", "--new", "2", "--capacity", "1500", "--alternatives", "1",
        "--trade-off", "1", "--mip-gap", "0.05", "-o", "new.geojson", "--summary", "s.json",
      ], in: folder.url)
    #expect(run.code == 0, "\(run.error)")
    let summary = try object(folder, "s.json")
    let (objective, bound) = (summary["objective"] as? Double, summary["bound"] as? Double)
    let (best, most) = (try #require(objective), try #require(bound))
    #expect(best > 0 && most >= best && most <= best * 1.051)
    let covered = try #require(summary["people_covered"] as? Double)
    let rows = try #require(summary["chosen"] as? [[String: Any]])
    let gains = rows.reduce(0) { $0 + ($1["gain"] as? Double ?? .nan) }
    let before = try #require(summary["people_covered_before"] as? Double)
    #expect(rows.count <= 2 && abs(before + gains - covered) <= 1e-3)
    if words == ["--backup"] { #expect(abs(covered - best) <= 1e-3) } else { #expect(best <= 1) }
    #expect((summary["trade_off"] as? [Any])?.count == 1)
    #expect((summary["alternatives"] as? [Any])?.count == 1)
    // One station within reach is what coverage counts, with or without room.
    #expect((summary["recount"] as? [String: Any])?["agrees"] as? Bool == true)
  }

  @Test func `No solution is exit 69 with a summary and nothing else`() throws {
    let folder = try Folder()
    let run = try Binary.run(
      Self.ground + [
        "--radius", "100", "--model", "set-cover", "--summary", "s.json", "-o", "o.geojson",
      ], in: folder.url)
    #expect(run.code == 69 && run.error.contains("no solution"), "\(run.error)")
    let summary = try object(folder, "s.json")
    #expect(summary["status"] as? String == "infeasible" && summary["objective"] is NSNull)
    #expect((summary["unreachable"] as? [Any])?.isEmpty == false)
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
    #expect(files == ["s.json"])
  }
}
