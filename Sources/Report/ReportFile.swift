import Export
import Model
import WebAssets

/// One file of a report: a path, and the format its ending asks for.
public struct ReportFile: Sendable, Hashable {
  public enum Format: String, Sendable, Hashable, CaseIterable {
    case html, pdf, docx, xlsx
  }

  public var path: String
  public var format: Format

  /// - Throws: 64 for another ending.
  public init(_ path: String) throws {
    self.path = path
    let lower = path.lowercased()
    let match = Format.allCases.first { lower.hasSuffix("." + $0.rawValue) }
    if let match {
      format = match
    } else if lower.hasSuffix(".htm") {
      format = .html
    } else {
      throw AnalysisError(
        .usage, Subject(file: path),
        LocalizedText("no form of a report has this ending", zh: "报告没有与此后缀对应的格式"),
        hint: LocalizedText(
          "use .html .pdf .docx or .xlsx", zh: "请使用 .html、.pdf、.docx 或 .xlsx"))
    }
  }
}

/// Writes a document in several formats: all files appear, or none.
public struct ReportFiles {
  private let files: [ReportFile]

  /// Looks first whether what the formats need is there.
  ///
  /// - Throws: 66 naming what is not installed.
  public init(_ files: [ReportFile]) throws {
    self.files = files
    if files.contains(where: { $0.format == .pdf }) { try PDFPrinter.require() }
    leaflet = files.contains { $0.format == .html } ? try LeafletLibrary.read() : nil
  }

  private let leaflet: LeafletLibrary?

  /// Writes all files as part of `transaction`.
  ///
  /// - Parameter ledger: gains what a format could not hold.
  public func write(
    _ document: ReportDocument, in transaction: OutputTransaction, ledger: inout Ledger
  ) throws {
    for file in files {
      switch file.format {
      case .html:
        let use = leaflet.map { HTMLPage.Use.screen($0) } ?? .print
        try transaction.write(HTMLPage(document, for: use).html, to: file.path)
      case .pdf:
        try PDFPrinter.print(
          HTMLPage(document, for: .print).html, to: file.path, in: transaction)
      case .docx:
        let archive = try transaction.open(file.path)
        try WordDocument(document).write(to: archive)
      case .xlsx:
        try SheetBook.write(
          document.tables.map(\.sheet), to: file.path, in: transaction, ledger: &ledger)
      }
    }
  }
}
