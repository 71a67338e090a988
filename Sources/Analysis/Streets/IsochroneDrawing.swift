import Export
import Model
import Streets

/// The polygons of a run as features: by station in input order, then by limit.
struct IsochroneDrawing {
  private(set) var rows: [IsochroneOutcome.Row] = []
  private(set) var fidelity: IsochroneFidelity?
  /// The lattice spacing of each station drawn.
  private(set) var cells = IsochroneCells()
  /// Seconds taken to choose lattices and to find the streets nearest to their points; of several workers, their mean.
  private(set) var preparingSeconds = 0.0
  private var layer = Layer(source: LayerSource(path: ""))
  /// By row: the polygons are known to be valid.
  private var isSound: [Bool] = []

  /// Draws, and repairs what GEOS does not find valid (told in the ledger).
  init(
    _ request: IsochroneRequest, _ graph: StreetGraph, _ index: StreetIndex,
    _ entrances: StationEntrances, _ stations: StationInput, ledger: inout Ledger
  ) throws {
    let usable = stations.ids.indices.filter { !entrances.byStation[$0].isEmpty }
    if usable.isEmpty { return }
    let profile = WalkProfile(name: "", speed: request.speed)
    let limits = request.minutes.map { profile.reach(minutes: $0) }
    var clock = Stopwatch()
    let joined =
      request.merges
      ? [usable.flatMap { entrances.byStation[$0] }] : usable.map { entrances.byStation[$0] }
    cells = try IsochroneCells(request, graph, index, joined, limits)
    preparingSeconds = clock.lap()
    if request.cellMetres == nil { cells.record(&ledger) }
    var drawn = [Drawn](repeating: Drawn(), count: joined.count)
    for use in cells.used {
      let mine = joined.indices.filter { cells.metres[$0] == use.metres }
      let stations = mine.map { joined[$0] }
      _ = clock.lap()
      let builder = IsochroneBuilder(
        graph, index: index,
        settings: IsochroneSettings(
          limits: limits, cellMetres: use.metres, snapMetres: request.streets.snapMetres,
          direction: request.reverse ? .fromStations : .towardsStations),
        threads: request.threads)
      preparingSeconds += clock.lap()
      let made = try Self.draw(builder, stations, limits, threads: request.threads)
      for (station, outlines) in zip(mine, made) { drawn[station] = outlines }
      preparingSeconds += builder.preparingSeconds
      if request.measuresFidelity && !request.merges { measure(builder, stations) }
    }
    for (number, outlines) in drawn.enumerated() {
      layer.chunks.append(outlines.features(firstIndex: rows.count))
      for (limit, made) in outlines.made.enumerated() {
        let station = request.merges ? nil : usable[number]
        add(made, station, request.minutes[limit], stations, &ledger)
      }
    }
    try PolygonRepair.repair(
      &layer, isSound: isSound, threads: request.threads, ledger: &ledger)
    if let fidelity { record(fidelity, &ledger) }
  }

  /// What is drawn of one station; its polygons make a chunk.
  private struct Drawn: Sendable {
    var shapes = ShapeColumn()
    /// By limit: nil where there is no polygon.
    var made: [Made?] = []

    /// Its polygons as features without attributes.
    func features(firstIndex: Int) -> FeatureChunk {
      var chunk = FeatureChunk(firstIndex: firstIndex, shapes: shapes)
      for _ in 0..<shapes.count {
        chunk.attributes.append([UInt8]())
        chunk.identifiers.append([UInt8]())
      }
      return chunk
    }
  }

  private struct Made: Sendable {
    var area: Double
    var isSound: Bool
  }

  /// Draws stations; polygons go into flat arrays at once.
  private static func draw(
    _ builder: IsochroneBuilder, _ stations: [[IsochroneEntrance]], _ limits: [UInt32], threads: Int
  ) throws -> [Drawn] {
    try builder.map(stations, threads: threads) { all in
      let isochrones = limits.map { limit in
        all.first { $0.limit == limit && !$0.polygons.isEmpty }
      }
      var drawn = Drawn()
      drawn.shapes.append(isochrones.compactMap { $0?.polygons })
      drawn.made = isochrones.map { isochrone in
        isochrone.map { Made(area: $0.squareMetres, isSound: $0.isSound) }
      }
      return drawn
    }
  }

