import Coverage
import Indicators
import Model
import Standards

/// Figures of blocks and areas: grid workers, pilots, checklists.
extension CheckAnalyst {
  func workload(_ found: inout CheckAnalyses) throws {
    guard let wanted = wanted.workload else { return }
    let rule = RuleName(standard: request.standardName, id: "workload")
    func numbers(_ field: String) throws -> [Double] {
      zip(try place.scope.numbers(field, rule), place.scope.isExcluded).map { $1 ? 0 : $0 }
    }
    let visits = try wanted.visits.map {
      GridWorkload.Visits(counts: try numbers($0.field), perMonth: $0.perMonth)
    }
    let workload = GridWorkload(
      blockCount: place.blocks.layer.count, visits: visits,
      households: try wanted.householdsField.map(numbers),
      workers: try wanted.workersField.map(numbers),
      norms: GridWorkload.Norms(
        visitsPerWorker: wanted.visitsPerWorker, householdsPerWorker: wanted.householdsPerWorker,
        coreWorkers: wanted.coreWorkers))
    // Blocks no rule looks at have no grid worker either.
    let looked = place.scope.isExcluded.map { $0 ? -1 : 0 }
    found.workload = workload.totals(areas: looked, areaCount: 1)[0]
    found.workloadOfBlocks = zip(workload.blocks, looked).map { $1 < 0 ? nil : $0 }
  }

  func pilots(_ found: inout CheckAnalyses) throws {
    guard let wanted = wanted.pilots else { return }
    let rule = RuleName(standard: request.standardName, id: "pilots")
    let areas = try pilotAreas(wanted, rule)
    let problems = try wanted.problemsField.map { try place.scope.numbers($0, rule) }
    // The best based meet most of their rules; the most problem-ridden have most people out of reach, or most cases.
    let shares = areas.map { area -> Double in
      let values = outcomes.map { $0.value(area.blocks).share }.filter { !$0.isNaN }
      return values.isEmpty ? .nan : values.reduce(0, +) / Double(values.count)
    }
    let burdens = areas.indices.map { index -> Double in
      guard let problems else { return shares[index].isNaN ? .nan : 1 - shares[index] }
      let known = areas[index].blocks.map { problems[$0] }.filter { !$0.isNaN }
      return known.isEmpty ? .nan : known.reduce(0, +)
    }
    let names = areas.map { $0.name }
    let choice = PilotChoice(
      base: shares, problems: burdens, count: wanted.count,
      precedes: { FeatureIDs.precedes(names[$0], names[$1]) })
    found.pilots = (
      choice.bestBased.map { names[$0] }, choice.mostProblems.map { names[$0] },
      wanted.field ?? "block"
    )
  }

  func pilotAreas(_ wanted: Pilots, _ rule: RuleName) throws -> [CheckLevels.Area] {
    let looked = place.scope.isExcluded.indices.filter { !place.scope.isExcluded[$0] }
    guard let field = wanted.field else {
      return looked.map {
        CheckLevels.Area(level: "block", title: .empty, name: place.blocks.ids[$0], blocks: [$0])
      }
    }
    let values = try place.scope.texts(field, rule)
    var blocks: [String: [Int]] = [:]
    for block in looked {
      if let value = values[block] { blocks[value, default: []].append(block) }
    }
    return blocks.keys.sorted().map {
      CheckLevels.Area(level: field, title: .empty, name: $0, blocks: blocks[$0] ?? [])
    }
  }

  func checklists(_ found: inout CheckAnalyses) throws {
    let used = Set(prepared.compactMap(\.rule.what.checklist))
    for checklist in request.standard.checklists where used.contains(checklist.id) {
      let rule = RuleName(standard: request.standardName, id: checklist.id)
      let items = try place.catalog.items(of: checklist, rule)
      found.checklists.append(
        CheckAnalyses.Fulfilment(
          id: checklist.id, name: checklist.name,
          items: zip(checklist.items, items).map { item, having in
            (item.name, having.count { $0 })
          },
          required: checklist.required ?? checklist.items.count,
          qualified: try place.catalog.qualified(checklist, rule).count { $0 },
          stations: place.stationCount, provenance: checklist.provenance))
    }
  }
}
