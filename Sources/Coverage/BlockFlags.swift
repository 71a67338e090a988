import Model

/// Which blocks are underserved, why, and in what order they should be dealt with.
package struct BlockFlags: Sendable {
  /// 0 no, 1 yes, 2 unknown (the block could not be measured), by block.
  package var underserved: [UInt8]
  /// Index into `reasonTexts`, by block.
  package var reasons: [Int32]
  /// Distinct combinations of reason codes, joined by `;`. The first is empty.
  package var reasonTexts: [String]
  /// 1 for the most urgent flagged block; `Int64.min` for others.
  package var priority: [Int64]

  /// Applies the rules to a measured table.
  ///
  /// `priority` ranks flagged blocks by the people who fail at least one rule's measure (the rules' discs are
  /// nested, so these are the people beyond the strictest one), most first; ties by `precedes`, which compares
  /// the ids of two blocks.
  package init(
    _ table: CoverageTable, _ settings: CoverageSettings, precedes: (Int, Int) -> Bool
  ) {
    underserved = [UInt8](repeating: 2, count: table.count)
    reasons = [Int32](repeating: 0, count: table.count)
    priority = [Int64](repeating: .min, count: table.count)
    var texts = ReasonTexts()
    var flagged: [(block: Int, people: Double)] = []
    let rules = settings.rules.compactMap { rule in
      settings.position(of: rule.measure).map {
        (reach: $0, threshold: rule.threshold, code: Self.code(rule.measure))
      }
    }
    let tooFar = "beyond_\(Self.number(settings.maximumMinutes))min"
    var codes: [String] = []
    for block in 0..<table.count {
      codes.removeAll(keepingCapacity: true)
      guard table.isUsable(block) else {
        reasons[block] = texts.index(of: ["no_geometry"])
        continue
      }
      var worst = 0.0
      for rule in rules {
        let share = table.populationShare[table.slot(block, rule.reach)]
        worst = max(worst, 1 - share)
        if share < rule.threshold { codes.append(rule.code) }
      }
      underserved[block] = codes.isEmpty ? 0 : 1
      if !codes.isEmpty {
        let people = table.population[block]
        flagged.append((block, people.isNaN ? 0 : people * worst))
      }
      if table.withoutOwnStation[block] == 1 { codes.append("no_station_in_own_area") }
      if !settings.minutes.isEmpty && table.walkMinutes[block].isNaN
        && table.withoutOwnStation[block] == 0
      {
        codes.append(tooFar)
      }
      reasons[block] = texts.index(of: codes)
    }
    reasonTexts = texts.texts
    flagged.sort {
      $0.people != $1.people ? $0.people > $1.people : precedes($0.block, $1.block)
    }
    for (rank, entry) in flagged.enumerated() { priority[entry.block] = Int64(rank + 1) }
  }

  /// The reason code of a failed measure: `beyond_500m`, `beyond_15min`.
  package static func code(_ measure: UnderservedRule.Measure) -> String {
    switch measure {
    case .radius(let radius): "beyond_\(number(radius))m"
    case .minutes(let time): "beyond_\(number(time))min"
    }
  }

  /// A number as it stands in column names and codes: `500`, `7.5`.
  package static func number(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
  }
}

/// The distinct combinations of reason codes seen so far.
private struct ReasonTexts {
  private(set) var texts = [""]
  private var known: [[String]: Int32] = [[]: 0]

  mutating func index(of codes: [String]) -> Int32 {
    if codes.isEmpty { return 0 }
    if let index = known[codes] { return index }
    let index = Int32(texts.count)
    texts.append(codes.joined(separator: ";"))
    known[codes] = index
    return index
  }
}
