import Model

/// One CGCS2000 Gauss-Krüger system that coordinates may be in.
package struct ChinaZone: Sendable, Hashable {
  package var epsg: Int
  /// EPSG's name, such as `CGCS2000 / 3-degree Gauss-Kruger zone 41`.
  package var name: String
  /// Degrees.
  package var centralMeridian: Double
  /// 3 or 6 degrees.
  package var width: Int
  /// The zone number that eastings start with; nil where they have no prefix.
  package var prefix: Int?

  /// The 3-degree system with zone number 25…45 (EPSG:4513…4533, or 4534…4554 without prefix).
  package static func threeDegree(_ zone: Int, prefixed: Bool) -> ChinaZone {
    let meridian = 3 * zone
    let name = prefixed ? "zone \(zone)" : "CM \(meridian)E"
    return ChinaZone(
      epsg: (prefixed ? 4513 : 4534) + zone - 25, name: "CGCS2000 / 3-degree Gauss-Kruger \(name)",
      centralMeridian: Double(meridian), width: 3, prefix: prefixed ? zone : nil)
  }

  /// The 6-degree system with zone number 13…23 (EPSG:4491…4501, or 4502…4512 without prefix).
  package static func sixDegree(_ zone: Int, prefixed: Bool) -> ChinaZone {
    let meridian = 6 * zone - 3
    let name = prefixed ? "zone \(zone)" : "CM \(meridian)E"
    return ChinaZone(
      epsg: (prefixed ? 4491 : 4502) + zone - 13, name: "CGCS2000 / Gauss-Kruger \(name)",
      centralMeridian: Double(meridian), width: 6, prefix: prefixed ? zone : nil)
  }

  /// The system with the same meridian whose eastings carry no zone number.
  package var withoutPrefix: ChinaZone {
    guard let prefix else { return self }
    return width == 3
      ? .threeDegree(prefix, prefixed: false) : .sixDegree(prefix, prefixed: false)
  }

  /// All 64 systems: 3-degree zones before 6-degree ones, prefixed before unprefixed, west to east.
  package static let all: [ChinaZone] =
    (25...45).map { threeDegree($0, prefixed: true) }
    + (25...45).map { threeDegree($0, prefixed: false) }
    + (13...23).map { sixDegree($0, prefixed: true) }
    + (13...23).map { sixDegree($0, prefixed: false) }
}

extension ChinaZone {
  /// The system of an EPSG code; nil when it is none of these.
  package init?(epsg: Int) {
    guard let zone = Self.all.first(where: { $0.epsg == epsg }) else { return nil }
    self = zone
  }
}

/// Guessing the Gauss-Krüger zone of metres that came without a reference system.
package enum ChinaZones {
  /// The CGCS2000 systems all coordinates of `box` (x = easting, y = northing, metres) may be in, likeliest
  /// first; empty when they look like no Gauss-Krüger metres of China.
  ///
  /// With a zone prefix the easting decides: zones 25…45 are 3-degree, 13…23 6-degree. Without one, any
  /// central meridian fits, and all 3-degree ones are returned, west to east.
  package static func candidates(in box: BoundingBox) -> [ChinaZone] {
    // China lies between 3.5° and 53.6° north: 0.38 to 5.95 million metres.
    guard !box.isEmpty, box.minY >= 350_000, box.maxY <= 6_000_000 else { return [] }
    // Beyond these lie no zones, and numbers that may not fit an integer.
    guard box.minX >= 0, box.maxX < 46_000_000 else { return [] }
    let prefix = Int((box.minX / 1_000_000).rounded(.down))
    guard Int((box.maxX / 1_000_000).rounded(.down)) == prefix else { return [] }
    // A 6-degree zone reaches 334 km from its meridian at the equator, and data overlap their neighbours.
    let offset = Double(prefix) * 1_000_000
    guard box.minX - offset >= 100_000, box.maxX - offset <= 900_000 else { return [] }
    switch prefix {
    case 25...45: return [.threeDegree(prefix, prefixed: true)]
    case 13...23: return [.sixDegree(prefix, prefixed: true)]
    case 0: return (25...45).map { .threeDegree($0, prefixed: false) }
    default: return []
    }
  }

  /// True when the axes look swapped: x has the size of a northing in China and y that of an easting with
  /// zone prefix, or the converse.
  package static func looksSwapped(_ box: BoundingBox) -> Bool {
    candidates(in: box).isEmpty
      && !candidates(
        in: BoundingBox(minX: box.minY, minY: box.minX, maxX: box.maxY, maxY: box.maxX)
      ).isEmpty
  }
}
