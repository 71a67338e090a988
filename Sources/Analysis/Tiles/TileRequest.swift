/// A coverage run that is to be cut into tiles instead of being measured.
public struct TileRequest: Sendable {
  /// What to read and how to measure; its outputs do not count.
  public var coverage: CoverageRequest
  /// The folder to be made.
  public var folder: String
  /// Largest number of blocks a tile; nil: `defaultBlocks`, or with a field no limit.
  public var blocksPerTile: Int?
  /// A field of the blocks: tiles hold blocks with one value of it.
  public var field: String?

  /// Some seconds of work along streets, and few enough for a halo of an hour's walk not to outweigh the tile.
  public static let defaultBlocks = 2_000

  public init(
    _ coverage: CoverageRequest, folder: String, blocksPerTile: Int? = nil, field: String? = nil
  ) {
    self.coverage = coverage
    self.folder = folder
    self.blocksPerTile = blocksPerTile
    self.field = field
  }
}
