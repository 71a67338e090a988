import Foundation
import Geometry
import Layers
import Model
import Testing

@testable import Analysis

/// A folder for the inputs of one test.
private final class Ward {
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "doctor-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func write(_ name: String, _ text: String) throws -> String {
    let url = folder.appendingPathComponent(name)
    try Data(text.utf8).write(to: url)
    return url.path
  }

  /// A FeatureCollection of features given as properties and geometry text.
  func geoJSON(_ name: String, _ features: [(properties: String, geometry: String)]) throws
    -> String
  {
    let all = features.map {
      #"{"type":"Feature","properties":{\#($0.properties)},"geometry":\#($0.geometry)}"#
    }
    return try write(
      name, #"{"type":"FeatureCollection","features":[\#(all.joined(separator: ","))]}"#)
  }
}

/// A town of 8 × 8 square blocks of 0.002° (about 200 m), 16 communities of four blocks, and a station in the
/// middle of every block, all in WGS 84; `shift` brings places into the system a file is written in.
private struct Town {
  static let side = 8
  static let size = 0.002
  static let origin = Coordinate(x: 116.3, y: 39.9)

  static func shifted(_ place: Coordinate, _ system: CoordinateSystem) -> Coordinate {
    switch system {
    case .gcj02: ChinaOffset.convert(place, .wgs84ToGCJ02)
    case .bd09: ChinaOffset.convert(place, .wgs84ToBD09)
    default: place
    }
  }

  static func text(_ place: Coordinate) -> String { "[\(place.x),\(place.y)]" }

  static func corner(_ column: Double, _ row: Double) -> Coordinate {
    Coordinate(x: origin.x + column * size, y: origin.y + row * size)
  }

  static func blocks(_ ward: Ward, _ system: CoordinateSystem) throws -> String {
    var features: [(String, String)] = []
    for row in 0..<side {
      for column in 0..<side {
        let ring = [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)].map {
          text(shifted(corner(Double(column + $0.0), Double(row + $0.1)), system))
        }
        let community = "第\(row / 2 * (side / 2) + column / 2)社区"
        features.append(
          (
            #""id":"B\#(row)-\#(column)","community":"\#(community)","population":100"#,
            #"{"type":"Polygon","coordinates":[[\#(ring.joined(separator: ","))]]}"#
          ))
      }
    }
    return try ward.geoJSON("blocks.geojson", features)
  }

  static func stations(
    _ ward: Ward, _ system: CoordinateSystem, named: Bool, every step: Int = 1
  ) throws -> String {
    var lines = [named ? "no,所属社区,lon,lat" : "no,lon,lat"]
    for row in 0..<side {
      for column in 0..<side where (row * side + column) % step == 0 {
        let place = shifted(corner(Double(column) + 0.5, Double(row) + 0.5), system)
        let community = named ? "第\(row / 2 * (side / 2) + column / 2)社区," : ""
        lines.append("\(row * side + column),\(community)\(place.x),\(place.y)")
      }
    }
    return try ward.write("stations.csv", lines.joined(separator: "\n") + "\n")
  }

  /// Streets through the middles of all blocks, so that every station stands on two.
  static func streets(_ ward: Ward) throws -> String {
    var features: [(String, String)] = []
    // They go on for 2 km around the town.
    let (low, high) = (-12.0, Double(side) + 12)
    for line in -12..<side + 12 {
      let at = Double(line) + 0.5
      for ends in [
        [corner(low, at), corner(high, at)], [corner(at, low), corner(at, high)],
      ] {
        features.append(
          (
            #""name":"street""#,
            #"{"type":"LineString","coordinates":[\#(ends.map(text).joined(separator: ","))]}"#
          ))
      }
    }
    return try ward.geoJSON("streets.geojson", features)
  }
}

private func options(_ report: DoctorReport) -> [String] {
  report.files.flatMap { $0.options.map(\.text) }
}

private func codes(_ report: DoctorReport) -> [String] {
  (report.files.flatMap(\.findings) + report.together).map(\.code)
}

@Test(
  "Stations that name their community show which layer is shifted and how",
  arguments: [
    (CoordinateSystem.wgs84, CoordinateSystem.wgs84, [String]()),
    (.gcj02, .wgs84, ["--stations-crs GCJ02"]),
    (.bd09, .wgs84, ["--stations-crs BD09"]),
    (.wgs84, .gcj02, ["--blocks-crs GCJ02"]),
    (.wgs84, .bd09, ["--blocks-crs BD09"]),
    (.bd09, .gcj02, ["--blocks-crs GCJ02", "--stations-crs BD09"]),
    (.gcj02, .bd09, ["--blocks-crs BD09", "--stations-crs GCJ02"]),
  ])
