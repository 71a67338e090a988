import Model

/// Where a grid's header is and what its columns are called.
struct HeaderPlace {
  /// Records of the header: one or two, or none for a table that starts with data.
  var records: Range<Int>
  /// The names as written, by grid column; "" where there is none.
  var names: [String]
  /// The coordinate columns by grid column, when the names tell.
  var coordinates: CoordinateColumnSearch.Finding
}

/// Finds the header among title rows, blank rows and rows of units.
struct HeaderSearch {
  let grid: CellGrid
  let stated: LayerRequest.CoordinateColumns?
  let prefersPlanar: Bool
  let wantsCoordinates: Bool

  /// How many records from the top are looked at.
  private static let depth = 40

  /// The first row that names coordinate columns; else the first full row of words; nil in an empty grid.
  func find() -> HeaderPlace? {
    let records = (0..<min(grid.count, Self.depth)).filter { !grid.isBlank($0) }
    guard !records.isEmpty else { return nil }
    if stated != nil || wantsCoordinates {
      for record in records {
        if let place = withCoordinates(record) { return place }
      }
    }
    let widths = records.map { filled(grid.texts($0)).count }
    let usual = widths.max() ?? 1
    for (record, width) in zip(records, widths) {
      let isWide = width * 10 >= usual * 6 && (width > 1 || usual == 1)
      if isWide || isGroupRow(record), isWords(grid.texts(record)) { return place(of: record) }
    }
    return HeaderPlace(records: records[0]..<records[0], names: [], coordinates: .none)
  }

  /// The header at `record` when it, alone or with a neighbour, names coordinates.
  private func withCoordinates(_ record: Int) -> HeaderPlace? {
    let texts = grid.texts(record)
    guard filled(texts).count > 1 || grid.width(record) == 1, isWords(texts) else { return nil }
    let place = place(of: record)
    switch place.coordinates {
    case .none: return nil
    case .found(let places) where places.isPair:
      // A title such as “坐标：…” or a lone 位置 must stand in a row of names.
      return filled(texts).count * 2 >= min(4, grid.width(record)) ? place : nil
    default: return place
    }
  }

  /// The header of one or two rows that begins at `record`.
  private func place(of record: Int) -> HeaderPlace {
    let single = cleaned(record)
    if let next = following(record), let joined = joined(record, next) {
      return HeaderPlace(
        records: record..<next + 1, names: joined, coordinates: coordinates(joined))
    }
    return HeaderPlace(
      records: record..<record + 1, names: single, coordinates: coordinates(single))
  }

  private func coordinates(_ names: [String]) -> CoordinateColumnSearch.Finding {
    if let stated {
      return CoordinateColumnSearch.stated(stated, in: names).map { .found($0) } ?? .none
    }
    return wantsCoordinates
      ? CoordinateColumnSearch.find(in: names, prefersPlanar: prefersPlanar) : .none
  }

  private func cleaned(_ record: Int) -> [String] { grid.texts(record).map(ColumnName.cleaned) }

  /// The next record, unless blank.
  private func following(_ record: Int) -> Int? {
    record + 1 < grid.count && !grid.isBlank(record + 1) ? record + 1 : nil
  }

  private func isGroupRow(_ record: Int) -> Bool {
    following(record).flatMap { joined(record, $0) } != nil
  }

  /// Names of a two-row header (`坐标` over `经度`, `纬度` → `坐标_经度`, `坐标_纬度`); nil when the second
  /// row does not fill exactly the gaps of the first.
  private func joined(_ upper: Int, _ lower: Int) -> [String]? {
    let (top, bottom) = (cleaned(upper), cleaned(lower))
    guard isWords(bottom), filled(top).count > 1 else { return nil }
    var names: [String] = []
    var group: String?
    var groups = 0
    for column in 0..<max(top.count, bottom.count) {
      let above = column < top.count ? top[column] : ""
      let below = column < bottom.count ? bottom[column] : ""
      if !above.isEmpty, below.isEmpty {
        names.append(above)
        group = nil
      } else if !above.isEmpty {
        // A group goes over at least two columns; the same word twice is a merged cell written out.
        let next = column + 1 < bottom.count ? bottom[column + 1] : ""
        let nextAbove = column + 1 < top.count ? top[column + 1] : ""
        if above == below {
          names.append(above)
          group = nil
          continue
        }
        guard !next.isEmpty, nextAbove.isEmpty || nextAbove == above || group == above else {
          return nil
        }
        group = above
        groups += 1
        names.append(above + "_" + below)
      } else if !below.isEmpty {
        guard let group else { return nil }
        names.append(group + "_" + below)
      } else {
        names.append("")
      }
    }
    return groups > 0 ? names : nil
  }

  private func filled(_ texts: [String]) -> [String] { texts.filter { !$0.isEmpty } }

  /// True when most of the filled cells are words, none of them a coordinate in digits.
  private func isWords(_ texts: [String]) -> Bool {
    let cells = filled(texts)
    let words = cells.filter { Double(HalfWidth.text($0)) == nil && $0.utf8.count <= 200 }
    return !cells.isEmpty && words.count * 2 > cells.count
      && !cells.contains { $0.contains(".") && Double($0) != nil }
      && !(wantsCoordinates && cells.contains { CoordinateText.pair($0) != nil })
  }
}
