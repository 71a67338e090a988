import Foundation
import Layers
import Model
import Streets

@testable import Analysis

/// A small world drawn at random from a seed: blocks of odd shapes, stations, demand points, a mask, and streets in
/// characters on a grid of 100 m, with walls that have few gaps, one-way ways, dead parts and places where data end.
final class TileWorld {
  let folder: URL
  private var random: SeededGenerator
  private let frame = LocalFrame(FixedPoint(longitude: 124.24, latitude: 44.3))
  private let columns = 60
  private let rows = 30

  init(seed: UInt64) throws {
    random = SeededGenerator(seed)
    folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func chance(_ share: Double) -> Bool { Double.random(in: 0..<1, using: &random) < share }

  func number(_ range: ClosedRange<Double>) -> Double { Double.random(in: range, using: &random) }

  func pick<Item>(_ items: [Item]) -> Item { items.randomElement(using: &random)! }

  /// Degrees of a place in metres from the north-western corner of the drawing; a strip of the projection ends
  /// some 800 m east of it.
  private func degrees(_ x: Double, _ y: Double) -> (Double, Double) {
    (124.24 + x / frame.metresEast * 1e-7, 44.3 + y / frame.metresNorth * 1e-7)
  }

  private func text(_ place: (Double, Double)) -> String {
    let (longitude, latitude) = degrees(place.0, place.1)
    return "[\(longitude),\(latitude)]"
  }

  private func ring(_ places: [(Double, Double)]) -> String {
    "[" + (places + places.prefix(1)).map(text).joined(separator: ",") + "]"
  }

  private func write(_ name: String, _ features: [String]) throws -> String {
    let file = folder.appendingPathComponent(name)
    let text =
      "{\"type\":\"FeatureCollection\",\"features\":[\n\(features.joined(separator: ",\n"))]}"
    try Data(text.utf8).write(to: file)
    return file.path
  }

  // MARK: Blocks

  private(set) var boxes: [(x: Double, y: Double, width: Double, height: Double)] = []

  /// Quadrilaterals, triangles, blocks with holes and of two parts, one without geometry, one far away.
  func blocks(_ count: Int) throws -> String {
    let areas = ["east", "west", "none", "centre"]
    var features: [String] = []
    for number in 0..<count {
      let isFar = number == count - 1
      let box = (
        x: isFar ? 40_000 : self.number(-300...5_900), y: self.number(-3_100...200),
        width: self.number(80...700), height: self.number(80...600)
      )
      boxes.append(box)
      let people =
        chance(0.1) ? "null" : chance(0.1) ? "0" : String(Int.random(in: 1...900, using: &random))
      let geometry = number == 3 ? "null" : shape(box)
      features.append(
        """
        {"type":"Feature","properties":{"id":"b\(number)","population":\(people),"old":\(Int.random(in: 0...90, using: &random)),\
        "area":"\(pick(areas))","big":12345678901234567},"geometry":\(geometry)}
        """)
    }
    return try write("blocks.geojson", features)
  }

  private func shape(_ box: (x: Double, y: Double, width: Double, height: Double)) -> String {
    let (west, south) = (box.x, box.y)
    let (east, north) = (west + box.width, south + box.height)
    let skew = number(-40...40)
    let outer = [(west, south), (east + skew, south), (east, north + skew), (west, north)]
    switch Int.random(in: 0..<5, using: &random) {
    case 0: return "{\"type\":\"Polygon\",\"coordinates\":[\(ring(Array(outer.prefix(3))))]}"
    case 1:
      let (x, y) = (west + box.width * 0.4, south + box.height * 0.4)
      let hole = [(x, y), (x, y + 20), (x + 20, y + 20), (x + 20, y)]
      return "{\"type\":\"Polygon\",\"coordinates\":[\(ring(outer)),\(ring(hole))]}"
    case 2:
      let far = outer.map { ($0.0 + box.width + 300, $0.1 - 150) }
      return "{\"type\":\"MultiPolygon\",\"coordinates\":[[\(ring(outer))],[\(ring(far))]]}"
    default: return "{\"type\":\"Polygon\",\"coordinates\":[\(ring(outer))]}"
    }
  }

  // MARK: Points

  /// Stations in the town, on corners of blocks, far from everything, and with two entrances.
  func stations(_ count: Int) throws -> String {
    var features: [String] = []
    for number in 0..<count {
      let box = pick(boxes)
      var place = (self.number(-500...6_500), self.number(-3_500...500))
      if chance(0.3) { place = (box.x, box.y) }
      if number == 0 { place = (self.number(15_000...60_000), self.number(-9_000...9_000)) }
      let second = (place.0 + self.number(20...300), place.1 + self.number(-80...80))
      let geometry =
        chance(0.2)
        ? "{\"type\":\"MultiPoint\",\"coordinates\":[\(text(place)),\(text(second))]}"
        : "{\"type\":\"Point\",\"coordinates\":\(text(place))}"
      features.append(
        """
        {"type":"Feature","properties":{"id":"s\(number)","area":"\(pick(["east", "west", "centre"]))",\
        "stairs":\(pick([0, 0, 1.5, 3]))},"geometry":\(geometry)}
        """)
    }
    return try write("stations.geojson", features)
  }

  /// People at points, some of them assigned to a block far away.
  func demand(_ count: Int) throws -> String {
    try write(
      "demand.geojson",
      (0..<count).map { _ in
        let box = pick(boxes)
        let place = (box.x + number(0...box.width), box.y + number(0...box.height))
        let own = chance(0.15) ? "\"b\(Int.random(in: 0..<boxes.count, using: &random))\"" : "null"
        return """
          {"type":"Feature","properties":{"people":\(number(0...30)),"block_id":\(own),"old":\(number(0...9))},\
          "geometry":{"type":"Point","coordinates":\(text(place))}}
          """
      })
  }

  /// Residential areas that overlap.
  func mask(_ count: Int) throws -> String {
    try write(
      "mask.geojson",
      (0..<count).map { _ in
        let (x, y) = (number(-300...6_000), number(-3_200...200))
        let (width, height) = (number(100...900), number(100...500))
        let places = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
        return """
          {"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[\(ring(places))]}}
          """
      })
  }

  // MARK: Streets

  /// Rows of characters: `-`, `|`, `+`, `>` (one way), `#` walls, `*` where the data end.
  func drawing() -> [[Character]] {
    var cells = [[Character]](repeating: [Character](repeating: " ", count: columns), count: rows)
    for row in 0..<rows - 4 {
      for column in 0..<columns {
        let isRow = row % 3 == 0
        let isColumn = column % 4 == 0
        if !isRow && !isColumn || chance(0.08) { continue }
        cells[row][column] = isRow && isColumn ? "+" : isRow ? (chance(0.08) ? ">" : "-") : "|"
        if row == 0 || column == columns - 1, chance(0.3) { cells[row][column] = "*" }
      }
    }
    // Two walls with a gap of a few rows each: the only bridges.
    for (column, gap) in [(22, Int.random(in: 0..<20, using: &random)), (43, 12)] {
      for row in 0..<rows - 4 where !(gap...gap + 2).contains(row) { cells[row][column] = "#" }
    }
    // A long street that joins nothing: usable as a whole, too short in any part of it.
    for column in 2..<40 { cells[rows - 2][column] = "-" }
    return cells
  }

  func streets() -> StreetGraph { Self.graph(drawing(), place: degrees) }

  /// The network of a drawing of 100 m a cell.
  static func graph(
    _ cells: [[Character]], place: (Double, Double) -> (Double, Double)
  ) -> StreetGraph {
    func cell(_ row: Int, _ column: Int) -> Character {
      cells.indices.contains(row) && cells[row].indices.contains(column) ? cells[row][column] : " "
    }
    func fixed(_ row: Int, _ column: Int) -> FixedPoint {
      let (longitude, latitude) = place(Double(column) * 100, -Double(row) * 100)
      return FixedPoint(longitude: longitude, latitude: latitude)
    }
    var segments = StreetSegments()
    var barriers: [BarrierSegment] = []
    var numbers: [FixedPoint: UInt32] = [:]
    func node(_ row: Int, _ column: Int) -> UInt32 {
      let place = fixed(row, column)
      if let number = numbers[place] { return number }
      segments.nodes.append(place)
      numbers[place] = UInt32(segments.nodes.count - 1)
      return UInt32(segments.nodes.count - 1)
    }
    func joins(_ character: Character, _ mark: Character) -> Bool {
      character == mark || "+*".contains(character) || (mark == "-" && character == ">")
    }
    for row in cells.indices {
      for column in cells[row].indices {
        let (here, east, below) = (cell(row, column), cell(row, column + 1), cell(row + 1, column))
        if here == "*" { segments.facts.looseEnds.append(fixed(row, column)) }
        if joins(here, "-"), joins(east, "-") {
          segments.append(
            tail: node(row, column), head: node(row, column + 1),
            backwardFactor: here == ">" || east == ">" ? 0 : 1)
        }
        if joins(here, "|"), joins(below, "|") {
          segments.append(tail: node(row, column), head: node(row + 1, column))
        }
        if here == "#", below == "#" {
          barriers.append(
            BarrierSegment(from: fixed(row, column), to: fixed(row + 1, column), kind: .wall))
        }
      }
    }
    segments.barriers = BarrierSet(segments: barriers)
    return StreetGraphBuilder.build(segments)
  }
}
