import Model

/// The ledgers of the steps of a run whose blocks come in batches: each batch adds to several steps, and put together
/// they read as if each step had seen all blocks at once.
struct StagedLedger: Sendable {
  /// The steps, in the order in which a run takes them.
  enum Stage: Int, CaseIterable, Sendable {
    case reading, filter, repair, ids, people, stations, spread, demand, groups, streets
    case within, assigning, stationPlaces, stationWalks, causes, nowhere, blocks, overlaps
  }

  private var ledgers = [Ledger](repeating: Ledger(), count: Stage.allCases.count)
  /// By group of people: what was noticed of its numbers.
  private var groups: [Ledger] = []

  subscript(_ stage: Stage) -> Ledger {
    get { ledgers[stage.rawValue] }
    set { ledgers[stage.rawValue] = newValue }
  }

  /// Adds what was noticed of one batch, group by group.
  mutating func addGroups(_ found: [Ledger]) {
    if groups.isEmpty { groups = found.map { _ in Ledger() } }
    for (index, ledger) in found.enumerated() { groups[index].merge(ledger) }
  }

  /// One ledger of the whole run.
  var merged: Ledger {
    var all = Ledger()
    for stage in Stage.allCases {
      all.merge(self[stage])
      if stage == .groups { for ledger in groups { all.merge(ledger) } }
    }
    return all
  }
}
