import Foundation
import Testing

@testable import CommandLineTool

/// Reference data handed out beside the project; never part of it.
enum SharedData {
  static let folder: URL? = {
    var candidates = ["../shared/geodata"]
    if let stated = ProcessInfo.processInfo.environment["LIFECIRCLE_SHARED"] {
      candidates.insert(stated + "/geodata", at: 0)
    }
    return candidates.map { URL(fileURLWithPath: $0) }
      .first { FileManager.default.fileExists(atPath: $0.path) }
  }()

  /// Rows of a CSV without quoted fields, by column name.
  static func rows(_ name: String) throws -> [[String: String]] {
    let url = try #require(folder).appendingPathComponent(name)
    let lines = try String(contentsOf: url, encoding: .utf8).split(whereSeparator: \.isNewline)
    let header = lines[0].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    return lines.dropFirst().map { line in
      let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      return Dictionary(zip(header, fields)) { first, _ in first }
    }
  }
}

struct ConvertTests {
  @Test func `A file without geometries is refused, not copied with its old coordinates`() throws {
    let folder = try Folder()
    try folder.file(
      "in.geojson",
      #"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"lon":124},"geometry":null}]}"#
    )
    let run = try Binary.run(
      ["convert", "in.geojson", "out.gpkg", "--from", "GCJ02", "--to", "EPSG:4326"],
      in: folder.url)
    #expect(run.code == 65)
    #expect(run.error.contains("no geometries to convert"), "\(run.error)")
    #expect(try folder.names == ["in.geojson"])
  }

