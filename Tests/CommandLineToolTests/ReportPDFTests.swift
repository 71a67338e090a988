import Foundation
import Testing

/// The PDF of `lifecircle report`, read back with Debian's poppler-utils.
@Suite(
  .enabled(
    if: PDFReading.isPossible,
    "weasyprint, pdfinfo, pdftotext and pdfimages are not installed (Scripts/debian-packages.txt)"))
struct ReportPDFTests {
  private static let county = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../geodata/example-county").standardizedFileURL

  /// What would be markup if it were not text; with letters that WeasyPrint's fonts have.
  private static let hostile = "</td></table><img src=x onerror=alert(1)>&amp;<b>粗"

  /// The county's blocks, the first of them with a hostile name.
  private static func blocks(_ folder: Folder) throws {
    let data = try Data(contentsOf: county.appendingPathComponent("grids.geojson"))
    var document = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    var features = try #require(document["features"] as? [[String: Any]])
    let index = try #require(
      features.firstIndex { ($0["properties"] as? [String: Any])?["id"] as? String == "WG028" })
    var properties = try #require(features[index]["properties"] as? [String: Any])
    properties["name"] = hostile
    features[index]["properties"] = properties
    document["features"] = features
    try folder.file("grids.geojson", JSONSerialization.data(withJSONObject: document))
  }

  private static func group(_ number: Double) -> String {
    let digits = String(Int(number.rounded()))
    guard digits.count > 3 else { return digits }
    return "\(digits.dropLast(3)),\(digits.suffix(3))"
  }

  @Test(
    arguments: [
      (language: "en", title: "Coverage of neighbourhood services"),
      (language: "zh", title: "社区服务站点覆盖评估报告"),
    ])
  func `The PDF of the county has its title, pages, maps and the figures of the summary`(
    language: String, title: String
  ) throws {
    let folder = try Folder()
    try Self.blocks(folder)
    let place = [
      "--blocks", "grids.geojson", "--stations",
      Self.county.appendingPathComponent("stations.geojson").path, "--demand",
      Self.county.appendingPathComponent("buildings.csv").path, "--quiet", "--lang", language,
    ]
    for words in [["coverage", "-o", "c.csv", "--summary", "c.json"], ["report", "-o", "r.pdf"]] {
      let run = try Binary.run([words[0]] + place + words.dropFirst(), in: folder.url)
      #expect(run.code == 0, "\(words[0]): \(run.error)")
    }
    let pdf = try PDFReading(folder.url.appendingPathComponent("r.pdf"))
    #expect(pdf.information["Title"] == title)
    let pages = try #require(pdf.information["Pages"].flatMap { Int($0) })
    #expect(pages >= 5 && pages == pdf.pages.count)
    // Every page says which it is, of how many.
    for (number, page) in pdf.pages.enumerated() {
      let foot =
        language == "zh" ? "第\(number + 1)页，共\(pages)页" : "\(number + 1)/\(pages)"
      #expect(page.contains(foot))
    }
    // Maps of coverage by radius and by time, and of gaps: dots, as wide as a page asks for.
    #expect(pdf.imageWidths.count { $0 >= 1_400 } >= 3)

    let summary = try #require(
      JSONSerialization.jsonObject(with: Data(try folder.text("c.json").utf8)) as? [String: Any])
    let text = pdf.pages.joined()
    for (key, reach) in [("radii", "500"), ("minutes", "15")] {
      let measure = try #require((summary[key] as? [String: [String: Any]])?[reach])
      let share = try #require(measure["pop_share"] as? Double)
      #expect(text.contains(String(format: "%.1f%%", share * 100)))
      for name in ["pop_covered", "pop_uncovered"] {
        #expect(text.contains(Self.group(try #require(measure[name] as? Double))), "\(name)")
      }
    }
    #expect(text.contains(Self.hostile.filter { !$0.isWhitespace }))
  }
}

/// What other programs read in a PDF.
struct PDFReading {
  /// The lines of pdfinfo.
  private(set) var information: [String: String] = [:]
  /// The text of each page without any blanks: where lines break does not matter.
  private(set) var pages: [String] = []
  /// Dots across of each picture, in the order of the pages.
  private(set) var imageWidths: [Int] = []

  private static let folder = "/usr/bin/"

  static let isPossible = ["weasyprint", "pdfinfo", "pdftotext", "pdfimages"].allSatisfy {
    FileManager.default.isExecutableFile(atPath: folder + $0)
  }

  init(_ file: URL) throws {
    for line in try Self.run("pdfinfo", [file.path]).split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { continue }
      information[String(parts[0])] = parts[1].trimmingCharacters(in: .whitespaces)
    }
    pages = try Self.run("pdftotext", ["-enc", "UTF-8", file.path, "-"])
      .split(separator: "\u{0C}").map { $0.filter { !$0.isWhitespace } }
      .filter { !$0.isEmpty }
    imageWidths = try Self.run("pdfimages", ["-list", file.path]).split(separator: "\n")
      .dropFirst(2).compactMap { line in
        let words = line.split(separator: " ")
        return words.count > 4 ? Int(words[3]) : nil
      }
  }

  private static func run(_ program: String, _ words: [String]) throws -> String {
    let files = try Folder()
    let output = try files.file("stdout", "")
    let code = ChildProcess.run(
      folder + program, words, folder: nil, environment: ProcessInfo.processInfo.environment,
      input: "/dev/null", output: output.path, error: try files.file("stderr", "").path)
    #expect(code == 0, "\(program)")
    return try String(contentsOf: output, encoding: .utf8)
  }
}
