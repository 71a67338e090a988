import Foundation
import Testing

@testable import CommandLineTool

/// `--save-run`: what it writes gives the same bytes again, from any folder.
@Suite struct SavedRunTests {
  private static let county = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../geodata/example-county").standardizedFileURL

  /// A folder with the county's files under names as people give them.
  private func desk() throws -> Folder {
    let folder = try Folder()
    let names = [
      ("grids.geojson", "数据/网格 “一”.geojson"), ("stations.geojson", "stations.geojson"),
      ("candidates.geojson", "数据/备选's.geojson"), ("buildings.csv", "数据/楼栋.csv"),
      ("songling.osm.pbf", "streets.osm.pbf"),
    ]
    for (from, to) in names {
      let data = try Data(contentsOf: Self.county.appendingPathComponent(from))
      try folder.file(to, data)
    }
    try folder.file("runs/keep", "")
    return folder
  }

  private func bytes(_ folder: Folder, _ name: String) throws -> Data {
    try Data(contentsOf: folder.url.appendingPathComponent(name))
  }

  private let given = [
    "coverage", "--blocks", "数据/网格 “一”.geojson", "--stations", "stations.geojson", "--stations",
    "数据/备选's.geojson", "--demand", "数据/楼栋.csv", "--where",
    "area_m2 > 20 AND id <> 'HX\"03' AND id <> 'a\\b'",
    "--blocks-where", "community IN ('枫晚社区', '杏林社区')", "--radius", "300,500", "--minutes", "10，15",
    "--group-by", "community,street", "--stations-crs", "EPSG:4490", "--stations-xy", "lon,lat",
    "--underserved", "300m<0.5,15min<0.9", "--bom", "--quiet",
  ]

  @Test func `A run with lists, quotes, flags and Chinese names is replayed byte for byte`() throws
  {
    let folder = try desk()
    // --stations-xy is for tables; here both layers are GeoJSON.
    let words = given.filter { $0 != "--stations-xy" && $0 != "lon,lat" }
    let run = try Binary.run(
      words + [
        "-o", "runs/结果.csv", "--summary", "总计.json", "--save-run", "runs/重放.json5", "--lang", "zh",
      ], in: folder.url)
    #expect(run.code == 0, "\(run.error)")
    let table = try bytes(folder, "runs/结果.csv")
    let summary = try bytes(folder, "总计.json")
    let saved = try folder.text("runs/重放.json5")
    #expect(saved.contains("blocks: \"../数据/网格 “一”.geojson\""))
    #expect(saved.contains("output: \"结果.csv\"") && !saved.contains("总计"))
    #expect(saved.contains("--summary") && saved.contains("lang: \"zh\""))
    #expect(!saved.contains(folder.url.path))

    // From its own folder, and from another one; the summary lay outside and is given again.
    for (place, file, summaryPath) in [
      ("runs", "重放.json5", "../again.json"), (".", "runs/重放.json5", "again.json"),
    ] {
      try FileManager.default.removeItem(at: folder.url.appendingPathComponent("runs/结果.csv"))
      let again = try Binary.run(
        ["coverage", "--run", file, "--summary", summaryPath],
        in: folder.url.appendingPathComponent(place))
      #expect(again.code == 0, "\(again.error)")
      #expect(try bytes(folder, "runs/结果.csv") == table)
      #expect(try bytes(folder, "again.json") == summary)
    }
  }

  @Test func `Streets and their defaults are saved, GeoJSON with its manifest is the same`() throws
  {
    let folder = try desk()
    let run = try Binary.run(
      [
        "coverage", "--blocks", "数据/网格 “一”.geojson", "--stations", "stations.geojson", "--streets",
        "streets.osm.pbf", "--profile", "elderly", "--within", "community", "-o", "a.geojson",
        "--save-run", "run.json5", "--quiet",
      ], in: folder.url)
    #expect(run.code == 0, "\(run.error)")
    let saved = try folder.text("run.json5")
    for line in [
      "speed: 2.9,", "snap: 200,", "leg_barriers: \"osm\",", "detour: 1.3,", "radius: [500],",
    ] {
      #expect(saved.contains(line), "\(line)")
    }
    let again = try Binary.run(
      ["coverage", "--run", "run.json5", "-o", "b.geojson"], in: folder.url)
    #expect(again.code == 0, "\(again.error)")
    #expect(try bytes(folder, "a.geojson") == bytes(folder, "b.geojson"))
    // Saving what was replayed says the same.
    let third = try Binary.run(
      ["coverage", "--run", "run.json5", "-o", "a.geojson", "--save-run", "twice.json5"],
      in: folder.url)
    #expect(third.code == 0, "\(third.error)")
    func entries(_ name: String) throws -> [String] {
      try folder.text(name).split(separator: "\n").map(String.init)
        .filter { $0.hasPrefix("  ") && !$0.contains("//") }.sorted()
    }
    #expect(try entries("twice.json5") == entries("run.json5"))
  }