  /// A table of points through the built program; one coordinate a row comes back.
  private func convert(
    _ points: [(Double, Double)], from: String, to: String
  ) throws -> [(x: Double, y: Double)] {
    let folder = try Folder()
    let rows = points.enumerated().map { "\($0),\($1.0),\($1.1),n\($0)\n" }
    try folder.file("in.csv", "id,lon,lat,name\n" + rows.joined())
    let run = try Binary.run(
      ["convert", "in.csv", "out.csv", "--from", from, "--to", to, "--xy", "lon,lat"],
      in: folder.url)
    #expect(run.code == 0, "\(run.error)")
    let lines = try folder.text("out.csv").split(separator: "\n")
    #expect(lines.first == "id,x,y,name")
    #expect(lines.count == points.count + 1)
    return try lines.dropFirst().enumerated().map { index, line in
      let fields = line.split(separator: ",")
      #expect(fields[0] == "\(index)" && fields[3] == "n\(index)")
      return (try #require(Double(fields[1])), try #require(Double(fields[2])))
    }
  }

  /// PROJ 9.5.1's values; the table rounds to 4 decimals of a metre, and so do we: 0.1 mm apart at most.
  @Test(.enabled(if: SharedData.folder != nil, "the reference data are not beside the project"))
  func `Gauss-Krüger coordinates agree with PROJ to the last written decimal`() throws {
    let rows = try SharedData.rows("gauss-kruger/cgcs2000_gk_vectors.csv")
    #expect(rows.count == 44)
    for (code, group) in Dictionary(grouping: rows, by: { $0["epsg"]! }) {
      let degrees = group.map { (Double($0["lon"]!)!, Double($0["lat"]!)!) }
      let metres = group.map { (Double($0["easting_m"]!)!, Double($0["northing_m"]!)!) }
      let forward = try convert(degrees, from: "EPSG:4490", to: "EPSG:\(code)")
      for (ours, theirs) in zip(forward, metres) {
        #expect(abs(ours.x - theirs.0) < 1.01e-4 && abs(ours.y - theirs.1) < 1.01e-4, "\(code)")
      }
      let back = try convert(metres, from: code, to: "wgs84")
      // 0.05 mm of the rounded metres are 5·10⁻¹⁰° of latitude, up to 7·10⁻¹⁰° of longitude here.
      for (ours, theirs) in zip(back, degrees) {
        #expect(abs(ours.x - theirs.0) < 2e-9 && abs(ours.y - theirs.1) < 2e-9, "\(code)")
      }
    }
  }

  /// The places' coordinates come from the map services; gcoord's own tolerance to them is 5·10⁻⁵°.
  @Test(.enabled(if: SharedData.folder != nil, "the reference data are not beside the project"))
  func `Map-service coordinates agree with those services in all directions`() throws {
    let rows = try SharedData.rows("coordinate-vectors/china_cities.csv")
    #expect(rows.count == 226)
    let systems = ["wgs84", "gcj02", "bd09"]
    for from in systems {
      for to in systems where to != from {
        func points(_ system: String) -> [(Double, Double)] {
          rows.map { (Double($0["\(system)_lon"]!)!, Double($0["\(system)_lat"]!)!) }
        }
        let converted = try convert(points(from), from: from, to: to)
        for (ours, theirs) in zip(converted, points(to)) {
          #expect(abs(ours.x - theirs.0) < 5e-5 && abs(ours.y - theirs.1) < 5e-5, "\(from) \(to)")
        }
      }
    }
  }

  @Test func `Standard input and output carry tables, notes go to standard error`() throws {
    let input = Data("lon,lat,名称\n124.0,44.28,甲\nx,1,乙\n".utf8)
    let run = try Binary.run(
      ["convert", "-", "-", "--from", "EPSG:4326", "--to", "CGCS2000"], input: input)
    #expect(run.code == 0)
    #expect(run.output == "x,y,名称\n124.0000000000,44.2800000000,甲\n,,乙\n")
    #expect(run.error.contains("[rows_not_converted]"))
    let quiet = try Binary.run(
      ["convert", "-", "-", "--from", "EPSG:4326", "--to", "CGCS2000", "--quiet", "--strict"],
      input: input)
    #expect(quiet.code == 1)
    #expect(quiet.error.isEmpty)
    #expect(quiet.output == run.output)
  }

  @Test func `GBK tables come out as UTF-8, whole or not at all`() throws {
    let folder = try Folder()
    // 名称,经度,纬度 / 甲 in GBK.
    let header: [UInt8] = [
      0xC3, 0xFB, 0xB3, 0xC6, 0x2C, 0xBE, 0xAD, 0xB6, 0xC8, 0x2C, 0xCE, 0xB3, 0xB6, 0xC8,
    ]
    try folder.file("in.csv", Data(header + [0x0A, 0xBC, 0xD7] + Array(",124,44\n".utf8)))
    let run = try Binary.run(
      ["convert", "in.csv", "out.csv", "--from", "WGS84", "--to", "WGS84"], in: folder.url)
    #expect(run.code == 0, "\(run.error)")
    #expect(try folder.text("out.csv") == "名称,x,y\n甲,124.0000000000,44.0000000000\n")
    let bad = try Binary.run(
      ["convert", "in.csv", "new.csv", "--from", "WGS84", "--to", "GCJ02", "--xy", "经度,高程"],
      in: folder.url)
    #expect(bad.code == 65)
    #expect(bad.error.contains("“高程”"))
    #expect(try folder.names == ["in.csv", "out.csv"])
  }

  @Test func `Systems that are not understood and older datums are refused`() throws {
    let folder = try Folder()
    try folder.file("in.csv", "x,y\n500000,4900000\n")
    let unknown = try Binary.run(
      ["convert", "in.csv", "o.csv", "--from", "EPSG:999999", "--to", "WGS84"], in: folder.url)
    #expect(unknown.code == 64)
    #expect(unknown.error.contains("--from: "))
    // EPSG:2381 is Xian 1980 / 3-degree Gauss-Krüger CM 108E.
    let words = ["convert", "in.csv", "o.csv", "--from", "EPSG:2381", "--to", "WGS84"]
    let old = try Binary.run(words, in: folder.url)
    #expect(old.code == 65)
    #expect(old.error.contains("--accept-old-datum"))
    let accepted = try Binary.run(words + ["--accept-old-datum"], in: folder.url)
    #expect(accepted.code == 0)
    #expect(accepted.error.contains("[old_datum]"))
  }

  /// Points of a grid turned by 30°, scaled by 2 and shifted: x' = 2(x cos 30° − y sin 30°) + 1000 …
  @Test func `Control points tie a local grid down and show how well`() throws {
    let folder = try Folder()
    func image(_ x: Double, _ y: Double) -> (Double, Double) {
      let (cosine, sine) = (3.0.squareRoot() / 2, 0.5)
      return (2 * (x * cosine - y * sine) + 1000, 2 * (x * sine + y * cosine) + 2000)
    }
    let sources = [(0.0, 0.0), (100, 0), (0, 100), (80, 90)]
    let control = sources.map { "\($0.0),\($0.1),\(image($0.0, $0.1).0),\(image($0.0, $0.1).1)\n" }
    try folder.file("control.csv", "x,y,to_x,to_y\n" + control.joined())
    try folder.file("in.csv", "x,y,n\n50,60,a\n")
    for fit in ["similarity", "affine"] {
      let run = try Binary.run(
        ["convert", "in.csv", "-", "--control", "control.csv", "--fit", fit], in: folder.url)
      #expect(run.code == 0, "\(run.error)")
      let fields = run.output.split(separator: "\n")[1].split(separator: ",")
      #expect(abs(Double(fields[0])! - image(50, 60).0) < 1e-4)
      #expect(abs(Double(fields[1])! - image(50, 60).1) < 1e-4)
      #expect(run.error.contains("root mean square 0.0000 m"))
    }
    try folder.file("few.csv", "x,y,lon,lat\n1,2,124,44\n")
    let few = try Binary.run(
      ["convert", "in.csv", "-", "--control", "few.csv"], in: folder.url)
    #expect(few.code == 65)
    #expect(few.error.contains("few.csv"))
    #expect(few.output.isEmpty)
  }

  @Test func `Vector files keep their attributes and change their coordinates`() throws {
    let folder = try Folder()
    try folder.file(
      "in.geojson",
      """
      {"type":"FeatureCollection","features":[{"type":"Feature","id":7,"properties":{"名称":"甲","n":1.50},
      "geometry":{"type":"Point","coordinates":[124.0,44.28]}},{"type":"Feature","properties":null,"geometry":null}]}
      """)
    let run = try Binary.run(
      ["convert", "in.geojson", "out.geojson", "--from", "EPSG:4326", "--to", "GCJ02"],
      in: folder.url)
    #expect(run.code == 0, "\(run.error)")
    let text = try folder.text("out.geojson")
    #expect(text.contains("\"名称\":\"甲\",\"n\":1.50"))
    #expect(text.contains("[124.0062751,44.2820651]"))
    #expect(text.contains("\"coordinate_system\":\"GCJ02\""))
    #expect(run.error.contains("[geojson_outside_rfc]"))
    let metres = try Binary.run(
      ["convert", "in.geojson", "m.geojson", "--from", "EPSG:4326", "--to", "EPSG:4549"],
      in: folder.url)
    #expect(metres.code == 64)
    #expect(try folder.names == ["in.geojson", "out.geojson"])
  }
}
