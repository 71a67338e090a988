/// How fast somebody walks. Walking lengths do not depend on it, so one search serves every profile.
public struct WalkProfile: Sendable, Hashable {
  public var name: String
  /// Kilometres an hour on the level, > 0.
  public var speed: Double

  public init(name: String, speed: Double) {
    self.name = name
    self.speed = speed
  }

  /// The contract's profiles (§4).
  public static let adult = WalkProfile(name: "adult", speed: 4.0)
  public static let elderly = WalkProfile(name: "elderly", speed: 2.9)
  public static let brisk = WalkProfile(name: "brisk", speed: 5.0)

  /// Walking millimetres in one minute.
  public var millimetresPerMinute: Double { speed * 1e6 / 60 }

  public func minutes(_ walkMillimetres: Double) -> Double {
    walkMillimetres / millimetresPerMinute
  }

  /// The largest walking length that takes at most `minutes` (≤): exact whenever the product is a whole number.
  public func reach(minutes: Double) -> UInt32 {
    // minutes × speed first: 15 × 4.0 is exact where 15 × (4e6 / 60) is not.
    let product = (minutes * speed * 1e6 / 60)
    let nearest = product.rounded()
    let limit = abs(product - nearest) < 1e-6 ? nearest : product.rounded(.down)
    return UInt32(min(max(0, limit), Double(UInt32.max - 1)))
  }
}
