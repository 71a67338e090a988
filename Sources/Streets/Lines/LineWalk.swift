import Model

/// How one line of a layer is walked and on which level it lies.
public struct LineWalk: Sendable, Hashable {
  /// Factors on the true length along the line and against it: 1 a level street, 2 steps, 0 not allowed that way.
  public var forwardFactor: Float
  public var backwardFactor: Float
  public var traits: EdgeTraits
  /// OpenStreetMap's `layer`: 0 the ground, above it positive.
  public var level: Int8

  public init(
    forwardFactor: Float = 1, backwardFactor: Float = 1, traits: EdgeTraits = [], level: Int8 = 0
  ) {
    self.forwardFactor = forwardFactor
    self.backwardFactor = backwardFactor
    self.traits = traits
    self.level = level
  }

  /// Lines cross on the same level only when these are alike: level, on a bridge, in a tunnel.
  var deck: UInt16 {
    UInt16(UInt8(bitPattern: level)) << 2 | (traits.rawValue & EdgeTraits.onDeck.rawValue)
  }
}

extension EdgeTraits {
  /// Above or below the ground.
  static let onDeck: EdgeTraits = [.bridge, .tunnel]
}

/// Decides from a line's attributes how it is walked. Keys are OpenStreetMap's (`highway`, `foot`, `access`,
/// `bridge` …); a layer lacks most of them.
public protocol LineWalkRules: Sendable {
  /// Nil for a line that is not walked. `value` gives an attribute's text, nil where the line has none.
  func walk(_ value: (_ key: String) -> String?) -> LineWalk?
}

/// The rules for a layer without a `highway` attribute: every line is a level street both ways; `bridge`, `tunnel` and
/// `layer` are heeded where the layer has them.
public struct EveryLineWalks: LineWalkRules {
  public init() {}

  public func walk(_ value: (_ key: String) -> String?) -> LineWalk? {
    var walk = LineWalk()
    if Self.isYes(value("bridge")) { walk.traits.insert(.bridge) }
    if Self.isYes(value("tunnel")) { walk.traits.insert(.tunnel) }
    walk.level = Self.level(value("layer"))
    return walk
  }

  /// True for a value that says yes in any way (`yes`, `viaduct`, `1`, `T` …): all but none, empty, `no`, `0`,
  /// `false` and `f`, as OpenStreetMap and its common Shapefile exports write them.
  public static func isYes(_ value: String?) -> Bool {
    guard let value else { return false }
    return !["", "no", "0", "false", "f"].contains(value.lowercased())
  }

  /// The level of a `layer` value; 0 for none or no whole number between -128 and 127.
  public static func level(_ value: String?) -> Int8 {
    guard let number = value.flatMap(Double.init), number == number.rounded() else { return 0 }
    return Int8(exactly: number) ?? 0
  }
}
