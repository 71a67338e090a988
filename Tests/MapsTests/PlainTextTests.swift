import Testing

@testable import Maps

@Suite struct PlainTextTests {
  @Test(arguments: [
    ("a\nb\r\n c", "a b c"), ("  x  ", "x"), ("\u{202E}abc", "abc"), ("a\u{0}b", "a b"),
    ("<b>&</b>", "<b>&</b>"), ("甲\u{3000}乙", "甲 乙"), ("\u{2028}", ""), ("e\u{301}", "e\u{301}"),
  ])
  func `Data become one line without anything that acts`(text: String, line: String) {
    #expect(PlainText.line(text) == line)
  }

  @Test func `Markup is escaped where it meets XML`() {
    #expect(SVGText.escaped("<a href=\"x\">&") == "&lt;a href=&quot;x&quot;&gt;&amp;")
  }

  @Test func `Surfaces are numbered as they appear, and words of the data are not touched`() {
    let svg =
      "<?xml?>\n<svg a=\"b\">\n<use href=\"#surface17\"/><g id=\"surface9\"/><x r=\"#surface17\"/></svg>"
    let done = String(
      decoding: SVGText.finished(Array(svg.utf8), title: "surface17", description: "d"),
      as: UTF8.self)
    #expect(
      done
        == "<?xml?>\n<svg a=\"b\" role=\"img\">\n<title>surface17</title>\n<desc>d</desc>\n"
        + "<use href=\"#surface1\"/><g id=\"surface2\"/><x r=\"#surface1\"/></svg>")
  }
}
