import Foundation
import FoundationXML
import Model

@testable import Report
@testable import WebAssets

/// Names that would do harm where they are taken for markup, script, a formula or a path.
enum Hostile {
  static let script = "</script><script>alert(1)</script>"
  static let formula = "=cmd|' /C calc'!A0"
  static let markup = "<b>&\"'</b>"
  static let control = "a\u{0}b\u{1B}[31mc\u{7F}d\ne\u{FFFE}f"
  static let long = String(repeating: "长名称", count: 70)
  static let comment = "<!-- --> ]]> <!--"
  static let all = [script, formula, markup, control, long, comment]
}

/// A document with every kind of content, full of hostile text.
func hostileDocument(_ language: Language = .english) -> ReportDocument {
  let table = ReportTable(
    name: Hostile.script, caption: Hostile.markup,
    columns: [
      .init(Hostile.script, .text), .init("share", .share), .init("people", .whole),
      .init("met", .verdict),
    ],
    rows: Hostile.all.map { [.string($0), .number(0.9996), .number(1234.5), .boolean(true)] }
      + [[.null, .null, .integer(-7), .boolean(false)]], mapBlocks: [0])
  let square = [(0.0, 0.0), (0.001, 0.0), (0.001, 0.001), (0.0, 0.001), (0.0, 0.0)]
    .map { Coordinate(x: 124 + $0.0, y: 44 + $0.1) }
  let map = InteractiveMap(
    caption: Hostile.script, measures: [Hostile.script],
    blocks: Hostile.all.map {
      .init(
        polygons: [[square]], id: $0, name: $0, people: .nan, shares: [0.25], isUnderserved: true,
        priority: 1, reasons: $0)
    },
    stations: [.init(position: square[0], id: Hostile.script, name: Hostile.markup)],
    sites: [.init(position: square[1], id: "1", name: Hostile.script, detail: Hostile.markup)])
  let chart = LineChart(
    horizontalTitle: Hostile.script, verticalTitle: Hostile.markup,
    series: [.init(Hostile.script, [Coordinate(x: 0, y: 0), Coordinate(x: 1, y: 1)])])
  return ReportDocument(
    title: Hostile.script, language: language, lines: Hostile.all,
    sections: [
      .init(
        "all", Hostile.script,
        [
          .heading(Hostile.script), .paragraph(Hostile.script), .list(Hostile.all),
          .note(Hostile.control),
          .keyFigures([.init("1", Hostile.script, basis: Hostile.markup, isWarning: true)]),
          .table(table), .map(map),
          .figure(
            ReportFigure(
              svg: chart.svg, width: 480, height: 300, caption: Hostile.script,
              alternative: Hostile.markup)),
        ])
    ], attributions: ["© OpenStreetMap contributors", Hostile.script])
}

let noLeaflet = LeafletLibrary(script: "window.L = null;", styles: "")

/// What a strict XML parser says of a text; nil: nothing.
func complaint(aboutXML text: String) -> String? {
  let parser = XMLParser(data: Data(text.utf8))
  if parser.parse() { return nil }
  return "line \(parser.lineNumber): \(parser.parserError.map { "\($0)" } ?? "")"
}

/// A page without the content of its scripts, which is no markup.
func withoutScripts(_ html: String) -> String {
  var out = ""
  var rest = html[...]
  while let start = rest.firstRange(of: "<script") {
    guard let open = rest[start.lowerBound...].firstIndex(of: ">"),
      let end = rest[open...].firstRange(of: "</script>")
    else { break }
    out += rest[..<rest.index(after: open)] + rest[end.lowerBound..<end.upperBound]
    rest = rest[end.upperBound...]
  }
  return (out + rest).replacing("<!DOCTYPE html>", with: "")
}

/// A folder of its own, removed at the end.
func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("lifecircle-report-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder.path)
}

/// What Python's own reader says of an archive: `program` sees it as `z`.
func python(_ program: String, archive path: String) -> String? {
  ChildProcess.text(
    "/usr/bin/env",
    ["python3", "-c", "import sys,zipfile\nz=zipfile.ZipFile(sys.argv[1])\n" + program, path])
}
