import Model

/// Joins the parts of a set of tiles.
public struct MergeRequest: Sendable {
  /// Where results go; nil: not written.
  public struct Outputs: Sendable, Hashable {
    public var blocks: String?
    public var summary: String?
    public var sensitivity: String?
    public var datum: CoordinateSystem?
    public var byteOrderMark: Bool
    /// Text encoding of Shapefile attributes; nil: UTF-8.
    public var encoding: String?

    public init(
      blocks: String?, summary: String?, sensitivity: String?, datum: CoordinateSystem?,
      byteOrderMark: Bool, encoding: String?
    ) {
      self.blocks = blocks
      self.summary = summary
      self.sensitivity = sensitivity
      self.datum = datum
      self.byteOrderMark = byteOrderMark
      self.encoding = encoding
    }
  }

  /// The folder of the set, or its manifest.
  public var folder: String
  /// Parts, and folders of parts.
  public var parts: [String]
  /// Nil: as the tiles were cut with.
  public var groupBy: [String]?
  public var outputs: Outputs
  public var threads: Int

  public init(
    folder: String, parts: [String], groupBy: [String]?, outputs: Outputs, threads: Int
  ) {
    self.folder = folder
    self.parts = parts
    self.groupBy = groupBy
    self.outputs = outputs
    self.threads = threads
  }
}
