import Foundation
import Model
import Testing

@testable import CommandLineTool

struct TextTests {
  /// `wcwidth` of the C library under a UTF-8 locale is not ours; it differs for characters newer than its
  /// Unicode version and for private use, so only assigned letters, symbols and punctuation are compared.
  @Test func `Display width agrees with the C library`() throws {
    let locale = try #require(newlocale(LC_CTYPE_MASK, "C.UTF-8", nil))
    let previous = uselocale(locale)
    defer {
      uselocale(previous)
      freelocale(locale)
    }
    // The C module leaves this function out.
    let symbol = try #require(dlsym(dlopen(nil, RTLD_NOW), "wcwidth"))
    typealias Width = @convention(c) (UInt32) -> Int32
    let width = unsafeBitCast(symbol, to: Width.self)
    var compared = 0
    var different: [String] = []
    for value in UInt32(0x20)...0x2FFFF {
      guard let scalar = UnicodeScalar(value) else { continue }
      switch scalar.properties.generalCategory {
      case .uppercaseLetter, .lowercaseLetter, .otherLetter, .decimalNumber, .otherPunctuation,
        .openPunctuation, .closePunctuation, .mathSymbol, .otherSymbol, .spaceSeparator,
        .nonspacingMark:
        break
      default: continue
      }
      let theirs = Int(width(value))
      if theirs < 0 { continue }
      compared += 1
      if theirs != DisplayWidth.of(scalar) { different.append(String(value, radix: 16)) }
    }
    #expect(compared > 100_000)
    // The C library calls Hangul vowels and trailing consonants (U+1160…) combining.
    let unexpected = different.filter { name in
      let value = UInt32(name, radix: 16)!
      return !(0x1160...0x11FF).contains(value) && !(0xD7B0...0xD7FF).contains(value)
    }
    #expect(unexpected.isEmpty, "\(unexpected.count): \(unexpected.prefix(40))")
  }

  @Test func `Wrapped lines fit, keep their words and never begin with closing punctuation`() {
    let text =
      "网格面：GeoJSON、Shapefile（也可 .zip）、GeoPackage（file.gpkg:图层），每个网格按输入顺序输出一个要素；不给 -o 时打印汇总表。"
    for width in 20...80 {
      let lines = TextWrap.lines(text, width: width)
      for line in lines {
        #expect(DisplayWidth.of(line) <= width, "\(width): \(line)")
        #expect(!"、，。；：）".contains(line.first!), "\(line)")
        #expect(!"（".contains(line.last!), "\(line)")
      }
      let joined = lines.joined().filter { $0 != " " }
      #expect(joined == text.filter { $0 != " " })
    }
    #expect(TextWrap.lines("aaa bbb ccc", width: 7) == ["aaa bbb", "ccc"])
    #expect(TextWrap.lines("", width: 7).isEmpty)
  }

  @Test func `A table is aligned by display width`() {
    var table = TextTable([("街道", .left), ("people", .right)])
    table.append(["合隆镇", "12"])
    table.append(["a\u{1B}[2J\nb", "1,234"])
    #expect(
      table.text == """
        街道     people
        -------  ------
        合隆镇       12
        a [2J b   1,234

        """)
  }

  @Test func `The ledger shows warnings first, with counts and three examples`() {
    var ledger = Ledger()
    let note = LedgerCode("a", .note, LocalizedText("chosen", zh: "已选"))
    let warning = LedgerCode("b", .warning, LocalizedText("dropped", zh: "已丢弃"))
    ledger.record(note, Subject(file: "f.csv"))
    for row in 1...5 { ledger.record(warning, Subject(file: "s.csv", row: row), detail: "x") }
    #expect(
      LedgerText(.english).text(ledger) == """
        warning: dropped (5×) [b]
            s.csv, row 1: x
            s.csv, row 2: x
            s.csv, row 3: x
            … and 2 more
        note: chosen [a]
            f.csv

        """)
    #expect(LedgerText(.chinese).text(ledger).hasPrefix("警告：已丢弃（5 处） [b]\n    s.csv，第 1 行：x\n"))
    #expect(LedgerText(.english).text(Ledger()).isEmpty)
  }

  @Test func `Words of an example are in the language of the reader`() {
    var ledger = Ledger()
    let note = LedgerCode("a", .note, LocalizedText("passed", zh: "通过"))
    ledger.record(note, Subject(file: "f.csv"), detail: LocalizedText("2 gates", zh: "门 2 处"))
    ledger.record(note, Subject(file: "g.csv"), detail: "0.5")
    #expect(
      LedgerText(.english).text(ledger)
        == "note: passed (2×) [a]\n    f.csv: 2 gates\n    g.csv: 0.5\n")
    #expect(
      LedgerText(.chinese).text(ledger) == "说明：通过（2 处） [a]\n    f.csv：门 2 处\n    g.csv：0.5\n")
  }

  @Test func `Progress writes only when the percentage grows, and is taken away`() {
    let stage = LocalizedText("reading", zh: "读取")
    var bar = ProgressBar(language: .english, redraws: true)
    #expect(bar.update(stage, 0.1).hasPrefix("\rreading "))
    #expect(bar.update(stage, 0.101).isEmpty)
    #expect(bar.update(stage, 0.05).isEmpty)
    #expect(bar.update(stage, .nan).isEmpty)
    #expect(bar.update(stage, 0.5).contains("[############............]  50 %"))
    #expect(bar.clear() == "\r\u{1B}[K")
    #expect(bar.clear().isEmpty)
    var plain = ProgressBar(language: .chinese, redraws: false)
    #expect(plain.update(stage, 0) == "读取 0 %\n")
    #expect(plain.update(stage, 0.5).isEmpty)
    #expect(plain.update(stage, 1) == "读取 100 %\n")
  }
}
