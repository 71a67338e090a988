import Model

/// What a lattice point knows of the streets: the nearest usable street point.
struct StreetFoot: BitwiseCopyable, Sendable {
  /// Its edge; `none` where no usable street is near enough.
  var edge: UInt32
  /// The street point as a fraction 0…1 of the edge from its tail.
  var fraction: Float
  /// Metres from the lattice point to the street point.
  var leg: Float

  static let none = UInt32.max
  /// That of a point near no street.
  static let absent = StreetFoot(edge: none, fraction: 0, leg: .infinity)
}

/// A `StreetFoot` in 8 bytes, so that eight lattice points of a row share a cache line: fractions to 1/65535 of the
/// edge, legs to 1/65535 of the longest.
struct PackedFoot: BitwiseCopyable, Sendable {
  let edge: UInt32
  private let fraction: UInt16
  private let leg: UInt16

  /// `legUnit`: metres, see `legUnit(reach:)`.
  init(_ foot: StreetFoot, legUnit: Float) {
    edge = foot.edge
    fraction = Self.rounded(max(0, min(1, foot.fraction)) * Self.steps)
    leg = foot.edge == StreetFoot.none ? 0 : Self.rounded(min(Self.steps, foot.leg / legUnit))
  }

  /// The nearest whole number of one from 0 to 65,535, halves up. Not `rounded`: a call without SSE 4.1.
  @inline(__always)
  private static func rounded(_ value: Float) -> UInt16 {
    let whole = Int32(value)
    return UInt16(truncatingIfNeeded: whole &+ (value - Float(whole) >= 0.5 ? 1 : 0))
  }

  private init(edge: UInt32, fraction: UInt16, leg: UInt16) {
    self.edge = edge
    self.fraction = fraction
    self.leg = leg
  }

  /// That of a point near no street.
  static let absent = PackedFoot(edge: StreetFoot.none, fraction: 0, leg: 0)

  /// Packs four feet, given by their edges, fractions and legs, one behind the other: as `init` does each.
  @inline(__always)
  static func write(
    _ edges: SIMD4<UInt32>, _ fractions: SIMD4<Float>, _ legs: SIMD4<Float>, legUnit: Float,
    to target: UnsafeMutablePointer<PackedFoot>
  ) {
    let (zero, one) = (SIMD4<Float>(), SIMD4<Float>(repeating: 1))
    var shares = fractions.replacing(with: one, where: one .< fractions)
    shares.replace(with: zero, where: shares .< zero)
    let parts = legs / legUnit
    let most = SIMD4<Float>(repeating: steps)
    let (first, second) = (
      rounded(shares * steps), rounded(parts.replacing(with: most, where: most .< parts))
    )
    for lane in 0..<4 {
      target[lane] = PackedFoot(
        edge: edges[lane], fraction: UInt16(truncatingIfNeeded: first[lane]),
        leg: UInt16(truncatingIfNeeded: second[lane]))
    }
  }

  /// The nearest whole numbers of some from 0 to 65,535, halves up: with the exponent 23 the fraction of a number is
  /// whole, halves made even.
  @inline(__always)
  private static func rounded(_ values: SIMD4<Float>) -> SIMD4<UInt32> {
    let whole = (values + 8_388_608) - 8_388_608
    let isHalf = values - whole .== 0.5
    let up = whole.replacing(with: whole + 1, where: isHalf)
    return unsafeBitCast(up + 8_388_608, to: SIMD4<UInt32>.self) & 0x7F_FFFF
  }

  /// Metres of one step of a leg when legs are no longer than `reach`.
  static func legUnit(reach: Float) -> Float { reach / steps }

  private static let steps: Float = 65_535

  @inline(__always)
  func foot(legUnit: Float) -> StreetFoot {
    StreetFoot(
      edge: edge, fraction: Float(fraction) * (1 / Self.steps),
      leg: edge == StreetFoot.none ? .infinity : Float(leg) * legUnit)
  }

  /// Fractions and legs of eight feet that lie one behind the other: as `foot` tells them, of those with an edge.
  @inline(__always)
  static func eight(
    at feet: UnsafePointer<PackedFoot>, legUnit: Float
  ) -> (fractions: SIMD8<Float>, legs: SIMD8<Float>) {
    // Each foot as two words; the second holds the leg above the fraction.
    let words = UnsafeRawPointer(feet).loadUnaligned(as: SIMD16<UInt32>.self).oddHalf
    let fractions = float(words & SIMD8(repeating: 0xFFFF))
    return (fractions * (1 / steps), float(words &>> SIMD8(repeating: 16)) * legUnit)
  }

  /// Numbers below 2^23, set as the fraction of one with the exponent 23.
  @inline(__always)
  private static func float(_ numbers: SIMD8<UInt32>) -> SIMD8<Float> {
    unsafeBitCast(numbers | SIMD8(repeating: 0x4B00_0000), to: SIMD8<Float>.self) - 8_388_608
  }
}

/// The nearest usable street point of every lattice point that isochrones of some stations can touch, also edge by
/// edge, so that an isochrone touches the reached edges only.
///
/// Exact: each lattice point is compared with every street part that could be its nearest. What is said of a point does
/// not depend on the stations.
struct IsochroneField: Sendable {
  let lattice: IsochroneLattice
  /// The tiles around the stations and around all streets that are nearest to any of their points.
  let window: TileWindow
  let snapMetres: Float
  /// By tile of the window: where its 64 feet begin in `feet`, in tiles; -1 for a tile without any.
  let slots: GraphArray<Int32>
  let feet: GraphArray<PackedFoot>
  /// Metres of one step of a leg in `feet`.
  let legUnit: Float
  /// By edge: the lattice points that it brings, tile by tile.
  let masks: EdgeMasks
  /// The cells in which the outline passes between streets.
  let cells: StreetCells
}
