import Model

/// A chunk's shapes as plain pointers, for the inner loops; valid while the owning arrays are borrowed.
struct ShapeView {
  var kinds: UnsafePointer<ShapeKind>
  var coordinates: UnsafePointer<Coordinate>
  var ringStarts: UnsafePointer<Int32>
  var partStarts: UnsafePointer<Int32>
  var featureStarts: UnsafePointer<Int32>

  @inline(__always)
  func parts(of feature: Int) -> Range<Int> {
    Int(featureStarts[feature])..<Int(featureStarts[feature + 1])
  }

  @inline(__always)
  func rings(of part: Int) -> Range<Int> { Int(partStarts[part])..<Int(partStarts[part + 1]) }

  @inline(__always)
  func coordinates(of ring: Int) -> Range<Int> {
    Int(ringStarts[ring])..<Int(ringStarts[ring + 1])
  }

  /// Most bytes the feature's geometry can take: 30 a position, brackets for rings and parts, 64 for the frame.
  @inline(__always)
  func longestText(of feature: Int) -> Int {
    let parts = parts(of: feature)
    let rings = Int(partStarts[parts.lowerBound])..<Int(partStarts[parts.upperBound])
    let positions = Int(ringStarts[rings.upperBound]) - Int(ringStarts[rings.lowerBound])
    return 64 + positions * 30 + rings.count * 4 + parts.count * 4
  }
}

extension ShapeColumn {
  /// Lends the five arrays as one `ShapeView`.
  func withView<Result>(_ body: (ShapeView) throws -> Result) rethrows -> Result {
    try kinds.withUnsafeBufferPointer { kinds in
      try coordinates.withUnsafeBufferPointer { coordinates in
        try ringStarts.withUnsafeBufferPointer { rings in
          try partStarts.withUnsafeBufferPointer { parts in
            try featureStarts.withUnsafeBufferPointer { features in
              // An empty array may have no address; its view is never read.
              let nowhere = UnsafePointer<Coordinate>(bitPattern: 16)!
              return try body(
                ShapeView(
                  kinds: kinds.baseAddress
                    ?? UnsafeRawPointer(nowhere).assumingMemoryBound(
                      to: ShapeKind.self), coordinates: coordinates.baseAddress ?? nowhere,
                  ringStarts: rings.baseAddress!, partStarts: parts.baseAddress!,
                  featureStarts: features.baseAddress!))
            }
          }
        }
      }
    }
  }
}

/// Writes one feature's geometry as GeoJSON text.
///
/// Positions have at most seven decimals (about a centimetre). Polygon rings are checked as they are written,
/// that is after rounding: positions that became equal to their neighbour are dropped, a ring left with fewer
/// than four positions or no area is dropped, outer rings run counter-clockwise and holes clockwise (RFC 7946,
/// 3.1.6) by the exact sign of the rounded ring's area.
struct GeometryText: ~Copyable {
  /// What became of a geometry.
  struct Outcome: OptionSet {
    let rawValue: UInt8
    /// Nothing was left after rounding: `null` was written.
    static let lost = Outcome(rawValue: 1)
    /// A ring or a line's part vanished.
    static let ringLost = Outcome(rawValue: 2)
    /// A ring that lost positions touches or crosses itself.
    static let spoilt = Outcome(rawValue: 4)
    /// Not written: a coordinate is beyond ±180/±90 or not finite, or the geometry spans more than 180°.
    static let irregular = Outcome(rawValue: 8)
  }

  /// Whether spans over 180° are reported as irregular; off for geometries that were already cut.
  var checksSpan = true
  private var ring = RoundedRing()

  init(checksSpan: Bool = true) { self.checksSpan = checksSpan }

