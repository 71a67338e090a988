import Indicators
import Testing

@Suite struct PilotChoiceTests {
  @Test func `Best and worst of one score, ties by the caller's order`() {
    let score = [0.5, 0.9, 0.2, 0.9, 0.2, .nan, 0.7]
    let choice = PilotChoice(score: score, count: 2)
    #expect(choice.bestBased == [1, 3])
    #expect(choice.mostProblems == [2, 4])
    #expect(choice.unknown == [5])
    let turned = PilotChoice(score: score, count: 3) { $0 > $1 }
    #expect(turned.bestBased == [3, 1, 6])
    #expect(turned.mostProblems == [4, 2, 0])
  }

  @Test func `An area at both ends goes to the list whose turn it is`() {
    // Area 0 leads both rankings; area 1 is the second of both.
    let choice = PilotChoice(base: [9, 8, 1, 2], problems: [9, 8, 0, 3], count: 2)
    #expect(choice.bestBased == [0, 3])
    #expect(choice.mostProblems == [1, 2])
  }

  @Test func `Fewer areas than asked for`() {
    let three = PilotChoice(score: [1, 2, 3], count: 5)
    #expect(three.bestBased == [2, 1])
    #expect(three.mostProblems == [0])
    #expect(PilotChoice(score: [], count: 3).bestBased.isEmpty)
    let none = PilotChoice(score: [1, 2], count: 0)
    #expect(none.bestBased.isEmpty && none.mostProblems.isEmpty)
    // One end unknown: such an area can only be chosen for the other.
    let half = PilotChoice(base: [.nan, 5], problems: [7, .nan], count: 2)
    #expect(half.bestBased == [1] && half.mostProblems == [0])
    #expect(half.unknown.isEmpty)
  }

  @Test(arguments: UInt64(1)...30)
  func `The lists do not meet and nobody left out is better`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let areas = generator.below(12)
    let count = generator.below(7)
    let score = (0..<areas).map { _ in Double(generator.below(5)) }
    let choice = PilotChoice(score: score, count: count)
    let both = choice.bestBased + choice.mostProblems
    #expect(Set(both).count == both.count)
    #expect(both.count == min(areas, 2 * count))
    #expect(choice.bestBased.count == min(count, (areas + 1) / 2))
    let sorted = score.sorted()
    #expect(
      choice.mostProblems.map { score[$0] } == Array(sorted.prefix(choice.mostProblems.count)))
    #expect(
      choice.bestBased.map { score[$0] } == Array(sorted.reversed().prefix(choice.bestBased.count)))
  }
}
