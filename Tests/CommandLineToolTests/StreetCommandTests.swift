import Foundation
import Testing

@testable import CommandLineTool

/// `lifecircle network` and `lifecircle isochrone` as a user runs them, on a street of 4 km and the example county.
struct StreetCommandTests {
  private static let county = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../geodata/example-county").standardizedFileURL

  private static func county(_ name: String) -> String { county.appendingPathComponent(name).path }

  /// A street along the equator, 4,007.5 m; stations in its middle, 100 m beside it, and far away.
  private func drawn() throws -> Folder {
    let folder = try Folder()
    try folder.file(
      "streets.geojson",
      """
      {"type":"FeatureCollection","features":[{"type":"Feature","properties":{"highway":"path"},
      "geometry":{"type":"LineString","coordinates":[[9.982,0],[9.994,0],[10,0],[10.006,0],[10.018,0]]}}]}
      """)
    try folder.file("one.csv", "id,name,lon,lat\ns1,North,10,0\n")
    try folder.file(
      "stations.csv",
      "id,name,lon,lat,extra\nb,Beside,10.006,0.0009,2\na,Middle,9.994,0,0\nfar,Far,11,0,0\n")
    return folder
  }

  private func object(_ folder: Folder, _ name: String) throws -> [String: Any] {
    let data = Data(try folder.text(name).utf8)
    return try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  // MARK: network

  @Test func `A graph is built once, described, and the same bytes whatever the threads`() throws {
    let folder = try drawn()
    let pbf = Self.county("songling.osm.pbf")
    for threads in ["1", "4"] {
      let run = try Binary.run(
        [
          "network", "build", pbf, "--barriers", Self.county("barriers.geojson"), "--gates",
          Self.county("gates.geojson"), "-o", "\(threads).lcg", "--threads", threads, "--timings",
          "t.json",
        ], in: folder.url)
      #expect(run.code == 0 && run.output.isEmpty, "\(run.error)")
      #expect(run.error.contains("[streets_read]") && run.error.contains("[gate_closed]"))
    }
    #expect(
      try Data(contentsOf: folder.url.appendingPathComponent("1.lcg"))
        == Data(contentsOf: folder.url.appendingPathComponent("4.lcg")))
    #expect(try object(folder, "t.json").keys.contains("read"))
    let info = try Binary.run(["network", "info", "1.lcg", "--quiet"], in: folder.url)
    #expect(info.code == 0 && info.error.isEmpty)
    #expect(info.output.contains("songling.osm.pbf") && info.output.contains("290.02"))
    let chinese = try Binary.run(["network", "info", "1.lcg", "--lang", "zh"], in: folder.url)
    #expect(chinese.output.contains("连通分量"))
  }

  @Test func `A build that fails leaves what was there`() throws {
    let folder = try drawn()
    try folder.file("x.lcg", "old")
    try folder.file("points.csv", "id,lon,lat\n1,10,0\n")
    let run = try Binary.run(["network", "build", "points.csv", "-o", "x.lcg"], in: folder.url)
    #expect(run.code == 65 && run.errorLines.count == 1, "\(run.error)")
    #expect(run.error.contains("points.csv"))
    #expect(try folder.text("x.lcg") == "old")
    let info = try Binary.run(["network", "info", "x.lcg"], in: folder.url)
    #expect(info.code == 65 && info.error.contains("x.lcg"))
    let same = try Binary.run(["network", "build", "x.lcg", "-o", "x.lcg"], in: folder.url)
    #expect(same.code == 64)
  }

  // MARK: isochrone

  @Test func `Polygons come by station in input order, then by minutes, and grow`() throws {
    let folder = try drawn()
    let run = try Binary.run(
      [
        "isochrone", "--stations", "stations.csv", "--streets", "streets.geojson", "--minutes",
        "15,5,10", "-o", "r.geojson",
      ], in: folder.url)
    #expect(run.code == 0 && run.output.isEmpty, "\(run.error)")
    #expect(run.error.contains("[station_without_street]") && run.error.contains("far"))
    let result = try object(folder, "r.geojson")
    let features = try #require(result["features"] as? [[String: Any]])
    let properties = features.compactMap { $0["properties"] as? [String: Any] }
    #expect(properties.map { $0["station"] as? String } == ["b", "b", "b", "a", "a", "a"])
    #expect(properties.map { $0["name"] as? String }.first == "Beside")
    #expect(properties.map { $0["minutes"] as? Int } == [5, 10, 15, 5, 10, 15])
    let areas = properties.compactMap { $0["area_m2"] as? Double }
    #expect(areas[0] < areas[1] && areas[1] < areas[2] && areas[0] < areas[3])
    let manifest = try #require(result["lifecircle"] as? [String: Any])
    #expect(manifest["command"] as? String == "isochrone")
    let inputs = try #require(manifest["inputs"] as? [[String: Any]])
    #expect(inputs.map { $0["role"] as? String } == ["stations", "streets"])
    #expect(inputs.allSatisfy { ($0["sha256"] as? String)?.count == 64 })
    #expect(!(try folder.text("r.geojson")).contains(folder.url.path))
  }

