import Coverage
import Geometry
import Model
import Streets

/// Makes candidates where no premises are given. Their coordinates have 7 decimals, so that what is written is what
/// was measured.
struct CandidateMaker {
  let blocks: BlockInput
  /// Values of the `--within` field by block.
  let within: [String?]?

  /// More candidates than any solver should be given.
  private static let limit = 2_000_000

  /// One point inside each block, called like the block.
  func blockCentres() throws -> CandidateSet {
    var places: [GeographicPoint] = []
    var owners: [Int] = []
    for chunk in blocks.layer.chunks {
      for offset in 0..<chunk.count where chunk.shapes.kinds[offset].isAreal {
        let inner = try GEOSGeometry(chunk.shapes, feature: offset).pointOnSurface().coordinates
        guard let point = inner.first else { continue }
        places.append(Self.rounded(GeographicPoint(longitude: point.x, latitude: point.y)))
        owners.append(chunk.firstIndex + offset)
      }
    }
    return made(places, owners, ids: Self.unique(owners.map { blocks.ids[$0] }))
  }

  /// Points of a square grid that lie in a block: multiples of the spacing in the plane of each strip.
  func grid(metres: Double) throws -> CandidateSet {
    let box = blocks.layer.chunks.reduce(into: BoundingBox.empty) { box, chunk in
      for offset in 0..<chunk.count { box.formUnion(chunk.shapes.boundingBox(of: offset)) }
    }
    var places: [GeographicPoint] = []
    let locator = BlockLocator(blocks.layer)
    var owners: [Int] = []
    let strips =
      LocalProjection(longitude: box.minX).strip...LocalProjection(longitude: box.maxX).strip
    for strip in strips {
      try visit(LocalProjection(strip: strip), box, metres) { place in
        if let block = locator.block(at: place) {
          places.append(place)
          owners.append(Int(block))
        }
      }
    }
    return made(places, owners, ids: Self.numbered("G", places.count))
  }

  private func visit(
    _ projection: LocalProjection, _ box: BoundingBox, _ metres: Double,
    _ body: (GeographicPoint) -> Void
  ) throws {
    let west = max(box.minX, projection.westEdge)
    let east = min(box.maxX, projection.eastEdge)
    if west >= east { return }
    let corners = [west, (west + east) / 2, east].flatMap { longitude in
      [box.minY, box.maxY].map {
        projection.project(GeographicPoint(longitude: longitude, latitude: $0))
      }
    }
    let columns = Self.multiples(corners.map(\.x), metres)
    let rows = Self.multiples(corners.map(\.y), metres)
    if columns.count * rows.count > 20 * Self.limit { throw tooMany(metres) }
    for row in rows {
      for column in columns {
        let point = PlanarPoint(x: Double(column) * metres, y: Double(row) * metres)
        let place = Self.rounded(projection.unproject(point))
        if place.longitude >= projection.westEdge && place.longitude < projection.eastEdge {
          body(place)
        }
      }
    }
  }

  private static func multiples(_ values: [Double], _ step: Double) -> ClosedRange<Int> {
    Int((values.min()! / step).rounded(.down))...Int((values.max()! / step).rounded(.up))
  }

  private func tooMany(_ metres: Double) -> AnalysisError {
    AnalysisError(
      .usage, .none,
      LocalizedText(
        "--candidates grid:\(MatrixFailure.plain(metres)) makes too many points for so wide an area",
        zh: "--candidates grid:\(MatrixFailure.plain(metres)) 在如此大的范围内点数过多"),
      hint: LocalizedText("give a wider grid", zh: "请加大间距"))
  }

  /// Nodes of the network at which three streets or more meet, in blocks.
  func junctions(_ graph: StreetGraph) throws -> CandidateSet {
    var degrees = [UInt8](repeating: 0, count: graph.nodeCount)
    for edge in 0..<graph.edgeCount {
      for node in [Int(graph.edgeTails[edge]), Int(graph.edgeHeads[edge])]
      where degrees[node] < .max { degrees[node] += 1 }
    }
    let locator = BlockLocator(blocks.layer)
    var places: [GeographicPoint] = []
    var owners: [Int] = []
    for node in 0..<graph.nodeCount
    where degrees[node] >= 3 && graph.isUsable(component: graph.componentOf[node]) {
      let point = graph.nodes[node]
      let place = GeographicPoint(longitude: point.longitude, latitude: point.latitude)
      guard let block = locator.block(at: place) else { continue }
      places.append(place)
      owners.append(Int(block))
    }
    return made(places, owners, ids: Self.numbered("J", places.count))
  }

