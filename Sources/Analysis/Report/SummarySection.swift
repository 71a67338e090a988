import Coverage
import Model
import Report

extension ReportAssembly {
  /// What was found, in sentences.
  var summarySection: ReportDocument.Section {
    var sentences = [scope] + reachSentences
    sentences += [unreachable, underserved, mostUrgent].compactMap { $0 }
    if let check = findings.check { sentences.append(verdict(check.findings)) }
    if let site = findings.site { sentences.append(proposal(site)) }
    return ReportDocument.Section(
      "summary", word("Summary", "摘要"), [.list(sentences), .keyFigures(keyFigures)])
  }

  private var totals: CoverageTotals { findings.summary.totals }

  private var scope: String {
    let area = Figures.decimals(totals.area / 1e6, 2)
    let stations = findings.summary.stationCount
    let unmeasured = totals.blocks - totals.measured
    let left =
      unmeasured == 0
      ? ""
      : word(
        " \(counted(unmeasured, "block", "blocks")) could not be measured.",
        "其中 \(Figures.whole(Double(unmeasured))) 个网格无法计算。")
    guard totals.hasPopulation else {
      return word(
        "\(counted(totals.blocks, "block", "blocks")) on \(area) km² and \(counted(stations, "station", "stations")) "
          + "were looked at; how many people live there is not known.",
        "共分析 \(Figures.whole(Double(totals.blocks))) 个网格，面积 \(area) 平方公里，站点 \(stations) 个；人口未知。")
        + left
    }
    return word(
      "\(counted(totals.blocks, "block", "blocks")) with \(Figures.whole(totals.population)) people on \(area) km² and "
        + "\(counted(stations, "station", "stations")) were looked at.",
      "共分析 \(Figures.whole(Double(totals.blocks))) 个网格，人口 \(Figures.whole(totals.population)) 人，面积 \(area) 平方公里，站点 "
        + "\(stations) 个。") + left
  }

  /// One sentence a radius or time.
  private var reachSentences: [String] {
    totals.reaches.indices.map { totals.hasPopulation ? peopleSentence($0) : areaSentence($0) }
  }

  private func peopleSentence(_ reach: Int) -> String {
    let share = totals.populationShare(reach)
    let all = Figures.whole(totals.measuredPopulation)
    let place = isTime(reach) ? walkPhrase(reach) : phrase(reach)
    if share.isNaN {
      return word("Nobody lives in the blocks.", "网格内没有人口。")
    }
    if share >= 1 {
      return word("All \(all) people live \(place).", "\(all) 人全部在\(place)。")
    }
    if totals.reaches[reach].coveredPeople <= 0 {
      return word("None of the \(all) people live \(place).", "\(all) 人中没有人在\(place)。")
    }
    let covered = Figures.whole(totals.reaches[reach].coveredPeople)
    let beyond = people(totals.uncoveredPeople(reach))
    return word(
      "\(covered) of \(all) people (\(percent(share))) live \(place); \(beyond) do not.",
      "\(all) 人中有 \(covered) 人（占比 \(percent(share))）在\(place)；\(beyond) 人不在此范围内。")
  }

  private func areaSentence(_ reach: Int) -> String {
    word(
      "\(percent(totals.areaShare(reach))) of the area lies \(phrase(reach)).",
      "面积中有 \(percent(totals.areaShare(reach))) 在\(phrase(reach))。")
  }

  /// How walking was measured belongs to the claim.
  private func walkPhrase(_ reach: Int) -> String {
    let settings = findings.settings
    let speed = number(settings.speed)
    return findings.summary.walksStreets
      ? word(
        "\(phrase(reach)) (along streets at \(speed) km/h)",
        "\(phrase(reach))（沿道路，\(speed) 公里/小时）")
      : word(
        "\(phrase(reach)) (straight distance × \(number(settings.detour)) at \(speed) km/h)",
        "\(phrase(reach))（直线距离 × \(number(settings.detour))，\(speed) 公里/小时）")
  }

  private var unreachable: String? {
    guard totals.hasPopulation, !findings.settings.minutes.isEmpty, totals.unreachablePeople > 0
    else { return nil }
    let count = people(totals.unreachablePeople)
    let longest = number(findings.settings.maximumMinutes)
    return word(
      "\(count) people reach no station on foot within \(longest) minutes.",
      "\(count) 人步行 \(longest) 分钟内到不了任何站点。")
  }

