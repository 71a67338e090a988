import Export
import Model
import Standards

/// The further sheets of a workbook: results, flagged blocks of certificates, figures of groups and analyses.
struct CheckSheets {
  private let findings: CheckFindings
  private let language: Language

  init(_ findings: CheckFindings, _ language: Language) {
    self.findings = findings
    self.language = language
  }

  private func text(_ english: String, _ chinese: String) -> String {
    language == .chinese ? chinese : english
  }

  var sheets: [Sheet] {
    [results] + (findings.certificates.isEmpty ? [] : [gaps])
      + (findings.standard.figures.isEmpty ? [] : [figures])
  }

  private var figures: Sheet {
    Sheet(
      name: text("figures", "所用数值"),
      header: [
        text("figure", "数值项"), text("value", "值"), text("counted as", "计量口径"),
        text("document", "文件"), text("clause", "条款"), text("confidence", "可信度"),
        text("note", "说明"),
      ],
      rows: findings.standard.figures.map { figure in
        [
          .string(figure.id), CoverageSummary.number(figure.value, decimals: 6),
          .string(figure.denominator[language]), .string(figure.provenance.document),
          .string(figure.provenance.clause), .string(figure.provenance.confidence.rawValue),
          .string(figure.provenance.note[language]),
        ]
      })
  }

  private var results: Sheet {
    Sheet(
      name: text("results", "核对结果"),
      header: [
        text("rule", "规则"), text("title", "名称"), text("level", "层级"), text("name", "地区"),
        text("value", "值"), text("target", "目标"), text("met", "达标"),
        text("denominator", "分母"), text("amount", "分母数量"),
        text("only blocks fully inside", "仅计全部在内的网格"), text("any touch", "凡触及即计"),
        text("nearer or slower", "更近或更慢"), text("farther or faster", "更远或更快"),
        text("document", "文件"), text("clause", "条款"), text("confidence", "可信度"),
      ],
      rows: findings.results.map { result in
        func share(_ value: Double) -> JSONValue { CoverageSummary.number(value, decimals: 6) }
        return [
          .string(result.rule), .string(result.ruleName[language]),
          .string(result.levelTitle[language]), .string(result.name), share(result.value),
          result.target.map { share($0) } ?? .null, result.met.map { .boolean($0) } ?? .null,
          .string(result.denominator[language]),
          CoverageSummary.number(result.whole, decimals: 2), share(result.inside),
          share(result.touched), share(result.low), share(result.high),
          .string(result.provenance.document), .string(result.provenance.clause),
          .string(result.provenance.confidence.rawValue),
        ]
      })
  }

  private var gaps: Sheet {
    Sheet(
      name: text("uncovered blocks", "未覆盖网格"),
      header: [
        text("rule", "规则"), text("block", "网格"), text("name", "名称"), text("share", "份额"),
        text("out of reach", "未覆盖数"),
      ],
      rows: findings.certificates.flatMap { certificate in
        certificate.gaps.map { gap in
          [
            .string(certificate.rule), .string(gap.block), .string(gap.name),
            CoverageSummary.number(gap.share, decimals: 6),
            CoverageSummary.number(gap.uncovered, decimals: 2),
          ]
        }
      })
  }
}
