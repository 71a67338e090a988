import Coverage
import Geometry
import Layers
import Model
import Streets

/// Takes single tiles out of what a whole run has read.
struct TileCutter: Sendable {
  let request: CoverageRequest
  let inputs: CoverageInputs
  let halo: TileHalo
  let walking: Walking?

  /// What is known of the whole network.
  struct Walking: Sendable {
    var clipper: StreetClipper
    /// By station: components its entrances join.
    var componentsOfStation: [[UInt32]]
    /// Different minutes added at stations, ascending.
    var extraMinutes: [Double]
  }

  /// The tile of some blocks (ascending).
  func tile(_ group: TilePartition.Group, name: String) throws -> Tile {
    let stationRows = halo.stations(for: group.blocks)
    var scope = TileScope(
      name: name, value: group.value, rows: group.blocks, stationRows: stationRows,
      stationCount: inputs.stations.ids.count)
    let box = halo.box(of: group.blocks)
    let streets = streets(around: box, &scope)
    let blocks = blocks(group.blocks)
    var people = inputs.people
    people.spread = try spread(around: box)
    return Tile(
      request: request,
      inputs: CoverageInputs(
        blocks: blocks, stations: stations(stationRows), demand: demand(group.blocks),
        people: people, streets: streets,
        grouping: try GroupColumns(request.groupBy, blocks, threads: 1),
        groups: inputs.groups.map { whole in
          var part = whole
          part.people = group.blocks.map { whole.people[$0] }
          return part
        },
        communities: inputs.communities, tile: scope))
  }

  // MARK: Blocks and people

  private func blocks(_ rows: [Int]) -> BlockInput {
    var blocks = inputs.blocks
    blocks.layer.chunks = []
    var first = 0
    var next = 0
    for chunk in inputs.blocks.layer.chunks {
      var offsets: [Int] = []
      while next < rows.count, rows[next] < chunk.firstIndex + chunk.count {
        offsets.append(rows[next] - chunk.firstIndex)
        next += 1
      }
      if offsets.isEmpty { continue }
      blocks.layer.chunks.append(chunk.selecting(offsets, firstIndex: first))
      first += offsets.count
    }
    blocks.ids = rows.map { inputs.blocks.ids[$0] }
    blocks.population = inputs.blocks.population.map { all in rows.map { all[$0] } }
    return blocks
  }

  private func demand(_ rows: [Int]) -> DemandInput? {
    guard var demand = inputs.demand else { return nil }
    let all = demand.points
    let chosen = rows.flatMap { all.points(of: $0) }
    let owners = rows.enumerated().flatMap { block, row in
      all.points(of: row).map { _ in Int32(block) }
    }
    demand.points = DemandPoints(
      blockCount: rows.count, blockOf: owners, places: chosen.map { all.places[$0] },
      weights: chosen.map { all.weights[$0] },
      groupWeights: all.groupWeights.map { weights in
        weights.map { weights in chosen.map { weights[$0] } }
      })
    demand.people = rows.map { inputs.demand?.people[$0] ?? 0 }
    demand.groupPeople = demand.groupPeople.map { $0.map { people in rows.map { people[$0] } } }
    return demand
  }

  private func stations(_ rows: [Int]) -> StationInput {
    let all = inputs.stations
    return StationInput(
      places: rows.map { all.places[$0] }, ids: rows.map { all.ids[$0] },
      names: rows.map { all.names[$0] }, subjects: rows.map { all.subjects[$0] },
      groups: all.groups.map { groups in rows.map { groups[$0] } },
      extraMinutes: all.extraMinutes.map { minutes in rows.map { minutes[$0] } }, hours: nil,
      closedCount: all.closedCount, sources: all.sources)
  }

  // MARK: Where people are within blocks

  /// The part of the mask or raster around the blocks.
  private func spread(around box: BoundingBox) throws -> (any PeopleSpread)? {
    if let mask = inputs.people.spread as? MaskSpread { return MaskSpread(part(mask, box)) }
    if let raster = inputs.people.spread as? RasterSpread {
      return try raster.part(around: box)
    }
    return nil
  }

  /// Areas whose box meets the blocks', widened by far more than a block's own box is when it is looked for.
  private func part(_ mask: MaskSpread, _ box: BoundingBox) -> Layer {
    let margin = 0.05 * max(box.maxX - box.minX, box.maxY - box.minY) + 0.01
    let wide = BoundingBox(
      minX: box.minX - margin, minY: box.minY - margin, maxX: box.maxX + margin,
      maxY: box.maxY + margin)
    var layer = Layer(source: mask.layer.source)
    var chunk = FeatureChunk(firstIndex: 0)
    for other in mask.layer.chunks {
      for offset in 0..<other.count
      where other.shapes.kinds[offset].isAreal
        && other.shapes.boundingBox(of: offset).intersects(wide)
      {
        chunk.shapes.append(other.shapes.kinds[offset], parts: other.shapes.parts(at: offset))
        chunk.attributes.append(EmptyCollection())
        chunk.identifiers.append(EmptyCollection())
      }
    }
    layer.chunks = chunk.count == 0 ? [] : [chunk]
    return layer
  }

  // MARK: Streets

  /// Where streets are given and no time is asked for, nobody walks and none of them counts.
  private func streets(
    around box: BoundingBox, _ scope: inout TileScope
  ) -> StreetInput? {
    guard let whole = inputs.streets else { return nil }
    guard let walking else { return whole.with(StreetClipper.nothing) }
    let part = walking.clipper.part(meeting: halo.streetArea(around: box))
    let numbers = Dictionary(
      uniqueKeysWithValues: part.components.enumerated().map { ($1, UInt32($0)) })
    for (group, value) in halo.services.values.enumerated() {
      let members = halo.services.members[group]
      let components = Set(members.flatMap { walking.componentsOfStation[$0] })
      scope.beyond[value] = StreetsBeyond(
        components: components.compactMap { numbers[$0] }.sorted(),
        leastExtraMinutes: members.map { inputs.stations.extraMinutes?[$0] ?? 0 }.min() ?? 0)
    }
    scope.extraMinutes = walking.extraMinutes
    return whole.with(part.graph)
  }
}

extension StreetInput {
  /// The same files with a part of their streets.
  fileprivate func with(_ part: StreetGraph) -> StreetInput {
    StreetInput(
      graph: part, source: source, count: count, sources: sources, knowsFootways: knowsFootways)
  }
}
