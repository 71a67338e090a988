import Export
import Glibc
import Model

/// Where a bounded run keeps the parts it has measured: a folder that stays (`--resume`), or one that goes with the
/// run.
///
/// A folder that stays holds `run` (which run, and how its blocks are cut) and `NNNNNN.lcpart`, each of which appears
/// complete or not at all; a lock keeps a second run out.
final class PartFolder {
  let plan: BatchPlan
  private let path: String
  private let scratch: ScratchFolder?
  private let lock: Int32
  private let run: String
  /// What to tell the user: parts found damaged.
  private var damaged: [LocalizedText] = []
  private var taken = 0

  /// - Parameters:
  ///   - resume: the folder of `--resume`; nil: a temporary one beside `output`.
  ///   - run: the run's fingerprint.
  ///   - counts: blocks by piece.
  ///   - plan: how blocks would be cut; an earlier run's cut is followed.
  /// - Throws: 65 for a folder of another run, 73 for one that cannot be written or that another run uses.
  init(
    resume: String?, beside output: String?, run: String, counts: [Int], plan: BatchPlan
  ) throws {
    self.run = run
    guard let resume else {
      let scratch = try ScratchFolder(beside: output)
      (self.scratch, path, lock, self.plan) = (scratch, scratch.path, -1, plan)
      return
    }
    AtomicFile.prepare()
    if mkdir(resume, 0o777) != 0, errno != EEXIST { throw AnalysisError.notWritable(resume, errno) }
    let lock = try Self.takeLock(resume)
    do {
      self.plan = try Self.follow(resume, run: run, counts: counts, plan: plan)
    } catch {
      close(lock)
      throw error
    }
    (scratch, path, self.lock) = (nil, resume, lock)
  }

  deinit { if lock >= 0 { close(lock) } }

  private static func takeLock(_ folder: String) throws -> Int32 {
    let lock = open(folder + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    if lock < 0 { throw AnalysisError.notWritable(folder + "/lock", errno) }
    if flock(lock, LOCK_EX | LOCK_NB) == 0 { return lock }
    close(lock)
    throw AnalysisError(
      .outputNotWritable, Subject(file: folder),
      LocalizedText("another run is using this folder", zh: "另一次运行正在使用该文件夹"),
      hint: LocalizedText("wait until it ends, or give another folder", zh: "请等其结束，或另给一个文件夹"))
  }

  // MARK: parts

  private func file(_ batch: Int) -> String {
    let number = String(batch + 1)
    let name = String(repeating: "0", count: max(0, 6 - number.count)) + number + ".lcpart"
    return scratch?.file(name) ?? path + "/" + name
  }

  /// What an earlier run measured of a batch; nil when it did not come so far, or the part is damaged.
  func earlier(_ batch: Int, threads: Int) -> CoveragePart? {
    guard scratch == nil, access(file(batch), F_OK) == 0 else { return nil }
    do {
      let part = try CoveragePart.open(file(batch), threads: threads)
      guard part.origin == origin(batch), part.rows.first == plan.batches[batch].blocks.first,
        part.table.count == plan.batches[batch].blocks.count
      else {
        throw AnalysisError(.badData, .none, LocalizedText("it is of another run", zh: "属于另一次运行"))
      }
      taken += 1
      return part
    } catch {
      let reason = (error as? AnalysisError)?.message ?? .empty
      damaged.append(
        LocalizedText(
          "\(file(batch)): \(reason.english) — measured again",
          zh: "\(file(batch))：\(reason.chinese)，已重新计算"))
      return nil
    }
  }

  /// Keeps what was measured of a batch.
  func save(_ part: CoveragePart, _ batch: Int) throws { try part.save(to: file(batch)) }

  /// What was measured of a batch, in this run or an earlier one.
  func part(_ batch: Int) throws -> CoveragePart { try CoveragePart.open(file(batch)) }

  /// Where a part comes from.
  func origin(_ batch: Int) -> CoveragePart.Origin {
    CoveragePart.Origin(run: run, name: "\(batch + 1)")
  }

  /// What to tell the user: damaged parts, and how many were taken from an earlier run.
  var notes: [LocalizedText] {
    if taken == 0 { return damaged }
    let total = plan.batches.count
    return damaged + [
      LocalizedText(
        "\(taken) of \(total) batches were taken from \(path)",
        zh: "共 \(total) 批，其中 \(taken) 批取自 \(path)")
    ]
  }
}
