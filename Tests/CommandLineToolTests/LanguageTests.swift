import Model
import Testing

@testable import CommandLineTool

struct LanguageTests {
  @Test(arguments: [
    ([:], Language.english), (["LANG": "zh_CN.UTF-8"], .chinese),
    (["LANG": "en_GB.UTF-8"], .english),
    (["LANG": "zh_CN.UTF-8", "LC_ALL": "C"], .english),
    (["LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_TW.UTF-8"], .chinese),
    (["LC_ALL": "", "LC_MESSAGES": "", "LANG": "zh"], .chinese),
    (["LC_ALL": "zh_CN", "LC_MESSAGES": "en"], .chinese),
  ])
  func `The first locale variable that is set decides`(
    environment: [String: String], language: Language
  ) {
    #expect(LanguageChoice.find(arguments: [], environment: environment) == language)
  }

  @Test(arguments: [
    (["--lang", "zh", "coverage"], Language.chinese),
    (["coverage", "--radius", "x", "--lang=zh"], .chinese),
    (["coverage", "--lang", "ZH"], .chinese), (["coverage", "--lang", "fr"], .english),
    (["coverage", "--", "--lang", "zh"], .english), (["coverage", "--lang"], .english),
  ])
  func `An option anywhere on the line beats the locale`(words: [String], language: Language) {
    let environment = ["LANG": "en_US.UTF-8"]
    #expect(LanguageChoice.find(arguments: words, environment: environment) == language)
  }
}
