import Foundation
import Testing

@testable import CommandLineTool

/// `lifecircle coverage --streets` as a user runs it, on the example county with minutes of waiting at its stations.
struct StreetCoverageTests {
  private static let county = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../geodata/example-county").standardizedFileURL

  private static func county(_ name: String) -> String { county.appendingPathComponent(name).path }

  private static let inputs = [
    "--blocks", county("grids.geojson"), "--stations", "stations.csv", "--demand",
    county("buildings.csv"), "--demand-crs", "EPSG:4326", "--streets", county("songling.osm.pbf"),
    "--station-extra-field", "wait", "--lang", "en",
  ]

  /// The county's stations as a table; every other one has 2 minutes of its own.
  private func folder() throws -> Folder {
    let folder = try Folder()
    let data = try Data(contentsOf: URL(fileURLWithPath: Self.county("stations.geojson")))
    let root = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    var table = "id,lon,lat,wait\n"
    for (index, feature) in try #require(root["features"] as? [[String: Any]]).enumerated() {
      let place = (feature["geometry"] as? [String: Any])?["coordinates"] as? [Double] ?? []
      let id = (feature["properties"] as? [String: Any])?["id"] as? String ?? ""
      table += "\(id),\(place[0]),\(place[1]),\(index % 2 * 2)\n"
    }
    try folder.file("stations.csv", table)
    return folder
  }

  private func run(_ folder: Folder, _ options: [String]) throws -> Run {
    let run = try Binary.run(["coverage"] + Self.inputs + options, in: folder.url)
    #expect(run.code == 0, "\(run.error)")
    return run
  }

  private func object(_ folder: Folder, _ name: String) throws -> [String: Any] {
    let data = Data(try folder.text(name).utf8)
    return try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  private func properties(_ folder: Folder, _ name: String) throws -> [[String: Any]] {
    let features = try #require(object(folder, name)["features"] as? [[String: Any]])
    return features.map { $0["properties"] as? [String: Any] ?? [:] }
  }

  /// Share, people beyond and flagged blocks of one measure of a summary.
  private func figures(_ summary: [String: Any], _ kind: String, _ key: String) throws -> [Double] {
    let reach = try #require((summary[kind] as? [String: Any])?[key] as? [String: Any])
    return [reach["pop_share"], reach["pop_uncovered"], summary["underserved"]].map {
      $0 as? Double ?? .nan
    }
  }

  @Test func `Every step of the curve is what a run of its own gives`() throws {
    let folder = try folder()
    _ = try run(folder, ["--sensitivity", "curve.csv", "--summary", "main.json"])
    let lines = try folder.text("curve.csv").split(separator: "\n")
    #expect(lines[0] == "measure,metres,kmh,pop_share,pop_uncovered,underserved")
    let rows = lines.dropFirst().map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    #expect(rows.count == 17 + 25)
    func step(_ measure: String, _ value: String) throws -> [Double] {
      let row = try #require(rows.first { $0[0] == measure && $0[1] + $0[2] == value })
      return row[3...].map { Double($0) ?? .nan }
    }
    for measure in ["radius", "15min"] {
      let curve = rows.filter { $0[0] == measure }.map { $0[3...].map { Double($0) ?? .nan } }
      for (before, after) in zip(curve, curve.dropFirst()) {
        #expect(before[0] <= after[0] && before[1] >= after[1] && before[2] >= after[2])
      }
      let (first, last) = (try #require(curve.first), try #require(curve.last))
      #expect(first[0] < last[0] && first[2] > last[2])
    }
    let main = try object(folder, "main.json")
    #expect(try step("radius", "500") == figures(main, "radii", "500"))
    #expect(try step("15min", "4") == figures(main, "minutes", "15"))
    for speed in ["3.2", "5.4"] {
      _ = try run(folder, ["--speed", speed, "--summary", "own.json"])
      let own = try figures(object(folder, "own.json"), "minutes", "15")
      #expect(try step("15min", speed) == own)
    }
    _ = try run(
      folder,
      ["--radius", "800", "--underserved", "800m<0.5,15min<0.95", "--summary", "own.json"])
    #expect(try step("radius", "800") == figures(object(folder, "own.json"), "radii", "800"))
  }

  @Test func `A group is what a run with its pace and its people gives`() throws {
    let folder = try folder()
    _ = try run(
      folder, ["--group", "old:elderly:2.9", "-o", "both.geojson", "--summary", "b.json"])
    _ = try run(
      folder,
      [
        "--speed", "2.9", "--population-field", "elderly", "--demand-population-field", "elderly",
        "-o", "own.geojson", "--summary", "o.json",
      ])
    let (both, own) = try (properties(folder, "both.geojson"), properties(folder, "own.geojson"))
    #expect(both.count == 126 && own.count == 126)
    var partial = 0
    for (left, right) in zip(both, own) {
      let share = try #require(left["pop_share_15min_old"] as? Double)
      #expect(share == right["pop_share_15min"] as? Double)
      #expect(
        left["pop_uncovered_15min_old"] as? Double == right["pop_uncovered_15min"] as? Double)
      if share > 0 && share < 1 { partial += 1 }
    }
    #expect(partial > 10)
    let people = try #require(object(folder, "b.json")["people"] as? [[String: Any]])
    let minutes = try #require(people[0]["minutes"] as? [String: Any])
    let total = try figures(object(folder, "o.json"), "minutes", "15")
    #expect((minutes["15"] as? [String: Any])?["pop_share"] as? Double == total[0])
  }

  @Test func `Gaps of walking times are drawn, with the table's people`() throws {
    let folder = try folder()
    _ = try run(
      folder,
      ["-o", "r.geojson", "--uncovered", "gaps.geojson", "--summary", "s.json", "--threads", "2"])
    let blocks = try properties(folder, "r.geojson")
    let table = Dictionary(uniqueKeysWithValues: blocks.map { ($0["id"] as? String ?? "", $0) })
    var drawn: Set<String> = []
    var misfit = 0.0
    var whole = 0.0
    for gap in try properties(folder, "gaps.geojson") {
      let id = try #require(gap["block"] as? String)
      let block = try #require(table[id])
      let measure = try #require(gap["measure"] as? String)
      #expect(gap["pop_uncovered"] as? Double == block["pop_uncovered_\(measure)"] as? Double)
      guard measure == "15min" else { continue }
      drawn.insert(id)
      let area = try #require(block["area_m2"] as? Double)
      let share = try #require(block["area_share_15min"] as? Double)
      let own = try #require(gap["area_m2"] as? Double)
      #expect(own > 0 && own < 1.000_01 * area)
      misfit += abs(own - area * (1 - share))
      whole += area
    }
    #expect(drawn.count > 20)
    // Samples every 25 m against outlines right to a cell of 10 m: two hundredths of the blocks they run through.
    #expect(misfit < 0.02 * whole, "\(misfit / whole)")
    let late = blocks.filter {
      ($0["area_share_15min"] as? Double ?? 1) < 1 || ($0["pop_share_15min"] as? Double ?? 1) < 1
    }
    let noted = try count(folder, "gap_without_outline")
    #expect(late.count == drawn.count + noted)
    _ = try run(folder, ["--uncovered", "again.geojson", "--threads", "1", "-o", "r.geojson"])
    #expect(try folder.text("again.geojson") == folder.text("gaps.geojson"))
  }

  /// How often the ledger of a summary has a code.
  private func count(_ folder: Folder, _ code: String) throws -> Int {
    let ledger = try #require(object(folder, "s.json")["ledger"] as? [[String: Any]])
    return ledger.first { $0["code"] as? String == code }?["count"] as? Int ?? 0
  }

  @Test func `The ledger counts the blocks whose reasons say so`() throws {
    let folder = try folder()
    for demand in [true, false] {
      let inputs = Self.inputs
      let own = inputs.enumerated().filter { demand || !isDemand(inputs, $0.offset) }.map(\.element)
      let run = try Binary.run(
        ["coverage"] + own + ["-o", "r.geojson", "--summary", "s.json"], in: folder.url)
      #expect(run.code == 0, "\(run.error)")
      let reasons = try properties(folder, "r.geojson").map {
        ($0["reasons"] as? String ?? "").split(separator: ";").map(String.init)
      }
      var seen = 0
      for (reason, code) in [
        ("no_street_nearby", "blocks_no_street_nearby"), ("cut_off", "blocks_cut_off"),
        ("barrier", "blocks_behind_barrier"), ("edge_of_network", "blocks_edge_of_network"),
      ] {
        let shown = reasons.count { $0.contains(reason) }
        #expect(try count(folder, code) == shown, "\(reason)")
        seen += shown
      }
      #expect(seen > 0)
      #expect(try count(folder, "streets_far_away") == 0)
    }
  }

  private func isDemand(_ arguments: [String], _ index: Int) -> Bool {
    arguments[index] == Self.county("buildings.csv")
      || ["--demand", "--demand-crs", "EPSG:4326"].contains(arguments[index])
  }

  @Test func `The table has the contract's columns and the timings their streets`() throws {
    let folder = try folder()
    _ = try run(
      folder, ["--minutes", "5,15", "-o", "r.csv", "--timings", "t.json", "--summary", "s.json"])
    let header = try folder.text("r.csv").split(whereSeparator: \.isNewline)[0]
    #expect(
      header.hasSuffix(
        "area_m2,nearest_station,nearest_m,stations_500m,area_share_500m,pop_share_500m,"
          + "pop_uncovered_500m,walk_min,walk_min_p90,walk_station,pop_unreachable,detour_ratio,"
          + "stations_5min,area_share_5min,pop_share_5min,pop_uncovered_5min,stations_15min,"
          + "area_share_15min,pop_share_15min,pop_uncovered_15min,walk_method,pop_method,"
          + "underserved,borderline,reasons,priority"), "\(header)")
    let timings = try object(folder, "t.json")
    let streets = try #require(timings["streets"] as? Double)
    let compute = try #require(timings["compute"] as? Double)
    #expect(streets > 0 && streets <= compute)
    let summary = try object(folder, "s.json")
    #expect(summary["walk_method"] as? String == "streets")
    let people = try #require(summary["pop_unreachable"] as? Double)
    #expect(people > 0)
  }
}
