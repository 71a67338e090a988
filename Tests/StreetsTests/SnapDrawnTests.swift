import Model
import Testing

@testable import Streets

/// Hand-counted snaps on drawn networks.
@Suite struct SnapDrawnTests {
  @Test func `A place goes to the nearest point of an edge, not to its ends`() {
    let town = DrawnNetwork("         a\n\n+------------------------------+", gridMetres: 20)
    let point = town.snap("a")
    #expect(point?.legMillimetres == 40_000)
    let along = point.map { min($0.alongMillimetres, 620_000 - $0.alongMillimetres) }
    #expect(along == 180_000)
  }

  @Test func `The snapping limit is inclusive`() {
    let town = DrawnNetwork("         a\n\n+------------------------------+", gridMetres: 50)
    guard case .snapped(let point) = town.snapResult("a") else {
      Issue.record("not snapped")
      return
    }
    let metres = Double(point.legMillimetres) / 1000
    #expect(town.snapResult("a", limit: metres) == .snapped(point))
    #expect(town.snapResult("a", limit: metres - 0.001) == .noStreetNearby)
    #expect(town.snapResult("a", limit: 99) == .noStreetNearby)
    #expect(town.snapResult("a", limit: -1) == .noStreetNearby)
    #expect(town.snapResult("a", limit: .nan) == .noStreetNearby)
  }

  @Test func `A stub nobody can leave is passed over for a usable street`() {
    let drawing = """
      +----------------------------------------+

           +-a+
      """
    let town = DrawnNetwork(drawing, gridMetres: 60)
    #expect(town.snap("a")?.legMillimetres == 120_000)
    #expect(town.graph.componentMetres.count == 2)
  }

  @Test func `A separate network of 2,000 m is usable, one of less is not`() {
    let drawing = """
      +----------------------------------------+

           a
        +-------------------+
      """
    // 20 steps of 100 m.
    let large = DrawnNetwork(drawing, gridMetres: 100)
    #expect(large.snap("a")?.legMillimetres == 100_000)
    let small = DrawnNetwork(drawing, gridMetres: 99)
    #expect(small.snap("a")?.legMillimetres == 198_000)
  }

  @Test func `The largest network is usable however small`() {
    let town = DrawnNetwork("a\n+---+", gridMetres: 10)
    #expect(town.snap("a")?.legMillimetres == 10_000)
  }

  private let river = """
    +-----------------------------------+

      ###############################

               a




    +-----------------------------------+
    """

  @Test func `A leg does not jump the river`() {
    let town = DrawnNetwork(river, gridMetres: 60)
    #expect(town.snap("a", limit: 300, barriers: false)?.legMillimetres == 240_000)
    let south = town.snap("a", limit: 301)!
    #expect(south.legMillimetres == 300_000)
    #expect(town.graph.nodes[Int(town.graph.edgeTails[Int(south.edge)])].latitudeE7 < 439_990_000)
    #expect(northBank(river).snap("a", barriers: false)?.legMillimetres == 120_000)
    #expect(northBank(river).snapResult("a") == .behindBarrier)
    #expect(northBank(river).snapResult("a", limit: 100) == .noStreetNearby)
  }

  /// Without the street south of the river, and on a grid of 30 m.
  private func northBank(_ drawing: String) -> DrawnNetwork {
    let rows = drawing.split(separator: "\n", omittingEmptySubsequences: false).prefix(6)
    return DrawnNetwork(rows.joined(separator: "\n"), gridMetres: 30)
  }

  @Test func `A bridge head opens the bank`() {
    let bridge = river.replacing(
      "  ###############################", with: "  #########G#####################")
    #expect(northBank(bridge).snap("a")?.legMillimetres == 120_000)
  }

  private let yard = """
    +-----------------------------------+
         #################
         #               #
         #       a       #
         #               #
         #################
    """

  @Test func `A wall with its gate closed keeps everybody in`() {
    #expect(DrawnNetwork(yard, gridMetres: 20).snapResult("a") == .behindBarrier)
  }

  @Test func `Through an open gate the leg goes aslant`() {
    let rows = yard.split(separator: "\n", omittingEmptySubsequences: false)
    let open =
      [rows[0], "     ##########G######"] + rows.dropFirst(2)
    let town = DrawnNetwork(open.joined(separator: "\n"), gridMetres: 20)
    // The gate is 40 m east of the place and 40 m north; 6 m to the west of it the wall is open, 34 m east: from
    // there the street is half as far again.
    let leg = Double(town.snap("a")!.legMillimetres) / 1000
    let aslant = (60.0 * 60 + 51 * 51).squareRoot()
    #expect(abs(leg - aslant) < 0.15, "\(leg) instead of \(aslant)")
    guard case .snapped(let point) = town.snapResult("a", barriers: false) else { return }
    #expect(abs(Double(point.legMillimetres) - 60_000) < 20)
  }

  @Test func `Past the end of a wall the leg goes aslant`() {
    let town = DrawnNetwork(
      """
      +-----------------------------------+

           #############

                          a
      """, gridMetres: 20)
    #expect(town.snap("a")?.legMillimetres == 80_000)
    let hidden = DrawnNetwork(
      """
      +-----------------------------------+

           #############

                 a
      """, gridMetres: 20)
    // The wall ends 120 m west and 120 m east, 40 m north: on the street that is 240 m.
    let leg = Double(hidden.snap("a", limit: 300)!.legMillimetres) / 1000
    #expect(abs(leg - (80.0 * 80 + 240 * 240).squareRoot()) < 0.15)
    #expect(hidden.snapResult("a", limit: 250) == .behindBarrier)
  }

  @Test func `A place or a street right on a barrier may be used`() {
    let town = DrawnNetwork(
      """
      +-----------------------------------+

           ##############
      """, gridMetres: 20)
    // Barrier cells carry no name, so place one on the middle of the wall by hand.
    let wall = town.graph.barriers.segments[6].from.place
    let index = StreetIndex(town.graph, legBarriers: true, threads: 1)
    guard case .snapped(let point) = index.snap(wall, limitMetres: 200) else {
      Issue.record("not snapped")
      return
    }
    #expect(abs(Int(point.legMillimetres) - 40_000) < 20)
  }

  @Test func `Equally near edges give the lowest number`() {
    let town = DrawnNetwork(
      """
      +---------+---------+

                a
      """, gridMetres: 50)
    #expect(town.snap("a")?.legMillimetres == 100_000)
    let cross = DrawnNetwork("     +\n     |\n+----X----+\n     |\n     +", gridMetres: 50)
    #expect(
      cross.snap("X")
        == SnappedPoint(
          edge: 0, alongMillimetres: cross.snap("X")!.alongMillimetres, legMillimetres: 0))
  }
}
