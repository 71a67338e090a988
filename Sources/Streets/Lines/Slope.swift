import Foundation
import Model

/// How slope changes walking lengths.
public enum SlopeProfile: String, Sendable, Hashable, CaseIterable {
  /// It does not.
  case none
  /// W. Tobler, *Three Presentations on Geographical Analysis and Modeling*, NCGIA Technical Report 93-1 (1993):
  /// 6 km/h · e^(-3.5·|S + 0.05|) for a slope S = rise ÷ run.
  case tobler

  /// Slopes count up to this, either way: steeper ones are steps of the elevation data, not of the street.
  public static let steepest = 1.0

  /// The factor on the length for a slope in the direction of walking; 1 on the level, as speeds are given for it.
  public func factor(slope: Double) -> Double {
    if self == .none { return 1 }
    let slope = min(Self.steepest, max(-Self.steepest, slope))
    return exp(3.5 * (abs(slope + 0.05) - 0.05))
  }
}

/// What applying slope did, for the ledger.
public struct SlopeResult: Sendable, Hashable {
  /// Segments that got factors of their slope.
  public var sloped = 0
  /// Segments left level because the elevation of an end is not known.
  public var missing = 0

  public init() {}
}

extension StreetSegments {
  /// Streets longer than this are sampled piece by piece, metres: the cell of common elevation rasters.
  public static let slopeSampleMetres = 30.0
  /// Elevations nearer to each other than this along a street are not compared, metres: their noise would be slope.
  public static let slopeLeastMetres = 10.0

  /// Multiplies the factors by those of the slope, each direction its own.
  ///
  /// Elevation (metres) is asked for at the ends, at shape points and each 30 m between; inner places without one are
  /// passed over, a segment without one at an end stays level and is counted. NaN counts as none. A bridge or tunnel
  /// climbs evenly between its ends. Steps keep their factor: it is for the climb already.
  public mutating func applySlope(
    _ profile: SlopeProfile = .tobler, elevation: (FixedPoint) -> Double?
  ) -> SlopeResult {
    var result = SlopeResult()
    facts.slope = profile.rawValue
    if profile == .none { return result }
    for segment in 0..<count where !traits[segment].contains(.steps) {
      guard let climb = climb(of: segment, elevation) else {
        result.missing += 1
        continue
      }
      result.sloped += 1
      let factors = Self.factors(climb, profile)
      forwardFactors[segment] *= Float(factors.forward)
      backwardFactors[segment] *= Float(factors.backward)
    }
    return result
  }

  /// Metres along a segment and the elevation there, from its tail to its head; nil when that of an end is unknown.
  private func climb(
    of segment: Int, _ elevation: (FixedPoint) -> Double?
  ) -> [(metres: Double, height: Double)]? {
    let inner = Int(shapeStarts[segment])..<Int(shapeStarts[segment + 1])
    let (tail, head) = (nodes[Int(tails[segment])], nodes[Int(heads[segment])])
    func height(_ place: FixedPoint) -> Double? {
      elevation(place).flatMap { $0.isFinite ? $0 : nil }
    }
    guard let first = height(tail), let last = height(head) else { return nil }
    let isDeck = !traits[segment].isDisjoint(with: .onDeck)
    var climb = [(metres: 0.0, height: first)]
    var metres = 0.0
    var from = tail
    for place in shapePoints[inner] + [head] {
      let length = LocalFrame.distance(from, place)
      let pieces = max(1, (length / Self.slopeSampleMetres).rounded(.up))
      for piece in stride(from: 1.0, through: pieces, by: 1) where !isDeck {
        let at = metres + length * piece / pieces
        guard at - climb[climb.count - 1].metres >= Self.slopeLeastMetres else { continue }
        let sample = piece == pieces ? place : PlaneSegments.place(from, place, piece / pieces)
        if let height = height(sample) { climb.append((at, height)) }
      }
      metres += length
      from = place
    }
    // The head itself counts: a sample just before it gives way.
    if climb.count > 1, metres - climb[climb.count - 1].metres < Self.slopeLeastMetres {
      climb.removeLast()
    }
    climb.append((metres, last))
    return climb
  }

  private static func factors(
    _ climb: [(metres: Double, height: Double)], _ profile: SlopeProfile
  ) -> (forward: Double, backward: Double) {
    let total = climb[climb.count - 1].metres
    if total <= 0 { return (1, 1) }
    var (forward, backward) = (0.0, 0.0)
    for (from, to) in zip(climb, climb.dropFirst()) where to.metres > from.metres {
      let run = to.metres - from.metres
      let slope = (to.height - from.height) / run
      forward += run * profile.factor(slope: slope)
      backward += run * profile.factor(slope: -slope)
    }
    return (forward / total, backward / total)
  }
}
