import Foundation

/// One run against its case.
struct GoldenComparison {
  let golden: GoldenCase
  let run: GoldenRun

  /// Everything that is not as expected; empty when the case holds.
  var differences: [String] {
    codeDifferences + streamDifferences + fileDifferences + strayFiles + privateText
  }

  private var codeDifferences: [String] {
    guard let code = golden.exitCode else { return ["no expected.exit"] }
    return run.code == code
      ? [] : ["exit: expected \(code), seen \(run.code)\n\(run.error.prefix(600))"]
  }

  /// Standard streams: as recorded; without a record a failure is one line on standard error and nothing else.
  private var streamDifferences: [String] {
    var found: [String] = []
    let output = String(decoding: run.output, as: UTF8.self)
    if golden.text("expected.stdout") != nil {
      let lines = LinePattern.lines(output)
      if let difference = LinePattern.difference(golden.lines("expected.stdout"), lines) {
        found.append("stdout: \(difference)")
      }
    }
    let errors = LinePattern.lines(run.error)
    if golden.text("expected.stderr") != nil {
      if let difference = LinePattern.difference(golden.lines("expected.stderr"), errors) {
        found.append("stderr: \(difference)")
      }
    } else if run.code >= 64, errors.count != 1 {
      found.append("stderr: expected one line, seen \(errors.count)\n\(run.error.prefix(600))")
    }
    if run.code >= 64, !speaksOfOutput, !run.output.isEmpty {
      found.append("stdout: expected nothing beside a failure, seen \(output.prefix(200))")
    }
    return found
  }

  /// Whether the case says what standard output holds.
  private var speaksOfOutput: Bool {
    golden.text("expected.stdout") != nil
      || golden.expectedFiles.contains { Self.target($0) == "stdout" }
  }

  private var fileDifferences: [String] {
    golden.expectedFiles.flatMap { name -> [String] in
      guard
        let wanted = try? Data(contentsOf: golden.folder.appendingPathComponent("expected/\(name)"))
      else { return ["expected/\(name) cannot be read"] }
      let target = Self.target(name)
      guard let seen = target == "stdout" ? run.output : run.files[target] else {
        return ["\(target): not written"]
      }
      return compare(name, wanted, seen).map { "\(target): \($0)" }
    }
  }

  private func compare(_ name: String, _ wanted: Data, _ seen: Data) -> [String] {
    if name.hasSuffix(".subset.json") {
      do {
        return JSONSubset.differences(
          try JSONSerialization.jsonObject(with: wanted),
          try JSONSerialization.jsonObject(with: seen))
      } catch { return ["not JSON: \(error)"] }
    }
    let text = String(decoding: seen, as: UTF8.self)
    if name.hasSuffix(".contains") {
      return LinePattern.lines(String(decoding: wanted, as: UTF8.self)).filter {
        !text.contains($0)
      }.map { "does not contain \($0)" }
    }
    guard wanted != seen else { return [] }
    let lines = LinePattern.lines(String(decoding: wanted, as: UTF8.self))
    let difference = zip(lines, LinePattern.lines(text)).enumerated().first { $1.0 != $1.1 }
    guard let (index, (old, new)) = difference else {
      return ["length \(wanted.count) ≠ \(seen.count)"]
    }
    return ["line \(index + 1)\n  expected \(old)\n  seen     \(new)"]
  }

  /// Files nobody asked for, such as the remains of a failed run.
  private var strayFiles: [String] {
    let asked = Set(golden.expectedFiles.map(Self.target))
      .union(golden.lines("changing")).union(golden.lines("unchecked"))
    return run.files.keys.filter { !asked.contains($0) }.sorted().map { "unexpected file \($0)" }
  }

  /// Folder names must not reach a result: they would make it depend on where it ran.
  private var privateText: [String] {
    let results = run.files.filter { !golden.lines("unchecked").contains($0.key) }
    let output = golden.lines("unchecked").contains("stdout") ? [] : [("stdout", run.output)]
    return (results.map { ($0.key, $0.value) } + output).compactMap {
      name, data in
      let text = String(decoding: data, as: UTF8.self)
      return text.contains(golden.folder.path) ? "\(name) names the folder of the inputs" : nil
    }
  }

  /// The output a file under `expected` speaks of.
  static func target(_ name: String) -> String {
    for ending in [".subset.json", ".contains"] where name.hasSuffix(ending) {
      return String(name.dropLast(ending.count))
    }
    return name
  }
}
