import Foundation
import Model

extension CoordinateSystem {
  /// Reads what a user types for a coordinate system, case-insensitively: `GCJ02`, `BD-09`, `WGS84`,
  /// `CGCS2000`, `EPSG:n`, a bare number, WKT, a PROJ string or a system's name.
  ///
  /// Systems equal to WGS 84 degrees (EPSG:4326, EPSG:4490, OGC:CRS84 and their WKT) become `.wgs84`.
  ///
  /// - Throws: `AnalysisError` (usage) that says what can be typed.
  package static func parse(_ text: String) throws -> CoordinateSystem {
    let word = text.lowercased().filter { $0.isLetter || $0.isNumber || $0 == ":" }
    if let known = words[word] { return known }
    let description = try CoordinateSystemDescription(text)
    return description.isWGS84Degrees ? .wgs84 : .definition(description.definition)
  }

  /// Spellings that PROJ does not know, or that need no look-up.
  private static let words: [String: CoordinateSystem] = [
    "gcj02": .gcj02, "gcj": .gcj02, "火星": .gcj02, "火星坐标": .gcj02, "火星坐标系": .gcj02,
    "高德": .gcj02, "腾讯": .gcj02, "国测局": .gcj02, "amap": .gcj02, "epsg:gcj02": .gcj02,
    "bd09": .bd09, "bd09ll": .bd09, "百度": .bd09, "百度坐标": .bd09, "百度坐标系": .bd09,
    "baidu": .bd09, "epsg:bd09": .bd09,
    "wgs84": .wgs84, "wgs1984": .wgs84, "epsg:4326": .wgs84, "4326": .wgs84, "crs84": .wgs84,
    "ogc:crs84": .wgs84, "cgcs2000": .wgs84, "epsg:4490": .wgs84, "4490": .wgs84,
    "urn:ogc:def:crs:ogc:1.3:crs84": .wgs84, "urn:ogc:def:crs:ogc::crs84": .wgs84,
    "国家2000": .wgs84, "大地2000": .wgs84, "2000国家大地坐标系": .wgs84,
  ]

  /// A name for messages and manifests: `WGS 84`, `GCJ-02`, `BD-09`, or the definition.
  package var title: String {
    switch self {
    case .wgs84: "WGS 84"
    case .gcj02: "GCJ-02"
    case .bd09: "BD-09"
    case .definition(let text): text
    }
  }

  /// True where coordinates are longitude and latitude in degrees.
  package var isGeographic: Bool {
    guard case .definition(let text) = self else { return true }
    return (try? CoordinateSystemDescription(text))?.kind == .geographic
  }
}

extension CoordinateSystemDescription {
  /// True for longitude and latitude in degrees from Greenwich on WGS 84 or CGCS2000.
  package var isWGS84Degrees: Bool {
    kind == .geographic && primeMeridian == 0 && abs(unitFactor * 180 / .pi - 1) < 1e-9
      && hasWGS84Datum
  }

  /// True where the datum agrees with WGS 84 to centimetres: WGS 84 itself, CGCS2000, or none named on one of
  /// their ellipsoids.
  package var hasWGS84Datum: Bool {
    let text = datum.lowercased()
    if text.contains("world geodetic system 1984") { return true }
    if chineseDatum == .cgcs2000 { return true }
    // A PROJ string with a +towgs84 or grid says more than its ellipsoid.
    guard text.contains("unknown"), !definition.contains("towgs84"), !definition.contains("grids")
    else { return false }
    return semiMajorAxis == 6_378_137 && abs(inverseFlattening - 298.2572) < 0.0001
  }
}
