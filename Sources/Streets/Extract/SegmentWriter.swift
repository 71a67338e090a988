/// Writes the segments of ways to where their tallies say they belong.
struct SegmentWriter: Sendable {
  let target: SegmentTarget
  let cutter: WayCutter
  /// By node of the extract: its number in the segments.
  let numbers: FilledArray<UInt32>
  let places: GraphArray<FixedPoint>
  let labels: [UInt32]
  let verdicts: [WalkVerdict]
  /// Number of the first copy of a node at a closed gate.
  let firstCopy: Int

  /// Writes the segments of `ways`; `before` is what the ways before them amount to.
  func write(_ ways: Range<Int>, from before: WayTally) {
    var at = before
    for way in ways {
      let verdict = verdicts[Int(labels[way])]
      cutter.forEachSegment(of: way) { tail, head in
        let segment = at.segments
        target.tails[segment] = end(tail, &at)
        target.heads[segment] = end(head, &at)
        target.forward[segment] = verdict.forwardFactor
        target.backward[segment] = verdict.backwardFactor
        target.traits[segment] = verdict.traits
        cutter.forEachInner(tail, head) { inner in
          target.shapePoints[at.shapePoints] = places[Int(cutter.refs[inner])]
          at.shapePoints += 1
        }
        at.segments += 1
        target.shapeStarts[at.segments] = UInt32(at.shapePoints)
      }
    }
  }

  /// The node at a reference. Either side of a closed gate ends at a node of its own.
  @inline(__always)
  private func end(_ index: Int, _ at: inout WayTally) -> UInt32 {
    let node = cutter.refs[index]
    if cutter.uses.closedGates.isEmpty || !cutter.uses.closedGates.contains(node) {
      return numbers[Int(node)]
    }
    let copy = firstCopy + at.gateCuts
    at.gateCuts += 1
    target.nodes[copy] = places[Int(node)]
    return UInt32(copy)
  }
}

/// The arrays of segments while several threads write them.
///
/// `@unchecked Sendable`: every element is written by one thread, and read after all have finished.
struct SegmentTarget: @unchecked Sendable {
  let nodes: UnsafeMutablePointer<FixedPoint>
  let tails: UnsafeMutablePointer<UInt32>
  let heads: UnsafeMutablePointer<UInt32>
  let forward: UnsafeMutablePointer<Float>
  let backward: UnsafeMutablePointer<Float>
  let traits: UnsafeMutablePointer<EdgeTraits>
  let shapeStarts: UnsafeMutablePointer<UInt32>
  let shapePoints: UnsafeMutablePointer<FixedPoint>
}

extension StreetSegments {
  /// Makes room for as many segments and inner places as the tally says, then lets `write` fill all of them; nodes
  /// are there already.
  mutating func fill(_ total: WayTally, _ write: (SegmentTarget) -> Void) {
    let count = total.segments
    (tails, heads) = (LargeList(unwritten: count), LargeList(unwritten: count))
    (forwardFactors, backwardFactors) = (LargeList(unwritten: count), LargeList(unwritten: count))
    traits = LargeList(unwritten: count)
    shapeStarts = LargeList(unwritten: count + 1)
    shapeStarts[0] = 0
    shapePoints = LargeList(unwritten: total.shapePoints)
    write(
      SegmentTarget(
        nodes: nodes.memory, tails: tails.memory, heads: heads.memory,
        forward: forwardFactors.memory, backward: backwardFactors.memory, traits: traits.memory,
        shapeStarts: shapeStarts.memory, shapePoints: shapePoints.memory))
  }
}
