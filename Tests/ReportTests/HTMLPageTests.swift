import Foundation
import Model
import Testing

@testable import Report
@testable import WebAssets

@Suite struct HTMLPageTests {
  @Test func `Markup in text is escaped, and control characters are left out`() {
    #expect(
      MarkupText.escaped("<a href=\"x\">&'</a>")
        == "&lt;a href=&quot;x&quot;&gt;&amp;&#39;&lt;/a&gt;")
    #expect(MarkupText.escaped("a\u{0}b\u{8}c\u{1F}d\u{7F}e\u{9F}f\u{FFFF}g") == "abcdefg")
    #expect(MarkupText.escaped("one\ntwo\u{2028}three") == "one two three")
    #expect(MarkupText.escaped("松岭县") == "松岭县")
  }

  @Test(arguments: [Language.english, .chinese])
  func `A page with hostile names is well formed`(language: Language) {
    let screen = HTMLPage(hostileDocument(language), for: .screen(noLeaflet)).html
    let paper = HTMLPage(hostileDocument(language), for: .print).html
    #expect(complaint(aboutXML: withoutScripts(screen)) == nil)
    #expect(complaint(aboutXML: withoutScripts(paper)) == nil)
  }

  @Test func `No script of a name can run`() {
    let page = HTMLPage(hostileDocument(), for: .screen(noLeaflet)).html
    // The map's data, the library, the map's script and the page's.
    #expect(page.ranges(of: "<script").count == 4)
    #expect(page.ranges(of: "</script").count == 4)
    #expect(!page.contains("<b>"))
    #expect(!page.contains("<!--"))
    let paper = HTMLPage(hostileDocument(), for: .print).html
    #expect(!paper.contains("<script"))
  }

  @Test func `A page asks for nothing outside and says so in its policy`() {
    let page = HTMLPage(hostileDocument(), for: .screen(noLeaflet)).html
    #expect(page.contains("default-src 'none'; img-src data:"))
    #expect(!page.contains("src=\"http"))
    #expect(!page.contains("<link"))
    #expect(!page.contains("url("))
    #expect(!page.contains("@import"))
  }

  @Test func `A page names its language, has a skip link and captions its tables`() {
    let chinese = HTMLPage(hostileDocument(.chinese), for: .print).html
    #expect(chinese.contains("<html lang=\"zh-CN\">"))
    #expect(chinese.contains("<a class=\"skip\" href=\"#main\">跳到正文</a>"))
    let english = HTMLPage(hostileDocument(), for: .print).html
    #expect(english.contains("<html lang=\"en\">"))
    #expect(english.ranges(of: "<table").count == english.ranges(of: "<caption").count)
    #expect(english.ranges(of: "<img ").count == english.ranges(of: "alt=\"").count)
  }

  @Test func `Cells show rounded values and sort by exact ones`() {
    let page = HTMLPage(hostileDocument(), for: .print).html
    #expect(page.contains("<td class=\"n\" data-v=\"0.9996\">99.96 %</td>"))
    #expect(page.contains("<td class=\"n\" data-v=\"-7\">-7</td>"))
    #expect(page.contains("<td class=\"no\" data-v=\"0\">no</td>"))
    #expect(page.contains("<td class=\"s\">–</td>"))
  }

  @Test func `A share below the target beside it never looks like it, whatever other rows hold`() {
    let table = ReportTable(
      name: "t", caption: "t",
      columns: [
        .init("value", .share(decimals: 2), targetColumn: 1), .init("target", .share(decimals: 2)),
      ],
      rows: [
        [.number(0.899_997), .number(0.9)], [.number(0.25), .null],
        [.number(0.899_997), .number(0.8)],
      ])
    let document = ReportDocument(
      title: "t", language: .english, sections: [.init("s", "s", [.table(table)])])
    let cells = HTMLPage(document, for: .print).html.split(separator: "<td class=\"n\"").dropFirst()
      .map { $0[$0.firstIndex(of: ">")!...].dropFirst().prefix { $0 != "<" } }
    #expect(cells == ["89.9997 %", "90.00 %", "25.00 %", "–", "90.00 %", "80.00 %"])
  }

  @Test func `Only the first rows of a long table are shown, and the page says how many are left`()
  {
    let table = ReportTable(
      name: "t", caption: "t", columns: [.init("n", .whole)],
      rows: (0..<500).map { [.integer($0)] }, shownRows: 200, restNote: "300 more")
    let document = ReportDocument(
      title: "t", language: .english, sections: [.init("s", "s", [.table(table)])])
    let page = HTMLPage(document, for: .print).html
    #expect(page.ranges(of: "<tr>").count == 201)
    #expect(page.contains("300 more"))
  }

  @Test func `On paper a figure stands as dots, on a screen as a drawing unless it is large`() {
    func page(_ svg: String, _ use: HTMLPage.Use) -> String {
      let figure = ReportFigure(
        svg: svg, png: [1, 2, 3], width: 10, height: 10, caption: "", alternative: "")
      return HTMLPage(
        ReportDocument(
          title: "", language: .english, sections: [.init("s", "s", [.figure(figure)])]),
        for: use
      ).html
    }
    let large = String(repeating: " ", count: 1_000_001)
    #expect(page("<svg/>", .print).contains("data:image/png;base64,AQID"))
    #expect(page("<svg/>", .screen(noLeaflet)).contains("data:image/svg+xml;base64,PHN2Zy8+"))
    #expect(page(large, .screen(noLeaflet)).contains("data:image/png;base64,AQID"))
  }

  @Test func `Base64 is that of RFC 4648, section 10`() {
    let vectors = [
      "": "", "f": "Zg==", "fo": "Zm8=", "foo": "Zm9v", "foob": "Zm9vYg==", "fooba": "Zm9vYmE=",
      "foobar": "Zm9vYmFy",
    ]
    for (text, code) in vectors { #expect(Base64.text(Array(text.utf8)) == code) }
  }

  @Test func `A library is made safe to stand in a page`() {
    #expect(LeafletLibrary.inScript("a</script><!--b") == "a<\\/script><\\!--b")
    #expect(
      LeafletLibrary.withoutPictures("a{background-image:url(images/x.png);b:c}d{behavior:url(#v)}")
        == "a{background-image:none;b:c}d{behavior:none}")
  }
}
