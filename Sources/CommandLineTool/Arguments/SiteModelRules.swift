import Analysis
import Model

/// Options of `site` that a model cannot heed, each with what does what they ask for.
enum SiteModelRules {
  /// The first option given that means nothing to the model, and what to type instead.
  static func misfit(
    of model: SiteRequest.Model, _ isGiven: (String) -> Bool
  ) -> (option: String, hint: LocalizedText)? {
    guard let rule = rules(model).first(where: { isGiven($0.option) }) else { return nil }
    return rule
  }

  private typealias Rule = (option: String, hint: LocalizedText)

  private static func rules(_ model: SiteRequest.Model) -> [Rule] {
    switch model {
    case .maxCoverage: [("target-share", fewest)]
    case .setCover: [("new", most), ("budget", most), ("trade-off", curve)]
    case .pMedian: [("target-share", fewest), ("backup", twice)]
    case .pCenter: [("target-share", fewest), ("backup", twice), ("equity", nobodyCounts)]
    }
  }

  private static let fewest = LocalizedText(
    "--model set-cover finds the fewest stations for a share of the people",
    zh: "达到目标份额所需的最少站点请用 --model set-cover")

  private static let most = LocalizedText(
    "set-cover finds how many are needed; --model max-coverage does the most with a given number or budget",
    zh: "set-cover 求所需的最少站点；站数或预算给定时请用 --model max-coverage")

  private static let curve = LocalizedText(
    "--model max-coverage --new N --trade-off N says what share 1, 2 … N stations cover",
    zh: "各站数可达的份额请用 --model max-coverage --new N --trade-off N")

  private static let twice = LocalizedText(
    "two stations a person is a condition of coverage: --model max-coverage or set-cover with --backup",
    zh: "“由两个站点覆盖”属于覆盖模型：请用 --model max-coverage 或 set-cover 并加 --backup")

  private static let nobodyCounts = LocalizedText(
    "the farthest person decides, however much others count; --model p-median heeds --equity weight:K",
    zh: "p-center 只看最远者，与权重无关；--equity weight:K 可与 --model p-median 同用")

  /// What to do where a model has no share of a community to raise.
  static func insteadOfWorst(_ model: SiteRequest.Model) -> LocalizedText {
    switch model {
    case .setCover:
      LocalizedText(
        "set-cover asks for a share of all people; --model max-coverage --new N raises the lowest of the communities",
        zh: "set-cover 针对全体人口的份额；提高最低社区份额请用 --model max-coverage --new N")
    case .maxCoverage, .pMedian, .pCenter:
      LocalizedText(
        "shares are of people covered: use --model max-coverage, or --equity weight:K with p-median",
        zh: "份额指被覆盖人口之比：请用 --model max-coverage；p-median 可用 --equity weight:K")
    }
  }
}