  /// The places to which any best choice of discs can be moved without losing a point (Church 1984): every demand
  /// point, and where circles around two of them meet.
  ///
  /// Circles are drawn a centimetre smaller than the radius, which rounding to 7 decimals may need; pairs whose discs
  /// touch by less than that keep the point between them.
  func intersections(_ places: [GeographicPoint], radius: Double) throws -> CandidateSet {
    let unique = Self.distinct(places)
    let index = StationIndex(
      StationSet(points: unique, owner: (0..<unique.count).map { Int32($0) }), reach: 2 * radius)
    var found = unique.map(Self.rounded)
    for (number, place) in unique.enumerated() {
      let projection = LocalProjection(longitude: place.longitude)
      let planar = projection.project(place)
      let scale = LocalProjection.pointScale(easting: planar.x, latitude: place.latitude)
      let strip = index.stations(of: projection)
      let reach = 2 * radius * scale
      let box = BoundingBox(
        minX: planar.x - reach, minY: planar.y - reach, maxX: planar.x + reach,
        maxY: planar.y + reach)
      strip.forEachEntrance(in: box) { other in
        guard strip.station[other] > number else { return }
        let meeting = Self.meeting(
          planar, PlanarPoint(x: strip.x[other], y: strip.y[other]), radius * scale,
          less: 0.01 * scale)
        found += meeting.map { Self.rounded(projection.unproject($0)) }
      }
      if found.count > Self.limit { throw tooManyMeetings(unique.count) }
    }
    let all = Self.distinct(found)
    let locator = BlockLocator(blocks.layer)
    let owners = all.map { locator.block(at: $0).map { Int($0) } ?? -1 }
    return made(all, owners, ids: Self.numbered("X", all.count))
  }

  /// Where circles around two points meet; nothing when they are too far apart or the same.
  private static func meeting(
    _ a: PlanarPoint, _ b: PlanarPoint, _ radius: Double, less: Double
  ) -> [PlanarPoint] {
    let (dx, dy) = (b.x - a.x, b.y - a.y)
    let distance = (dx * dx + dy * dy).squareRoot()
    if distance == 0 || distance > 2 * radius { return [] }
    let middle = PlanarPoint(x: (a.x + b.x) / 2, y: (a.y + b.y) / 2)
    let smaller = radius - less
    let half = smaller * smaller - distance * distance / 4
    if half <= 0 { return [middle] }
    let height = half.squareRoot() / distance
    return [
      PlanarPoint(x: middle.x - dy * height, y: middle.y + dx * height),
      PlanarPoint(x: middle.x + dy * height, y: middle.y - dx * height),
    ]
  }

  private func tooManyMeetings(_ points: Int) -> AnalysisError {
    AnalysisError(
      .usage, .none,
      LocalizedText(
        "--candidates intersections: circles around \(points) demand points meet in more than \(Self.limit) places",
        zh: "--candidates intersections：\(points) 个人口点的圆交点超过 \(Self.limit) 个"),
      hint: LocalizedText("use --candidates grid:50", zh: "请改用 --candidates grid:50"))
  }

  // MARK: Parts

  private func made(_ places: [GeographicPoint], _ owners: [Int], ids: [String]) -> CandidateSet {
    CandidateSet(
      made: places, ids: ids, blocks: owners.map { $0 < 0 ? nil : blocks.ids[$0] },
      within: within.map { within in owners.map { $0 < 0 ? nil : within[$0] } })
  }

  private static func rounded(_ place: GeographicPoint) -> GeographicPoint {
    GeographicPoint(
      longitude: (place.longitude * 1e7).rounded() / 1e7,
      latitude: (place.latitude * 1e7).rounded() / 1e7)
  }

  /// Without repeats, in order of first appearance.
  private static func distinct(_ places: [GeographicPoint]) -> [GeographicPoint] {
    var seen: Set<GeographicPoint> = []
    return places.filter { seen.insert($0).inserted }
  }

  private static func numbered(_ letter: String, _ count: Int) -> [String] {
    let width = String(count).count
    return (1...max(1, count)).prefix(count).map { number in
      let digits = String(number)
      return letter + String(repeating: "0", count: width - digits.count) + digits
    }
  }

  private static func unique(_ ids: [String]) -> [String] {
    var seen: Set<String> = []
    return ids.enumerated().map { index, id in
      let name = seen.contains(id) ? "\(id)#\(index + 1)" : id
      seen.insert(name)
      return name
    }
  }
}
