import Foundation
import Testing

/// `lifecircle serve` as it is run: the built program, asked over a socket.
@Suite struct ServeCommandTests {
  private static let county = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("geodata/example-county").path

  private static let inputs = [
    "--blocks", "\(county)/grids.geojson", "--demand", "\(county)/buildings.csv", "--demand-crs",
    "EPSG:4326", "--quiet",
  ]

  private static let edits =
    "{\"removed\":[3],\"moved\":[{\"station\":5,\"lon\":124.005,\"lat\":44.291}],"
    + "\"added\":[{\"name\":\"甲</script>\",\"lon\":124.0123456789,\"lat\":44.3}]}"

  @Test func `Saved scenarios and results are what coverage takes and writes`() throws {
    let served = try Served(Self.inputs + ["--stations", "\(Self.county)/stations.geojson"])
    let folder = try Folder()
    let scenario = try folder.file(
      "scenario.geojson", served.post("/api/scenario.geojson", Self.edits).body)
    let result = served.post("/api/coverage.geojson", Self.edits)
    #expect(result.status == 200)
    let saved = try folder.file("result.geojson", result.body)
    let after = folder.url.appendingPathComponent("after.geojson").path
    let run = try Binary.run(
      ["coverage"] + Self.inputs + ["--stations", scenario.path, "-o", after])
    #expect(run.code == 0)
    // Byte for byte, with digests, parameters and totals.
    #expect(try Data(contentsOf: saved) == Data(contentsOf: URL(fileURLWithPath: after)))
    let before = folder.url.appendingPathComponent("before.geojson").path
    _ = try Binary.run(
      ["coverage"] + Self.inputs + ["--stations", "\(Self.county)/stations.geojson", "-o", before])
    #expect(try Binary.run(["compare", before, saved.path]).code == 0)
    try Self.compare(served.post("/api/scenario", Self.edits), before: before, after: after)
    #expect(served.stop() == 130)
  }

  /// The answer's changed blocks against the files that the program wrote before and after.
  private static func compare(_ answer: Served.Answer, before: String, after: String) throws {
    let json = try JSONSerialization.jsonObject(with: answer.body) as? [String: Any]
    let changed = try #require(json?["changed"] as? [String: Any])
    let rows = try #require(changed["rows"] as? [Int])
    let columns = try #require(changed["columns"] as? [String: [Any]])
    func properties(_ path: String) throws -> [NSDictionary] {
      let data = try Data(contentsOf: URL(fileURLWithPath: path))
      let file = try JSONSerialization.jsonObject(with: data) as? [String: Any]
      return (file?["features"] as? [[String: Any]] ?? []).map {
        ($0["properties"] as? NSDictionary) ?? [:]
      }
    }
    let (then, now) = (try properties(before), try properties(after))
    #expect(!rows.isEmpty && columns.count >= 15)
    for (name, values) in columns {
      for (row, value) in zip(rows, values) {
        #expect(now[row][name] as? NSObject == value as? NSObject, "\(name) of row \(row)")
      }
    }
    for row in now.indices where !rows.contains(row) {
      for name in columns.keys {
        #expect(
          then[row][name] as? NSObject == now[row][name] as? NSObject, "\(name) of row \(row)")
      }
    }
  }

  @Test func `The page speaks the language of the command and names no other site`() throws {
    let served = try Served(
      Self.inputs + ["--stations", "\(Self.county)/stations.geojson", "--lang", "zh"])
    let page = served.get("/")
    #expect(page.status == 200)
    let text = String(decoding: page.body, as: UTF8.self)
    #expect(text.contains("<html lang=\"zh-CN\">"))
    let named = text.components(separatedBy: "<script src=\"").dropFirst().compactMap {
      $0.split(separator: "\"").first.map(String.init)
    }
    #expect(named.count == 13)
    for path in ["/", "/page.css"] + named where path != "/leaflet.js" {
      #expect(served.get(path).status == 200, "\(path)")
      let file = String(decoding: served.get(path).body, as: UTF8.self)
      #expect(!file.contains("http://") && !file.contains("https://"), "\(path)")
      #expect(!file.contains("innerHTML"), "\(path)")
    }
    // In Chinese, and one sentence.
    let refused = served.post("/api/scenario", "{\"added\":7}")
    #expect(refused.status == 422)
    #expect(String(decoding: refused.body, as: UTF8.self) == "{\"error\":\"added 须为数组\"}")
  }

  /// Bodies of good JSON that say nothing a run could follow.
  private static let senseless = [
    "{\"removed\":[50]}", "{\"removed\":[-1]}", "{\"removed\":[0.5]}", "{\"what\":1}",
    "{\"moved\":[{\"station\":1}]}", "{\"added\":[{\"lon\":181,\"lat\":0}]}", "{\"radius\":[]}",
    "{\"radius\":[1e9]}", "{\"minutes\":[0]}", "{\"where\":\"no_field = 1\"}", "{\"where\":\"((\"}",
    "{\"services\":[\"温泉\"]}", "{\"tiers\":\"社区\"}",
    "{\"added\":[{\"lon\":124,\"lat\":44,\"tier\":\"省\"}]}",
    "{\"added\":[{\"lon\":124,\"lat\":44,\"services\":[7]}]}",
    "{\"at\":\"gestern\"}", "{\"underserved\":\"300m<0.5\"}", "{\"speed\":0}", "{\"blocks\":1}",
    "[]",
  ]

  @Test func `A scenario that makes no sense is refused with one sentence`() throws {
    let served = try Served(Self.inputs + ["--stations", "\(Self.county)/stations.geojson"])
    for body in Self.senseless {
      let answer = served.post("/api/scenario", body)
      #expect(answer.status == 422, "\(body)")
      let json = try JSONSerialization.jsonObject(with: answer.body) as? [String: String]
      let sentence = json?["error"] ?? ""
      #expect(!sentence.isEmpty && !sentence.contains("\n"), "\(body)")
    }
    #expect(served.post("/api/scenario", "{}").status == 200)
  }

  @Test func `A port that is in use is one line and code 74`() throws {
    let served = try Served(Self.inputs + ["--stations", "\(Self.county)/stations.geojson"])
    let run = try Binary.run(
      ["serve"] + Self.inputs + [
        "--stations", "\(Self.county)/stations.geojson", "--port", "\(served.port)",
      ])
    #expect(run.code == 74)
    #expect(run.errorLines.count == 1)
    #expect(run.error.contains("127.0.0.1:\(served.port) is in use"))
    #expect(run.output.isEmpty)
  }
}
