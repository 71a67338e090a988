import Geometry

/// The strip asked for last, so that a worker passes the index's lock once a strip and not once a block.
struct StripCache {
  private var index: StationIndex?
  /// Keeps the grid's memory alive.
  private var strip: StripStations?
  private var grid: StripGrid?

  /// The stations around a strip; valid as long as the cache is not asked for another.
  @inline(__always)
  mutating func grid(_ index: StationIndex, of projection: LocalProjection) -> StripGrid {
    if let grid, self.index === index, grid.projection.strip == projection.strip { return grid }
    let found = index.stations(of: projection)
    self.index = index
    strip = found
    grid = found.grid
    return found.grid
  }
}