func namedStations(
  stations: CoordinateSystem, blocks: CoordinateSystem, expected: [String]
) throws {
  let ward = try Ward()
  let report = try Doctor([
    .init(path: Town.blocks(ward, blocks)),
    .init(path: Town.stations(ward, stations, named: true)),
  ]).examine()
  #expect(options(report).sorted() == expected)
  #expect(codes(report).contains(expected.isEmpty ? "datum_confirmed" : "datum_shifted"))
  #expect(!codes(report).contains("datum_undecided"))
  #expect(!codes(report).contains("station_outside_blocks"))
  #expect(report.exitCode == 0)
  for option in expected { #expect(report.commandLine?.contains(option) == true) }
}

@Test func `Lying in some block of a mosaic decides nothing`() throws {
  for system in [CoordinateSystem.wgs84, .gcj02, .bd09] {
    let ward = try Ward()
    let report = try Doctor([
      .init(path: Town.blocks(ward, .wgs84)),
      .init(path: Town.stations(ward, system, named: false)),
    ]).examine()
    #expect(options(report).isEmpty)
    #expect(codes(report).contains("datum_undecided"))
    #expect(!codes(report).contains("datum_shifted"))
    #expect(!codes(report).contains("datum_confirmed"))
  }
}

@Test func `Four stations that name their community are too few`() throws {
  let ward = try Ward()
  let report = try Doctor([
    .init(path: Town.blocks(ward, .wgs84)),
    .init(path: Town.stations(ward, .gcj02, named: true, every: 17)),
  ]).examine()
  #expect(options(report).isEmpty)
  #expect(codes(report).contains("datum_undecided"))
}

@Test func `Streets decide where nothing is named`() throws {
  for (system, expected) in [
    (CoordinateSystem.wgs84, [String]()), (.gcj02, ["--stations-crs GCJ02"]),
    (.bd09, ["--stations-crs BD09"]),
  ] {
    let ward = try Ward()
    let report = try Doctor([
      .init(path: Town.blocks(ward, .wgs84)),
      .init(path: Town.stations(ward, system, named: false)),
      .init(path: Town.streets(ward), role: .streets),
    ]).examine()
    #expect(options(report) == expected)
    #expect(!codes(report).contains("datum_undecided"))
  }
}

@Test func `Random places decide nothing, whatever they name`() throws {
  var seed: UInt64 = 11
  func random() -> Double {
    seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Double(seed >> 40) / Double(1 << 24)
  }
  for _ in 0..<20 {
    let ward = try Ward()
    var lines = ["no,所属社区,lon,lat"]
    for number in 0..<40 {
      let place = Town.corner(random() * 8, random() * 8)
      lines.append("\(number),第\(Int(random() * 16))社区,\(place.x),\(place.y)")
    }
    let report = try Doctor([
      .init(path: Town.blocks(ward, .wgs84)),
      .init(path: ward.write("stations.csv", lines.joined(separator: "\n"))),
      .init(path: Town.streets(ward), role: .streets),
    ]).examine()
    #expect(options(report).isEmpty, "seed 11")
    #expect(codes(report).contains("datum_undecided"))
  }
}

@Test func `The example county's list is found to be in GCJ-02`() throws {
  let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("geodata/example-county").path
  let report = try Doctor([
    .init(path: folder + "/grids.geojson"), .init(path: folder + "/stations_gcj02.xlsx"),
    .init(path: folder + "/communities.geojson"),
  ]).examine()
  #expect(options(report) == ["--stations-crs GCJ02"])
  #expect(report.count(.problem) == 0)
  #expect(report.files.map(\.role) == [.blocks, .stations, .mask])
  // The same list called WGS 84 contradicts its blocks.
  let wrong = try Doctor([
    .init(path: folder + "/grids_gbk.zip"),
    .init(
      path: folder + "/stations_gcj02.xlsx", role: .stations, coordinateSystem: .wgs84),
  ]).examine()
  #expect(codes(wrong).contains("datum_shifted"))
  #expect(options(wrong) == ["--stations-crs GCJ02"])
}

@Test func `Swapped columns are found and the option that turns them is given`() throws {
  let ward = try Ward()
  let table = try ward.write(
    "s.csv", "名称,经度,纬度\n甲,39.901,116.301\n乙,39.902,116.302\n丙,39.903,116.303\n")
  let report = try Doctor([.init(path: Town.blocks(ward, .wgs84)), .init(path: table)]).examine()
  #expect(options(report) == ["--stations-xy 纬度,经度"])
  #expect(codes(report).contains("coordinates_swapped"))
  #expect(report.exitCode == 0)
}

@Test func `Files that cannot be used are findings and decide the exit code`() throws {
  let ward = try Ward()
  let broken = try ward.write("broken.geojson", #"{"type":"FeatureCollection","features":[{"#)
  let empty = try ward.write("empty.shp", "")
  let missing = ward.folder.path + "/missing.csv"
  let good = try Town.blocks(ward, .wgs84)
  func code(_ paths: [String]) throws -> Int32 {
    try Doctor(paths.map { .init(path: $0) }).examine().exitCode
  }
  #expect(try code([good]) == 0)
  #expect(try code([good, missing, broken]) == 66)
  #expect(try code([broken, missing]) == 65)
  #expect(try code([empty]) == 65)
  let report = try Doctor([.init(path: missing), .init(path: good)]).examine()
  #expect(report.files[0].findings.first?.severity == .problem)
  #expect(report.files[1].failure == nil)
}

@Test func `Faults of blocks are counted with their places`() throws {
  let ward = try Ward()
  func square(_ x: Double, _ width: Double, _ properties: String) -> (String, String) {
    let ring = [(x, 0.0), (x + width, 0), (x + width, 0.01), (x, 0.01), (x, 0)].map {
      "[\($0.0 + 10),\($0.1 + 50)]"
    }
    return (
      properties, #"{"type":"Polygon","coordinates":[[\#(ring.joined(separator: ","))]]}"#
    )
  }
  let bowTie = (
    #""id":"4","population":"viele""#,
    #"{"type":"Polygon","coordinates":[[[10.1,50],[10.11,50.01],[10.11,50],[10.1,50.01],[10.1,50]]]}"#
  )
  let path = try ward.geoJSON(
    "b.geojson",
    [
      square(0, 0.01, #""id":"1","population":10"#),
      square(0.008, 0.01, #""id":"2","population":-3"#), square(0, 0.01, #""id":"1""#), bowTie,
    ])
  let report = try Doctor([.init(path: path)]).examine()
  let found = Dictionary(
    report.files[0].findings.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
  #expect(found["polygon_invalid"]?.count == 1)
  #expect(found["polygon_invalid"]?.examples.first?.detail.contains("10.105, 50.005") == true)
  #expect(found["duplicate_block_id"]?.count == 1)
  #expect(found["block_inside_block"]?.count == 1)
  #expect(found["blocks_overlap"]?.count == 2)
  #expect(found["population_missing"]?.count == 1)
  #expect(found["population_negative"]?.count == 1)
  #expect(found["population_not_number"]?.count == 1)
}

@Test func `Places at zero, far away, repeated or rounded are found`() throws {
  let ward = try Ward()
  let path = try ward.geoJSON(
    "p.geojson",
    [(10.01, 50.02), (10.02, 50.01), (10.02, 50.01), (0, 0), (10.03, 48), (10.04, 50.03)].map {
      (#""name":"n\#($0.0)""#, #"{"type":"Point","coordinates":[\#($0.0),\#($0.1)]}"#)
    })
  let found = codes(try Doctor([.init(path: path)]).examine())
  #expect(found.contains("null_island"))
  #expect(found.contains("place_far_away"))
  #expect(found.contains("duplicate_station"))
  #expect(found.contains("coordinates_rounded"))
}

@Test func `GeoJSON with latitude first is answered with the command that turns it`() throws {
  let ward = try Ward()
  let path = try ward.geoJSON(
    "turned.geojson",
    [("", #"{"type":"Point","coordinates":[44.29,124.01]}"#)])
  let report = try Doctor([.init(path: path)]).examine()
  #expect(report.exitCode == 65)
  #expect(report.files[0].findings.first?.fix.english.contains("native:swapxy") == true)
}

@Test func `The report is the same for any thread count`() throws {
  let ward = try Ward()
  let inputs: [Doctor.Input] = [
    .init(path: try Town.blocks(ward, .wgs84)),
    .init(path: try Town.stations(ward, .gcj02, named: true)),
  ]
  let reports = try [1, 4].map { threads in
    try Doctor(inputs, threads: threads).examine().json(language: .chinese)
  }
  #expect(reports[0] == reports[1])
}
