import Model
import Standards
import Testing

@Test func `A rule is counted by people unless it says otherwise`() {
  let rule = Rule(id: "500m", name: .init("500 m", zh: "500 米"), reach: .straightMetres(500))
  #expect(rule.counted == .people)
  #expect(rule.within == .anywhere)
}
