import Export
import Foundation
import Model

/// What the file `run` in a folder of parts says: which run they belong to, and how its blocks are cut into batches.
///
/// ```
/// lifecircle parts 1
/// <fingerprint of the run>
/// <by batch: the piece of the blocks' file behind its last>
/// ```
struct PartFolderRecord {
  var run: String
  var ends: [Int]

  private static let title = "lifecircle parts 1"

  /// The record at `path`; nil where there is none.
  ///
  /// - Throws: 65 when it is something else, or of another version.
  static func read(_ path: String) throws -> PartFolderRecord? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    let lines = ((try? String(contentsOfFile: path, encoding: .utf8)) ?? "").split(separator: "\n")
    let ends = lines.last?.split(separator: " ").compactMap { Int($0) } ?? []
    guard lines.count == 3, lines[0] == title, zip(ends, ends.dropFirst()).allSatisfy(<) else {
      throw AnalysisError(
        .badData, Subject(file: path),
        LocalizedText("this is no record of a run", zh: "不是运行记录"),
        hint: LocalizedText("give --resume an empty folder", zh: "请给 --resume 一个空文件夹"))
    }
    return PartFolderRecord(run: String(lines[1]), ends: ends)
  }

  func write(to path: String) throws {
    let text = ends.map { "\($0)" }.joined(separator: " ")
    try OutputTransaction.single("\(Self.title)\n\(run)\n\(text)\n", to: path)
  }
}

extension PartFolder {
  /// The cut of an earlier run in the folder, or `plan`, which is then written there.
  ///
  /// - Throws: 65 when the folder is of another run, or holds other things.
  static func follow(
    _ folder: String, run: String, counts: [Int], plan: BatchPlan
  ) throws -> BatchPlan {
    let path = folder + "/run"
    // Parts that a killed run was writing: nobody else is at work here.
    for name in names(folder) where name.hasPrefix(".") && name.hasSuffix(".part") {
      unlink(folder + "/" + name)
    }
    guard let record = try PartFolderRecord.read(path) else {
      let others = names(folder).filter { $0 != "lock" && !$0.hasPrefix(".") }
      guard others.isEmpty else {
        throw refusal(folder, LocalizedText("the folder holds other files", zh: "文件夹中有其他文件"))
      }
      try PartFolderRecord(run: run, ends: plan.batches.map(\.pieces.upperBound)).write(to: path)
      return plan
    }
    guard record.run == run, record.ends.last == counts.count else {
      throw refusal(
        folder,
        LocalizedText(
          "the folder is of a run with other inputs or options", zh: "该文件夹属于输入或选项不同的运行"))
    }
    return BatchPlan(ends: record.ends, counts: counts)
  }

  private static func names(_ folder: String) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
  }

  private static func refusal(_ folder: String, _ message: LocalizedText) -> AnalysisError {
    AnalysisError(
      .badData, Subject(file: folder), message,
      hint: LocalizedText(
        "give --resume an empty folder, or the same inputs and options",
        zh: "请给 --resume 一个空文件夹，或使用相同的输入与选项"))
  }
}
