/// When solving stops.
public struct SolveLimits: Sendable {
  /// Wall-clock seconds from the call; nil runs until the gap is closed.
  public var seconds: Double?
  /// Solving stops as soon as |objective − bound| ÷ |objective| is at most this.
  public var gap: Double
  /// Upper limit of worker threads; never changes a result that was not cut off by `seconds`.
  public var threads: Int

  public init(seconds: Double? = nil, gap: Double = SitingSolution.provenGap, threads: Int = 1) {
    self.seconds = seconds
    self.gap = gap
    self.threads = threads
  }
}
