import Model

/// Geometries of table cells in well-known text (OGC 06-103r4, 7.2): points, lines, polygons and their
/// multi-variants, with Z and M passed over.
struct WellKnownText {
  /// One geometry as `ShapeColumn.append` takes it; polygon rings are closed.
  struct Shape {
    var kind: ShapeKind
    var parts: [[[Coordinate]]]
    /// A polygon ring did not end where it began.
    var hadOpenRing = false
  }

  private var text: Substring.UTF8View
  private var closedRing = false

  /// Nil when `text` is no well-known text that this reads.
  static func shape(_ text: String) -> Shape? {
    var reader = WellKnownText(text: Substring(text).utf8)
    return reader.shape()
  }

  /// True for the beginning of a geometry that is no point.
  static func isShape(_ text: String) -> Bool {
    let upper = text.prefix(40).uppercased()
    return ["POLYGON", "LINESTRING", "MULTI"].contains { upper.contains($0) }
  }

  private mutating func shape() -> Shape? {
    if word() == "SRID" {
      guard let end = text.firstIndex(of: UInt8(ascii: ";")) else { return nil }
      text = text[text.index(after: end)...]
    }
    let kind = takeWord()
    while ["Z", "M", "ZM"].contains(word()) { _ = takeWord() }
    if word() == "EMPTY" { return Shape(kind: .none, parts: []) }
    let parsed: Shape? =
      switch kind {
      case "POINT": coordinates().map { Shape(kind: .point, parts: [[$0]]) }
      case "LINESTRING": coordinates().map { Shape(kind: .lineString, parts: [[$0]]) }
      case "POLYGON": rings().map { Shape(kind: .polygon, parts: [$0]) }
      case "MULTIPOINT": points().map { Shape(kind: .multiPoint, parts: $0.map { [[$0]] }) }
      case "MULTILINESTRING":
        list { $0.coordinates() }.map { Shape(kind: .multiLineString, parts: $0.map { [$0] }) }
      case "MULTIPOLYGON": list { $0.rings() }.map { Shape(kind: .multiPolygon, parts: $0) }
      default: nil
      }
    skipBlanks()
    guard var parsed, text.isEmpty, isComplete(parsed) else { return nil }
    parsed.hadOpenRing = closedRing
    return parsed
  }

  private func isComplete(_ shape: Shape) -> Bool {
    let least =
      switch shape.kind {
      case .polygon, .multiPolygon: 4
      case .lineString, .multiLineString: 2
      default: 1
      }
    return shape.parts.allSatisfy { $0.allSatisfy { $0.count >= least } }
  }

  private mutating func rings() -> [[Coordinate]]? {
    list { reader in
      guard var ring = reader.coordinates(), let first = ring.first else { return nil }
      if ring.last != first {
        ring.append(first)
        reader.closedRing = true
      }
      return ring
    }
  }

  /// `(1 2, 3 4)` or `((1 2), (3 4))`.
  private mutating func points() -> [Coordinate]? {
    list { reader in
      guard reader.peek() == UInt8(ascii: "(") else { return reader.coordinate() }
      return reader.coordinates()?.first
    }
  }

  private mutating func coordinates() -> [Coordinate]? { list { $0.coordinate() } }

  /// Items in brackets with commas between them.
  private mutating func list<Item>(_ item: (inout WellKnownText) -> Item?) -> [Item]? {
    guard take(UInt8(ascii: "(")) else { return nil }
    var items: [Item] = []
    repeat {
      guard let next = item(&self) else { return nil }
      items.append(next)
    } while take(UInt8(ascii: ","))
    return take(UInt8(ascii: ")")) ? items : nil
  }

  private mutating func coordinate() -> Coordinate? {
    guard let x = number(), let y = number(), x.isFinite, y.isFinite else { return nil }
    while let byte = peek(), byte != UInt8(ascii: ","), byte != UInt8(ascii: ")") {
      if number() == nil { return nil }
    }
    return Coordinate(x: x, y: y)
  }

  private mutating func number() -> Double? {
    skipBlanks()
    let end = text.firstIndex { $0 <= 0x20 || $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: ")") }
    let digits = text[..<(end ?? text.endIndex)]
    text = text[(end ?? text.endIndex)...]
    return Double(Substring(digits))
  }

  private mutating func skipBlanks() { text = text.drop { $0 <= 0x20 } }

  private mutating func peek() -> UInt8? {
    skipBlanks()
    return text.first
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard peek() == byte else { return false }
    text = text.dropFirst()
    return true
  }

  private mutating func word() -> String {
    skipBlanks()
    return Substring(text.prefix { ($0 | 0x20) >= 97 && ($0 | 0x20) <= 122 }).uppercased()
  }

  private mutating func takeWord() -> String {
    let result = word()
    text = text.dropFirst(result.utf8.count)
    return result
  }
}
