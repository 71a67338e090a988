import Foundation
import Testing

@testable import Maps

@Suite struct ScaleBarTests {
  private static let bars: [(Double, Double, Double, Double, String, Int)] = [
    // 40 mm at 1:10,000 are 400 m: 200 m fit, 500 m do not.
    (10_000.0, 40.0, 200.0, 20.0, "200 m", 4),
    // Exactly 500 m fit.
    (12_500.0, 40.0, 500.0, 40.0, "500 m", 5),
    (250_000.0, 40.0, 10_000.0, 40.0, "10 km", 4),
    (1_000.0, 1.0, 1.0, 1.0, "1 m", 4),
    (130_000.0, 40.0, 5_000.0, 38.46153846153846, "5 km", 5),
  ]

  @Test(arguments: bars)
  func `A bar is the longest of 1, 2 and 5 times a power of ten that fits`(
    scale: Double, room: Double, metres: Double, length: Double, text: String, fields: Int
  ) {
    let bar = ScaleBar(scale: scale, room: room)
    #expect(abs(bar.metres - metres) < 1e-9 * metres)
    #expect(abs(bar.length - length) < 1e-9 * length)
    #expect(bar.text == text)
    #expect(bar.fields == fields)
  }

  @Test func `No longer round bar would fit, over seven powers of ten of scales`() {
    let steps = (-2...8).flatMap { power in [1.0, 2, 5].map { $0 * pow(10, Double(power)) } }
    var seen = 0
    for index in 0..<600 {
      let scale = 100 * pow(10, Double(index) / 85)
      let room = 15 + Double(index % 37)
      let bar = ScaleBar(scale: scale, room: room)
      let most = steps.last { $0 * 1000 / scale <= room * (1 + 1e-9) }
      #expect(abs(bar.metres - (most ?? 0)) <= 1e-9 * bar.metres, "1:\(scale), \(room) mm")
      seen += 1
    }
    #expect(seen == 600)
  }

  @Test(arguments: [
    (0.0, "0"), (7, "7"), (999.6, "1,000"), (1_234_567, "1,234,567"), (-1234, "−1,234"),
    (-0.2, "0"),
  ])
  func `Figures are grouped by thousands`(value: Double, text: String) {
    #expect(groupedDigits(value) == text)
  }
}
