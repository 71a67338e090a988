import Model

/// What a column's name says about the coordinates in it.
struct CoordinateName: Sendable, Hashable {
  enum Axis: Sendable, Hashable {
    case x, y
    /// Both in one cell, longitude first unless the values show otherwise.
    case pair
    /// Both in one cell, latitude first as the name says (`latlng`).
    case latitudeFirst
  }

  var axis: Axis
  /// The name is one for degrees (`经度`), not one for any system (`x`).
  var isGeographic: Bool
  /// The system the name tells (`百度经度`).
  var system: CoordinateSystem?
  /// What else is in the name (`起点`); columns of one place have the same.
  var rest: String

  /// Nil when `name` is no usual name of coordinates.
  init?(_ name: String) {
    var key = ColumnName.fullKey(name)
    guard !key.isEmpty, key.utf8.count <= 120 else { return nil }
    if let axis = Self.pairNames[key] {
      self.init(axis: axis, isGeographic: true, system: nil, rest: "")
      return
    }
    let system = Self.takeSystem(&key)
    Self.dropUnits(&key)
    if let axis = Self.pairNames[key] {
      self.init(axis: axis, isGeographic: true, system: system, rest: "")
      return
    }
    for (names, axis, isGeographic) in Self.whole where names.contains(key) {
      self.init(axis: axis, isGeographic: isGeographic, system: system, rest: "")
      return
    }
    guard let found = Self.part(of: key, words: Self.words(of: name)) else { return nil }
    self.init(
      axis: found.axis, isGeographic: found.isGeographic, system: system, rest: found.rest)
  }

  private init(axis: Axis, isGeographic: Bool, system: CoordinateSystem?, rest: String) {
    self.axis = axis
    self.isGeographic = isGeographic
    self.system = system
    self.rest = rest
  }

  /// 维度 is a common misspelling of 纬度; jd and wd are the initials of jingdu and weidu.
  private static let whole: [(names: Set<String>, axis: Axis, isGeographic: Bool)] = [
    (
      ["lon", "lng", "long", "longitude", "longtitude", "经度", "东经", "经", "jd", "jingdu"], .x, true
    ),
    (["lat", "latitude", "lattitude", "纬度", "维度", "北纬", "纬", "wd", "weidu"], .y, true),
    (
      [
        "x", "xcoord", "xcoordinate", "pointx", "coordx", "x坐标", "坐标x", "横坐标", "横坐标x", "x横坐标",
        "x轴", "xcenter", "centerx", "centroidx", "easting", "east", "e", "东坐标", "东向坐标", "东",
      ], .x, false
    ),
    (
      [
        "y", "ycoord", "ycoordinate", "pointy", "coordy", "y坐标", "坐标y", "纵坐标", "纵坐标y", "y纵坐标",
        "y轴", "ycenter", "centery", "centroidy", "northing", "north", "n", "北坐标", "北向坐标", "北",
      ], .y, false
    ),
  ]

  private static let pairNames: [String: Axis] = {
    var result: [String: Axis] = [:]
    for name in [
      "经纬度", "经纬", "坐标", "位置坐标", "坐标位置", "地理坐标", "经纬度坐标", "坐标经纬度", "坐标点", "点位坐标",
      "gps", "gps坐标", "gps定位", "定位", "定位坐标", "位置", "地理位置", "coordinate", "coordinates", "coords",
      "coord",
      "location", "lnglat", "lonlat", "longlat", "lonlats", "point", "geom", "geometry", "wkt",
      "thegeom", "shape", "geo", "xy", "xy坐标", "经度纬度", "坐标经度纬度",
    ] {
      result[name] = .pair
    }
    for name in ["latlng", "latlon", "latlong", "纬经度", "纬度经度"] { result[name] = .latitudeFirst }
    return result
  }()

  private static let systems: [(word: String, system: CoordinateSystem)] = [
    ("gcj02", .gcj02), ("gcj", .gcj02), ("高德地图", .gcj02), ("腾讯地图", .gcj02), ("高德", .gcj02),
    ("腾讯", .gcj02), ("火星", .gcj02), ("amap", .gcj02), ("gaode", .gcj02), ("tencent", .gcj02),
    ("bd09ll", .bd09), ("bd09", .bd09), ("百度地图", .bd09), ("百度", .bd09), ("baidu", .bd09),
    ("wgs1984", .wgs84), ("wgs84", .wgs84), ("wgs", .wgs84), ("cgcs2000", .wgs84),
    ("国家2000", .wgs84), ("大地2000", .wgs84), ("2000", .wgs84), ("gps", .wgs84),
  ]

  private static func takeSystem(_ key: inout String) -> CoordinateSystem? {
    for (word, system) in systems where key.contains(word) {
      key = key.replacing(word, with: "")
      return system
    }
    if key.hasPrefix("bd"), ["lon", "lng", "lat", "x", "y"].contains(String(key.dropFirst(2))) {
      key.removeFirst(2)
      return .bd09
    }
    if key.hasSuffix("bd"), ["lon", "lng", "lat", "x", "y"].contains(String(key.dropLast(2))) {
      key.removeLast(2)
      return .bd09
    }
    return nil
  }

  private static func dropUnits(_ key: inout String) {
    for word in ["坐标系", "十进制", "单位", "小数", "保留", "必填", "选填", "米", "degrees", "deg"] {
      key = key.replacing(word, with: "")
    }
    for word in ["坐标"] where key.hasPrefix(word) && key.count > word.count + 1 {
      key.removeFirst(word.count)
    }
    // 经度坐标 → 经度 and 经度(度) → 经度; the shorter names themselves stay.
    if key.hasSuffix("坐标"), key.count > 3 { key.removeLast(2) }
    if key.hasSuffix("度度") { key.removeLast() }
  }

  /// A name with one of the usual words in it: `起点经度`, `station_lon`, `centroid_x`.
  private static func part(of key: String, words: [String]) -> (
    axis: Axis, isGeographic: Bool, rest: String
  )? {
    let isX = key.contains("经度") || key.contains("东经")
    let isY = key.contains("纬度") || key.contains("北纬") || key.contains("维度")
    if isX && isY { return (.pair, true, "") }
    if key.contains("经纬度") { return (.pair, true, key.replacing("经纬度", with: "")) }
    if isX {
      return (.x, true, key.replacing("经度", with: "").replacing("东经", with: ""))
    }
    if isY {
      var rest = key
      for word in ["纬度", "北纬", "维度"] { rest = rest.replacing(word, with: "") }
      return (.y, true, rest)
    }
    for (names, axis, isGeographic) in whole {
      for (index, word) in words.enumerated() where words.count > 1 && names.contains(word) {
        // A lone e or n in a longer name is hardly a direction.
        if word.count == 1, word != "x", word != "y" { continue }
        var rest = words
        rest.remove(at: index)
        return (axis, isGeographic, rest.joined())
      }
    }
    return nil
  }

  /// `stationLon_WGS84` → station, lon, wgs84.
  private static func words(of name: String) -> [String] {
    var words: [String] = [""]
    var previousIsLower = false
    for scalar in HalfWidth.text(name).unicodeScalars {
      let isWord = scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
      if !isWord || (previousIsLower && scalar.properties.isUppercase) { words.append("") }
      if isWord { words[words.count - 1].unicodeScalars.append(scalar) }
      previousIsLower = scalar.properties.isLowercase
    }
    let systemWords: Set<String> = [
      "gcj02", "gcj", "bd09", "bd", "baidu", "amap", "wgs84", "wgs", "gps",
    ]
    return words.map { $0.lowercased() }.filter { !$0.isEmpty && !systemWords.contains($0) }
  }
}
