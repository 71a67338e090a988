import Model

/// Makes street segments of the walkable ways: cuts them at junctions, closed gates and missing nodes.
///
/// The segments are counted first and then written to where they belong, both by pieces of the list of ways: the
/// thread count cannot change them.
struct StreetAssembly {
  private(set) var segments = StreetSegments()
  /// Ways that gave no segment.
  let shortWays: Int
  /// Ends of segments at closed gates.
  let gateCuts: Int

  /// `refs` are the ranks of `contents.streets.nodes`.
  init(_ contents: ExtractContents, refs: GraphArray<UInt32>, threads: Int) {
    let pieces = IndexPieces(threads: threads)
    let uses = NodeUses(contents, refs: refs)
    let cutter = WayCutter(starts: contents.streets.starts, refs: refs, uses: uses)
    let tallies = cutter.tallies(pieces)
    let total = tallies[tallies.count - 1]
    shortWays = contents.streets.count - total.ways
    gateCuts = total.gateCuts
    let numbers = numberNodes(contents, uses)
    let firstCopy = segments.nodes.count - gateCuts
    segments.fill(total) { target in
      let writer = SegmentWriter(
        target: target, cutter: cutter, numbers: numbers, places: contents.places.array,
        labels: contents.streets.labels, verdicts: contents.verdicts, firstCopy: firstCopy)
      pieces.forEachNumbered(contents.streets.count) { piece, ways in
        writer.write(ways, from: tallies[piece])
      }
    }
    numbers.keep()
    uses.keep()
  }

  /// Numbers the nodes at which segments end, by node of the extract, and leaves room for the copies at closed gates
  /// behind them.
  private mutating func numberNodes(
    _ contents: ExtractContents, _ uses: NodeUses
  ) -> FilledArray<UInt32> {
    let numbers = FilledArray<UInt32>(contents.places.count)
    let places = contents.places.array
    segments.nodes = LargeList(unwritten: places.count + gateCuts)
    let nodes = segments.nodes.memory
    var count = 0
    for node in 0..<places.count {
      // Written always, counted only when kept: no branch to guess.
      numbers[node] = UInt32(count)
      nodes[count] = places[node]
      count += uses.isEnd(UInt32(node)) ? 1 : 0
    }
    segments.nodes.cut(to: count + gateCuts)
    return numbers
  }
}
