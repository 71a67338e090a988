import Coverage
import Layers
import Model

/// The demand points of a bounded run: all in memory, handed to the batches of their blocks.
struct BoundedDemand: Sendable {
  private let places: DemandPlaces
  /// Points that belong to a block, by block, then in input order.
  private let order: [Int32]
  /// The points' file and number, without any point.
  let frame: DemandInput

  /// Goes through the blocks once for points that name theirs, and once for points that lie in theirs.
  init(
    _ input: CoverageRequest.Input, _ groups: [PeopleGroup], _ blocks: BlockStream, threads: Int,
    ledger: inout Ledger
  ) throws {
    var places = try DemandPlaces(input, groups: groups, threads: threads, ledger: &ledger)
    if places.namesBlocks {
      try blocks.visit { pieces, first in
        places.assign(try blocks.features(pieces).ids, first: first)
      }
    }
    if !places.openPoints().isEmpty {
      try blocks.visit { pieces, first in
        var part = try blocks.features(pieces)
        var known = Ledger()
        try part.place(threads: threads, ledger: &known)
        try places.locate(part.layer, first: first, threads: threads)
      }
    }
    places.record(&ledger)
    let owners = places.owners
    order = owners.indices.filter { owners[$0] >= 0 }
      .sorted { (owners[$0], $0) < (owners[$1], $1) }.map(Int32.init)
    frame = DemandInput(places, among: [], blocks.frame, first: 0)
    self.places = places
  }

  /// The points of a batch.
  ///
  /// - Parameter range: positions of its blocks in the run.
  func batch(_ blocks: BlockInput, _ range: Range<Int>) -> DemandInput {
    let first = position(of: range.lowerBound)
    let points = order[first..<position(of: range.upperBound)].map(Int.init).sorted()
    return DemandInput(places, among: points, blocks, first: range.lowerBound)
  }

  /// Where the points of a block begin in `order`.
  private func position(of block: Int) -> Int {
    var (low, high) = (0, order.count)
    while low < high {
      let middle = (low + high) / 2
      if Int(places.owners[Int(order[middle])]) < block { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
