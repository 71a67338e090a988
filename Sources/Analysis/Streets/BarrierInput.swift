import Geometry
import Layers
import Model
import Streets

/// Barrier and gate layers, as streets are cut by them.
struct BarrierInput {
  var segments: [BarrierSegment] = []
  /// Open gates.
  var openings: [FixedPoint] = []
  /// Gates closed to people on foot.
  var closed: [FixedPoint] = []
  var sources: [(role: String, source: LayerSource, count: Int)] = []

  var isEmpty: Bool { segments.isEmpty && closed.isEmpty && openings.isEmpty }

  static func read(
    _ request: StreetRequest, threads: Int, ledger: inout Ledger
  ) throws -> BarrierInput {
    var input = BarrierInput()
    for barriers in request.barriers {
      try input.readBarriers(barriers, threads, &ledger)
    }
    if let gates = request.gates {
      try input.readGates(gates, keepsPrivate: request.keepsPrivate, threads, &ledger)
    }
    return input
  }

  // MARK: Barriers

  private static let kinds: [String: BarrierKind] = [
    "water": .water, "river": .water, "canal": .water, "lake": .water, "水": .water, "水系": .water,
    "水面": .water, "河": .water, "河流": .water, "湖": .water, "rail": .railway, "railway": .railway,
    "铁路": .railway, "wall": .wall, "墙": .wall, "围墙": .wall, "fence": .fence, "栅栏": .fence,
    "围栏": .fence,
  ]

  private mutating func readBarriers(
    _ input: CoverageRequest.Input, _ threads: Int, _ ledger: inout Ledger
  ) throws {
    var layer = try LayerReader.read(input.layer, ledger: &ledger)
    sources.append(("barriers", layer.source, layer.count))
    let others = try ShapeKinds.require(
      layer, LocalizedText("barriers must be lines or areas", zh: "屏障必须是线或面"),
      hint: LocalizedText(
        "give rivers, railways, walls or fences; points of passage are --gates",
        zh: "请提供河流、铁路、围墙等线或面；通道口用 --gates")
    ) { $0.isLineal || $0.isAreal }
    others.record(.barrierNotLine, in: &ledger)
    try layer.reprojectToWGS84(threads: threads)
    let keys = BarrierRules.keys.union(["kind"])
    let tags = try StreetTags(layer, keys: keys, threads: threads)
    for chunk in layer.chunks {
      for offset in 0..<chunk.count {
        let shape = chunk.shapes.kinds[offset]
        guard shape.isLineal || shape.isAreal else { continue }
        guard let kind = Self.kind(tags.tags(chunk.firstIndex + offset)) else {
          ledger.record(
            .barrierNotAtGround, Subject(file: layer.source.path, row: chunk.row(offset)))
          continue
        }
        append(chunk.shapes, offset, kind)
      }
    }
  }

  /// What a feature is by its `kind` or its tags; nil on a bridge, in a tunnel or off level 0.
  private static func kind(_ tags: [String: String]) -> BarrierKind? {
    if !BarrierRules.isAtGround(tags) { return nil }
    let named = tags["kind"].flatMap { kinds[NameMatching.folded($0)] }
    return named ?? BarrierRules.kind(tags) ?? .other
  }

  private mutating func append(_ shapes: ShapeColumn, _ feature: Int, _ kind: BarrierKind) {
    for part in shapes.parts(of: feature) {
      for ring in shapes.rings(of: part) {
        let places = shapes.coordinates[shapes.coordinates(of: ring)].compactMap(Self.place)
        for (from, to) in zip(places, places.dropFirst()) where from != to {
          segments.append(BarrierSegment(from: from, to: to, kind: kind))
        }
      }
    }
  }

  private static func place(_ coordinate: Coordinate) -> FixedPoint? {
    guard abs(coordinate.x) <= 180, abs(coordinate.y) <= 90 else { return nil }
    return FixedPoint(longitude: coordinate.x, latitude: coordinate.y)
  }

  // MARK: Gates

