/// The two languages every message exists in.
public enum Language: String, Sendable, Hashable, CaseIterable {
  case chinese = "zh"
  case english = "en"
}

/// One message in both languages.
public struct LocalizedText: Sendable, Hashable {
  public var english: String
  public var chinese: String

  public init(_ english: String, zh chinese: String) {
    self.english = english
    self.chinese = chinese
  }

  public subscript(language: Language) -> String {
    language == .chinese ? chinese : english
  }

  public static let empty = LocalizedText("", zh: "")

  /// What it is about, a colon, and this.
  public func after(_ name: String) -> LocalizedText {
    LocalizedText("\(name): \(english)", zh: "\(name)：\(chinese)")
  }
}
