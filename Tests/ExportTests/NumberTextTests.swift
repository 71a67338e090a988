import Foundation
import Testing

@testable import Export

/// The C library's correctly rounded text with trailing zeros cut, as `NumberText` promises.
private func expected(_ value: Double, _ decimals: Int) -> String {
  var text = String(format: "%.\(decimals)f", value)
  if text.contains(".") {
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
  }
  return text == "-0" ? "0" : text
}

@Test func `Rounded numbers have the digits of the C library`() {
  var generator = SplitMix(seed: 20_260_701)
  var checked = 0
  for decimals in [0, 1, 2, 3, 6, 7, 8] {
    for _ in 0..<30_000 {
      let exponent = Double(generator.next() % 24) - 8
      let value = (generator.unit() * 2 - 1) * pow(10, exponent)
      let written = NumberText.string(value, decimals: decimals)
      // One expectation a value would take longer than the rounding.
      if written != expected(value, decimals) { Issue.record("\(value) gave \(written)") }
      checked += 1
    }
  }
  #expect(checked == 210_000)
}

@Test func `Numbers at and beside a tie are rounded by their exact value`() {
  var generator = SplitMix(seed: 7)
  for decimals in [2, 6, 7] {
    let unit = pow(10.0, Double(decimals))
    for _ in 0..<30_000 {
      let whole = Double(generator.next() % 1_800_000_000)
      let tie = (whole + 0.5) / unit
      for value in [tie, tie.nextUp, tie.nextDown, -tie] {
        let written = NumberText.string(value, decimals: decimals)
        if written != expected(value, decimals) { Issue.record("\(value) gave \(written)") }
      }
    }
  }
  // Exact ties in binary go to the even digit.
  #expect(NumberText.string(0.125, decimals: 2) == "0.12")
  #expect(NumberText.string(0.375, decimals: 2) == "0.38")
  #expect(NumberText.string(2.5, decimals: 0) == "2")
}

@Test func `Whole, huge and missing numbers have their plain text`() {
  #expect(NumberText.string(12, decimals: 2) == "12")
  #expect(NumberText.string(-0.0, decimals: 6) == "0")
  #expect(NumberText.string(-0.0000001, decimals: 6) == "0")
  #expect(NumberText.string(.nan, decimals: 2) == "null")
  #expect(NumberText.string(.infinity, decimals: 2) == "null")
  #expect(NumberText.string(9_007_199_254_740_992, decimals: 2) == "9007199254740992")
  #expect(NumberText.string(1e20, decimals: 2) == "1e+20")
  #expect(NumberText.string(99_999_999.999, decimals: 2) == "100000000")
}

@Test func `Every whole number length is written in full`() {
  var number: UInt64 = 1
  while number < 1 << 62 {
    for value in [number - 1, number, number + 1] {
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: NumberText.longest) { buffer in
        var out = buffer.baseAddress!
        NumberText.append(value, to: &out)
        let text = String(decoding: buffer[..<(out - buffer.baseAddress!)], as: UTF8.self)
        #expect(text == String(value))
      }
    }
    number *= 10
    if number == 1_000_000_000_000_000_000 { break }
  }
}
