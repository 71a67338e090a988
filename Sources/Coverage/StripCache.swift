import Geometry

/// The strip asked for last, so that a worker passes the index's lock once a strip and not once a block.
struct StripCache {
  private var index: StationIndex?
  private var strip: StripStations?

  /// The stations around a strip; the reference lives as long as the cache is not asked for another.
  @inline(__always)
  mutating func stations(_ index: StationIndex, of projection: LocalProjection) -> StripStations {
    if let strip, self.index === index, strip.projection.strip == projection.strip { return strip }
    let found = index.stations(of: projection)
    self.index = index
    strip = found
    return found
  }
}
