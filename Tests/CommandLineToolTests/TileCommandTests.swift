import Foundation
import Testing

@testable import CommandLineTool

/// `lifecircle tile` and `coverage --tile` as a user runs them, on the example county.
struct TileCommandTests {
  private static let county = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../geodata/example-county").standardizedFileURL

  private static func county(_ name: String) -> String { county.appendingPathComponent(name).path }

  private static let places = [
    "--blocks", county("grids.geojson"), "--stations", county("stations.geojson"),
  ]

  private func run(_ folder: Folder, _ words: [String], input: Data? = nil) throws -> Run {
    let run = try Binary.run(words + ["--lang", "en"], in: folder.url, input: input)
    #expect(run.code == 0, "\(words.prefix(3)): \(run.error)")
    return run
  }

  private func object(_ data: Data) throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  private func features(_ data: Data) throws -> [[String: Any]] {
    try #require(object(data)["features"] as? [[String: Any]])
  }

  private func data(_ folder: Folder, _ name: String) throws -> Data {
    try Data(contentsOf: folder.url.appendingPathComponent(name))
  }

  /// A feature's properties without the rank, as text.
  private func values(_ feature: [String: Any]) throws -> String {
    var properties = try #require(feature["properties"] as? [String: Any])
    properties["priority"] = nil
    return String(
      decoding: try JSONSerialization.data(withJSONObject: properties, options: .sortedKeys),
      as: UTF8.self)
  }

  @Test(arguments: [
    (["--tile-blocks", "30"], []),
    (
      ["--by", "community"],
      [
        "--streets", county("songling.osm.pbf"), "--demand", county("buildings.csv"),
        "--demand-crs", "EPSG:4326", "--max-minutes", "30",
      ]
    ),
  ])
  func `The tiles together are the whole run, block for block`(
    cut: [String], options: [String]
  ) throws {
    let folder = try Folder()
    let inputs = Self.places + options
    _ = try run(folder, ["coverage"] + inputs + ["-o", "whole.geojson"])
    _ = try run(folder, ["tile"] + inputs + cut + ["-o", "tiles"])
    let whole = try features(try data(folder, "whole.geojson"))
    let manifest = try object(try data(folder, "tiles/tiles.json"))
    #expect(manifest["blocks"] as? Int == whole.count)
    var seen: [Int] = []
    for tile in try #require(manifest["tiles"] as? [[String: Any]]) {
      let file = "tiles/" + (try #require(tile["file"] as? String))
      #expect(tile["bytes"] as? Int == (try data(folder, file)).count)
      let result = try run(folder, ["coverage", "--tile", file, "-o", "-"])
      let collection = try object(Data(result.output.utf8))
      let told = (collection["lifecircle"] as? [String: Any])?["tile"] as? [String: String]
      #expect(told?["name"] == tile["name"] as? String)
      #expect(told?["sha256"] == tile["sha256"] as? String)
      let features = try #require(collection["features"] as? [[String: Any]])
      #expect(tile["blocks"] as? Int == features.count)
      for feature in features {
        let member = try #require(feature["lifecircle"] as? [String: Any])
        let row = try #require(member["row"] as? Int)
        seen.append(row)
        #expect(try values(feature) == values(whole[row]))
        let isFlagged = (feature["properties"] as? [String: Any])?["underserved"] as? Bool == true
        #expect((member["failing"] is NSNull) != isFlagged)
      }
    }
    #expect(seen.sorted() == Array(whole.indices))
  }

  @Test func `The same inputs give the same bytes, whatever the thread count`() throws {
    let folder = try Folder()
    for (threads, name) in [("1", "one"), ("4", "four")] {
      _ = try run(
        folder, ["tile"] + Self.places + ["--tile-blocks", "40", "--threads", threads, "-o", name])
    }
    let one = try FileManager.default.contentsOfDirectory(
      atPath: folder.url.appendingPathComponent("one").path
    ).sorted()
    #expect(one.count > 3 && one.last == "tiles.json")
    for file in one { #expect(try data(folder, "one/" + file) == data(folder, "four/" + file)) }
  }

  @Test func `A folder may be named with a slash at its end`() throws {
    let folder = try Folder()
    _ = try run(folder, ["tile"] + Self.places + ["-o", "tiles/"])
    #expect(try object(data(folder, "tiles/tiles.json"))["blocks"] as? Int == 126)
  }

  @Test func `A tile comes through a pipe as from a file`() throws {
    let folder = try Folder()
    _ = try run(folder, ["tile"] + Self.places + ["--tile-blocks", "100", "-o", "tiles"])
    let tile = try data(folder, "tiles/0002.lct")
    let piped = try run(folder, ["coverage", "--tile", "-", "-o", "-"], input: tile)
    let read = try run(folder, ["coverage", "--tile", "tiles/0002.lct", "-o", "-"])
    #expect(piped.output == read.output && !read.output.isEmpty)
  }

  @Test(arguments: [
    (["coverage", "--tile", county("grids.geojson")], Int32(65), "it is no tile, or cut off"),
    (["coverage", "--tile", "missing.lct"], 66, "no such file"),
    (
      ["coverage", "--tile", county("grids.geojson"), "--radius", "300"], 64,
      "--radius is given beside"
    ),
    (["tile"] + places + ["-o", "there"], 73, "exists already"),
    (["tile"] + places + ["-o", "-"], 64, "a folder, not a stream"),
    (["tile"] + places + ["-o", "new", "--by", "nosuch"], 64, "--by"),
    (["tile"] + places + ["-o", "no/new"], 73, "its folder does not exist"),
  ])
  func `What cannot be done is one line and leaves nothing behind`(
    words: [String], code: Int32, says: String
  ) throws {
    let folder = try Folder()
    try folder.file("there/file", "x")
    let run = try Binary.run(words + ["--lang", "en"], in: folder.url)
    #expect(run.code == code && run.errorLines.count == 1, "\(run.error)")
    #expect(run.error.contains(says), "\(run.error)")
    #expect(try folder.names == ["there"])
  }
}
