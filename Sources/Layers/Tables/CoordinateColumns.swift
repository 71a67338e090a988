import Model

/// The columns that hold a table's coordinates.
struct CoordinatePlaces: Sendable, Hashable {
  /// Column of x and column of y; the same for pairs in one cell.
  var x: Int
  var y: Int
  /// The names are ones for degrees.
  var isGeographic: Bool
  /// Pairs whose name says latitude first.
  var isLatitudeFirst = false
  /// The system the names tell.
  var system: CoordinateSystem?
  /// The user named them.
  var choice = Choice.detected

  var isPair: Bool { x == y }
}

/// Finds coordinate columns by their names.
enum CoordinateColumnSearch {
  /// What the names of one header allow.
  enum Finding {
    case none
    case found(CoordinatePlaces)
    /// Several pairs of columns that the names do not rank.
    case several([CoordinatePlaces])
  }

  /// The user's columns, when `header` has both.
  static func stated(_ columns: LayerRequest.CoordinateColumns, in header: [String])
    -> CoordinatePlaces?
  {
    guard let x = index(of: columns.x, in: header), let y = index(of: columns.y, in: header) else {
      return nil
    }
    let names = [header[x], header[y]].map(CoordinateName.init)
    return CoordinatePlaces(
      x: x, y: y, isGeographic: names.allSatisfy { $0?.isGeographic == true },
      isLatitudeFirst: x == y && names[0]?.axis == .latitudeFirst,
      system: names[0]?.system == names[1]?.system ? names[0]?.system : nil, choice: .option)
  }

  private static func index(of name: String, in header: [String]) -> Int? {
    if let exact = header.firstIndex(of: name) { return exact }
    let full = ColumnName.fullKey(name)
    if let index = header.firstIndex(where: { ColumnName.fullKey($0) == full }) { return index }
    let key = ColumnName.key(name)
    return key.isEmpty ? nil : header.firstIndex { ColumnName.key($0) == key }
  }

  /// The best by name: whole names before longer ones, degrees before x/y (turned round by
  /// `prefersPlanar`), systems that are told before untold ones.
  static func find(in header: [String], prefersPlanar: Bool) -> Finding {
    let names = header.map(CoordinateName.init)
    for isWhole in [true, false] {
      for isGeographic in prefersPlanar ? [false, true] : [true, false] {
        let places = separate(names, isGeographic: isGeographic, isWhole: isWhole)
        if places.count == 1 || (isWhole && !places.isEmpty) { return .found(places[0]) }
        if places.count > 1 {
          let best = places.filter { rank($0.system) == rank(places[0].system) }
          return best.count == 1 ? .found(best[0]) : .several(best)
        }
      }
      let pairs = pairs(names, isWhole: isWhole)
      if pairs.count == 1 { return .found(pairs[0]) }
      if let first = pairs.first { return isWhole ? .found(first) : .several(pairs) }
    }
    return .none
  }

  /// All columns whose whole name says that they hold pairs, in column order.
  static func pairColumns(in header: [String]) -> [CoordinatePlaces] {
    pairs(header.map(CoordinateName.init), isWhole: true)
  }

  private static func separate(_ names: [CoordinateName?], isGeographic: Bool, isWhole: Bool)
    -> [CoordinatePlaces]
  {
    var result: [CoordinatePlaces] = []
    for (x, name) in names.enumerated() {
      guard let name, name.axis == .x, name.isGeographic == isGeographic,
        name.rest.isEmpty == isWhole
      else { continue }
      let partner = names.firstIndex {
        $0?.axis == .y && $0?.isGeographic == isGeographic && $0?.rest == name.rest
          && $0?.system == name.system
      }
      guard let y = partner else { continue }
      result.append(
        CoordinatePlaces(x: x, y: y, isGeographic: isGeographic, system: name.system))
    }
    return result.sorted { (rank($0.system), $0.x) < (rank($1.system), $1.x) }
  }

  private static func pairs(_ names: [CoordinateName?], isWhole: Bool) -> [CoordinatePlaces] {
    let result = names.enumerated().compactMap { index, name -> CoordinatePlaces? in
      guard let name, name.axis == .pair || name.axis == .latitudeFirst,
        name.rest.isEmpty == isWhole
      else { return nil }
      return CoordinatePlaces(
        x: index, y: index, isGeographic: true, isLatitudeFirst: name.axis == .latitudeFirst,
        system: name.system)
    }
    return result.sorted { (rank($0.system), $0.x) < (rank($1.system), $1.x) }
  }

  private static func rank(_ system: CoordinateSystem?) -> Int {
    switch system {
    case .wgs84: 0
    case .gcj02: 1
    case .bd09: 2
    default: 3
    }
  }
}
