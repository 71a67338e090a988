import Geometry
import Model
import Streets

@testable import Coverage

/// A small town drawn in characters, one cell a grid step; rows run south.
///
/// `-` and `|` are streets east–west and north–south, `>` the same for walking east only, `+` and capital letters join
/// in all four directions; capital letters name places on streets, small letters places off them. `#` is a wall, joined
/// to the wall cells beside, above and below; `*` joins like `+` and is where the data end.
struct DrawnTown {
  static let plane = ReferencePlane(longitude: 125.3, latitude: 44)
  let graph: StreetGraph
  private let cells: [Character: PlanarPoint]
  private let places: [Character: GeographicPoint]

  init(_ drawing: String, gridMetres: Double = 100) throws {
    let rows = drawing.split(separator: "\n", omittingEmptySubsequences: false).map(Array.init)
    func cell(_ row: Int, _ column: Int) -> Character {
      rows.indices.contains(row) && rows[row].indices.contains(column) ? rows[row][column] : " "
    }
    var points: [PlanarPoint] = []
    var cells: [Character: PlanarPoint] = [:]
    for row in rows.indices {
      for column in rows[row].indices {
        points.append(
          PlanarPoint(x: Double(column) * gridMetres, y: -Double(row) * gridMetres))
        if rows[row][column].isLetter { cells[rows[row][column]] = points[points.count - 1] }
      }
    }
    let degrees = try Self.plane.places(points)
    var fixed: [[FixedPoint]] = []
    var next = 0
    for row in rows {
      fixed.append(
        degrees[next..<next + row.count].map {
          FixedPoint(longitude: $0.longitude, latitude: $0.latitude)
        })
      next += row.count
    }
    var segments = StreetSegments()
    var numbers: [FixedPoint: UInt32] = [:]
    func node(_ row: Int, _ column: Int) -> UInt32 {
      let place = fixed[row][column]
      if let number = numbers[place] { return number }
      segments.nodes.append(place)
      numbers[place] = UInt32(segments.nodes.count - 1)
      return UInt32(segments.nodes.count - 1)
    }
    var barriers: [BarrierSegment] = []
    func joins(_ character: Character, _ mark: Character) -> Bool {
      character == mark || "+*".contains(character) || character.isUppercase
        || (mark == "-" && character == ">")
    }
    for row in rows.indices {
      for column in rows[row].indices {
        let (here, east, below) = (cell(row, column), cell(row, column + 1), cell(row + 1, column))
        if here == "*" { segments.facts.looseEnds.append(fixed[row][column]) }
        if joins(here, "-"), joins(east, "-") {
          segments.append(
            tail: node(row, column), head: node(row, column + 1),
            backwardFactor: here == ">" || east == ">" ? 0 : 1)
        }
        if joins(here, "|"), joins(below, "|") {
          segments.append(tail: node(row, column), head: node(row + 1, column))
        }
        if here == "#", east == "#" {
          barriers.append(
            BarrierSegment(from: fixed[row][column], to: fixed[row][column + 1], kind: .wall))
        }
        if here == "#", below == "#" {
          barriers.append(
            BarrierSegment(from: fixed[row][column], to: fixed[row + 1][column], kind: .wall))
        }
      }
    }
    segments.barriers = BarrierSet(segments: barriers)
    // Far beyond everything that is drawn, unless ends are drawn.
    segments.facts.frame = BoundingBox(minX: 124, minY: 43, maxX: 127, maxY: 45)
    graph = StreetGraphBuilder.build(segments)
    self.cells = cells
    places = try Dictionary(
      uniqueKeysWithValues: zip(cells.keys, Self.plane.places(Array(cells.values))))
  }

  func place(_ name: Character) -> GeographicPoint { places[name]! }

  /// A block with people at places, or spread over it when there are none.
  struct Block {
    /// West, south, east, north in metres of the drawing; rows run to negative norths.
    var box: (Double, Double, Double, Double)
    var people: [(place: Character, weight: Double)] = []
    /// People of one group at the same places; nil: not told.
    var group: [Double]?
  }

  /// A block around places with one person each.
  func block(_ people: String) -> Block {
    block(people.map { ($0, 1) })
  }

  func block(_ people: [(place: Character, weight: Double)]) -> Block {
    let own = people.map { cells[$0.place]! }
    return Block(
      box: (
        own.map(\.x).min()! - 40, own.map(\.y).min()! - 40, own.map(\.x).max()! + 40,
        own.map(\.y).max()! + 40
      ), people: people)
  }

  /// Stations on or beside the streets, each with the places of its entrances and its extra minutes.
  func stations(_ names: [String], extra: [Double] = []) -> [StreetWalks.Station] {
    names.enumerated().map { index, names in
      StreetWalks.Station(
        places: names.map(place), extraMinutes: extra.isEmpty ? 0 : extra[index])
    }
  }

  struct Outcome {
    var table: CoverageTable
    var flags: BlockFlags

    func reasons(_ block: Int) -> String { flags.reasonTexts[Int(flags.reasons[block])] }
  }

  /// Measures blocks; `groups` are the numbers of the stations of each group, `groupOf` the group of each block.
  func measure(
    _ blocks: [Block], _ stations: [StreetWalks.Station],
    _ settings: CoverageSettings = CoverageSettings(radii: []),
    rules: StreetWalks.Rules = StreetWalks.Rules(), groups: [[Int]]? = nil,
    groupOf: [Int32]? = nil, threads: Int = 1, spread: (any PeopleSpread)? = nil
  ) throws -> Outcome {
    let members = groups ?? [Array(stations.indices)]
    let indexes = members.map { members in
      StationIndex(
        StationSet(
          points: members.flatMap { stations[$0].places },
          owner: members.flatMap { number in stations[number].places.map { _ in Int32(number) } }),
        reach: CoverageEngine.reach(settings))
    }
    let walks = try StreetWalks(
      graph, rules: rules, settings: settings, stations: stations, groups: members,
      straight: indexes, threads: threads)
    let table = try CoverageEngine(
      settings: settings, stationCount: stations.count, stationsByGroup: indexes, groupOf: groupOf,
      demand: demand(blocks), spread: spread, streets: walks
    ).run(layer(blocks), threads: threads).table
    return try Outcome(table: table, flags: BlockFlags(table, settings) { $0 < $1 })
  }

  func layer(_ blocks: [Block]) throws -> Layer {
    try Run.layer(
      blocks.map { block in
        let (west, south, east, north) = block.box
        return try Self.plane.degrees([[Ring.box(west, south, east, north)]])
      }, chunkSize: 2)
  }

  private func demand(_ blocks: [Block]) -> DemandPoints? {
    if blocks.allSatisfy(\.people.isEmpty) { return nil }
    let people = blocks.flatMap(\.people)
    let group = blocks.contains { $0.group != nil }
    return DemandPoints(
      blockCount: blocks.count,
      blockOf: blocks.enumerated().flatMap { index, block in block.people.map { _ in Int32(index) }
      },
      places: people.map { place($0.place) }, weights: people.map(\.weight),
      groupWeights: group ? [blocks.flatMap { $0.group ?? $0.people.map(\.weight) }] : [])
  }
}

extension CoverageTable {
  /// The share of people within a reach of a block.
  func people(_ block: Int, _ reach: Int = 0) -> Double { populationShare[slot(block, reach)] }

  /// Minutes of a block to the hundredth, nil for null.
  func minutes(_ block: Int) -> Double? {
    walkMinutes[block].isNaN ? nil : (walkMinutes[block] * 100).rounded() / 100
  }
}
