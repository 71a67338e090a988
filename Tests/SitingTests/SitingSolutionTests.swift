import Siting
import Testing

@Suite struct SitingSolutionTests {
  @Test func `The gap is relative to the objective, also where costs are minimised`() {
    func gap(_ objective: Double, _ bound: Double) -> Double {
      SitingSolution(
        status: .feasible, sites: [], objective: objective, bound: bound, solver: ""
      ).gap
    }
    #expect(gap(200, 210) == 0.05)
    #expect(gap(200, 190) == 0.05)
    #expect(gap(0, 0) == 0)
    #expect(gap(0, 1) == .infinity)
  }
}
