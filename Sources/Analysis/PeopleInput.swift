import Coverage
import Geometry
import Layers
import Model

/// Where people are within blocks, when a mask or a raster says so.
struct PeopleInput: Sendable {
  var spread: (any PeopleSpread)?
  var sources: [(role: String, source: LayerSource, count: Int)] = []

  /// How people are spread where they are not at demand points; nil: evenly.
  var method: PopulationMethod? { spread?.method }

  /// Reads the mask or raster of a request. With both, the raster decides.
  static func read(_ request: CoverageRequest, ledger: inout Ledger) throws -> PeopleInput {
    var people = PeopleInput()
    if let mask = request.mask {
      var layer = try LayerReader.read(mask.layer, ledger: &ledger)
      guard layer.chunks.contains(where: { $0.shapes.kinds.contains(where: \.isAreal) }) else {
        throw AnalysisError(
          .badData, Subject(file: layer.source.path),
          LocalizedText("the mask has no polygons", zh: "居住范围文件中没有面"),
          hint: LocalizedText(
            "give residential areas as polygons", zh: "请提供居住用地或小区的面数据"))
      }
      people.sources.append(("mask", layer.source, layer.count))
      try layer.reprojectToWGS84(threads: request.threads)
      people.spread = MaskSpread(layer)
    }
    if let path = request.raster {
      let window = try RasterReader.read(path)
      if window.badCells > 0 {
        ledger.add(
          .rasterBadCells, count: window.badCells,
          examples: [LedgerExample(Subject(file: path))])
      }
      people.sources.append(("raster", window.source, window.width * window.height))
      people.spread = RasterSpread(
        PopulationGrid(
          width: window.width, height: window.height, transform: window.transform,
          people: window.values, coordinateSystem: window.coordinateSystem))
    }
    return people
  }
}
