import Export
import Glibc
import Model

/// Makes a PDF of a page with WeasyPrint (Debian's `weasyprint`), which runs no scripts and so shows a page as its styles for
/// paper say.
enum PDFPrinter {
  private static let program = "weasyprint"

  /// - Throws: 66 when the program is not installed.
  static func require() throws {
    if ChildProgram.find(program) != nil { return }
    throw AnalysisError(
      .missingInput, Subject(file: program),
      LocalizedText("the program that makes PDF is not installed", zh: "未安装生成 PDF 的程序"),
      hint: LocalizedText(
        "install the Debian package weasyprint, or write .html or .docx",
        zh: "请安装 Debian 软件包 weasyprint，或改写 .html、.docx"))
  }

  /// Writes `page` as PDF to `path`, which appears when `transaction` commits.
  ///
  /// - Throws: 66 without the program, 74 with its last words when it fails.
  static func print(_ page: String, to path: String, in transaction: OutputTransaction) throws {
    try require()
    let folder = try transaction.stage(path, scratch: [".html", ".log", ".otf"])
    let (source, log) = (folder.mainFile + ".html", folder.mainFile + ".log")
    try ChildProgram.write(page + PrintFonts.generated, to: source, for: path)
    let fonts = PrintFonts(text: source, words: log, font: folder.mainFile + ".otf")
    try ChildProgram.write(inserting(try fonts.rules(), into: page), to: source, for: path)
    let status = try ChildProgram.run(
      program,
      ["--quiet", "--encoding", "utf-8", "--media-type", "print", source, folder.mainFile],
      log: log)
    guard status == 0, access(folder.mainFile, F_OK) == 0 else {
      let words = ChildProgram.lastLine(of: log)
      throw AnalysisError(
        .inputOutput, Subject(file: path),
        LocalizedText(
          "weasyprint ended with \(status)\(words.isEmpty ? "" : ": \(words)")",
          zh: "weasyprint 以 \(status) 结束\(words.isEmpty ? "" : "：\(words)")"),
        hint: LocalizedText("write .html and print it", zh: "可改写 .html 后打印"))
    }
  }

  /// The page with further rules before its styles.
  private static func inserting(_ rules: String, into page: String) -> String {
    let parts = page.split(separator: "<style>", maxSplits: 1, omittingEmptySubsequences: false)
    return parts.count == 2 ? "\(parts[0])<style>\(rules)\(parts[1])" : page
  }
}
