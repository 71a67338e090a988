import CSimdJSON
import Foundation
import Testing

@testable import Layers

@Suite struct GeoJSONNumberTests {
  private func value(_ text: String) -> (value: Double, length: Int, overflow: Bool) {
    var bytes = Array(text.utf8)
    bytes += [UInt8](repeating: 0, count: Int(GEOJSON_PADDING))
    var value = 0.0
    var overflow: Int32 = 0
    let length = geojson_number(bytes, &value, &overflow)
    return (value, length, overflow != 0)
  }

  /// A decimal in one of the forms that stress rounding.
  private func decimal(_ random: inout GeoJSONRandom) -> String {
    func digits(_ range: ClosedRange<Int>) -> String {
      String(
        (0..<Int.random(in: range, using: &random)).map { _ in
          Character("\(Int.random(in: 0...9, using: &random))")
        })
    }
    let sign = Bool.random(using: &random) ? "-" : ""
    let whole = Bool.random(using: &random) ? "0" : "\(Int.random(in: 1...9, using: &random))"
    switch Int.random(in: 0...6, using: &random) {
    case 0: return sign + "\(Int.random(in: 1...180, using: &random))." + digits(1...8)
    case 1: return sign + "\(Int.random(in: 1...180, using: &random))." + digits(9...20)
    case 2: return sign + (whole == "0" ? whole : whole + digits(0...25))
    case 3:
      return sign + whole + "." + digits(1...20) + "e\(Int.random(in: -330...310, using: &random))"
    case 4: return "\(Double(bitPattern: UInt64.random(in: 0..<0x7FF0 << 48, using: &random)))"
    case 5: return sign + "\(Double.random(in: -180...180, using: &random))".drop { $0 == "-" }
    default:
      return sign + "0." + String(repeating: "0", count: Int.random(in: 1...30, using: &random))
        + digits(1...22)
    }
  }

  @Test func `A hundred thousand decimals are what strtod makes of them`() {
    var random = GeoJSONRandom(state: 20_261_121)
    var compared = 0
    for _ in 0..<100_000 {
      let text = decimal(&random)
      let expected = strtod(text, nil)
      let (value, length, overflow) = value(text)
      compared += 1
      if value.bitPattern != expected.bitPattern || length != text.utf8.count
        || overflow != expected.isInfinite
      {
        Issue.record("\(text): \(value), strtod \(expected)")
      }
    }
    #expect(compared == 100_000)
  }

  @Test(arguments: [
    "9007199254740993", "9007199254740992", "0.1", "-0", "-0.0", "1e22", "1e23", "5e-324",
    "2.4703282292062327e-324", "2.2250738585072011e-308", "1.7976931348623158e308", "1e-400",
    "123456789012345678901234567890", "8.5",
    "4503599627370496.5", "4503599627370497.5", "-4503599627370498.49", "116.38273627362736",
    "9999999999999999.999", "0.000000000000000001", "1844674407370955161.5", "9007199254740992.5",
    "0.000000000000000000000001", "1E+2",
  ])
  func `Edges of the double range are exact`(text: String) {
    let result = value(text)
    #expect(result.value.bitPattern == strtod(text, nil).bitPattern)
    #expect(result.length == text.utf8.count)
  }

  @Test(arguments: ["01", "+1", ".5", "1.", "1.e5", "1e", "1e+", "-", "--1", "NaN", "Infinity", ""])
  func `What is not a JSON number is none`(text: String) {
    #expect(value(text).length == 0)
  }
}
