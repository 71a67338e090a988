import Glibc
import Model

/// A bound on what a run may hold in memory, and where it keeps what it has measured.
public struct BoundedMemory: Sendable, Hashable {
  /// Bytes the process may have in memory; nil: three quarters of the machine's.
  public var bytes: Int?
  /// A folder in which measured batches stay, so that the run can be taken up again; nil: a temporary one.
  public var folder: String?

  public init(bytes: Int? = nil, folder: String? = nil) {
    self.bytes = bytes
    self.folder = folder
  }

  /// The bound in bytes.
  var limit: Int {
    bytes ?? Int(sysconf(Int32(_SC_PHYS_PAGES))) * Int(sysconf(Int32(_SC_PAGESIZE))) / 4 * 3
  }

  /// A number of bytes as `--memory` takes it, rounded up to whole mebibytes: `612M`.
  static func text(_ bytes: Int) -> String { "\((bytes + (1 << 20) - 1) >> 20)M" }

  /// - Parameter needed: bytes the run takes.
  func refusal(needed: Int) -> AnalysisError {
    let (bound, least) = (Self.text(limit), Self.text(needed))
    return AnalysisError(
      .usage, .none,
      LocalizedText(
        "--memory \(bound) is too little: this run takes \(least)",
        zh: "--memory \(bound) 不够：本次运行需要 \(least)"),
      hint: LocalizedText("give --memory \(least) or more", zh: "请给 --memory \(least) 或更多"))
  }
}

extension CoverageRequest {
  /// What a run in bounded memory cannot do.
  ///
  /// - Throws: `AnalysisError` (usage) naming the option.
  func refuseUnbounded() throws {
    func refuse(_ english: String, _ chinese: String, _ hint: LocalizedText) -> AnalysisError {
      AnalysisError(.usage, .none, LocalizedText(english, zh: chinese), hint: hint)
    }
    let without = LocalizedText("leave --memory and --resume out", zh: "请去掉 --memory 与 --resume")
    if buildings != nil {
      throw refuse(
        "--buildings cannot be used with --memory", "--buildings 不能与 --memory 同用", without)
    }
    if communityPeople != nil {
      throw refuse(
        "people by community cannot be used with --memory", "按社区给出人口时不能使用 --memory", without)
    }
  }
}
