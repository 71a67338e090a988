import Model
import Standards

/// One line of a check: a rule over an area.
public struct CheckResult: Sendable, Hashable {
  public var rule: String
  public var ruleName: LocalizedText
  /// `all`, or the field of the level.
  public var level: String
  public var levelTitle: LocalizedText
  /// Value of the field; empty for the whole.
  public var name: String
  /// 0…1; NaN where there is nothing to take a share of.
  public var value: Double
  /// The value with every station, qualified or not; NaN where all count.
  public var nominal: Double
  /// What the share is taken of, and how much that is.
  public var denominator: LocalizedText
  public var unit: LocalizedText
  public var whole: Double
  public var covered: Double
  /// Nil: reported only.
  public var target: Double?
  /// Nil without a target or a value.
  public var met: Bool?
  /// Counting only blocks fully in reach, and all blocks touched; NaN where that means nothing.
  public var inside: Double
  public var touched: Double
  /// 10 % nearer or 3.2 km/h, 10 % farther or 4.8 km/h (of 4); NaN where nothing is measured.
  public var low: Double
  public var high: Double
  public var method: String
  public var provenance: Provenance

  init(_ outcome: RuleOutcome, _ area: CheckLevels.Area, _ scope: BlockScope) {
    let value = outcome.value(area.blocks)
    rule = outcome.id
    ruleName = outcome.name
    level = area.level
    levelTitle = area.title
    name = area.name
    self.value = value.share
    nominal = outcome.nominalValue(area.blocks)
    denominator = scope.title(
      outcome.counted, appliesTo: outcome.appliesTo, outcome.looked, among: area.blocks)
    unit = outcome.unit
    whole = value.whole
    covered = value.covered
    target = outcome.target
    met = outcome.isMet(value.share)
    inside = value.inside
    touched = value.touched
    low = value.low
    high = value.high
    method = outcome.method.rawValue
    provenance = outcome.provenance
  }

  /// Whether the verdict changes between the nearer and the farther value; nil without a verdict.
  public var isBorderline: Bool? {
    guard let target, met != nil, !low.isNaN, !high.isNaN else { return nil }
    return (low >= target - 1e-12) != (high >= target - 1e-12)
  }

  /// The object of the contract and what goes beyond it.
  func json(_ language: Language) -> JSONValue {
    func share(_ value: Double) -> JSONValue { CoverageSummary.number(value, decimals: 6) }
    func pair(_ low: Double, _ high: Double) -> JSONValue {
      low.isNaN || high.isNaN ? .null : .array([share(low), share(high)])
    }
    return .object([
      .init("rule", .string(rule)),
      .init("title", .string(ruleName[language])),
      .init("level", .string(level)),
      .init("name", .string(name)),
      .init("value", share(value)),
      .init("denominator", .string(denominator[language])),
      .init("target", target.map { share($0) } ?? .null),
      .init("met", met.map { .boolean($0) } ?? .null),
      .init("whole", CoverageSummary.number(whole, decimals: 2)),
      .init("covered", CoverageSummary.number(covered, decimals: 2)),
      .init("unit", .string(unit.english)),
      .init("nominal", share(nominal)),
      .init("bracket", pair(inside, touched)),
      .init("sensitivity", pair(low, high)),
      .init("borderline", isBorderline.map { .boolean($0) } ?? .null),
      .init("method", .string(method)),
      .init("document", .string(provenance.document)),
      .init("clause", .string(provenance.clause)),
      .init("confidence", .string(provenance.confidence.rawValue)),
    ])
  }
}

extension RuleOutcome {
  /// The share over some blocks with every station, qualified or not; NaN where all count.
  func nominalValue(_ blocks: [Int]) -> Double {
    guard let nominal else { return .nan }
    var other = self
    func with(_ shares: RuleShares) -> RuleShares {
      var shares = shares
      shares.base = nominal
      return shares
    }
    switch counting {
    case .amounts(let amounts, let shares): other.counting = .amounts(amounts, with(shares))
    case .blocks(let amounts, let shares, let share):
      other.counting = .blocks(amounts, with(shares), share: share)
    case .areas: return .nan
    }
    return other.value(blocks).share
  }
}

/// That every block is in reach as a whole, or the list that refutes it.
public struct CoverageCertificate: Sendable, Hashable {
  public struct Gap: Sendable, Hashable {
    public var block: String
    public var name: String
    /// Share in reach, 0…1.
    public var share: Double
    /// Those out of reach.
    public var uncovered: Double
  }

  public var rule: String
  public var ruleName: LocalizedText
  public var denominator: LocalizedText
  public var blocks: Int
  /// Most out of reach first, ties by block.
  public var gaps: [Gap]

  public var holds: Bool { gaps.isEmpty }

  init?(_ outcome: RuleOutcome, _ place: CheckPlace, names: [String?]) {
    let blocks = place.blocks
    guard case .blocks(let amounts, let shares, let wanted) = outcome.counting, wanted == 1
    else { return nil }
    let looked = blocks.ids.indices.filter {
      outcome.looked[$0] && amounts[$0] != 0 && !shares.base[$0].isNaN
    }
    rule = outcome.id
    ruleName = outcome.name
    denominator = place.scope.title(
      outcome.counted, appliesTo: outcome.appliesTo, outcome.looked,
      among: Array(blocks.ids.indices))
    self.blocks = looked.count
    gaps = looked.filter { shares.base[$0] < wanted - 1e-12 }
      .map {
        Gap(
          block: blocks.ids[$0], name: names[$0] ?? "", share: shares.base[$0],
          uncovered: amounts[$0] * (1 - shares.base[$0]))
      }
      .sorted {
        // Blocks with an unknown number of people come first: nobody can say they are few.
        let (left, right) = (
          $0.uncovered.isNaN ? .infinity : $0.uncovered,
          $1.uncovered.isNaN ? .infinity : $1.uncovered
        )
        return left != right ? left > right : FeatureIDs.precedes($0.block, $1.block)
      }
  }

  func json(_ language: Language) -> JSONValue {
    .object([
      .init("rule", .string(rule)),
      .init("title", .string(ruleName[language])),
      .init("holds", .boolean(holds)),
      .init("denominator", .string(denominator[language])),
      .init("blocks", .integer(Int64(blocks))),
      .init("refuted_by", .integer(Int64(gaps.count))),
      .init(
        "gaps",
        .array(
          gaps.map { gap in
            .object([
              .init("block", .string(gap.block)), .init("name", .string(gap.name)),
              .init("share", CoverageSummary.number(gap.share, decimals: 6)),
              .init("uncovered", CoverageSummary.number(gap.uncovered, decimals: 2)),
            ])
          })),
    ])
  }
}