  /// Adds a row for one station, `nil` for all stations'; limits below the station's own leg give none.
  private mutating func add(
    _ made: Made?, _ station: Int?, _ minutes: Double, _ stations: StationInput,
    _ ledger: inout Ledger
  ) {
    guard let made else {
      ledger.record(
        .isochroneEmpty, station.map { stations.subjects[$0] } ?? .none, detail: "\(minutes) min")
      return
    }
    isSound.append(made.isSound)
    rows.append(
      IsochroneOutcome.Row(
        station: station.map { stations.ids[$0] }, name: station.flatMap { stations.names[$0] },
        minutes: minutes, area: made.area))
  }

  // MARK: Columns

  var table: FeatureTable { FeatureTable(layer: layer, results: columns) }

  private var columns: [ResultColumn] {
    var columns = [
      Self.text("station", LocalizedText("station", zh: "服务站"), rows.map(\.station))
    ]
    if rows.contains(where: { $0.name != nil }) {
      columns.append(Self.text("name", LocalizedText("name", zh: "名称"), rows.map(\.name)))
    }
    let minutes = rows.map(\.minutes)
    let isWhole = minutes.allSatisfy { $0 == $0.rounded() }
    columns.append(
      ResultColumn(
        name: "minutes", shortName: "minutes", title: LocalizedText("minutes", zh: "分钟"),
        values: isWhole ? .integer(minutes.map { Int64($0) }) : .real(minutes, decimals: 2)))
    columns.append(
      ResultColumn(
        name: "area_m2", shortName: "area_m2",
        title: LocalizedText("area, m²", zh: "面积（平方米）"),
        values: .real(rows.map(\.area), decimals: 2)))
    return columns
  }

  private static func text(
    _ name: String, _ title: LocalizedText, _ values: [String?]
  ) -> ResultColumn {
    ResultColumn(
      name: name, shortName: name, title: title,
      values: .text(
        indices: values.indices.map { values[$0] == nil ? -1 : Int32($0) },
        strings: values.map { $0 ?? "" }))
  }

  // MARK: Fidelity

  /// Street points drawn for each polygon.
  private static let samples = 1_000

  /// Draws street points around every station with one entrance and adds up how they are classified.
  private mutating func measure(_ builder: IsochroneBuilder, _ stations: [[IsochroneEntrance]]) {
    var sum = fidelity ?? IsochroneFidelity()
    let scratch = builder.makeScratch()
    for entrances in stations where entrances.count == 1 {
      let isochrones = builder.isochrones(of: entrances, scratch: scratch)
      for isochrone in isochrones where !isochrone.polygons.isEmpty {
        sum.add(
          builder.fidelity(
            of: isochrone, at: entrances[0], count: Self.samples, seed: UInt64(isochrone.limit),
            scratch: scratch))
      }
    }
    if sum.points > 0 { fidelity = sum }
  }

  private func record(_ fidelity: IsochroneFidelity, _ ledger: inout Ledger) {
    let shares = [fidelity.share, fidelity.shareOfPlaces].map { "\(($0 * 1e6).rounded() / 1e6)" }
    ledger.record(
      .isochroneFidelity, count: fidelity.points, .none, detail: "\(shares[0]) (\(shares[1]))")
  }
}

extension ShapeColumn {
  /// Appends features given as rings of places in degrees.
  fileprivate mutating func append(_ features: [[[[GeographicPoint]]]]) {
    // Room for all at once: growing step by step would cost more than the copies.
    coordinates.reserveCapacity(
      coordinates.count + features.joined().joined().reduce(0) { $0 + $1.count })
    for polygons in features { append(polygons) }
  }

  private mutating func append(_ polygons: [[[GeographicPoint]]]) {
    for rings in polygons {
      for ring in rings {
        coordinates.append(
          contentsOf: ring.lazy.map { Coordinate(x: $0.longitude, y: $0.latitude) })
        ringStarts.append(Int32(coordinates.count))
      }
      partStarts.append(Int32(ringStarts.count - 1))
    }
    featureStarts.append(Int32(partStarts.count - 1))
    kinds.append(polygons.count == 1 ? .polygon : .multiPolygon)
  }
}
