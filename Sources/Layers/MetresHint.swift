import Geometry
import Model

/// What a user might type for coordinates that are not degrees, and which Gauss-Krüger zone they belong to.
enum MetresHint {
  /// A better definition when `code` is a CGCS2000 zone and the eastings carry, or lack, a zone number.
  static func contradiction(_ code: Int, _ box: BoundingBox) -> String? {
    guard let stated = ChinaZone(epsg: code), let likely = ChinaZones.candidates(in: box).first
    else { return nil }
    if let number = likely.prefix {
      return stated.prefix == number ? nil : "EPSG:\(likely.epsg)"
    }
    return stated.prefix == nil ? nil : "EPSG:\(stated.withoutPrefix.epsg)"
  }

  /// What to type for metres without a system, most likely first.
  static func hint(_ box: BoundingBox, option: String) -> LocalizedText {
    let zones = ChinaZones.candidates(in: box)
    if let zone = zones.first, let number = zone.prefix {
      // Eastings of the 6-degree zones 13 to 15 are also possible in web Mercator.
      let other = isMercator(box) ? " | EPSG:3857" : ""
      return LocalizedText(
        "eastings begin with zone \(number): give \(option) EPSG:\(zone.epsg)\(other) (CGCS2000"
          + (other.isEmpty ? ")" : " or web Mercator)"),
        zh: "横坐标带 \(number) 带号：请用 \(option) EPSG:\(zone.epsg)\(other)（CGCS2000"
          + (other.isEmpty ? "）" : "或网络墨卡托）"))
    }
    if !zones.isEmpty {
      return LocalizedText(
        "likely a CGCS2000 3-degree zone without its number: give \(option) EPSG:4534 (75E) … EPSG:4554 (135E) "
          + "by central meridian, for example EPSG:4548 (117E), or UTM EPSG:326xx",
        zh: "可能是不带带号的 CGCS2000 三度带：请按中央经线用 \(option) EPSG:4534（75E）至 EPSG:4554（135E），"
          + "例如 EPSG:4548（117E）；或 UTM EPSG:326xx")
    }
    if ChinaZones.looksSwapped(box) {
      return LocalizedText(
        "northing seems to stand before easting: swap the two", zh: "纵坐标似乎写在横坐标之前，请对调")
    }
    if isMercator(box) {
      return LocalizedText(
        "likely web Mercator: give \(option) EPSG:3857", zh: "可能是网络墨卡托：请用 \(option) EPSG:3857")
    }
    return LocalizedText(
      "likely a plan in local metres: georeference it, or give \(option) with its system, such as EPSG:4534 … "
        + "EPSG:4554 (CGCS2000 zones)",
      zh: "可能是地方坐标的平面图：请先配准，或在已知坐标系时用 \(option) 注明，如 EPSG:4534 至 EPSG:4554（CGCS2000 分带）")
  }

  /// China in web Mercator, metres.
  private static func isMercator(_ box: BoundingBox) -> Bool {
    box.minX >= 8_000_000 && box.maxX <= 15_200_000 && box.minY >= 300_000
      && box.maxY <= 7_200_000
  }
}
