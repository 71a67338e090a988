import Model

/// Whether figures of two results may be set side by side, and what differs between the runs.
struct Comparability {
  /// Something that differs so that people gained would be an artefact.
  struct Conflict: Sendable, Hashable {
    var key: String
    var before: String
    var after: String

    var text: LocalizedText {
      LocalizedText(
        "\(key) is \(before) before and \(after) after", zh: "\(key) 前为 \(before)、后为 \(after)")
    }
  }

  let before: ResultLayer
  let after: ResultLayer
  let match: BlockMatch

  /// How people walk: of no matter where only one result has walking times.
  private static let walking = [
    "speed_kmh", "max_minutes", "snap_m", "leg_barriers", "private", "walk_rules", "reverse",
    "dispatch_min", "station_extra_field",
  ]
  /// Who is counted.
  private static let people = ["population_field", "demand_where"]
  /// Inputs that say where people are, and how steep their way is.
  private static let decisive = ["demand", "raster", "mask", "elevation"]

  /// Everything that forbids the comparison, most telling first; empty when it is sound.
  func conflicts() throws -> [Conflict] {
    var found: [Conflict] = []
    if let left = before.manifest, let right = after.manifest {
      found += parameters(left, right) + inputs(left, right)
    }
    func knows(_ key: String) -> Bool { found.contains { $0.key == key } }
    if walks, !knows("walk_method") { found += try texts("walk_method", "walk_meth") }
    found += population()
    // Another file of people says more than that they stand elsewhere.
    if !Self.decisive.contains(where: { knows("--\($0)") }) {
      found += try texts("pop_method", "pop_meth")
    }
    return found
  }

  /// Both results have walking times.
  var walks: Bool {
    [before, after].allSatisfy { $0.has("walk_min", "walk_min") }
  }

  /// Tests that flag a block are the same, as far as is known.
  var flagsAreComparable: Bool {
    guard let left = before.manifest, let right = after.manifest else { return true }
    return left.value("parameters", "underserved") == right.value("parameters", "underserved")
  }

  // MARK: Parameters

  private func parameters(_ left: ResultManifest, _ right: ResultManifest) -> [Conflict] {
    var keys = Self.people
    let methods = [left, right].map { $0.value("totals", "walk_method")?.string }
    var found: [Conflict] = []
    if walks, methods[0] != methods[1] {
      // All that only one of the two ways of walking knows follows from it.
      found.append(
        Conflict(key: "walk_method", before: methods[0] ?? "–", after: methods[1] ?? "–"))
      keys.insert("speed_kmh", at: 0)
    } else if walks {
      keys = Self.walking + (methods[0] == "detour" ? ["detour"] : []) + keys
    }
    return found
      + keys.compactMap { key in
        let (a, b) = (left.value("parameters", key), right.value("parameters", key))
        // Results of versions that did not record a field yet say nothing about it.
        if key == "population_field", a == nil || b == nil { return nil }
        return a == b ? nil : Conflict(key: key, before: Self.text(a), after: Self.text(b))
      }
  }

  private func inputs(_ left: ResultManifest, _ right: ResultManifest) -> [Conflict] {
    Self.decisive.compactMap { role in
      if role == "elevation", !walks { return nil }
      let (a, b) = (left.inputs.filter { $0.role == role }, right.inputs.filter { $0.role == role })
      // A database has no digest: its name must do.
      let isSame =
        a.count == b.count
        && zip(a, b).allSatisfy { left, right in
          if let x = left.sha256, let y = right.sha256 { return x == y }
          return left.file == right.file
        }
      return isSame
        ? nil : Conflict(key: "--\(role)", before: Self.text(a), after: Self.text(b))
    }
  }

  /// A parameter as a person reads it; a dash where it was not set.
  static func text(_ value: JSONValue?) -> String {
    switch value {
    case nil, .null?: "–"
    case .boolean(let flag)?: String(flag)
    case .integer(let number)?: String(number)
    case .number(let number, _)?: DecimalText.text(number)
    case .string(let text)?: text
    case .array(let items)?: items.isEmpty ? "–" : items.map { text($0) }.joined(separator: ",")
    case .object(let members)?:
      members.map { "\($0.key)=\(text($0.value))" }.joined(separator: ",")
    }
  }

