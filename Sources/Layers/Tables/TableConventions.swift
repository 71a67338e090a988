import Model

/// How tables are understood, for commands that keep a table's own bytes and so do not read it as a `Table`.
package enum TableConventions {
  /// The text of a table file as UTF-8 without a byte order mark.
  ///
  /// - Throws: `AnalysisError`: 64 for an unknown `encoding`, 65 when the bytes are no text.
  package static func utf8(
    _ bytes: [UInt8], encoding: String?, file: String, optionName: String
  ) throws -> [UInt8] {
    try TableEncoding.decode(
      bytes, option: encoding, subject: Subject(file: file), optionName: optionName
    ).bytes
  }

  /// The columns that hold coordinates by their names; the same twice for pairs in one cell.
  ///
  /// - Parameter prefersPlanar: x and y before longitude and latitude where a header has both.
  /// - Returns: the candidates: none, one, or several that the names do not rank.
  package static func coordinateColumns(
    of header: [String], prefersPlanar: Bool
  ) -> [(x: Int, y: Int)] {
    switch CoordinateColumnSearch.find(in: header, prefersPlanar: prefersPlanar) {
    case .none: []
    case .found(let places): [(places.x, places.y)]
    case .several(let places): places.map { ($0.x, $0.y) }
    }
  }

  /// One coordinate as people write it: decimal, degrees-minutes-seconds, full-width digits.
  package static func coordinate(_ text: String) -> Double? {
    CoordinateText.single(text)?.value
  }

  /// Two coordinates of one cell, x first; latitude first is recognised by its letters, or by a first value
  /// that can only be a latitude beside one that can only be a longitude.
  package static func pair(_ text: String) -> Coordinate? {
    guard let (first, second) = CoordinateText.pair(text) else { return nil }
    let isSwapped =
      first.axis == .latitude || second.axis == .longitude
      || (first.axis == nil && abs(first.value) <= 90 && (90...180).contains(abs(second.value)))
    return isSwapped
      ? Coordinate(x: second.value, y: first.value) : Coordinate(x: first.value, y: second.value)
  }
}
