import Coverage
import Geometry
import Layers
import Model

/// Buildings as places of people: footprint × floors is the weight of each within its block.
struct BuildingInput: Sendable {
  var demand: DemandInput
  /// Square metres of floor by block.
  var floorSpaceOfBlocks: [Double]

  /// Reads footprints; floors come from a field of floors, else from heights at 3 m a floor, else 1.
  static func read(
    _ input: CoverageRequest.Input, blocks: BlockInput, groupCount: Int, threads: Int,
    ledger: inout Ledger
  ) throws -> BuildingInput {
    var layer = try LayerReader.read(input.layer, ledger: &ledger)
    guard layer.chunks.contains(where: { $0.shapes.kinds.contains(where: \.isAreal) }) else {
      throw AnalysisError(
        .badData, Subject(file: layer.source.path),
        LocalizedText("the buildings have no polygons", zh: "建筑物文件中没有面"),
        hint: LocalizedText(
          "give footprints as polygons; points with people go to --demand",
          zh: "请提供建筑轮廓面；带人数的点请用 --demand"))
    }
    let floors = try floors(layer, threads, &ledger)
    let source = layer.source
    try layer.reprojectToWGS84(threads: threads)
    try PolygonRepair.repair(&layer, threads: threads, ledger: &ledger)
    let footprints = try GroundAreas.take(layer, spread: nil, threads: threads).whole
    let locator = BlockLocator(blocks.layer)
    var places: [GeographicPoint] = []
    var owners: [Int32] = []
    for index in 0..<layer.count {
      let (chunk, offset) = layer.locate(index)
      let shapes = layer.chunks[chunk].shapes
      guard shapes.kinds[offset].isAreal,
        let inner = try GEOSGeometry(shapes, feature: offset).pointOnSurface().coordinates.first
      else {
        places.append(GeographicPoint(longitude: 0, latitude: 0))
        owners.append(-1)
        ledger.record(.demandWithoutPlace, FeatureIDs.subject(index, nil, layer))
        continue
      }
      let place = GeographicPoint(longitude: inner.x, latitude: inner.y)
      places.append(place)
      owners.append(locator.block(at: place) ?? -1)
      if owners[index] < 0 {
        ledger.record(
          .demandOutsideBlocks, FeatureIDs.subject(index, nil, layer),
          detail: "\(place.longitude), \(place.latitude)")
      }
    }
    let weights = zip(footprints, floors).map { $0 * $1 }
    var sums = [Double](repeating: 0, count: blocks.layer.count)
    for (index, owner) in owners.enumerated() where owner >= 0 {
      sums[Int(owner)] += weights[index]
    }
    let points = DemandPoints(
      blockCount: blocks.layer.count, blockOf: owners, places: places, weights: weights,
      groupWeights: [[Double]?](repeating: nil, count: groupCount))
    return BuildingInput(
      demand: DemandInput(
        points: points, people: sums.map { _ in .nan }, source: source, count: layer.count,
        hasPeople: false, groupPeople: [[Double]?](repeating: nil, count: groupCount)),
      floorSpaceOfBlocks: sums)
  }

  /// Metres a floor where only heights are known.
  private static let metresPerFloor = 3.0

  private static func floors(
    _ layer: Layer, _ threads: Int, _ ledger: inout Ledger
  ) throws -> [Double] {
    let chooser = FieldChooser(fields: layer.fields, path: layer.source.path)
    func column(_ purpose: FieldChooser.Purpose) throws -> [Double]? {
      try chooser.choose(purpose, option: nil, optionName: "--buildings", ledger: &ledger)
        .map { try layer.numbers(named: $0, threads: threads).values }
    }
    let floors = try column(.floors)
    let heights = try column(.height)
    return (0..<layer.count).map { index in
      if let floors, floors[index] >= 1 { return floors[index] }
      if let heights, heights[index] > 0 {
        return max(1, (heights[index] / metresPerFloor).rounded())
      }
      ledger.record(.buildingWithoutFloors, FeatureIDs.subject(index, nil, layer))
      return 1
    }
  }
}

extension LedgerCode {
  static let buildingWithoutFloors = LedgerCode(
    "building_without_floors", .warning,
    LocalizedText("buildings without floors or height count as one floor", zh: "没有层数或高度的建筑按一层计"))
}
