/// Makes barrier lines and openings of an extract.
///
/// An opening is a gate or crossing node of a barrier or street; a node that a walkable way and a barrier share
/// (unless it is a closed gate); and a place where a walkable bridge or tunnel crosses a barrier.
struct BarrierAssembly {
  private let contents: ExtractContents
  private var segments: [BarrierSegment] = []
  private var openings: [FixedPoint] = []

  private init(_ contents: ExtractContents) { self.contents = contents }

  /// `streetRefs` are the ranks of `contents.streets.nodes`, `barrierRefs` of `contents.barriers.nodes`.
  static func make(
    _ contents: ExtractContents, streetRefs: GraphArray<UInt32>, barrierRefs: GraphArray<UInt32>
  ) -> BarrierSet {
    if contents.barriers.count == 0 { return BarrierSet() }
    var assembly = BarrierAssembly(contents)
    assembly.addLines(barrierRefs)
    assembly.addNodeOpenings(streetRefs, barrierRefs)
    assembly.addBridges(streetRefs)
    return BarrierSet(segments: assembly.segments, openings: assembly.openings)
  }

  private mutating func addLines(_ refs: GraphArray<UInt32>) {
    for way in 0..<contents.barriers.count {
      let nodes = contents.barriers.starts[way]..<contents.barriers.starts[way + 1]
      for index in nodes.dropFirst() {
        let from = contents.places[Int(refs[index - 1])]
        let to = contents.places[Int(refs[index])]
        if from == to || from == ExtractContents.noPlace || to == ExtractContents.noPlace {
          continue
        }
        segments.append(BarrierSegment(from: from, to: to, kind: contents.barriers.labels[way]))
      }
    }
  }

  private mutating func addNodeOpenings(
    _ streetRefs: GraphArray<UInt32>, _ barrierRefs: GraphArray<UInt32>
  ) {
    var isOnBarrier = [Bool](repeating: false, count: contents.places.count)
    for node in barrierRefs { isOnBarrier[Int(node)] = true }
    var isOpen = isOnBarrier.map { _ in false }
    for node in streetRefs where isOnBarrier[Int(node)] && contents.roles[node] != .closed {
      isOpen[Int(node)] = true
    }
    for (node, role) in contents.roles where role == .opening { isOpen[Int(node)] = true }
    for node in isOpen.indices
    where isOpen[node] && contents.places[node] != ExtractContents.noPlace {
      openings.append(contents.places[node])
    }
  }

  private mutating func addBridges(_ refs: GraphArray<UInt32>) {
    var bridges = LineGrid()
    for way in 0..<contents.streets.count {
      let traits = contents.verdicts[Int(contents.streets.labels[way])].traits
      if traits.isDisjoint(with: [.bridge, .tunnel]) { continue }
      let nodes = contents.streets.starts[way]..<contents.streets.starts[way + 1]
      for index in nodes.dropFirst() {
        let from = contents.places[Int(refs[index - 1])]
        let to = contents.places[Int(refs[index])]
        if from != ExtractContents.noPlace, to != ExtractContents.noPlace {
          bridges.add(from, to)
        }
      }
    }
    if bridges.isEmpty { return }
    for segment in segments { openings += bridges.crossings(segment.from, segment.to) }
  }
}

/// Straight lines by the cells of about 200 m that they touch.
struct LineGrid {
  private struct Cell: Hashable {
    var column: Int
    var row: Int
  }

  private static let side = 20_000
  private var lines: [(from: FixedPoint, to: FixedPoint)] = []
  private var cells: [Cell: [Int]] = [:]

  var isEmpty: Bool { lines.isEmpty }

  mutating func add(_ from: FixedPoint, _ to: FixedPoint) {
    Self.forEachCell(from, to) { cells[$0, default: []].append(lines.count) }
    lines.append((from, to))
  }

  /// Places where the line crosses or touches lines of the grid, by rising number of these.
  func crossings(_ from: FixedPoint, _ to: FixedPoint) -> [FixedPoint] {
    var near: Set<Int> = []
    Self.forEachCell(from, to) { if let found = cells[$0] { near.formUnion(found) } }
    return near.sorted().compactMap { Self.crossing(lines[$0].from, lines[$0].to, from, to) }
  }

  /// The cells of a line, column by column: at most columns + rows.
  private static func forEachCell(_ a: FixedPoint, _ b: FixedPoint, _ body: (Cell) -> Void) {
    func floorCell(_ value: Double) -> Int { Int((value / Double(side)).rounded(.down)) }
    let (from, to) = a.longitudeE7 <= b.longitudeE7 ? (a, b) : (b, a)
    let (x, y) = (Double(from.longitudeE7), Double(from.latitudeE7))
    let (width, height) = (Double(to.longitudeE7) - x, Double(to.latitudeE7) - y)
    for column in floorCell(x)...floorCell(x + width) {
      // A margin of one unit stands for the rounding of the division.
      let west = max(x, Double(column * side) - 1)
      let east = min(x + width, Double((column + 1) * side) + 1)
      let ends =
        width == 0 ? [y, y + height] : [west, east].map { y + height * (($0 - x) / width) }
      for row in floorCell(min(ends[0], ends[1]) - 1)...floorCell(max(ends[0], ends[1]) + 1) {
        body(Cell(column: column, row: row))
      }
    }
  }

  /// The point common to two lines; nil for none, or for parallel lines.
  private static func crossing(
    _ a: FixedPoint, _ b: FixedPoint, _ c: FixedPoint, _ d: FixedPoint
  ) -> FixedPoint? {
    func difference(_ from: FixedPoint, _ to: FixedPoint) -> (x: Double, y: Double) {
      (
        Double(to.longitudeE7) - Double(from.longitudeE7),
        Double(to.latitudeE7) - Double(from.latitudeE7)
      )
    }
    let (p, q, r) = (difference(a, b), difference(c, d), difference(a, c))
    let determinant = p.x * q.y - p.y * q.x
    if determinant == 0 { return nil }
    let along = (r.x * q.y - r.y * q.x) / determinant
    let across = (r.x * p.y - r.y * p.x) / determinant
    guard (0...1).contains(along), (0...1).contains(across) else { return nil }
    return FixedPoint(
      longitudeE7: a.longitudeE7 + Int32((along * p.x).rounded()),
      latitudeE7: a.latitudeE7 + Int32((along * p.y).rounded()))
  }
}
