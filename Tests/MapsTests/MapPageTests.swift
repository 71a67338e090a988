import Model
import Testing

@testable import Maps

@Suite struct MapPageTests {
  @Test(arguments: [
    ("A4", 297.0, 210.0), ("a4-landscape", 297, 210), ("A4-portrait", 210, 297),
    ("A0-portrait", 841, 1189), ("180x120", 180, 120), ("210.5X99", 210.5, 99),
  ])
  func `Pages are read by name or in millimetres`(text: String, width: Double, height: Double)
    throws
  {
    #expect(try MapPage(parsing: text) == MapPage(width: width, height: height))
  }

  @Test(arguments: [
    "", "B5", "A4-upright", "A4-landscape-x", "79x100", "100x2401", "nanx100", "100x100x100",
    "-100x100",
  ])
  func `Anything else is refused as a wrong option`(text: String) {
    #expect { try MapPage(parsing: text) } throws: { error in
      (error as? AnalysisError)?.kind == .usage
    }
  }

  @Test func `Street widths follow the scale within limits, and small streets go first`() {
    // 22 m at 1:20,000 are 1.1 mm.
    #expect(StreetClass.primary.width(scale: 20_000) == 1.1)
    #expect(StreetClass.primary.width(scale: 2_000) == 1.6)
    #expect(StreetClass.primary.width(scale: 1_000_000) == 0.45)
    #expect(StreetClass.footway.width(scale: 12_000) != nil)
    #expect(StreetClass.footway.width(scale: 12_100) == nil)
    for scale in [1_000.0, 5_000, 10_000, 50_000, 200_000] {
      let widths = StreetClass.allCases.dropLast().compactMap { $0.width(scale: scale) }
      for (wide, narrow) in zip(widths, widths.dropFirst()) { #expect(wide >= narrow) }
    }
  }

  @Test func `Links count with their street, and plans of streets are none`() {
    #expect(StreetClass(highway: "trunk_link") == .motorway)
    #expect(StreetClass(highway: "steps") == .footway)
    #expect(StreetClass(highway: "proposed") == nil)
  }
}
