import Foundation
import Model
import Testing

@testable import Maps

/// Scenes drawn and their files read back. Pango's and fontconfig's state is the process's: one test at a time.
@Suite(.serialized) struct RenderingTests {
  private static let square = BoundingBox(minX: 0, minY: 0, maxX: 1000, maxY: 1000)

  private static func scene(
    title: String = "Title", labels: [MapLabel] = [], layers: [MapLayer] = [],
    page: MapPage = .a4Landscape, legend: [LegendEntry] = [], approval: String? = nil
  ) -> MapScene {
    MapScene(
      page: page, language: .english, title: title,
      panels: [MapPanel(extent: square, layers: layers, labels: labels)], legend: legend,
      notes: ["Data: a"], attributions: [MapScene.openStreetMap], approvalNumber: approval)
  }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  // MARK: SVG

  @Test func `A polygon stands in the SVG where the scale puts it`() throws {
    let corners = [(100.0, 200.0), (900, 200), (900, 700), (100, 700)]
    let ring = corners.map { PlanarPoint(x: $0.0, y: $0.1) }
    let colour = MapColour(0x123456)
    let scene = Self.scene(layers: [
      .areas([MapArea(rings: [ring], style: 0)], styles: [MapStyle(fill: colour)])
    ])
    let frame = SceneComposition(scene).frames[0]
    let svg = Self.text(try scene.render(format: .svg))
    // Cairo writes the colour in percent; the first path of that fill is the polygon.
    let line = try #require(
      svg.split(separator: "\n").first {
        $0.contains("fill:rgb(7.058824%,20.392157%,33.72549%)") && $0.contains("<path")
      })
    let path = try #require(line.split(separator: "\"").first { $0.hasPrefix("M ") })
    let transform = try #require(line.split(separator: "\"").first { $0.hasPrefix("matrix") })
    let matrix = transform.split { "(,)".contains($0) }.compactMap { Double($0) }
    try #require(matrix.count == 6)
    let numbers = path.split(separator: " ").compactMap { Double($0) }
    try #require(numbers.count >= 8)
    // Cairo keeps 1/256 point; a point is 25.4/72 mm.
    let middle = (
      x: (frame.box.minX + frame.box.maxX) / 2, y: (frame.box.minY + frame.box.maxY) / 2
    )
    for (index, corner) in corners.enumerated() {
      let x = (numbers[2 * index] * matrix[0] + matrix[4]) * 25.4 / 72
      let y = (numbers[2 * index + 1] * matrix[3] + matrix[5]) * 25.4 / 72
      #expect(abs(x - (middle.x + (corner.0 - 500) * 1000 / frame.scale)) < 0.004)
      #expect(abs(y - (middle.y - (corner.1 - 500) * 1000 / frame.scale)) < 0.004)
    }
  }

  @Test func `Hostile names are text in the SVG and stay within their limits`() throws {
    let hostile = [
      "</script><script>alert(1)</script>", "<b>&amp;</b>", "=cmd|' /C calc'!A0",
      String(repeating: "长", count: 200), "a\u{0}b\u{202E}c\nd\u{2028}e", "]]>", "&#0;",
    ]
    for name in hostile {
      let scene = Self.scene(
        title: name,
        labels: [MapLabel(name, at: PlanarPoint(x: 1, y: 500), anchor: .area, priority: 1)],
        legend: [.note(name), .area(MapStyle(fill: .white), name)], approval: name)
      let svg = Self.text(try scene.render(format: .svg))
      #expect(!svg.contains("<script") && !svg.contains("<b>") && !svg.contains("]]>"))
      #expect(!svg.unicodeScalars.contains { $0.value < 32 && $0 != "\n" })
      #expect(try Self.isWellFormed(svg))
      for page in [scene.page, MapPage(width: 80, height: 80)] {
        var scene = scene
        scene.page = page
        let composition = SceneComposition(scene)
        for text in composition.texts {
          #expect(text.x >= 0 && text.x + text.block.width <= page.width + 0.01, "\(name)")
        }
      }
    }
  }

  /// Tags of the document open and close in order, and ampersands begin entities: what a reader of XML asks first.
  private static func isWellFormed(_ svg: String) throws -> Bool {
    var open: [Substring] = []
    for piece in svg.split(separator: "<").dropFirst() {
      guard let end = piece.firstIndex(of: ">") else { return false }
      let tag = piece[..<end]
      let name = tag.prefix { !" /?\n".contains($0) }
      if tag.hasPrefix("/") {
        if open.popLast() != tag.dropFirst() { return false }
      } else if !tag.hasSuffix("/") && !tag.hasPrefix("?") {
        open.append(name)
      }
      let rest = piece[end...]
      for part in rest.split(separator: "&").dropFirst() {
        guard ["amp;", "lt;", "gt;", "quot;"].contains(where: part.hasPrefix) else { return false }
      }
    }
    return open.isEmpty
  }

  @Test func `A name of 200 characters is cut with an ellipsis`() {
    let name = String(repeating: "Long name ", count: 20)
    let scene = Self.scene(labels: [
      MapLabel(name, at: PlanarPoint(x: 500, y: 500), anchor: .area, priority: 1),
      MapLabel("short", at: PlanarPoint(x: 500, y: 100), anchor: .area, priority: 2),
    ])
    let labels = SceneComposition(scene).labels[0]
    #expect(labels.map(\.block.isShortened) == [true, false])
    #expect(labels.allSatisfy { $0.block.width <= 34.01 })
  }

  @Test func `Names that find no room are counted and told`() throws {
    let labels = (0..<40).map {
      MapLabel("label \($0)", at: PlanarPoint(x: 500, y: 500), anchor: .area, priority: $0)
    }
    let scene = Self.scene(labels: labels)
    let rendering = try scene.rendering(format: .svg)
    // One place has five positions, of which at most three are free of each other.
    #expect((1...3).contains(rendering.labelsPlaced))
    #expect(rendering.labelsPlaced + rendering.labelsOmitted == 40)
    let told = SceneComposition(scene).texts.map(\.block.text)
    #expect(
      told.contains("\(rendering.labelsOmitted) further names found no room and are left out."))
    #expect(SceneComposition(scene).labels[0].first?.block.text == "label 0")
  }

  @Test func `Without an approval number a remark stands in its place`() {
    func statements(_ number: String?) -> String {
      SceneComposition(Self.scene(approval: number)).texts.map(\.block.text).joined(separator: "\n")
    }
    #expect(statements("GS(2026)0001号").contains("Map approval number (审图号): GS(2026)0001号"))
    #expect(statements(nil).contains("(审图号): none"))
    #expect(statements(" ").contains("(审图号): none"))
    #expect(statements(nil).contains("© OpenStreetMap contributors"))
  }

  // MARK: PNG and PDF

  @Test(arguments: [(96.0, 1123, 794), (300, 3508, 2480), (72, 842, 595)])
  func `A PNG has page × dpi dots and says how many there are to a metre`(
    dpi: Double, columns: Int, rows: Int
  ) throws {
    let bytes = try Self.scene().render(format: .png, dpi: dpi)
    func number(_ at: Int) -> Int {
      bytes[at..<(at + 4)].reduce(0) { $0 << 8 | Int($1) }
    }
    #expect(number(16) == columns && number(20) == rows)
    #expect(bytes[37..<41].elementsEqual("pHYs".utf8))
    #expect(number(41) == Int((dpi / 0.0254).rounded()) && number(45) == number(41))
    if dpi == 72 {
      // Checksum of this very common chunk.
      #expect(bytes[50..<54].elementsEqual([0x00, 0x9A, 0x9C, 0x18]))
    }
  }

  @Test func `More dots than a picture can have are refused`() {
    #expect { try Self.scene().render(format: .png, dpi: 3000) } throws: { error in
      (error as? AnalysisError)?.kind == .usage
    }
  }

  @Test func `A PDF has the page's size, a page a scene, and no date of its making`() throws {
    let pages = [Self.scene(), Self.scene(page: MapPage(width: 210, height: 297))]
    let pdf = String(decoding: try MapScene.renderPDF(pages), as: UTF8.self)
    // 297 mm are 841.89 points, 210 mm 595.28.
    #expect(pdf.contains("/MediaBox [ 0 0 841.889764 595.275591 ]"))
    #expect(pdf.contains("/MediaBox [ 0 0 595.275591 841.889764 ]"))
    #expect(pdf.contains("/CreationDate (20000101000000Z)"))
  }

  @Test(arguments: MapFormat.allCases)
  func `The same scene gives the same bytes, whatever was drawn in between`(format: MapFormat)
    throws
  {
    let scene = Self.scene(
      labels: [
        MapLabel("云杉街道", at: PlanarPoint(x: 5, y: 5), anchor: .point(symbol: 2), priority: 1)
      ])
    let first = try scene.render(format: format, dpi: 96)
    _ = try Self.scene(title: "另一张").render(format: .svg)
    _ = try Self.scene(title: "另一张").render(format: .pdf)
    #expect(try scene.render(format: format, dpi: 96) == first)
  }

  @Test func `Labels stand at the same place in every format and at every dpi`() {
    // Composition knows neither: it is made once for all of them.
    let one = SceneComposition(Self.scene(title: "云杉 Title"))
    let other = SceneComposition(Self.scene(title: "云杉 Title"))
    #expect(one.texts.map(\.x) == other.texts.map(\.x))
    #expect(one.texts.map(\.block.width) == other.texts.map(\.block.width))
  }
}

