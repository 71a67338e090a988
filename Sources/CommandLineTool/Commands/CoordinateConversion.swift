import Geometry
import Layers
import Model

/// A way from source to target coordinates that several workers can use, each with its own state.
struct CoordinateConversion: Sendable {
  /// Source coordinates are degrees: those beyond ±180, ±90 have no image.
  var isSourceGeographic: Bool
  /// Degrees in the target: 10 decimals; else metres: 4.
  var isTargetGeographic: Bool
  /// Makes one worker's function: it converts in place and leaves non-finite what has no image.
  var makeWorker: @Sendable () throws -> (inout [Coordinate]) -> Void

  /// Digits after the point: 10 of a degree are 0.01 mm, 4 of a metre 0.1 mm.
  var decimals: Int { isTargetGeographic ? 10 : 4 }
}

extension CoordinateConversion {
  /// The conversion between two reference systems.
  ///
  /// - Throws: `AnalysisError`: 64 for systems nothing leads between, 65 for an older datum whose error the user
  ///   has not accepted.
  init(
    from source: CoordinateSystem, to target: CoordinateSystem, acceptsOldDatum: Bool,
    ledger: inout Ledger
  ) throws {
    for system in [source, target] {
      guard case .definition(let text) = system else { continue }
      let description = try CoordinateSystemDescription(text)
      guard let refusal = description.datumRefusal() else { continue }
      guard acceptsOldDatum else { throw refusal }
      ledger.record(.oldDatumAccepted, .none, detail: description.name)
    }
    _ = try CoordinateConverter(from: source, to: target)
    self.init(
      isSourceGeographic: source.isGeographic, isTargetGeographic: target.isGeographic,
      makeWorker: {
        let converter = try CoordinateConverter(from: source, to: target)
        return { coordinates in
          Self.convertEach(&coordinates) { try converter.convert(&$0) }
        }
      })
  }

  /// Converts all at once, and one by one only when one of them cannot be.
  static func convertEach(
    _ coordinates: inout [Coordinate], _ convert: (inout [Coordinate]) throws -> Void
  ) {
    let usable = coordinates.indices.filter { coordinates[$0].isFinite }
    var batch = usable.map { coordinates[$0] }
    if (try? convert(&batch)) != nil {
      for (offset, index) in usable.enumerated() { coordinates[index] = batch[offset] }
      return
    }
    for index in usable {
      var single = [coordinates[index]]
      let isDone = (try? convert(&single)) != nil
      coordinates[index] = isDone ? single[0] : Coordinate(x: .nan, y: .nan)
    }
  }

  /// One worker's function with degrees beyond their range turned down first.
  func worker() throws -> (inout [Coordinate]) -> Void {
    let convert = try makeWorker()
    guard isSourceGeographic else { return convert }
    return { coordinates in
      for index in coordinates.indices {
        let point = coordinates[index]
        if abs(point.x) > 180 || abs(point.y) > 90 {
          coordinates[index] = Coordinate(x: .nan, y: .nan)
        }
      }
      convert(&coordinates)
    }
  }
}

extension LedgerCode {
  /// Rows `convert` kept with empty coordinates.
  static let rowsNotConverted = LedgerCode(
    "rows_not_converted", .warning,
    LocalizedText(
      "rows without usable coordinates are kept with empty x and y", zh: "坐标不可用的行保留，x、y 留空"))

  /// Features `convert` kept without a geometry.
  static let featuresNotConverted = LedgerCode(
    "features_not_converted", .warning,
    LocalizedText(
      "features with coordinates that have no image are kept without a geometry",
      zh: "坐标无法转换的要素保留，但不带几何"))

  /// GeoJSON that RFC 7946 does not know.
  static let geoJSONOutsideRFC = LedgerCode(
    "geojson_outside_rfc", .warning,
    LocalizedText(
      "GeoJSON in a system other than WGS 84 is outside RFC 7946; the file names the system",
      zh: "非 WGS 84 的 GeoJSON 不合 RFC 7946；文件中已注明坐标系"))
}
