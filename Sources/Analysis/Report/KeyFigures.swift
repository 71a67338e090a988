import Coverage
import Model
import Report

extension ReportAssembly {
  /// Numbers for a reader in a hurry, each with what it is a part of.
  var keyFigures: [ReportDocument.KeyFigure] {
    let totals = findings.summary.totals
    var figures: [ReportDocument.KeyFigure] = []
    for reach in totals.reaches.indices {
      if totals.hasPopulation {
        figures += peopleFigures(reach)
      } else {
        figures.append(areaFigure(reach))
      }
    }
    if !findings.settings.rules.isEmpty {
      let measured = Figures.whole(Double(totals.measured))
      figures.append(
        .init(
          Figures.whole(Double(totals.underserved)), word("underserved blocks", "服务不足的网格"),
          basis: word("of \(measured) measured blocks", "共 \(measured) 个已计算网格"),
          isWarning: totals.underserved > 0))
      figures.append(
        .init(
          Figures.whole(Double(borderlineCount)), word("borderline blocks", "临界网格"),
          basis: word("of \(measured) measured blocks", "共 \(measured) 个已计算网格")))
    }
    figures.append(
      .init(
        Figures.whole(Double(findings.summary.stationCount)), word("stations", "站点"),
        basis: stationBasis))
    return figures + groupFigures
  }

  private var stationBasis: String {
    let totals = findings.summary.totals
    guard totals.hasPopulation, findings.summary.stationCount > 0 else {
      return word("in the files given", "所给文件中")
    }
    let people = Figures.whole(totals.population)
    return word("for \(people) people", "服务 \(people) 人")
  }

  private func peopleFigures(_ reach: Int) -> [ReportDocument.KeyFigure] {
    let totals = findings.summary.totals
    let all = Figures.whole(totals.measuredPopulation)
    let covered = Figures.whole(totals.reaches[reach].coveredPeople)
    return [
      .init(
        percent(totals.populationShare(reach)),
        word("share of people \(phrase(reach))", "\(phrase(reach))人口占比"),
        basis: word(
          "\(covered) of \(all) people in measured blocks", "已计算网格 \(all) 人中的 \(covered) 人")),
      .init(
        people(totals.uncoveredPeople(reach)),
        word("people not \(phrase(reach))", "不在\(phrase(reach))的人数"),
        basis: word("of \(all) people in measured blocks", "已计算网格共 \(all) 人"),
        isWarning: totals.uncoveredPeople(reach) > 0),
    ]
  }

  private func areaFigure(_ reach: Int) -> ReportDocument.KeyFigure {
    let totals = findings.summary.totals
    let area = Figures.decimals(totals.area / 1e6, 2)
    return .init(
      percent(totals.areaShare(reach)),
      word("share of area \(phrase(reach))", "\(phrase(reach))面积占比"),
      basis: word("of \(area) km² of measured blocks", "已计算网格共 \(area) 平方公里"))
  }

  /// Groups of people with a pace of their own.
  private var groupFigures: [ReportDocument.KeyFigure] {
    findings.summary.people.flatMap { group in
      findings.settings.minutes.indices.map { time in
        let reach = findings.settings.radii.count + time
        let all = Figures.whole(group.population)
        let covered = Figures.whole(group.covered[time])
        return .init(
          percent(group.covered[time] / group.population),
          word("share of “\(group.name)” \(phrase(reach))", "“\(group.name)”\(phrase(reach))占比"),
          basis: word(
            "\(covered) of \(all), at \(number(group.speed)) km/h",
            "\(all) 人中的 \(covered) 人，\(number(group.speed)) 公里/小时"))
      }
    }
  }
}
