import Analysis
import Glibc
import Model

/// Seconds a run spent in each stage, and its peak memory: the `--timings` file.
public struct Timings: Sendable, Hashable {
  /// The stages, in the order of the file.
  public enum Stage: String, Sendable, Hashable, CaseIterable {
    case read, project, compute, write
  }

  private var seconds: [Stage: Double] = [:]
  /// The part of `compute` that goes into joining stations to streets and searching from them; nil without streets.
  private var streets: Double?
  /// The part of `streets` that is searching.
  private var search: Double?
  private let start = ContinuousClock.now

  public init() {}

  /// Adds the time `body` takes to `stage`.
  public mutating func measure<Result>(
    _ stage: Stage, _ body: () throws -> Result
  ) rethrows -> Result {
    let begin = ContinuousClock.now
    defer { add(stage, ContinuousClock.now - begin) }
    return try body()
  }

  /// Adds `duration` to `stage`.
  public mutating func add(_ stage: Stage, _ duration: Duration) {
    seconds[stage, default: 0] += Self.seconds(duration)
  }

  /// Takes over what the pipeline measured.
  public mutating func set(_ times: StageTimes) {
    streets = times.streets
    search = times.search
    seconds = [
      .read: times.read, .project: times.project, .compute: times.compute, .write: times.write,
    ]
  }

  /// One JSON object: `read`, `project`, `compute`, `write`, `total` in seconds and `rss_mb`, the peak resident
  /// memory in units of 1,000,000 bytes; with streets also `streets`, a part of `compute`, and `search`, a part of that.
  public var json: JSONValue {
    var members = Stage.allCases.map { stage in
      JSONValue.Member(stage.rawValue, .number(seconds[stage] ?? 0, decimals: 6))
    }
    for (name, part) in [("streets", streets), ("search", search)] {
      if let part { members.append(.init(name, .number(part, decimals: 6))) }
    }
    let total = Self.seconds(ContinuousClock.now - start)
    members.append(JSONValue.Member("total", .number(total, decimals: 6)))
    members.append(JSONValue.Member("rss_mb", .number(Self.peakMegabytes, decimals: 1)))
    return .object(members)
  }

  private static func seconds(_ duration: Duration) -> Double {
    let (seconds, attoseconds) = duration.components
    return Double(seconds) + Double(attoseconds) * 1e-18
  }

  private static var peakMegabytes: Double {
    var usage = rusage()
    getrusage(Int32(RUSAGE_SELF.rawValue), &usage)
    // Linux counts in units of 1,024 bytes.
    return Double(usage.ru_maxrss) * 1024 / 1e6
  }
}