  private mutating func readGates(
    _ input: CoverageRequest.Input, keepsPrivate: Bool, _ threads: Int, _ ledger: inout Ledger
  ) throws {
    var layer = try LayerReader.read(input.layer, ledger: &ledger)
    sources.append(("gates", layer.source, layer.count))
    let others = try ShapeKinds.require(
      layer, LocalizedText("gates must be points", zh: "门必须是点"),
      hint: LocalizedText(
        "give points; lines and areas are --barriers", zh: "请提供点；线和面用 --barriers")
    ) { $0.isPuntal }
    others.record(.gateNotPoint, in: &ledger)
    try layer.reprojectToWGS84(threads: threads)
    let tags = try StreetTags(layer, keys: BarrierRules.keys, threads: threads)
    for chunk in layer.chunks {
      for offset in 0..<chunk.count where chunk.shapes.kinds[offset].isPuntal {
        let range = chunk.shapes.coordinateRange(of: offset)
        let places = chunk.shapes.coordinates[range].compactMap(Self.place)
        var own = tags.tags(chunk.firstIndex + offset)
        // Every point of a layer of gates is one, whatever sort it names.
        own["barrier"] = "gate"
        if BarrierRules.role(own, keepsPrivate: keepsPrivate) == .closed {
          closed += places
          ledger.record(
            .gateClosed, Subject(file: layer.source.path, row: chunk.row(offset)))
        } else {
          openings += places
        }
      }
    }
  }

  // MARK: Cutting

  /// How near to a closed gate a street is cut, metres: gates are drawn a little off their street.
  private static let gateMetres = 3.0

  /// Cuts the streets and tells legs of the barriers; `subject` names the streets.
  func cut(_ segments: inout StreetSegments, _ subject: Subject, ledger: inout Ledger) {
    if isEmpty { return }
    if !closed.isEmpty { forgetOpenings(of: &segments) }
    let walls = closed.flatMap(Self.ring)
    let cuts = segments.cut(by: self.segments + walls, openings: openings)
    let examples = cuts.examples.map {
      LedgerExample(subject, detail: "\($0.longitude), \($0.latitude)")
    }
    if cuts.cuts > 0 {
      ledger.add(.streetsCut, count: cuts.cuts, examples: examples)
    } else {
      ledger.record(meets(segments) ? .barriersCutNothing : .barriersElsewhere, subject)
    }
    let passed = cuts.passedAtOpenings + cuts.passedOnDecks
    if passed > 0 {
      ledger.record(
        .barriersPassed, count: passed, subject,
        detail: LocalizedText(
          "\(cuts.passedAtOpenings) gates, \(cuts.passedOnDecks) bridges and tunnels",
          zh: "门 \(cuts.passedAtOpenings) 处，桥梁和隧道 \(cuts.passedOnDecks) 处"))
    }
  }

  /// True when the rectangles around the barriers and gates and around the streets have a place in common.
  private func meets(_ streets: StreetSegments) -> Bool {
    var own = BoundingBox.empty
    for segment in segments {
      own.extend(segment.from)
      own.extend(segment.to)
    }
    for gate in closed + openings { own.extend(gate) }
    var theirs = BoundingBox.empty
    for node in streets.nodes { theirs.extend(node) }
    return own.intersects(theirs)
  }

  /// What the source has as open is closed where a closed gate stands.
  private func forgetOpenings(of segments: inout StreetSegments) {
    let open = segments.barriers.openings.filter { opening in
      !closed.contains { LocalFrame.distance($0, opening) <= BarrierSet.openingMetres }
    }
    segments.barriers.openings = GraphArray(open)
  }

  /// Four walls around a closed gate.
  private static func ring(_ gate: FixedPoint) -> [BarrierSegment] {
    let frame = LocalFrame(gate)
    let east = Int32((gateMetres / frame.metresEast).rounded())
    let north = Int32((gateMetres / frame.metresNorth).rounded())
    let corners = [(east, 0), (0, north), (-east, 0), (0, -north)].map {
      FixedPoint(longitudeE7: gate.longitudeE7 &+ $0.0, latitudeE7: gate.latitudeE7 &+ $0.1)
    }
    return corners.indices.map {
      BarrierSegment(from: corners[$0], to: corners[($0 + 1) % 4], kind: .wall)
    }
  }
}

extension BoundingBox {
  fileprivate mutating func extend(_ point: FixedPoint) {
    extend(x: point.longitude, y: point.latitude)
  }
}
