import Coverage
import Foundation
import Model

/// What the parts of a bounded run take in memory, in bytes. Measured; see `docs/scale.md`.
enum MemoryNeeds {
  /// Of a block while it is measured and written, beside the bytes of its features: a row of the table, result columns,
  /// id, flags.
  static func block(_ settings: CoverageSettings) -> Int {
    400 + settings.reaches.count * 72 + settings.extraShares.count * 16
  }

  /// A batch's features are in memory up to so many times: as read, reprojected and repaired.
  static let copies = 2

  /// Buffers of one worker thread.
  static let worker = 12 << 20

  /// What a block takes to the end of the run: its place in the order of priorities.
  static let kept = UrgencyRanking.bytesPerBlock

  /// Bytes of this process that are in memory now; 0 where the system does not tell.
  static func resident() -> Int {
    guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else {
      return 0
    }
    let pages = text.split(separator: " ")
    return pages.count > 1 ? (Int(pages[1]) ?? 0) * sysconf(Int32(_SC_PAGESIZE)) : 0
  }

  /// Gives freed memory back to the system, which the C library otherwise keeps for later.
  static func giveBack() { _ = trim?(0) }

  private typealias Trim = @convention(c) (Int) -> Int32

  /// glibc's `malloc_trim`, which its Swift module does not declare; nil with another C library.
  private static let trim: Trim? = dlsym(nil, "malloc_trim").map {
    unsafeBitCast($0, to: Trim.self)
  }
}
