import Model

/// Renders the totals of a coverage run for a terminal from the object that `--summary` writes, so that both show
/// the same numbers.
package struct TotalsText {
  private let language: Language
  /// Groups shown; the summary file has all.
  private static let groupLimit = 40

  package init(_ language: Language) { self.language = language }

  /// The totals, one table of measures, and one of groups when there are any.
  ///
  /// - Parameter summary: an object with the contract's keys; what is missing is left blank.
  package func text(_ summary: JSONValue) -> String {
    var text = overall(summary).text + "\n" + measures(summary).text
    let groups = summary["groups"]?.elements ?? []
    if !groups.isEmpty {
      text += "\n" + self.groups(groups.prefix(Self.groupLimit)).text
      if groups.count > Self.groupLimit {
        let rest = groups.count - Self.groupLimit
        text += say(
          "… and \(rest) more groups: --summary FILE.json has all",
          zh: "…… 另有 \(rest) 组，见 --summary FILE.json")
        text += "\n"
      }
    }
    return text
  }

  // MARK: Tables

  private func overall(_ summary: JSONValue) -> TextTable {
    var table = TextTable([("", .left), ("", .right), ("", .left)])
    table.append([say("blocks", zh: "网格"), whole(summary["blocks"])])
    table.append([say("people", zh: "人口"), whole(summary["population"])])
    let area = summary["area_m2"]?.real.map { fixed($0 / 1e6, 2) } ?? Self.nothing
    table.append([say("area", zh: "面积"), area, "km²"])
    table.append([say("underserved blocks", zh: "服务不足网格"), whole(summary["underserved"])])
    return table
  }

  private func measures(_ summary: JSONValue) -> TextTable {
    var table = TextTable([
      (say("within", zh: "范围"), .left), (say("area share", zh: "面积份额"), .right),
      (say("people share", zh: "人口份额"), .right), (say("covered", zh: "已覆盖人口"), .right),
      (say("uncovered", zh: "未覆盖人口"), .right), (say("blocks full", zh: "全覆盖网格"), .right),
      (say("blocks none", zh: "零覆盖网格"), .right),
    ])
    for (label, measure) in labelledMeasures(summary) {
      table.append([
        label, share(measure["area_share"]), share(measure["pop_share"]),
        whole(measure["pop_covered"]), whole(measure["pop_uncovered"]),
        whole(measure["blocks_full"]), whole(measure["blocks_none"]),
      ])
    }
    return table
  }

  private func groups(_ groups: some Collection<JSONValue>) -> TextTable {
    let labels = groups.first.map { labelledMeasures($0).map(\.0) } ?? []
    var columns: [(header: String, alignment: TextTable.Alignment)] = [
      (say("field", zh: "字段"), .left), (say("value", zh: "取值"), .left),
      (say("blocks", zh: "网格"), .right), (say("people", zh: "人口"), .right),
      (say("underserved", zh: "服务不足"), .right),
    ]
    for label in labels {
      columns.append((say("share \(label)", zh: "\(label) 人口份额"), .right))
      columns.append((say("uncovered", zh: "未覆盖"), .right))
    }
    var table = TextTable(columns)
    for group in groups {
      let value = group["value"]?.string ?? say("(none)", zh: "（空）")
      var cells = [group["field"]?.string ?? "", value]
      cells += [group["blocks"], group["population"], group["underserved"]].map(whole)
      for (_, measure) in labelledMeasures(group).prefix(labels.count) {
        cells += [share(measure["pop_share"]), whole(measure["pop_uncovered"])]
      }
      table.append(cells)
    }
    return table
  }

  /// `500 m` and `15 min` with their objects, radii first.
  private func labelledMeasures(_ object: JSONValue) -> [(String, JSONValue)] {
    let radii = (object["radii"]?.members ?? []).map {
      (say("\($0.key) m", zh: "\($0.key) 米"), $0.value)
    }
    let minutes = (object["minutes"]?.members ?? []).map {
      (say("\($0.key) min", zh: "\($0.key) 分钟"), $0.value)
    }
    return radii + minutes
  }

  // MARK: Cells

  private static let nothing = "–"

  private func say(_ english: String, zh chinese: String) -> String {
    language == .chinese ? chinese : english
  }

  /// A share, 0…1, with four decimals.
  private func share(_ value: JSONValue?) -> String {
    value?.real.map { fixed($0, 4) } ?? Self.nothing
  }

  /// A count, rounded to a whole number, its thousands apart.
  private func whole(_ value: JSONValue?) -> String {
    guard let real = value?.real, real.magnitude < 1e15 else { return Self.nothing }
    let digits = String(Int64(real.rounded()).magnitude)
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return real.rounded() < 0 ? "-" + text : text
  }

  private func fixed(_ value: Double, _ decimals: Int) -> String {
    guard value.isFinite, FixedDecimals.accepts(value, decimals: decimals) else {
      return Self.nothing
    }
    var bytes: [UInt8] = []
    FixedDecimals.append(value, decimals: decimals, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension JSONValue {
  /// The first member of that name; nil for anything but an object.
  fileprivate subscript(key: String) -> JSONValue? {
    members?.first { $0.key == key }?.value
  }

  fileprivate var members: [Member]? {
    if case .object(let members) = self { members } else { nil }
  }

  fileprivate var elements: [JSONValue]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  fileprivate var string: String? {
    if case .string(let text) = self { text } else { nil }
  }

  fileprivate var real: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value, _): value
    default: nil
    }
  }
}
