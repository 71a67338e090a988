import Indicators
import Testing

@Suite struct GridWorkloadTests {
  private typealias Visits = GridWorkload.Visits

  @Test func `A block worked by hand`() {
    // 5 daily, 12 weekly, 30 half-monthly, 200 monthly: 150 + 52 + 60 + 200 = 462 visits; at 80 a worker 5.775. 161
    // households at 20 a worker are 8.05.
    let visits = [
      Visits(counts: [5], perMonth: 30), Visits(counts: [12], perMonth: 52.0 / 12),
      Visits(counts: [30], perMonth: 2), Visits(counts: [200], perMonth: 1),
    ]
    let block = GridWorkload(
      blockCount: 1, visits: visits, households: [161], workers: [6],
      norms: GridWorkload.Norms(visitsPerWorker: 80, householdsPerWorker: 20, coreWorkers: 4)
    ).blocks[0]
    #expect(agree(block.visits, 462))
    #expect(block.workersByVisits == 6)
    #expect(block.workersByHouseholds == 9)
    #expect(block.addedWorkers == 5)
    #expect(block.staff == 9)
    #expect(block.workers == 6)
    #expect(block.shortage == 3)
  }

  @Test(arguments: [(0, 0, 4), (1, 1, 4), (80, 4, 4), (81, 5, 5), (100, 5, 5), (100.5, 6, 6)])
  func `One worker for 20 households, four at least`(households: Double, need: Int, staff: Int) {
    let block = GridWorkload(
      blockCount: 1, households: [households], workers: [5],
      norms: GridWorkload.Norms(householdsPerWorker: 20, coreWorkers: 4)
    ).blocks[0]
    #expect(block.workersByHouseholds == need)
    #expect(block.staff == staff)
    #expect(block.addedWorkers == staff - 4)
    #expect(block.shortage == Double(max(0, staff - 5)))
    #expect(block.visits == nil && block.workersByVisits == nil)
  }

  @Test func `Exact multiples are not rounded up by binary fractions`() {
    // k visits every ten months and k every five are k × 0.3 a month: k workers of 0.3 visits.
    let counts = (0..<2000).map(Double.init)
    let blocks = GridWorkload(
      blockCount: 2000, visits: [0.1, 0.2].map { Visits(counts: counts, perMonth: $0) },
      norms: GridWorkload.Norms(visitsPerWorker: 0.3)
    ).blocks
    #expect(blocks.map(\.workersByVisits) == (0..<2000).map { $0 })
    #expect(blocks.contains { $0.visits! / 0.3 > Double($0.workersByVisits!) })
  }

  @Test func `Unknown numbers make the staff unknown, not small`() {
    let work = GridWorkload(
      blockCount: 3, visits: [Visits(counts: [10, .nan, 10], perMonth: 30)],
      households: [40, 40, .nan], workers: [.nan, 1, 1],
      norms: GridWorkload.Norms(visitsPerWorker: 100, householdsPerWorker: 20))
    #expect(work.blocks.map(\.workersByVisits) == [3, nil, 3])
    #expect(work.blocks.map(\.workersByHouseholds) == [2, 2, nil])
    #expect(work.blocks.map(\.staff) == [3, nil, nil])
    #expect(work.blocks.map(\.shortage) == [nil, nil, nil])
    #expect(work.total.unknownStaff == 2)
    #expect(work.total.staff == 3)
    // Households that are not asked about do not matter.
    let visitsOnly = GridWorkload(
      blockCount: 1, visits: [Visits(counts: [10], perMonth: 30)], households: [.nan],
      norms: GridWorkload.Norms(visitsPerWorker: 100))
    #expect(visitsOnly.blocks[0].staff == 3)
    #expect(visitsOnly.blocks[0].shortage == nil)
  }

  @Test func `Sums of areas are sums of blocks`() {
    let work = GridWorkload(
      blockCount: 5, households: [10, 10, 30, 70, 15], workers: [3, 0, 0, 1, 9],
      norms: GridWorkload.Norms(householdsPerWorker: 20))
    let totals = work.totals(areas: [1, 1, 1, 0, -1], areaCount: 2)
    // 1 + 1 + 2 workers, though 50 households at once would take 3; two spare ones in the first block help nobody.
    #expect(totals[1].staff == 4)
    #expect(totals[1].workers == 3)
    #expect(totals[1].shortage == 3)
    #expect(totals[1].shortBlocks == 2)
    #expect(totals[1].blocks == 3)
    #expect(totals[0].staff == 4 && totals[0].shortage == 3)
    #expect(work.total.blocks == 5)
    #expect(work.total.staff == 9)
    #expect(work.total.shortage == 6)
  }
}
