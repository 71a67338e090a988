import Foundation
import Layers
import Model
import Streets

@testable import Analysis

/// A small made-up place: blocks with gaps, overlaps and odd attributes, stations in and around, people, streets.
struct RandomWorld {
  let folder: URL
  private var random: SeededNumbers

  init(seed: UInt64, in folder: URL) throws {
    self.folder = folder
    random = SeededNumbers(seed: seed)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private mutating func number(_ range: ClosedRange<Double>) -> Double {
    .random(in: range, using: &random)
  }

  private mutating func whole(_ range: ClosedRange<Int>) -> Int {
    .random(in: range, using: &random)
  }

  private func write(_ name: String, _ features: [String]) throws -> String {
    let path = folder.appendingPathComponent(name)
    try Data(
      ("{\"type\":\"FeatureCollection\",\"features\":[\n" + features.joined(separator: ",\n")
        + "\n]}\n").utf8
    ).write(to: path)
    return path.path
  }

  private static func feature(_ members: [String], _ geometry: String) -> String {
    "{\"type\":\"Feature\",\"properties\":{\(members.joined(separator: ","))},\"geometry\":\(geometry)}"
  }

  private static let size = 0.006
  private static let west = 124.9
  private static let south = 43.8

  /// A grid of uneven quadrilaterals in shuffled order: some without geometry, without people, with an id twice.
  private mutating func blocks(_ side: Int) throws -> String {
    var features: [String] = []
    for x in 0..<side {
      for y in 0..<side {
        let size = Self.size * number(0.4...1.05)
        let (west, south) = (
          Self.west + Double(x) * Self.size + number(0...0.001),
          Self.south + Double(y) * Self.size * 0.75 + number(0...0.001)
        )
        let ring = [(0, 0), (1, 0.1), (0.9, 1), (0.05, 0.8), (0, 0)].map {
          "[\(west + $0.0 * size),\(south + $0.1 * size * 0.75)]"
        }.joined(separator: ",")
        let number = features.count
        let id = whole(0...30) == 0 ? number / 2 : number
        var members = ["\"code\":\"g\(id)\"", "\"street\":\"街\(whole(0...2))\""]
        let people = [0, 80, 200, 1_000][whole(0...3)]
        members.append(whole(0...12) == 0 ? "\"population\":null" : "\"population\":\(people)")
        if whole(0...3) > 0 { members.append("\"old\":\(people / 4)") }
        if whole(0...4) == 0 { members.append("\"note\":[1,{\"a\":1.50}]") }
        let isEmpty = whole(0...40) == 0
        features.append(
          Self.feature(
            members, isEmpty ? "null" : "{\"type\":\"Polygon\",\"coordinates\":[[\(ring)]]}"))
      }
    }
    features.shuffle(using: &random)
    return try write("blocks.geojson", features)
  }

  private mutating func place(_ side: Int, margin: Double) -> String {
    let width = Double(side) * Self.size
    let x = Self.west + number(-margin...(width + margin))
    let y = Self.south + number(-margin...(width * 0.75 + margin))
    return "{\"type\":\"Point\",\"coordinates\":[\(x),\(y)]}"
  }

  private mutating func stations(_ side: Int, _ count: Int) throws -> String {
    var features: [String] = []
    for index in 0..<count {
      let margin = index == 0 ? 0.2 : 0.004
      features.append(
        Self.feature(
          ["\"name\":\"站\(index)\"", "\"street\":\"街\(whole(0...3))\""],
          place(side, margin: margin)))
    }
    return try write("stations.geojson", features)
  }

  private mutating func demand(_ side: Int) throws -> String {
    var features: [String] = []
    for _ in 0..<(side * side * 4) {
      features.append(
        Self.feature(
          ["\"people\":\(whole(0...40))", "\"old\":\(whole(0...9))"], place(side, margin: 0.001)))
    }
    return try write("people.geojson", features)
  }

  /// Streets along a grid with holes, so that ways are long and some parts are cut off.
  private mutating func streets(_ side: Int) throws -> String {
    var features: [String] = []
    let step = Self.size / 2
    let (columns, rows) = (side * 2 + 2, Int(Double(side) * 1.5) + 2)
    func corner(_ x: Int, _ y: Int) -> String {
      "[\(Self.west + Double(x - 1) * step),\(Self.south + Double(y - 1) * step)]"
    }
    for x in 0..<columns {
      for y in 0..<rows {
        for (u, v) in [(x + 1, y), (x, y + 1)] where whole(0...4) > 0 {
          features.append(
            Self.feature(
              ["\"highway\":\"residential\""],
              "{\"type\":\"LineString\",\"coordinates\":[\(corner(x, y)),\(corner(u, v))]}"))
        }
      }
    }
    return try write("streets.geojson", features)
  }

  /// One run of the place; which options it has follows from the seed.
  mutating func request(seed: Int) throws -> CoverageRequest {
    let side = 5 + seed % 4
    func input(_ role: LayerRequest.Role, _ path: String) -> CoverageRequest.Input {
      .init(LayerRequest(role: role, path: path))
    }
    var request = CoverageRequest(
      blocks: input(.blocks, try blocks(side)),
      stations: [input(.stations, try stations(side, 1 + seed % 7 * 2))],
      settings: MeasureSettings(
        radii: seed % 2 == 0 ? [500] : [300, 700], minutes: seed % 5 == 4 ? [] : [10, 15],
        maximumMinutes: 60))
    request.groupBy = ["street"]
    if seed % 3 == 1 { request.demand = input(.demand, try demand(side)) }
    if seed % 4 == 2 { request.within = "street" }
    if seed % 2 == 1 {
      request.streets = StreetRequest(streets: input(.streets, try streets(side)))
    }
    if seed % 3 == 0, !request.settings.minutes.isEmpty {
      request.groups = [
        PeopleGroup(name: "elderly", field: "old", profile: "elderly", speed: 2.9)
      ]
    }
    return request
  }
}
