import Foundation
import Testing

@testable import CommandLineTool

/// `lifecircle merge` as a user runs it: each tile in a process of its own, then one result.
@Suite struct MergeCommandTests {
  private static let county = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../geodata/example-county").standardizedFileURL

  private static func county(_ name: String) -> String { county.appendingPathComponent(name).path }

  private static let options = [
    "--blocks", county("grids.geojson"), "--stations", county("stations.geojson"), "--streets",
    county("songling.osm.pbf"), "--minutes", "10,15",
  ]

  private func run(_ words: [String], _ folder: Folder) throws -> Run {
    try Binary.run(words, in: folder.url)
  }

  @Test func `The county in tiles merges to what one run writes`() throws {
    let folder = try Folder()
    let cut = try run(
      ["tile"] + Self.options + ["-o", "tiles", "--tile-blocks", "40", "--quiet"], folder)
    #expect(cut.code == 0, "\(cut.error)")
    try FileManager.default.createDirectory(
      at: folder.url.appendingPathComponent("parts"), withIntermediateDirectories: true)
    let tiles = try FileManager.default.contentsOfDirectory(
      atPath: folder.url.appendingPathComponent("tiles").path
    ).filter { $0.hasSuffix(".lct") }
    try #require(tiles.count > 2)
    for tile in tiles {
      let part = try run(
        [
          "coverage", "--tile", "tiles/" + tile, "--quiet", "-o",
          "parts/" + tile.replacingOccurrences(of: ".lct", with: ".lcpart"),
        ], folder)
      #expect(part.code == 0 && part.output.isEmpty, "\(part.error)")
    }
    let ends = ["--group-by", "street", "--lang", "en", "--quiet", "--summary"]
    let merged = try run(
      ["merge", "tiles", "parts", "-o", "merged.geojson"] + ends + ["merged.json"], folder)
    #expect(merged.code == 0 && merged.error.isEmpty, "\(merged.error)")
    let whole = try run(
      ["coverage"] + Self.options + ["-o", "whole.geojson"] + ends + ["whole.json"], folder)
    #expect(whole.code == 0)
    #expect(try folder.text("merged.geojson") == folder.text("whole.geojson"))
    #expect(try folder.text("merged.json") == folder.text("whole.json"))

    // The manifest may be named too, and without -o the table of the whole run is printed.
    let table = try run(["merge", "tiles/tiles.json", "parts", "--quiet", "--lang", "en"], folder)
    let own = try run(["coverage"] + Self.options + ["--quiet", "--lang", "en"], folder)
    #expect(table.code == 0 && table.output == own.output && !own.output.isEmpty)

    let first = try #require(tiles.min()).replacingOccurrences(of: ".lct", with: ".lcpart")
    try FileManager.default.removeItem(at: folder.url.appendingPathComponent("parts/" + first))
    let missing = try run(["merge", "tiles", "parts", "-o", "x.geojson"], folder)
    #expect(missing.code == 65 && missing.errorLines.count == 1)
    #expect(missing.error.contains("1 of \(tiles.count) tiles have no part: 0001"))
    let nothing = try run(["merge", "nowhere", "parts", "-o", "x.geojson"], folder)
    #expect(nothing.code == 66 && nothing.errorLines.count == 1, "\(nothing.error)")
    let curve = try run(["merge", "tiles", "parts/0002.lcpart", "--sensitivity", "c.csv"], folder)
    #expect(curve.code == 65)
    #expect(!FileManager.default.fileExists(atPath: folder.url.path + "/x.geojson"))
  }

  @Test func `A part is for tiles alone`() throws {
    let folder = try Folder()
    let whole = try run(["coverage"] + Self.options + ["-o", "x.lcpart", "--lang", "en"], folder)
    #expect(whole.code == 64 && whole.errorLines.count == 1, "\(whole.error)")
  }

  @Test func `Stations divided among two street offices are printed as a table`() throws {
    let folder = try Folder()
    for (name, street) in [("east", "云杉街道"), ("west", "白桦街道")] {
      let site = try run(
        [
          "site", "--blocks", Self.county("grids.geojson"), "--stations",
          Self.county("stations.geojson"), "--candidates", Self.county("candidates.geojson"),
          "--minutes", "none", "--within", "street", "--blocks-where", "street = '\(street)'",
          "--model", "max-coverage", "--new", "6", "--trade-off", "6", "--summary", name + ".json",
          "-o", name + ".csv", "--quiet",
        ], folder)
      #expect(site.code == 0, "\(site.error)")
    }
    let words = ["merge", "--curves", "east.json", "west.json", "--new", "5", "--lang", "en"]
    let table = try run(words, folder)
    #expect(table.code == 0, "\(table.error)")
    let lines = table.output.split(separator: "\n").map {
      $0.split(separator: " ").map(String.init)
    }
    try #require(lines.count == 7, "\(table.output)")
    #expect(lines[2][0] == "east" && lines[3][0] == "west" && lines[4][0] == "together")
    let counts = lines[2...4].compactMap { Int($0[1]) }
    #expect(counts.count == 3 && counts[0] + counts[1] == counts[2] && counts[2] == 5)
    let csv = try run(words + ["-o", "-", "--quiet"], folder)
    #expect(csv.code == 0)
  }
}
