import Foundation
import Testing

@testable import Analysis

private func misread(_ text: String, _ written: String, _ read: String) -> String? {
  guard let bytes = TextConversion.convert(Array(text.utf8), from: "UTF-8", to: written),
    let wrong = TextConversion.convert(bytes, from: read, to: "UTF-8")
  else { return nil }
  return String(decoding: wrong, as: UTF8.self)
}

private let names = ["云杉街道暖心驿站", "槐荫社区第一网格", "邻里互助点", "人民医院东侧党群服务中心", "桐声社区居委会"]

@Test func `Real Chinese is not doubtful`() {
  let sum = names.reduce(HanScript.Tally()) { $0 + HanScript.tally($1) }
  #expect(!sum.isDoubtful)
  #expect(sum.commonShare > 0.9)
}

@Test func `GBK read as Latin-1 or Windows-1252 is doubtful`() {
  for wrong in ["ISO-8859-1", "CP1252"] {
    let texts = names.compactMap { misread($0, "GB18030", wrong) }
    #expect(!texts.isEmpty)
    for text in texts { #expect(HanScript.tally(text).latin == 1, "\(text)") }
  }
}

@Test func `UTF-8 read as Latin-1 is doubtful`() {
  for name in names {
    let text = misread(name, "UTF-8", "ISO-8859-1") ?? ""
    #expect(HanScript.tally(text).latin == 1, "\(text)")
  }
}

@Test func `UTF-8 read as GB18030 has few common characters`() {
  // Texts with an even number of bytes decode without an error and look like Chinese.
  let texts = names.compactMap { misread($0, "UTF-8", "GB18030") }
  #expect(!texts.isEmpty)
  let sum = texts.reduce(HanScript.Tally()) { $0 + HanScript.tally($1) }
  #expect(sum.isDoubtful)
}

@Test func `Western names are not doubtful`() {
  for name in [
    "Île-de-France", "Übersee Straße", "São Paulo", "Łódź", "Crème brûlée à l’été", "ÄÖÜ",
  ] {
    #expect(!HanScript.tally(name).isDoubtful, "\(name)")
  }
}

@Test func `Replacement characters and what becomes of them are doubtful`() {
  #expect(HanScript.tally("\u{FFFD}\u{FFFD}社区").isDoubtful)
  #expect(HanScript.tally("锟斤拷锟斤拷").isDoubtful)
}

@Test func `Words are quoted as shells need it`() {
  #expect(ShellWord.quoted("a.csv") == "a.csv")
  #expect(ShellWord.quoted("网格.shp") == "网格.shp")
  #expect(ShellWord.quoted("a b") == "'a b'")
  #expect(ShellWord.quoted("it's") == #"'it'\''s'"#)
  #expect(ShellWord.quoted("$(x)") == "'$(x)'")
}
