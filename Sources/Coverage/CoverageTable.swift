import Foundation
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
/// `unchecked Sendable`: workers write disjoint indices while a run is on; afterwards the table is only read.
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
    extraShare = Self.column(count * extraCount)
    area = Self.column(count)
    population = Self.column(count)
    nearestStation = Self.column(count)
    nearestMetres = Self.column(count)
    walkMinutes = Self.column(count)
    walkMinutes90 = Self.column(count)
    walkStation = Self.column(count)
    unreachableShare = Self.column(count)
    rasterPeople = Self.column(count)
    detourRatio = Self.column(count)
    walkCauses = Self.column(count)
    method = Self.column(count)
    borderline = Self.column(count)
    withoutOwnStation = Self.column(count)
    stations = Self.column(count * reachCount)
    areaShare = Self.column(count * reachCount)
    populationShare = Self.column(count * reachCount)
  }

  /// Memory of one column. Long ones are asked for in huge pages, since a page fault for every 4 KiB of a million
  /// blocks takes longer than filling them.
  private static func column<Element>(_ count: Int) -> UnsafeMutableBufferPointer<Element> {
    let size = count * MemoryLayout<Element>.stride
    if size < 2 * hugePage { return .allocate(capacity: count) }
    let memory = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: hugePage)
    // Advice only: where it is not taken, pages stay small.
    madvise(memory, size, MADV_HUGEPAGE)
    return UnsafeMutableBufferPointer(
      start: memory.bindMemory(to: Element.self, capacity: count), count: count)
  }

  private static let hugePage = 2 << 20

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
