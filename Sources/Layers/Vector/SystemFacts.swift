internal import CGDAL
import Geometry
import Model

/// What a coordinate system's definition says about itself, as far as reading must know.
struct SystemFacts: Sendable, Hashable {
  var system: CoordinateSystem
  /// Its name as a person knows it.
  var name: String
  /// Degrees, as opposed to metres or another length.
  var isGeographic: Bool
  /// EPSG code; nil when none is stated or certain.
  var code: Int?
  /// A Chinese datum from before CGCS2000, whose tie to WGS 84 was never published for the whole country.
  var oldDatum: ChineseDatum?

  /// A system given by an option or a file as text; nil when PROJ does not understand it.
  ///
  /// Never opens a file or an address that the text names.
  init?(definition: String) {
    guard let reference = OSRNewSpatialReference(nil) else { return nil }
    defer { OSRDestroySpatialReference(reference) }
    guard Self.isDefinition(definition),
      OSRSetFromUserInput(reference, definition) == OGRERR_NONE
    else { return nil }
    self.init(reference)
    if case .definition = system { system = .definition(definition) }
  }

  /// Text that GDAL would try as a file's or page's name is no definition.
  private static func isDefinition(_ text: String) -> Bool {
    let plain = text.trimmed.uppercased()
    let starts = ["EPSG:", "ESRI:", "OGC:", "IAU", "URN:OGC:DEF:CRS", "+PROJ=", "{"]
    if starts.contains(where: plain.hasPrefix) { return true }
    let keyword = plain.prefix { $0.isLetter || $0 == "_" || $0.isNumber }
    return keyword.count >= 5
      && plain.dropFirst(keyword.count).trimmedStart.first.map { "[(".contains($0) } ?? false
  }

  /// A layer's own system; nil when it is a local one without a place on the earth.
  init?(_ given: OGRSpatialReferenceH) {
    guard OSRIsLocal(given) == 0, !Self.isUndefined(given), let reference = OSRClone(given) else {
      return nil
    }
    defer { OSRDestroySpatialReference(reference) }
    isGeographic = OSRIsGeographic(reference) != 0
    name = OSRGetName(reference).map { String(cString: $0) } ?? ""
    let node = isGeographic ? "GEOGCS" : "PROJCS"
    code = Self.code(reference, node) ?? Self.matchedCode(reference)
    let base = isGeographic ? code : Self.code(reference, "GEOGCS")
    oldDatum = Self.oldDatum(reference, name: name, base: base)
    if isGeographic, Self.sameAsWGS84.contains(code ?? 0) || Self.isPlainWGS84(reference) {
      system = .wgs84
    } else if let code {
      system = .definition("EPSG:\(code)")
    } else if let text = Self.wellKnownText(reference) {
      system = .definition(text)
    } else {
      return nil
    }
  }

  /// A GeoPackage without a system names one of two that stand for none ("Undefined geographic SRS").
  static func isUndefined(_ reference: OGRSpatialReferenceH) -> Bool {
    let name = OSRGetName(reference).map { String(cString: $0).lowercased() } ?? ""
    return name.hasPrefix("undefined")
  }

  /// WGS 84 (2D, 3D), CGCS2000 (2D, 3D), which agree to centimetres.
  private static let sameAsWGS84: Set<Int> = [4326, 4979, 4490, 4480]

  private static func code(_ reference: OGRSpatialReferenceH, _ node: String) -> Int? {
    guard let authority = OSRGetAuthorityName(reference, node),
      String(cString: authority).uppercased() == "EPSG",
      let text = OSRGetAuthorityCode(reference, node)
    else { return nil }
    return Int(String(cString: text))
  }

  /// The EPSG code of a definition that states none (ESRI's `.prj`), when PROJ's catalogue agrees to at
  /// least 90 % — equal parameters under another name.
  private static func matchedCode(_ reference: OGRSpatialReferenceH) -> Int? {
    var count: Int32 = 0
    var confidences: UnsafeMutablePointer<Int32>?
    guard let matches = OSRFindMatches(reference, nil, &count, &confidences) else { return nil }
    defer {
      OSRFreeSRSArray(matches)
      VSIFree(confidences)
    }
    guard count > 0, let best = matches[0], let confidences, confidences[0] >= 90 else {
      return nil
    }
    let node = OSRIsGeographic(best) != 0 ? "GEOGCS" : "PROJCS"
    return code(best, node)
  }

  /// OGC:CRS84 and definitions that only name the datum.
  private static func isPlainWGS84(_ reference: OGRSpatialReferenceH) -> Bool {
    let datum = OSRGetAttrValue(reference, "DATUM", 0).map { String(cString: $0) } ?? ""
    let plain = datum.uppercased().filter { $0.isLetter || $0.isNumber }
    let known = [
      "WGS1984", "DWGS1984", "WORLDGEODETICSYSTEM1984", "WORLDGEODETICSYSTEM1984ENSEMBLE",
    ]
    return known.contains(plain) || ChineseDatum(named: datum) == .cgcs2000
  }

  private static func oldDatum(
    _ reference: OGRSpatialReferenceH, name: String, base: Int?
  ) -> ChineseDatum? {
    let datum = OSRGetAttrValue(reference, "DATUM", 0).map { String(cString: $0) } ?? ""
    let known =
      base.flatMap { ChineseDatum(geographicCode: $0) } ?? ChineseDatum(named: datum + " " + name)
    return known == .cgcs2000 ? nil : known
  }

  private static func wellKnownText(_ reference: OGRSpatialReferenceH) -> String? {
    var text: UnsafeMutablePointer<CChar>?
    defer { VSIFree(text) }
    guard lc_srs_to_wkt2(reference, &text) == OGRERR_NONE, let text else { return nil }
    return String(cString: text)
  }
}

extension Substring {
  fileprivate var trimmedStart: Substring { drop(while: \.isWhitespace) }
}
