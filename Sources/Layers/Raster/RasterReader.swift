internal import CGDAL
import Model

/// One band of a georeferenced raster, or a window of it.
public struct RasterWindow: Sendable {
  public var width: Int
  public var height: Int
  /// x = t0 + column·t1 + row·t2, y = t3 + column·t4 + row·t5 of a cell's corner.
  public var transform: [Double]
  /// Row-major values; no-data, negative and non-finite cells are 0.
  public var values: [Float]
  public var coordinateSystem: CoordinateSystem
  /// Cells that held a negative or non-finite value that is not the no-data value.
  public var badCells: Int
  public var source: LayerSource
}

/// Reads population rasters (GeoTIFF and ASCII grid).
public enum RasterReader {
  /// Largest number of cells read, 4 bytes each.
  private static let cellLimit = 400_000_000
  private static let drivers = ["GTiff", "AAIGrid"]

  /// The first band of a raster file.
  ///
  /// - Throws: 66 when it cannot be opened, 65 when it is no raster, has no coordinate system, or is larger than
  ///   400 million cells.
  public static func read(_ path: String) throws -> RasterWindow {
    try GDALLibrary.run { _ in try open(path, cells: cells) }
  }

  /// The first band as elevations: negative values stay, no-data and non-finite cells are NaN.
  ///
  /// - Throws: as `read`.
  public static func readElevation(_ path: String) throws -> RasterWindow {
    try GDALLibrary.run { _ in
      try open(path) { band, width, height, subject in
        (try elevations(band, width, height, subject), 0)
      }
    }
  }

  private static func open(
    _ path: String,
    cells: (GDALRasterBandH, Int, Int, Subject) throws -> (values: [Float], bad: Int)
  ) throws -> RasterWindow {
    let subject = Subject(file: path)
    let place = try LayerPlace(path)
    guard let dataset = drivers.lazy.compactMap({ lc_open_raster(place.safePath, $0) }).first else {
      throw AnalysisError(
        .badData, subject, LocalizedText("not a readable raster", zh: "不是可读取的栅格文件"),
        hint: LocalizedText("give a GeoTIFF or an ASCII grid", zh: "请提供 GeoTIFF 或 ASCII 栅格"))
    }
    defer { GDALClose(dataset) }
    let width = Int(GDALGetRasterXSize(dataset))
    let height = Int(GDALGetRasterYSize(dataset))
    guard GDALGetRasterCount(dataset) > 0, let band = GDALGetRasterBand(dataset, 1) else {
      throw AnalysisError(
        .badData, subject, LocalizedText("the raster has no band", zh: "栅格没有波段"))
    }
    guard width > 0, height > 0, width <= cellLimit / height else {
      throw AnalysisError(
        .badData, subject,
        LocalizedText(
          "\(width) × \(height) cells are more than \(cellLimit)",
          zh: "\(width) × \(height) 个像元，超过 \(cellLimit)"),
        hint: LocalizedText("cut it to the study area first", zh: "请先裁剪到研究范围"))
    }
    var transform = [Double](repeating: 0, count: 6)
    guard GDALGetGeoTransform(dataset, &transform) == CE_None,
      transform[1] * transform[5] - transform[2] * transform[4] != 0
    else {
      throw AnalysisError(
        .badData, subject, LocalizedText("the raster is not georeferenced", zh: "栅格没有地理参考"))
    }
    let system = try coordinateSystem(dataset, subject)
    let (values, bad) = try cells(band, width, height, subject)
    return RasterWindow(
      width: width, height: height, transform: transform, values: values,
      coordinateSystem: system, badCells: bad,
      source: LayerSource(
        path: path, driver: "GTiff", encoding: "", coordinateSystem: system,
        coordinateSystemChoice: .file))
  }

  private static func coordinateSystem(_ dataset: GDALDatasetH, _ subject: Subject) throws
    -> CoordinateSystem
  {
    guard let text = GDALGetProjectionRef(dataset), text.pointee != 0 else {
      throw AnalysisError(
        .badData, subject,
        LocalizedText("the raster has no coordinate system", zh: "栅格没有坐标系"),
        hint: LocalizedText(
          "assign one with gdal_edit.py -a_srs EPSG:4326", zh: "可用 gdal_edit.py -a_srs EPSG:4326 指定"
        ))
    }
    return .definition(String(cString: text))
  }

  private static func elevations(
    _ band: GDALRasterBandH, _ width: Int, _ height: Int, _ subject: Subject
  ) throws -> [Float] {
    var values = try rawCells(band, width, height, subject)
    var hasNoData: Int32 = 0
    let noData = Float(GDALGetRasterNoDataValue(band, &hasNoData))
    for index in values.indices
    where !values[index].isFinite || hasNoData != 0 && values[index] == noData {
      values[index] = .nan
    }
    return values
  }

  private static func rawCells(
    _ band: GDALRasterBandH, _ width: Int, _ height: Int, _ subject: Subject
  ) throws -> [Float] {
    var values = [Float](repeating: 0, count: width * height)
    let result = values.withUnsafeMutableBytes { bytes in
      GDALRasterIO(
        band, GF_Read, 0, 0, Int32(width), Int32(height), bytes.baseAddress, Int32(width),
        Int32(height), GDT_Float32, 0, 0)
    }
    guard result == CE_None else {
      throw AnalysisError(
        .badData, subject, LocalizedText("the raster's cells cannot be read", zh: "无法读取栅格像元"))
    }
    return values
  }

  private static func cells(
    _ band: GDALRasterBandH, _ width: Int, _ height: Int, _ subject: Subject
  ) throws -> (values: [Float], bad: Int) {
    var values = try rawCells(band, width, height, subject)
    var hasNoData: Int32 = 0
    let noData = Float(GDALGetRasterNoDataValue(band, &hasNoData))
    var bad = 0
    for index in values.indices where !(values[index] >= 0 && values[index].isFinite) {
      let isNoData = hasNoData != 0 && (values[index] == noData || values[index].isNaN)
      if !isNoData { bad += 1 }
      values[index] = 0
    }
    if hasNoData != 0 && noData > 0 {
      for index in values.indices where values[index] == noData { values[index] = 0 }
    }
    return (values, bad)
  }
}