  @Test func `A siting run is replayed byte for byte`() throws {
    let folder = try desk()
    let run = try Binary.run(
      [
        "site", "--model", "max-coverage", "--new", "3", "--blocks", "数据/网格 “一”.geojson",
        "--stations",
        "stations.geojson", "--demand", "数据/楼栋.csv", "--candidates", "数据/备选's.geojson", "--forbid",
        "HX02,HX07", "-o", "a.geojson", "--save-run", "site.json5", "--quiet",
      ], in: folder.url)
    #expect(run.code == 0, "\(run.error)")
    #expect(try folder.text("site.json5").contains("forbid: [\"HX02\", \"HX07\"]"))
    let again = try Binary.run(["--run", "site.json5", "site", "-o", "b.geojson"], in: folder.url)
    #expect(again.code == 0, "\(again.error)")
    #expect(try bytes(folder, "a.geojson") == bytes(folder, "b.geojson"))
  }

  @Test
  func `Outputs outside the folder are told, inputs are not overwritten, failures save nothing`()
    throws
  {
    let folder = try desk()
    let inputs = ["coverage", "--blocks", "数据/网格 “一”.geojson", "--stations", "stations.geojson"]
    let run = try Binary.run(
      inputs + ["-o", "o.csv", "--save-run", "runs/r.json5"], in: folder.url)
    #expect(run.code == 0 && run.error.contains("run_output_left_out"), "\(run.error)")
    let over = try Binary.run(
      ["coverage", "--run", "runs/r.json5", "-o", "o.csv", "--save-run", "runs/r.json5"],
      in: folder.url)
    #expect(over.code == 64, "\(over.error)")
    let failing = try Binary.run(
      inputs + ["--id-field", "nmae", "--save-run", "no.json5"], in: folder.url)
    #expect(failing.code == 64)
    #expect(!(try folder.names.contains("no.json5")))
  }

  @Test func `Inputs are seen from the file's folder, also through links and with layers`() throws {
    let folder = try desk()
    let root = folder.url.path
    try FileManager.default.createSymbolicLink(
      atPath: root + "/link", withDestinationPath: "runs/deep")
    try folder.file("runs/deep/keep", "")
    try folder.file("grid.gpkg", "")
    #expect(PathText.input(root + "/x", seenFrom: root) == root + "/x")
    #expect(PathText.input("-", seenFrom: root) == "-")
    #expect(
      PathText.input("PG:host=h password=secret dbname=d", seenFrom: root)
        == "PG:host=h dbname=d")
    // The same folder as a relative path.
    let up = FileManager.default.currentDirectoryPath.split(separator: "/").map { _ in ".." }
    let here = up.joined(separator: "/") + root
    #expect(
      PathText.input(here + "/grid.gpkg:blocks", seenFrom: here + "/runs") == "../grid.gpkg:blocks")
    #expect(PathText.input(here + "/grid.gpkg", seenFrom: here + "/link") == "../../grid.gpkg")
    #expect(PathText.input(here + "/link/keep", seenFrom: here) == "link/keep")
    #expect(PathText.input(here + "/runs/../link/keep", seenFrom: here + "/runs") == "../link/keep")
    #expect(PathText.input(here + "/link/../keep", seenFrom: here) == "runs/keep")
    #expect(PathText.input(here + "/./runs/keep", seenFrom: here + "/runs") == "keep")
    #expect(PathText.output(here + "/runs/new.csv", seenFrom: here + "/runs") == "new.csv")
    #expect(PathText.output(here + "/new.csv", seenFrom: here + "/runs") == nil)
    #expect(PathText.output(here + "/link/a.csv", seenFrom: here + "/runs") == "deep/a.csv")
  }
}
