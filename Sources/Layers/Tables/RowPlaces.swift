import Model

/// Where a table's rows are: nowhere, at points, or in geometries; by table row.
enum RowPlaces: Sendable {
  case none
  /// Not finite where a row has no usable coordinates.
  case points([Coordinate])
  case shapes([WellKnownText.Shape?])

  /// False when the table has no coordinates at all.
  var isLocated: Bool {
    if case .none = self { false } else { true }
  }

  /// True when `row` has a usable geometry.
  func contains(_ row: Int) -> Bool {
    switch self {
    case .none: false
    case .points(let points): points[row].isFinite
    case .shapes(let shapes): shapes[row].map { $0.kind != .none } ?? false
    }
  }

  /// Appends the geometry of `row`, `.none` where it has no usable one.
  func append(_ row: Int, to column: inout ShapeColumn) {
    switch self {
    case .points(let points) where points[row].isFinite:
      column.append(.point, parts: [[[points[row]]]])
    case .shapes(let shapes):
      column.append(shapes[row]?.kind ?? .none, parts: shapes[row]?.parts ?? [])
    default:
      column.append(.none, parts: [])
    }
  }
}
