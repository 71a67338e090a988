import Testing

@testable import Streets

/// Small tables that isochrones are drawn with.
@Suite struct IsochroneTablesTests {
  @Test func `Nodes come sorted, each once, and the set is empty afterwards`() {
    let set = NodeSet(nodeCount: 20_000)
    for nodes: [UInt32] in [[19_999, 0, 64, 63, 4096, 4095, 8191], [], [5, 3]] {
      var seen: [UInt32] = []
      set.forEachSorted(nodes) { seen.append($0) }
      #expect(seen == nodes.sorted())
    }
  }

  @Test func `A foot keeps its leg and place in eight bytes`() {
    let unit = PackedFoot.legUnit(reach: 212)
    for (fraction, leg) in [(Float(0), Float(0)), (1, 212), (0.3333, 17.77)] {
      let foot = PackedFoot(StreetFoot(edge: 7, fraction: fraction, leg: leg), legUnit: unit)
        .foot(legUnit: unit)
      #expect(foot.edge == 7 && abs(foot.fraction - fraction) < 1e-5)
      #expect(abs(foot.leg - leg) <= 0.51 * unit)
    }
    #expect(PackedFoot(.absent, legUnit: unit).foot(legUnit: unit).leg == .infinity)
    #expect(MemoryLayout<PackedFoot>.stride == 8)
  }
}
