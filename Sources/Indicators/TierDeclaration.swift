import Model

/// Numbers of stations by tier as an office states them: `1+10+18`, `１＋１０＋１８`, `1个街道+10个社区+18个网格`.
public struct TierDeclaration: Sendable, Hashable {
  /// One term of the sum.
  public struct Term: Sendable, Hashable {
    public var count: Int
    /// What is written after the number, without a leading 个; empty for a bare number.
    public var label: String

    public init(count: Int, label: String = "") {
      self.count = count
      self.label = label
    }
  }

  public var terms: [Term]

  public init(terms: [Term]) { self.terms = terms }

  /// Reads whole numbers joined by `+`, each with or without words after it; full-width characters and
  /// white space are understood.
  ///
  /// - Throws: `usage` naming the part that is no number with words.
  public init(parsing text: String) throws {
    let parts = HalfWidth.text(text).split(separator: "+", omittingEmptySubsequences: false)
    terms = try parts.map { try Self.term($0.trimmed, of: text) }
  }

  private static func term(_ part: String, of text: String) throws -> Term {
    let digits = part.prefix { $0.isASCII && $0.isNumber }
    let words = part.dropFirst(digits.count)
    guard let count = Int(digits), !words.contains(where: { $0.isNumber || ",.-".contains($0) })
    else {
      throw AnalysisError(
        .usage, .none,
        LocalizedText(
          "“\(part)” in the declared counts “\(text)” is not a whole number of stations",
          zh: "申报数“\(text)”中的“\(part)”不是站点个数"),
        hint: LocalizedText(
          "write one whole number for each tier, such as 1+10+18",
          zh: "每级写一个整数，例如 1+10+18"))
    }
    let label = words.trimmed
    return Term(
      count: count, label: label.hasPrefix("个") ? label.dropFirst().trimmed : label)
  }

  /// The number declared for each tier, in the order of `tiers`.
  ///
  /// A term whose words contain the name of exactly one tier is that tier's; any other stands for the tier at its
  /// place.
  ///
  /// - Throws: `usage` where there are more or fewer terms than tiers, or two for one tier.
  public func counts(for tiers: [String]) throws -> [Int] {
    guard terms.count == tiers.count else {
      throw mismatch(
        LocalizedText(
          "\(terms.count) counts are declared for \(tiers.count) tiers",
          zh: "申报了 \(terms.count) 个数，而站点分 \(tiers.count) 级"), tiers)
    }
    var counts = [Int?](repeating: nil, count: tiers.count)
    for (place, term) in terms.enumerated() {
      let named = tiers.indices.filter { !tiers[$0].isEmpty && term.label.contains(tiers[$0]) }
      let tier = named.count == 1 ? named[0] : place
      guard counts[tier] == nil else {
        throw mismatch(
          LocalizedText(
            "two counts are declared for tier “\(tiers[tier])”",
            zh: "“\(tiers[tier])”一级申报了两个数"), tiers)
      }
      counts[tier] = term.count
    }
    return counts.map { $0! }
  }

  private func mismatch(_ message: LocalizedText, _ tiers: [String]) -> AnalysisError {
    AnalysisError(
      .usage, .none, message,
      hint: LocalizedText(
        "declare one count for each of: \(tiers.joined(separator: ", "))",
        zh: "请依次申报：\(tiers.joined(separator: "、"))"))
  }
}

/// Declared numbers of stations beside those the data hold.
public struct TierComparison: Sendable, Hashable {
  public struct Row: Sendable, Hashable {
    public var tier: String
    public var declared: Int
    public var actual: Int
    /// Actual − declared: below 0 stations are missing from the data.
    public var difference: Int { actual - declared }
  }

  /// One for each tier declared, in that order.
  public var rows: [Row]
  /// Tiers in the data that nobody declared, with their stations, by name; the empty name for stations without
  /// a tier.
  public var undeclared: [Row]

  /// Whether every declared tier has exactly the stations declared. Undeclared tiers do not matter.
  public var agrees: Bool { rows.allSatisfy { $0.difference == 0 } }

  /// - Parameters:
  ///   - tiers: names of the tiers declared, distinct.
  ///   - declared: a number for each.
  ///   - actual: stations by tier, as the data name it; a tier that is absent has 0.
  public init(tiers: [String], declared: [Int], actual: [String: Int]) {
    precondition(tiers.count == declared.count, "a count for every tier")
    precondition(Set(tiers).count == tiers.count, "a tier twice")
    rows = zip(tiers, declared).map {
      Row(tier: $0, declared: $1, actual: actual[$0] ?? 0)
    }
    undeclared = actual.filter { !tiers.contains($0.key) }.sorted { $0.key < $1.key }
      .map { Row(tier: $0.key, declared: 0, actual: $0.value) }
  }
}
