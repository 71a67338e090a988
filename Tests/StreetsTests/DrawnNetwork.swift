import Foundation
import Model

@testable import Streets

/// A street network drawn in characters, one cell a grid step; rows run south.
///
/// `-` and `|` are streets east–west and north–south, `>` and `<` the same for walking east or west only, `+` and
/// capital letters join in all four directions. `#` and `G` are a barrier, joined to the barrier cells beside, above
/// and below; `G` is an open gate in it. Small letters and digits are places off the street. Lengths of edges are
/// whole grid steps to the millimetre.
struct DrawnNetwork {
  let graph: StreetGraph
  private let places: [Character: GeographicPoint]
  let gridMetres: Double

  private static let south = 44.0
  private static let west = 125.0

  init(_ drawing: String, gridMetres: Double, drawnLengths: Bool = true) {
    let rows = drawing.split(separator: "\n", omittingEmptySubsequences: false).map(Array.init)
    var places: [Character: GeographicPoint] = [:]
    var segments = StreetSegments()
    var numbers: [FixedPoint: UInt32] = [:]
    var barriers: [BarrierSegment] = []
    var openings: [FixedPoint] = []
    func cell(_ row: Int, _ column: Int) -> Character {
      rows.indices.contains(row) && rows[row].indices.contains(column) ? rows[row][column] : " "
    }
    func point(_ row: Int, _ column: Int) -> FixedPoint {
      Self.point(east: Double(column) * gridMetres, north: -Double(row) * gridMetres)
    }
    func node(_ row: Int, _ column: Int) -> UInt32 {
      let place = point(row, column)
      if let number = numbers[place] { return number }
      segments.nodes.append(place)
      numbers[place] = UInt32(segments.nodes.count - 1)
      return UInt32(segments.nodes.count - 1)
    }
    let acrossMarks = Set("-+><ABCDEFIJKLMNOPQRSTUVWXYZ")
    let downMarks = Set("|+ABCDEFIJKLMNOPQRSTUVWXYZ")
    for row in rows.indices {
      for column in rows[row].indices {
        let (here, east, below) = (cell(row, column), cell(row, column + 1), cell(row + 1, column))
        if here.isLetter || here.isNumber { places[here] = point(row, column).place }
        if here == "G" { openings.append(point(row, column)) }
        if acrossMarks.contains(here), acrossMarks.contains(east) {
          let marks = [here, east]
          segments.append(
            tail: node(row, column), head: node(row, column + 1),
            forwardFactor: marks.contains("<") ? 0 : 1, backwardFactor: marks.contains(">") ? 0 : 1)
        }
        if downMarks.contains(here), downMarks.contains(below) {
          segments.append(tail: node(row, column), head: node(row + 1, column))
        }
        for (mark, other) in [(east, point(row, column + 1)), (below, point(row + 1, column))]
        where "#G".contains(here) && "#G".contains(mark) {
          barriers.append(BarrierSegment(from: point(row, column), to: other, kind: .wall))
        }
      }
    }
    segments.barriers = BarrierSet(segments: barriers, openings: openings)
    let built = StreetGraphBuilder.build(segments)
    graph = drawnLengths ? Self.withWholeSteps(built, UInt32(gridMetres * 1000)) : built
    self.places = places
    self.gridMetres = gridMetres
  }

  private static func point(east: Double, north: Double) -> FixedPoint {
    let unit = LocalFrame.metresPerUnit(latitude: south)
    return FixedPoint(
      longitudeE7: Int32((west * 1e7 + east / unit.east).rounded()),
      latitudeE7: Int32((south * 1e7 + north / unit.north).rounded()))
  }

  /// The graph with lengths rounded to the grid, which the rounding of places to 1e-7° leaves by millimetres.
  static func withWholeSteps(_ graph: StreetGraph, _ step: UInt32) -> StreetGraph {
    func whole(_ length: UInt32) -> UInt32 {
      length == StreetGraph.noWay ? length : (length + step / 2) / step * step
    }
    func whole(_ table: ArcTable) -> ArcTable {
      ArcTable(
        starts: table.starts,
        arcs: GraphArray(
          table.arcs.map { Arc(head: $0.head, walkMillimetres: whole($0.walkMillimetres)) }))
    }
    var result = graph
    result.edgeMillimetres = GraphArray(graph.edgeMillimetres.map(whole))
    result.edgeForward = GraphArray(graph.edgeForward.map(whole))
    result.edgeBackward = graph.edgeBackward.map { GraphArray($0.map(whole)) }
    result.outgoing = whole(graph.outgoing)
    result.incoming = graph.incoming.map(whole)
    result.componentMetres = GraphArray(
      graph.componentMetres.map { ($0 * 1000 / Double(step)).rounded() * Double(step) / 1000 })
    return result
  }

  func place(_ name: Character) -> GeographicPoint { places[name]! }

  func snapResult(_ name: Character, limit: Double = 200, barriers: Bool = true) -> SnapResult {
    StreetIndex(graph, legBarriers: barriers, threads: 1)
      .snap(place(name), limitMetres: limit)
  }

  /// The place on the street, leg and position rounded to the decimetre; nil when there is none.
  func snap(_ name: Character, limit: Double = 200, barriers: Bool = true) -> SnappedPoint? {
    guard case .snapped(let point) = snapResult(name, limit: limit, barriers: barriers) else {
      return nil
    }
    func rounded(_ length: UInt32) -> UInt32 { (length + 50) / 100 * 100 }
    return SnappedPoint(
      edge: point.edge, alongMillimetres: rounded(point.alongMillimetres),
      legMillimetres: rounded(point.legMillimetres))
  }

  /// Entrances of stations named by the characters of each string, numbered by their order.
  func entrances(_ stations: [String], extra: [UInt32] = []) -> [StationEntrance] {
    stations.enumerated().flatMap { number, names in
      names.map { name in
        StationEntrance(
          station: Int32(number), place: snap(name)!,
          extraMillimetres: extra.isEmpty ? 0 : extra[number])
      }
    }
  }

  /// Walk from a place to the nearest of the stations: metres and the station's number.
  func walk(
    _ name: Character, to stations: [String], direction: WalkDirection = .towardsStations,
    extra: [UInt32] = [], limit: UInt32 = .max - 1
  ) -> Walk? {
    let entrances = entrances(stations, extra: extra)
    let labels = graph.nearestStations(entrances, direction: direction, limit: limit, threads: 1)
    let query = WalkQuery(graph, labels: labels, entrances: entrances, direction: direction)
    return snap(name).flatMap { query.walk(from: $0) }.map {
      Walk(metres: Double($0.millimetres) / 1000, station: Int($0.station))
    }
  }

  struct Walk: Equatable {
    var metres: Double
    var station = 0
  }
}
