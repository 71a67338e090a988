import Model

/// How the people of a block were spread when shares were taken.
package enum PopulationMethod: UInt8, Sendable, CaseIterable {
  /// At demand points.
  case points
  /// In the cells of a population raster.
  case raster
  /// Evenly over the part of the block in a residential mask.
  case mask
  /// Evenly over the whole block.
  case area

  package var name: String {
    switch self {
    case .points: "points"
    case .raster: "raster"
    case .mask: "mask"
    case .area: "area"
    }
  }
}

/// The measures of every block of a run, in flat arrays by block index, in input order.
///
/// NaN means null throughout. Shares are 0…1. Arrays by reach are blocks × reaches, row-major, with the
/// reaches of `CoverageSettings.reaches`: radii first, then times.
///
/// Workers write disjoint indices while a run is on; afterwards the table is only read.
package final class CoverageTable: @unchecked Sendable {
  package let count: Int
  package let reachCount: Int

  /// Square metres; NaN for a feature that is no usable area.
  package let area: UnsafeMutableBufferPointer<Double>
  /// People of the block: its own value, else the sum of its weights; NaN when unknown.
  package let population: UnsafeMutableBufferPointer<Double>
  /// Index of the nearest station, −1 for none.
  package let nearestStation: UnsafeMutableBufferPointer<Int32>
  /// Metres.
  package let nearestMetres: UnsafeMutableBufferPointer<Double>
  /// Minutes, mean over reachable people.
  package let walkMinutes: UnsafeMutableBufferPointer<Double>
  /// Minutes within which 90 % arrive; NaN when over 10 % are unreachable.
  package let walkMinutes90: UnsafeMutableBufferPointer<Double>
  /// Index of the station most people walk to, −1 for none.
  package let walkStation: UnsafeMutableBufferPointer<Int32>
  /// Share of people who reach no station within the longest walk.
  package let unreachableShare: UnsafeMutableBufferPointer<Double>
  /// People the raster puts into the block; NaN where people are not spread by a raster.
  package let rasterPeople: UnsafeMutableBufferPointer<Double>
  package let method: UnsafeMutableBufferPointer<UInt8>
  /// Walked metres ÷ straight metres to the same stations, mean over reachable people; NaN without streets.
  package let detourRatio: UnsafeMutableBufferPointer<Double>
  /// `WalkCauses` of people who are late or never arrive.
  package let walkCauses: UnsafeMutableBufferPointer<UInt8>
  /// 1 when the underserved flag changes under the borderline variations.
  package let borderline: UnsafeMutableBufferPointer<UInt8>
  /// 1 when there is no station that may serve the block (`--within`).
  package let withoutOwnStation: UnsafeMutableBufferPointer<UInt8>

  /// Discs that touch the block, by radius; stations within each time, where people walk along streets.
  package let stations: UnsafeMutableBufferPointer<Int32>
  package let areaShare: UnsafeMutableBufferPointer<Double>
  package let populationShare: UnsafeMutableBufferPointer<Double>
  /// Shares of people at further settings (`CoverageSettings.extraShares`), blocks × settings, row-major.
  package let extraShare: UnsafeMutableBufferPointer<Double>
  package let extraCount: Int

  /// A table whose rows are all null.
  package convenience init(count: Int, reachCount: Int, extraCount: Int = 0) {
    self.init(unpreparedCount: count, reachCount: reachCount, extraCount: extraCount)
    prepare(0..<count)
  }

  /// A table whose rows must be prepared before they are used: workers do that for the blocks they measure, so
  /// that no time is spent on it alone and the memory is near them.
  init(unpreparedCount count: Int, reachCount: Int, extraCount: Int) {
    self.count = count
    self.reachCount = reachCount
    self.extraCount = extraCount
    extraShare = .allocate(capacity: count * extraCount)
    area = .allocate(capacity: count)
    population = .allocate(capacity: count)
    nearestStation = .allocate(capacity: count)
    nearestMetres = .allocate(capacity: count)
    walkMinutes = .allocate(capacity: count)
    walkMinutes90 = .allocate(capacity: count)
    walkStation = .allocate(capacity: count)
    unreachableShare = .allocate(capacity: count)
    rasterPeople = .allocate(capacity: count)
    detourRatio = .allocate(capacity: count)
    walkCauses = .allocate(capacity: count)
    method = .allocate(capacity: count)
    borderline = .allocate(capacity: count)
    withoutOwnStation = .allocate(capacity: count)
    stations = .allocate(capacity: count * reachCount)
    areaShare = .allocate(capacity: count * reachCount)
    populationShare = .allocate(capacity: count * reachCount)
  }

  /// Sets rows to null.
  func prepare(_ rows: Range<Int>) {
    func fill<Element: BitwiseCopyable>(
      _ buffer: UnsafeMutableBufferPointer<Element>, _ value: Element, _ width: Int = 1
    ) {
      let range = rows.lowerBound * width..<rows.upperBound * width
      UnsafeMutableBufferPointer(rebasing: buffer[range]).initialize(repeating: value)
    }
    for column in [
      area, population, nearestMetres, walkMinutes, walkMinutes90, unreachableShare, rasterPeople,
      detourRatio,
    ] { fill(column, .nan) }
    fill(nearestStation, -1)
    fill(walkStation, -1)
    fill(method, PopulationMethod.area.rawValue)
    fill(borderline, 0)
    fill(walkCauses, 0)
    fill(withoutOwnStation, 0)
    fill(stations, 0, reachCount)
    fill(areaShare, .nan, reachCount)
    fill(populationShare, .nan, reachCount)
    fill(extraShare, .nan, extraCount)
  }

  deinit {
    for buffer in [
      area, population, nearestMetres, walkMinutes, walkMinutes90, unreachableShare, areaShare,
      populationShare, rasterPeople, detourRatio, extraShare,
    ] { buffer.deallocate() }
    for buffer in [nearestStation, walkStation, stations] { buffer.deallocate() }
    for buffer in [method, borderline, withoutOwnStation, walkCauses] { buffer.deallocate() }
  }

  /// True when the block at `index` was measured.
  package func isUsable(_ index: Int) -> Bool { !area[index].isNaN }

  @inline(__always)
  package func slot(_ block: Int, _ reach: Int) -> Int { block * reachCount + reach }
}
