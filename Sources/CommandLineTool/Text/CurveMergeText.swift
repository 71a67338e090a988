import Analysis
import Model

/// A division among regions for a terminal.
package struct CurveMergeText {
  private let outcome: CurveMergeOutcome
  private let language: Language

  package init(_ outcome: CurveMergeOutcome, _ language: Language) {
    self.outcome = outcome
    self.language = language
  }

  /// One line a region, the sums, and what holds where regions share people.
  package var text: String {
    func word(_ english: String, _ chinese: String) -> String {
      LocalizedText(english, zh: chinese)[language]
    }
    let hasCosts = outcome.cost.isFinite
    var table = TextTable(
      [(word("region", "区域"), .left), (word("new", "新增"), .right)]
        + (hasCosts ? [(word("cost", "费用"), .right)] : [])
        + [
          (word("people covered", "覆盖人数"), .right), (word("gained", "新增人数"), .right),
          (word("next would gain", "下一步可增"), .right),
        ])
    func row(
      _ name: String, _ new: Int, _ cost: Double, _ people: Double, _ gained: Double, _ next: Double
    ) {
      table.append(
        [name, "\(new)"] + (hasCosts ? [Self.number(cost)] : [])
          + [people, gained, next].map(Self.number))
    }
    for region in outcome.regions {
      row(
        region.name, region.new, region.cost, region.people, region.people - region.peopleBefore,
        region.nextGain)
    }
    row(
      word("together", "合计"), outcome.new, outcome.cost, outcome.people,
      outcome.people - outcome.peopleBefore, .nan)
    let bound = word(
      "No division covers more than \(Self.number(outcome.bound)) people, by the curves' own bounds.",
      "按各曲线自身的上界，任何分配覆盖人数不超过 \(Self.number(outcome.bound))。")
    let shared = word(
      "If regions share people, \(Self.number(outcome.peopleAtLeast)) to \(Self.number(outcome.people)) are covered.",
      "若各区域有共同居民，则覆盖人数在 \(Self.number(outcome.peopleAtLeast)) 至 \(Self.number(outcome.people)) 之间。")
    return table.text + "\n" + bound + "\n" + shared + "\n"
  }

  private static func number(_ value: Double) -> String {
    value.isFinite ? DecimalText.text((value * 100).rounded() / 100) : "–"
  }
}
