import Layers
import Model

/// Two results of `coverage` to be compared, and where the answer goes.
public struct CompareRequest: Sendable {
  /// Where results go; nil: not written.
  public struct Outputs: Sendable, Hashable {
    /// Blocks with columns before, after and their difference.
    public var blocks: String?
    /// Totals as JSON.
    public var summary: String?
    public var timings: String?
    public var byteOrderMark: Bool

    public init(
      blocks: String? = nil, summary: String? = nil, timings: String? = nil,
      byteOrderMark: Bool = false
    ) {
      self.blocks = blocks
      self.summary = summary
      self.timings = timings
      self.byteOrderMark = byteOrderMark
    }
  }

  /// Paths as given.
  public var before: String
  public var after: String
  /// Nil: found by name, as `coverage` does.
  public var idField: String?
  /// Fields of the blocks to total by.
  public var groupBy: [String]
  /// Compares also what is not comparable, and marks the answer so.
  public var anyway: Bool
  public var outputs: Outputs
  /// Upper limit of worker threads.
  public var threads: Int

  public init(
    before: String, after: String, idField: String? = nil, groupBy: [String] = [],
    anyway: Bool = false, outputs: Outputs = Outputs(), threads: Int = 1
  ) {
    self.before = before
    self.after = after
    self.idField = idField
    self.groupBy = groupBy
    self.anyway = anyway
    self.outputs = outputs
    self.threads = threads
  }
}