  /// Writes geometry `feature` at `out`, which has room for `longestText`.
  @inline(__always)
  mutating func append(
    _ feature: Int, of view: ShapeView, to out: inout UnsafeMutablePointer<UInt8>
  ) -> Outcome {
    let kind = view.kinds[feature]
    let parts = view.parts(of: feature)
    if kind == .none || kind == .collection || parts.isEmpty {
      NumberText.append("null", to: &out)
      return []
    }
    let start = out
    append(kind.openingText, to: &out)
    var outcome: Outcome = []
    var count = 0
    for part in parts {
      let (isWritten, found) = appendPart(view, view.rings(of: part), kind, count > 0, to: &out)
      outcome.formUnion(found)
      count += isWritten ? 1 : 0
      if found.contains(.irregular) { break }
    }
    if count == 0 || outcome.contains(.irregular) {
      out = start
      if outcome.contains(.irregular) { return outcome }
      NumberText.append("null", to: &out)
      return outcome.union(.lost)
    }
    append(kind.isMultiple ? "]}" : "}", to: &out)
    return outcome
  }

  /// Writes one polygon, line or point, after a comma when `follows`; leaves `out` alone when it is lost.
  @inline(__always)
  private mutating func appendPart(
    _ view: ShapeView, _ rings: Range<Int>, _ kind: ShapeKind, _ follows: Bool,
    to out: inout UnsafeMutablePointer<UInt8>
  ) -> (isWritten: Bool, found: Outcome) {
    let start = out
    out[0] = UInt8(ascii: ",")
    out += follows ? 1 : 0
    let result =
      kind.isAreal
      ? appendPolygon(view, rings, to: &out) : appendLine(view, rings, kind, to: &out)
    if !result.isWritten { out = start }
    return result
  }

  /// Writes one polygon; false when its outer ring is lost.
  @inline(__always)
  private mutating func appendPolygon(
    _ view: ShapeView, _ rings: Range<Int>, to out: inout UnsafeMutablePointer<UInt8>
  ) -> (isWritten: Bool, found: Outcome) {
    var found: Outcome = []
    var separator = UInt8(ascii: "[")
    for index in rings {
      let range = view.coordinates(of: index)
      guard ring.round(view.coordinates, range, checksSpan) else { return (false, .irregular) }
      ring.close()
      let area = ring.count < 4 ? 0 : ring.doubledArea
      let isOuter = index == rings.lowerBound
      if area == 0 {
        if isOuter { return (false, .ringLost) }
        found.insert(.ringLost)
        continue
      }
      if ring.count < range.count, !ring.isSimple { found.insert(.spoilt) }
      out[0] = separator
      out += 1
      ring.append(reversed: (area > 0) != isOuter, to: &out)
      separator = UInt8(ascii: ",")
    }
    out[0] = UInt8(ascii: "]")
    out += 1
    return (!rings.isEmpty, found)
  }

  /// Writes one point or line; false when a line is left with one position.
  @inline(__always)
  private mutating func appendLine(
    _ view: ShapeView, _ rings: Range<Int>, _ kind: ShapeKind,
    to out: inout UnsafeMutablePointer<UInt8>
  ) -> (isWritten: Bool, found: Outcome) {
    guard !rings.isEmpty else { return (false, []) }
    let range = view.coordinates(of: rings.lowerBound)
    guard ring.round(view.coordinates, range, checksSpan) else { return (false, .irregular) }
    if ring.count < (kind.isLineal ? 2 : 1) { return (false, .ringLost) }
    if kind.isLineal {
      ring.append(reversed: false, to: &out)
    } else {
      ring.appendPosition(to: &out)
    }
    return (true, [])
  }

  @inline(__always)
  private func append(_ text: StaticString, to out: inout UnsafeMutablePointer<UInt8>) {
    out.update(from: text.utf8Start, count: text.utf8CodeUnitCount)
    out += text.utf8CodeUnitCount
  }
}

extension ShapeKind {
  fileprivate var isMultiple: Bool {
    self == .multiPoint || self == .multiLineString || self == .multiPolygon
  }

  fileprivate var openingText: StaticString {
    switch self {
    case .point: #"{"type":"Point","coordinates":"#
    case .multiPoint: #"{"type":"MultiPoint","coordinates":["#
    case .lineString: #"{"type":"LineString","coordinates":"#
    case .multiLineString: #"{"type":"MultiLineString","coordinates":["#
    case .polygon: #"{"type":"Polygon","coordinates":"#
    case .multiPolygon: #"{"type":"MultiPolygon","coordinates":["#
    case .none, .collection: "null"
    }
  }
}