  /// Files by name and the first digits of their digest.
  static func text(_ inputs: [ResultManifest.Input]) -> String {
    if inputs.isEmpty { return "–" }
    return inputs.map { "\($0.file) (\($0.sha256?.prefix(8) ?? "–"))" }.joined(separator: ", ")
  }

  // MARK: Blocks

  /// People of the same block, two decimals each.
  private func population() -> [Conflict] {
    differing { left, right in
      let (a, b) = (before.population[left], after.population[right])
      if a.isNaN && b.isNaN || abs(a - b) <= 0.0051 { return nil }
      return (number(a), number(b))
    }.map { id, a, b in
      [Conflict(key: "population of block \(id)", before: a, after: b)]
    } ?? []
  }

  private func number(_ value: Double) -> String { value.isNaN ? "–" : DecimalText.text(value) }

  private func texts(_ name: String, _ short: String) throws -> [Conflict] {
    guard before.has(name, short), after.has(name, short) else { return [] }
    let (left, right) = (try before.texts(name, short), try after.texts(name, short))
    return differing { a, b in
      guard let x = left[a], let y = right[b], x != y else { return nil }
      return (x, y)
    }.map { id, a, b in [Conflict(key: "\(name) of block \(id)", before: a, after: b)] } ?? []
  }

  /// The first block both results have that differs, and by what; the id counts how many more do.
  private func differing(
    _ difference: (Int, Int) -> (String, String)?
  ) -> (id: String, before: String, after: String)? {
    var first: (id: String, before: String, after: String)?
    var more = 0
    for row in match.matched {
      let index = Int(match.before[row])
      guard let (a, b) = difference(index, Int(match.after[row])) else { continue }
      if first == nil { first = (before.ids[index], a, b) } else { more += 1 }
    }
    if more > 0 { first?.id += " (+\(more))" }
    return first
  }
}

/// The refusals of a comparison.
enum CompareFailure {
  static func notComparable(_ conflicts: [Comparability.Conflict], path: String) -> AnalysisError {
    let shown = conflicts.prefix(3).map(\.text)
    let more = conflicts.count - shown.count
    return AnalysisError(
      .badData, Subject(file: path),
      LocalizedText(
        "not comparable: " + shown.map(\.english).joined(separator: "; ")
          + (more > 0 ? "; and \(more) more" : ""),
        zh: "不可比：" + shown.map(\.chinese).joined(separator: "；")
          + (more > 0 ? "；另有 \(more) 项" : "")),
      hint: LocalizedText(
        "run both with the same options and people, or compare nevertheless with --anyway",
        zh: "请用相同的选项和人口数据重算，或加 --anyway 仍作比较"))
  }

  static func noCommonMeasure(_ before: ResultLayer, _ after: ResultLayer) -> AnalysisError {
    func list(_ result: ResultLayer) -> String {
      result.measures.map(\.label).joined(separator: ",")
    }
    return AnalysisError(
      .badData, Subject(file: after.source.path),
      LocalizedText(
        "not comparable: no radius or time in common, \(list(before)) before and \(list(after)) after",
        zh: "不可比：没有相同的半径或时间，前为 \(list(before))、后为 \(list(after))"),
      hint: LocalizedText(
        "run both with the same --radius and --minutes", zh: "请用相同的 --radius、--minutes 重算"))
  }

  static func noCommonBlock(_ before: ResultLayer, _ after: ResultLayer) -> AnalysisError {
    AnalysisError(
      .badData, Subject(file: after.source.path),
      LocalizedText(
        "not comparable: no block in common, the first is “\(before.ids[0])” before and “\(after.ids[0])” after",
        zh: "不可比：没有相同的网格，首个网格前为“\(before.ids[0])”、后为“\(after.ids[0])”"),
      hint: LocalizedText(
        "give two results of the same blocks, or name their field: --id-field FIELD",
        zh: "请给出同一批网格的两份结果，或指明编号字段：--id-field 字段"))
  }
}