  private var underserved: String? {
    if findings.settings.rules.isEmpty { return nil }
    let flagged = totals.underserved
    let tests = testText
    if flagged == 0 {
      return word(
        "No block is underserved (\(tests)).", "没有服务不足的网格（\(tests)）。")
    }
    let measured = Figures.whole(Double(totals.measured))
    let verb = flagged == 1 ? "is" : "are"
    return word(
      "\(Figures.whole(Double(flagged))) of \(measured) measured blocks \(verb) underserved (\(tests)).",
      "\(measured) 个已计算网格中有 \(Figures.whole(Double(flagged))) 个服务不足（\(tests)）。") + doubtful
  }

  /// The tests that flag a block, in words.
  var testText: String {
    findings.settings.rules.compactMap { rule in
      // 0.07 × 100 is 7.000000000000001.
      let limit = (rule.threshold * 1e8).rounded() / 1e6
      return findings.settings.position(of: rule.measure).map { reach in
        word(
          "fewer than \(number(limit)) % of its people \(phrase(reach))",
          "\(phrase(reach))人口占比低于 \(number(limit))%")
      }
    }.joined(separator: word(", or ", "，或"))
  }

  /// Blocks near a limit.
  var borderlineCount: Int {
    let table = findings.table
    return (0..<table.count).count { table.isUsable($0) && table.borderline[$0] == 1 }
  }

  private var doubtful: String {
    let count = borderlineCount
    if count == 0 { return "" }
    return word(
      " For \(counted(count, "block", "blocks")) the verdict changes at a radius 10 % smaller or larger or between 3.2 and "
        + "4.8 km/h.",
      "有 \(Figures.whole(Double(count))) 个网格在半径 ±10% 或步速 3.2–4.8 公里/小时之间结论会改变。")
  }

  private var mostUrgent: String? {
    guard let first = flagged.first else { return nil }
    let reasons = ReasonText(findings.settings, language).words(
      findings.flags.reasonTexts[Int(findings.flags.reasons[first])])
    return word(
      "The most urgent block is \(title(first)): \(reasons).",
      "最急需补充服务的网格是 \(title(first))：\(reasons)。")
  }

  private func verdict(_ findings: CheckFindings) -> String {
    let judged = findings.results.filter { $0.level == "all" && $0.met != nil }
    let name = findings.standard.name[language]
    if judged.isEmpty {
      return word("No target of “\(name)” could be judged.", "《\(name)》中没有可判断的目标。")
    }
    let failing = judged.filter { $0.met == false }
    if failing.isEmpty {
      return word(
        judged.count == 1
          ? "The target of “\(name)” is met." : "All \(judged.count) targets of “\(name)” are met.",
        "《\(name)》的 \(judged.count) 项目标全部达标。")
    }
    let list = failing.map { $0.ruleName[language] }.joined(separator: word("; ", "；"))
    return word(
      "Of \(counted(judged.count, "target", "targets")) of “\(name)”, \(failing.count) "
        + "\(failing.count == 1 ? "is" : "are") not met: \(list).",
      "《\(name)》的 \(judged.count) 项目标中有 \(failing.count) 项未达标：\(list)。")
  }

  private func proposal(_ site: SiteOutcome) -> String {
    let overview = site.overview
    if let failure = site.failure {
      return word(
        "No set of sites fulfils what was asked: \(failure.message.english).",
        "没有满足要求的选址方案：\(failure.message.chinese)。")
    }
    let count = overview.rows.count
    if count == 0 {
      return word("No new station is proposed: none would add anybody.", "不建议新增站点：没有候选点能增加覆盖。")
    }
    guard overview.before.isFinite else {
      return word(
        "\(counted(count, "new station is", "new stations are")) proposed.", "建议新增 \(count) 个站点。")
    }
    let (before, after) = (Figures.whole(overview.before), Figures.whole(overview.covered))
    let proof =
      overview.status == "optimal"
      ? word(" No other choice does better (proven).", "已证明没有更优方案。")
      : word(" This is not proven to be the best choice.", "尚未证明为最优方案。")
    return word(
      "\(counted(count, "new station", "new stations")) would raise the people covered from \(before) to \(after) of "
        + "\(Figures.whole(overview.people)).",
      "新增 \(count) 个站点，可使覆盖人口由 \(before) 人增至 \(after) 人（共 \(Figures.whole(overview.people)) 人）。")
      + proof
  }
}
