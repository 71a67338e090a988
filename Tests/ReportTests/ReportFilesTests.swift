import Export
import Foundation
import Model
import Testing

@testable import Report

@Suite struct ReportFilesTests {
  @Test func `The ending of a path decides on the format, whatever its case`() throws {
    let formats = try ["a.html", "b.HTM", "c.PDF", "d.docx", "e.xlsx"].map {
      try ReportFile($0).format
    }
    #expect(formats == [.html, .html, .pdf, .docx, .xlsx])
  }

  @Test func `Another ending is a mistake of usage`() {
    let error = #expect(throws: AnalysisError.self) { try ReportFile("report.odt") }
    #expect(error?.exitCode == 64)
  }

  @Test(arguments: [Language.english, .chinese])
  func `Every part of a Word document with hostile names is well formed`(language: Language) throws
  {
    try withFolder { folder in
      let path = folder + "/report.docx"
      var ledger = Ledger()
      let transaction = OutputTransaction()
      try ReportFiles([ReportFile(path)])
        .write(hostileDocument(language), in: transaction, ledger: &ledger)
      try transaction.commit()
      let program = """
        import xml.dom.minidom as m
        assert z.testzip() is None
        for n in z.namelist():
            if n.endswith(('.xml', '.rels')): m.parseString(z.read(n))
        print(z.namelist()[0], len([n for n in z.namelist() if n.endswith('.xml')]))
        """
      #expect(python(program, archive: path) == "[Content_Types].xml 7\n")
      let text = "print(z.read('word/document.xml').decode().count('=cmd|&#39; /C calc&#39;!A0'))"
      // A line below the title, an item of the list, a cell.
      #expect(python(text, archive: path) == "3\n")
    }
  }

  @Test func `A picture of a Word document is a part of it`() throws {
    try withFolder { folder in
      let path = folder + "/report.docx"
      let figure = ReportFigure(
        svg: "", png: [0x89, 0x50], width: 900, height: 450, caption: "c", alternative: "a\"b")
      let document = ReportDocument(
        title: "t", language: .english, sections: [.init("s", "s", [.figure(figure)])])
      var ledger = Ledger()
      let transaction = OutputTransaction()
      try ReportFiles([ReportFile(path)]).write(document, in: transaction, ledger: &ledger)
      try transaction.commit()
      let program = """
        d = z.read('word/document.xml').decode()
        print(list(z.read('word/media/figure1.png')), 'r:embed="rPicture1"' in d, 'cx="6120130" cy="3060065"' in d)
        """
      // 481.9 points wide instead of 900, the height in proportion; 12,700 units a point.
      #expect(python(program, archive: path) == "[137, 80] True True\n")
      // The figure keeps its caption below it, which lets go of what follows.
      let kept = """
        import re
        d = z.read('word/document.xml').decode()
        used = re.findall(r'<w:pStyle w:val="(Figure|Caption|TableCaption)"/>', d)
        styles = dict(re.findall(r'<w:style [^>]*w:styleId="(\\w+)"(.*?)</w:style>', z.read('word/styles.xml').decode()))
        print(used, ['keepNext' in styles[s] for s in used])
        """
      #expect(python(kept, archive: path) == "['Figure', 'Caption'] [True, False]\n")
    }
  }

  @Test func `A workbook has a sheet for each table, and no text is a formula`() throws {
    try withFolder { folder in
      let path = folder + "/report.xlsx"
      var ledger = Ledger()
      let transaction = OutputTransaction()
      try ReportFiles([ReportFile(path)])
        .write(hostileDocument(), in: transaction, ledger: &ledger)
      try transaction.commit()
      let program = """
        s = z.read('xl/worksheets/sheet1.xml').decode()
        t = z.read('xl/sharedStrings.xml').decode()
        print(s.count('<f'), '=cmd' in t, len([n for n in z.namelist() if 'worksheets/sheet' in n]))
        """
      #expect(python(program, archive: path) == "0 True 1\n")
    }
  }

  @Test func `Nothing appears when the transaction is not committed`() throws {
    try withFolder { folder in
      var ledger = Ledger()
      let transaction = OutputTransaction()
      try ReportFiles([ReportFile(folder + "/a.docx"), ReportFile(folder + "/a.xlsx")])
        .write(hostileDocument(), in: transaction, ledger: &ledger)
      transaction.discard()
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
    }
  }
}