  /// Within 1,000 m along the street and off it: walks of x along and y off fill a square on its tip, cut off at the
  /// 200 m that a leg may be long.
  @Test func `The area is that of all places whose walk is short enough`() throws {
    let folder = try drawn()
    let run = try Binary.run(
      [
        "isochrone", "--stations", "one.csv", "--streets", "streets.geojson", "--minutes", "15",
        "--cell", "5", "--fidelity",
      ], in: folder.url)
    #expect(run.code == 0, "\(run.error)")
    let area = try #require(
      run.output.split(separator: "\n").first { $0.contains("s1") }?.split(separator: " ").last
        .flatMap { Double($0) })
    // 2 · (200 · 1000 + 200 · 800) m².
    #expect(abs(area - 0.72) < 0.005)
    #expect(run.output.contains("North") && run.output.contains("classified right"))
    #expect(run.error.contains("[isochrone_fidelity]"))
  }

  @Test func `The spacing is chosen and told, or as given`() throws {
    let folder = try drawn()
    func manifest(_ words: [String]) throws -> (error: String, content: [String: Any]) {
      let run = try Binary.run(
        ["isochrone", "--stations", "stations.csv", "--streets", "streets.geojson"]
          + words + ["-o", "r.geojson"], in: folder.url)
      #expect(run.code == 0, "\(run.error)")
      return (
        run.error, try #require(object(folder, "r.geojson")["lifecircle"] as? [String: Any])
      )
    }
    func cells(_ content: [String: Any]) -> [[String: Int]]? {
      (content["method"] as? [String: Any])?["cells"] as? [[String: Int]]
    }
    // One street and nothing beside it: 0.145 · 12 / 1000 and 0.145 · 4 / 333 are below 0.3 %.
    let long = try manifest([])
    #expect(long.error.contains("[isochrone_cell]") && long.error.contains("12 m"))
    #expect(cells(long.content) == [["cell_m": 12, "stations": 2]])
    #expect((long.content["parameters"] as? [String: Any])?["cell_m"] as? String == "auto")
    #expect(
      try cells(manifest(["--minutes", "5,15", "--cell", "AUTO"]).content)
        == [["cell_m": 4, "stations": 2]])
    let merged = try manifest(["--merge"])
    #expect(cells(merged.content) == [["cell_m": 12, "stations": 1]])
    let given = try manifest(["--cell", "6"])
    #expect(!given.error.contains("isochrone_cell") && cells(given.content) == nil)
    #expect((given.content["parameters"] as? [String: Any])?["cell_m"] as? Int == 6)
  }

  @Test func `Merged, dispatched and extra minutes count as they say`() throws {
    let folder = try drawn()
    func areas(_ words: [String]) throws -> [String: Double] {
      let run = try Binary.run(
        ["isochrone", "--stations", "stations.csv", "--streets", "streets.geojson", "--quiet"]
          + words, in: folder.url)
      #expect(run.code == 0, "\(run.error)")
      let rows = run.output.split(separator: "\n").dropFirst(2).map { $0.split(separator: " ") }
      return Dictionary(
        uniqueKeysWithValues: rows.map {
          ("\($0[0]) \($0[$0.count - 2])", Double($0[$0.count - 1]) ?? .nan)
        })
    }
    let plain = try areas(["--minutes", "10,12"])
    let dispatched = try areas(["--minutes", "12", "--reverse", "--dispatch", "2"])
    #expect(dispatched["a 12"] == plain["a 10"])
    let extra = try areas(["--minutes", "12", "--station-extra-field", "extra"])
    #expect(extra["b 12"] == plain["b 10"] && extra["a 12"] == plain["a 12"])
    let merged = try areas(["--minutes", "12", "--merge"])
    let (all, a, b) = (merged["all 12"] ?? 0, plain["a 12"] ?? 0, plain["b 12"] ?? 0)
    #expect(merged.count == 1 && all > max(a, b) && all < a + b)
  }

  @Test func `Without a station near a street there is one line and no file`() throws {
    let folder = try drawn()
    let run = try Binary.run(
      [
        "isochrone", "--stations", "stations.csv", "--where", "id = 'far'", "--streets",
        "streets.geojson", "-o", "r.geojson",
      ], in: folder.url)
    #expect(run.code == 65 && run.errorLines.count == 1, "\(run.error)")
    #expect(run.error.contains("--snap"))
    #expect(!(try folder.names.contains("r.geojson")))
  }

  @Test(arguments: ["gpkg", "shp", "csv", "fgb", "kml", "xlsx"])
  func `Every format is written`(ending: String) throws {
    let folder = try drawn()
    let run = try Binary.run(
      [
        "isochrone", "--stations", "one.csv", "--streets", "streets.geojson", "-o", "r.\(ending)",
      ], in: folder.url)
    #expect(run.code == 0, "\(run.error)")
    #expect(try folder.names.contains("r.\(ending)"))
  }
}
