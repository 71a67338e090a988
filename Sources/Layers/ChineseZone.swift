import Model

/// CGCS2000 Gauss-Krüger zones as far as their eastings tell them apart.
///
/// EPSG: 3-degree zones with the zone number before the easting 4513 (zone 25) … 4533 (45), by central
/// meridian 4534 (75° E) … 4554 (135° E); 6-degree zones 4491 (13) … 4501 (23) and 4502 … 4512.
enum ChineseZone {
  /// A better definition when `code` is one of these zones and the eastings carry, or lack, a zone number.
  static func contradiction(_ code: Int, _ box: BoundingBox) -> String? {
    let prefix = prefix(box)
    switch code {
    case 4534...4554, 4502...4512:
      return prefix.flatMap { candidate(prefix: $0) }
    case 4513...4533:
      if let prefix { return prefix == code - 4513 + 25 ? nil : candidate(prefix: prefix) }
      return isPlain(box) ? "EPSG:\(code + 21)" : nil
    case 4491...4501:
      if let prefix { return prefix == code - 4491 + 13 ? nil : candidate(prefix: prefix) }
      return isPlain(box) ? "EPSG:\(code + 11)" : nil
    default: return nil
    }
  }

  /// What a user might type for metres without a system, most likely first.
  static func hint(_ box: BoundingBox, option: String) -> LocalizedText {
    if let prefix = prefix(box), let candidate = candidate(prefix: prefix) {
      return LocalizedText(
        "eastings begin with zone \(prefix): give \(option) \(candidate) (CGCS2000)",
        zh: "横坐标带 \(prefix) 带号：请用 \(option) \(candidate)（CGCS2000）")
    }
    let swapped = BoundingBox(minX: box.minY, minY: box.minX, maxX: box.maxY, maxY: box.maxX)
    if prefix(swapped) != nil, isNorthing(box.minX, box.maxX) {
      return LocalizedText(
        "northing seems to stand before easting: swap the two", zh: "纵坐标似乎写在横坐标之前，请对调")
    }
    if isPlain(box) {
      return LocalizedText(
        "likely a CGCS2000 3-degree zone without its number: give \(option) EPSG:4534 (75E) … EPSG:4554 (135E) "
          + "by central meridian, for example EPSG:4548 (117E)",
        zh: "可能是不带带号的 CGCS2000 三度带：请按中央经线用 \(option) EPSG:4534（75E）至 EPSG:4554（135E），"
          + "例如 EPSG:4548（117E）")
    }
    if (8_000_000...15_100_000).contains(box.minX), (2_000_000...7_100_000).contains(box.minY) {
      return LocalizedText(
        "likely web Mercator: give \(option) EPSG:3857", zh: "可能是网络墨卡托：请用 \(option) EPSG:3857")
    }
    return LocalizedText(
      "likely a plan in local metres: georeference it, or give \(option) EPSG:n if you know its system",
      zh: "可能是地方坐标的平面图：请先配准，或在已知坐标系时用 \(option) EPSG:n")
  }

  /// The zone number all eastings begin with.
  private static func prefix(_ box: BoundingBox) -> Int? {
    guard box.minX >= 13_000_000, box.maxX < 46_000_000 else { return nil }
    let low = Int(box.minX / 1_000_000)
    return low == Int(box.maxX / 1_000_000) && isNorthing(box.minY, box.maxY) ? low : nil
  }

  private static func candidate(prefix: Int) -> String? {
    switch prefix {
    case 25...45: "EPSG:\(4513 + prefix - 25)"
    case 13...23: "EPSG:\(4491 + prefix - 13)"
    default: nil
    }
  }

  /// Eastings around 500,000 with Chinese northings.
  private static func isPlain(_ box: BoundingBox) -> Bool {
    box.minX >= 100_000 && box.maxX <= 900_000 && isNorthing(box.minY, box.maxY)
  }

  /// From the South China Sea to the Amur.
  private static func isNorthing(_ low: Double, _ high: Double) -> Bool {
    low >= 350_000 && high <= 6_000_000
  }
}
