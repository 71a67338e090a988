import Export
import Model
import Streets

/// The polygons of a run as features: by station in input order, then by limit.
struct IsochroneDrawing {
  private(set) var rows: [IsochroneOutcome.Row] = []
  private(set) var fidelity: IsochroneFidelity?
  /// Seconds taken to find the streets nearest to the lattice.
  private(set) var preparingSeconds = 0.0
  /// Polygons are checked in chunks of this many, several at a time.
  private static let chunkSize = 32
  private var chunks: [FeatureChunk] = []
  private var layer = Layer(source: LayerSource(path: ""))

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
    let builder = try IsochroneBuilder(
      graph, index: index,
      settings: IsochroneSettings(
        limits: limits, cellMetres: request.cellMetres, snapMetres: request.streets.snapMetres,
        direction: request.reverse ? .fromStations : .towardsStations),
      stations: usable.flatMap { entrances.byStation[$0].map(\.place) },
      threads: request.threads)
    preparingSeconds = clock.lap()
    if request.merges {
      let all = usable.flatMap { entrances.byStation[$0] }
      let drawn = builder.isochrones(of: all, scratch: builder.makeScratch())
      add(drawn, nil, request, limits, stations, &ledger)
    } else {
      let drawn = try builder.isochrones(
        of: usable.map { entrances.byStation[$0] }, threads: request.threads)
      for (station, isochrones) in zip(usable, drawn) {
        add(isochrones, station, request, limits, stations, &ledger)
      }
      if request.measuresFidelity {
        measure(builder, drawn, usable.map { entrances.byStation[$0] }, &ledger)
      }
    }
    try makeLayer(request, &ledger)
  }

  /// Adds one station's polygons, `nil` for all stations'; limits below the station's own leg give none.
  private mutating func add(
    _ isochrones: [Isochrone], _ station: Int?, _ request: IsochroneRequest, _ limits: [UInt32],
    _ stations: StationInput, _ ledger: inout Ledger
  ) {
    for (minutes, limit) in zip(request.minutes, limits) {
      guard let isochrone = isochrones.first(where: { $0.limit == limit }),
        !isochrone.polygons.isEmpty
      else {
        ledger.record(
          .isochroneEmpty, station.map { stations.subjects[$0] } ?? .none,
          detail: "\(minutes) min")
        continue
      }
      let parts = isochrone.polygons.map { rings in
        rings.map { ring in ring.map { Coordinate(x: $0.longitude, y: $0.latitude) } }
      }
      append(parts)
      rows.append(
        IsochroneOutcome.Row(
          station: station.map { stations.ids[$0] }, name: station.flatMap { stations.names[$0] },
          minutes: minutes, area: isochrone.squareMetres))
    }
  }

  private mutating func append(_ parts: [[[Coordinate]]]) {
    if chunks.isEmpty || chunks[chunks.count - 1].count == Self.chunkSize {
      chunks.append(FeatureChunk(firstIndex: rows.count))
    }
    let last = chunks.count - 1
    chunks[last].shapes.append(parts.count == 1 ? .polygon : .multiPolygon, parts: parts)
    chunks[last].attributes.append([UInt8]())
    chunks[last].identifiers.append([UInt8]())
  }

  private mutating func makeLayer(_ request: IsochroneRequest, _ ledger: inout Ledger) throws {
    layer.chunks = chunks
    try PolygonRepair.repair(&layer, threads: request.threads, ledger: &ledger)
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
  private mutating func measure(
    _ builder: IsochroneBuilder, _ drawn: [[Isochrone]], _ entrances: [[IsochroneEntrance]],
    _ ledger: inout Ledger
  ) {
    var sum = IsochroneFidelity()
    let scratch = builder.makeScratch()
    for (isochrones, entrances) in zip(drawn, entrances) where entrances.count == 1 {
      for isochrone in isochrones where !isochrone.polygons.isEmpty {
        sum.add(
          builder.fidelity(
            of: isochrone, at: entrances[0], count: Self.samples, seed: UInt64(isochrone.limit),
            scratch: scratch))
      }
    }
    if sum.points == 0 { return }
    fidelity = sum
    let shares = [sum.share, sum.shareOfPlaces].map { "\(($0 * 1e6).rounded() / 1e6)" }
    ledger.record(
      .isochroneFidelity, count: sum.points, .none, detail: "\(shares[0]) (\(shares[1]))")
  }
}