@Suite(.serialized) struct LegendLayoutTests {
  private static let entries: [LegendEntry] = (0..<3).flatMap { group in
    [.heading("Group \(group)")]
      + (0..<(3 + 2 * group)).map {
        LegendEntry.area(MapStyle(fill: .white), "entry \(group).\($0)")
      }
  }

  @Test func `Beneath a map a heading stays with its entries, and all entries are there`() {
    let setter = TextSetter(.english)
    let height = LegendLayout.height(Self.entries, width: 194, size: 1, setter: setter)
    let box = BoundingBox(minX: 8, minY: 200, maxX: 202, maxY: 200 + height)
    let layout = LegendLayout(Self.entries, in: box, size: 1, isColumn: false, setter: setter)
    #expect(layout.lines.count == Self.entries.count)
    // 66 % of 194 mm hold two columns of 59 mm.
    #expect(layout.columns == 2)
    var column = 0.0
    for line in layout.lines {
      if line.entry.isHeading { column = line.x }
      #expect(line.x == column)
      #expect(line.y + line.text.height <= box.maxY + 1e-9)
    }
    // A millimetre less would not do.
    let less = BoundingBox(minX: 8, minY: 200, maxX: 202, maxY: 199 + height)
    let tighter = LegendLayout(Self.entries, in: less, size: 1, isColumn: false, setter: setter)
    #expect(tighter.columns > 2)
  }

  @Test func `Lines of a column do not overlap`() {
    let box = BoundingBox(minX: 0, minY: 0, maxX: 50, maxY: 150)
    let lines = LegendLayout(
      Self.entries, in: box, size: 1, isColumn: true, setter: TextSetter(.english)
    ).lines
    #expect(lines.count == Self.entries.count)
    for (upper, lower) in zip(lines, lines.dropFirst()) {
      #expect(lower.y >= upper.y + upper.text.height)
    }
  }
}
