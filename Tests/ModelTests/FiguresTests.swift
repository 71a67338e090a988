import Model
import Testing

struct FiguresTests {
  @Test func `Shares are shown in per cent, with a space before the sign in English alone`() {
    #expect(Figures.percent(0.928466) == "92.8 %")
    #expect(Figures.percent(0.928466, in: .chinese) == "92.8%")
    #expect(Figures.percent(0.5, decimals: 2) == "50.00 %")
    #expect(Figures.percent(.nan) == "–")
  }

  @Test func `Only all is shown as all, and only nothing as nothing`() {
    #expect(Figures.percent(1) == "100.0 %")
    #expect(Figures.percent(0.9996) == "99.96 %")
    #expect(Figures.percent(0.999_996) == "99.9996 %")
    #expect(Figures.percent(0) == "0.0 %")
    #expect(Figures.percent(0.0004) == "0.04 %")
  }

  @Test func `A share below its target never looks like it`() {
    #expect(Figures.percent(0.899_97, beside: 0.9, decimals: 2) == "89.997 %")
    #expect(Figures.percent(0.9, beside: 0.9, decimals: 2) == "90.00 %")
    #expect(Figures.percent(0.900_04, beside: 0.9, decimals: 2) == "90.00 %")
  }
}
