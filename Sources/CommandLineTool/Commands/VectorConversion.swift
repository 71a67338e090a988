import Export
import Geometry
import Layers
import Model

/// Converts the geometries of a vector file; attributes stay as they are.
struct VectorConversion {
  private let arguments: ConvertArguments
  private let conversion: CoordinateConversion

  init(_ arguments: ConvertArguments, _ conversion: CoordinateConversion) {
    self.arguments = arguments
    self.conversion = conversion
  }

  /// Reads, converts and writes; a feature with a coordinate that has no image is kept without a geometry.
  func run(_ console: Console, _ ledger: inout Ledger) throws {
    let from: CoordinateSystem
    let to: CoordinateSystem
    switch arguments.method {
    case .systems(let source, let target): (from, to) = (source, target)
    case .controlPoints(let path, _, let target):
      guard conversion.isTargetGeographic else { throw Self.planarTargets(path) }
      (from, to) = (Self.localGrid, target ?? .wgs84)
    }
    let target = try OutputTarget(arguments.output)
    try requireWritable(to, target, &ledger)
    console.progress(Self.reading, 0)
    var request = LayerRequest(
      role: .table, path: arguments.input, coordinateSystem: from,
      acceptsOldDatum: arguments.acceptsOldDatum, encoding: arguments.encoding,
      threads: arguments.common.threads)
    request.coordinateColumns = arguments.coordinateColumns.map {
      LayerRequest.CoordinateColumns(x: $0.x, y: $0.y)
    }
    var layer = try LayerReader.read(request, ledger: &ledger)
    let hasShapes = layer.chunks.contains { $0.shapes.kinds.contains { $0 != .none } }
    if layer.count > 0, !hasShapes { throw Self.withoutShapes(arguments.input) }
    console.progress(Self.converting, 0)
    try convert(&layer, &ledger)
    console.progress(Self.writing, 0)
    var options = ExportOptions()
    options.threads = arguments.common.threads
    options.language = console.language
    options.layerName = "converted"
    if to != .wgs84 {
      let note = JSONValue.object([.init("coordinate_system", .string(to.name))])
      options.manifest = { _ in note }
    }
    try Exporter.write(FeatureTable(layer: layer), to: target, options: options, ledger: &ledger)
    console.progress(Self.writing, 1)
  }

  /// Stands for a grid no definition exists of: the reader only needs to know that it is planar.
  private static let localGrid = CoordinateSystem.definition("+proj=eqc +units=m +type=crs")

  private static func planarTargets(_ path: String) -> AnalysisError {
    AnalysisError(
      .usage, Subject(file: path),
      LocalizedText(
        "vector files are written in degrees, but these control points are in metres",
        zh: "矢量文件只写经纬度，而控制点目标为米制坐标"),
      hint: LocalizedText(
        "give control points with lon,lat, or convert a CSV table",
        zh: "请用带 lon,lat 的控制点，或转换 CSV 表"))
  }

  /// A workbook, or a layer of attributes alone: nothing would be converted.
  private static func withoutShapes(_ path: String) -> AnalysisError {
    AnalysisError(
      .badData, Subject(file: path),
      LocalizedText(
        "the file holds no geometries to convert", zh: "文件中没有可转换的几何图形"),
      hint: LocalizedText(
        "save a table of coordinates as CSV, or give the workbook to coverage with --stations-crs",
        zh: "坐标表请另存为 CSV 再转换，或直接把工作簿交给 coverage 并写 --stations-crs"))
  }

  private static let reading = LocalizedText("reading", zh: "读取")
  private static let converting = LocalizedText("converting", zh: "转换")
  private static let writing = LocalizedText("writing", zh: "写出")

  /// GeoJSON may be in any system of degrees when it says so; the other formats are written in WGS 84.
  private func requireWritable(
    _ system: CoordinateSystem, _ target: OutputTarget, _ ledger: inout Ledger
  ) throws {
    if system == .wgs84 { return }
    guard system.isGeographic else {
      throw AnalysisError(
        .usage, Subject(file: arguments.output),
        LocalizedText(
          "vector files are written in degrees, not in \(system.name)",
          zh: "矢量文件只写经纬度，不写 \(system.name)"),
        hint: LocalizedText(
          "give --to EPSG:4326, or convert a CSV table", zh: "请用 --to EPSG:4326，或转换 CSV 表"))
    }
    guard target.format == .geoJSON else {
      throw AnalysisError(
        .usage, Subject(file: arguments.output),
        LocalizedText(
          "only GeoJSON and tables are written in \(system.name)",
          zh: "只有 GeoJSON 和表可以写成 \(system.name)"),
        hint: LocalizedText(
          "give an output that ends in .geojson, or --to EPSG:4326",
          zh: "输出请以 .geojson 结尾，或改用 --to EPSG:4326"))
    }
    ledger.record(.geoJSONOutsideRFC, Subject(file: arguments.output), detail: system.name)
  }

  private func convert(_ layer: inout Layer, _ ledger: inout Ledger) throws {
    let chunks = layer.chunks
    let path = layer.source.path
    let converted = try Parallel.map(count: chunks.count, threads: arguments.common.threads) {
      index in
      var chunk = chunks[index]
      try conversion.worker()(&chunk.shapes.coordinates)
      return chunk.droppingUnplaced(path: path)
    }
    for (index, part) in converted.enumerated() {
      layer.chunks[index].shapes = part.shapes
      ledger.merge(part.ledger)
    }
    layer.source.coordinateSystem = .wgs84
  }
}

extension FeatureChunk {
  /// The shapes, without those that have a coordinate that is not finite, and what was dropped.
  fileprivate func droppingUnplaced(path: String) -> (shapes: ShapeColumn, ledger: Ledger) {
    var ledger = Ledger()
    if shapes.coordinates.allSatisfy(\.isFinite) { return (shapes, ledger) }
    var kept = ShapeColumn()
    for feature in 0..<count {
      if shapes.coordinates[shapes.coordinateRange(of: feature)].allSatisfy(\.isFinite) {
        kept.append(shapes.kinds[feature], parts: shapes.parts(at: feature))
      } else {
        kept.append(.none, parts: [])
        ledger.record(.featuresNotConverted, Subject(file: path, row: row(feature)))
      }
    }
    return (kept, ledger)
  }
}

extension CoordinateSystem {
  /// As the user may type it.
  var name: String {
    switch self {
    case .wgs84: "EPSG:4326"
    case .gcj02: "GCJ02"
    case .bd09: "BD09"
    case .definition(let text): text
    }
  }
}
