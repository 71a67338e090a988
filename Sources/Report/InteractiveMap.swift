import Model

/// What a map that can be moved shows: blocks coloured by a measure, stations, and proposed sites.
///
/// Positions are WGS 84 degrees, longitude first. It has no background: nothing is asked of any server.
public struct InteractiveMap: Sendable {
  /// One block.
  public struct Block: Sendable {
    /// Polygons of rings of positions.
    public var polygons: [[[Coordinate]]]
    public var id: String
    /// Empty without one.
    public var name: String
    /// People; NaN when unknown.
    public var people: Double
    /// By measure, 0…1; NaN when unknown.
    public var shares: [Double]
    /// Nil for a block that was not measured.
    public var isUnderserved: Bool?
    /// Rank among flagged blocks, 0 for others.
    public var priority: Int
    /// Why it is flagged, in words; empty for others.
    public var reasons: String

    public init(
      polygons: [[[Coordinate]]], id: String, name: String, people: Double, shares: [Double],
      isUnderserved: Bool?, priority: Int, reasons: String
    ) {
      self.polygons = polygons
      self.id = id
      self.name = name
      self.people = people
      self.shares = shares
      self.isUnderserved = isUnderserved
      self.priority = priority
      self.reasons = reasons
    }
  }

  /// A station or a proposed site.
  public struct Place: Sendable {
    public var position: Coordinate
    public var id: String
    public var name: String
    /// A further line: what a site brings; may be empty.
    public var detail: String

    public init(position: Coordinate, id: String, name: String, detail: String = "") {
      self.position = position
      self.id = id
      self.name = name
      self.detail = detail
    }
  }

  public var caption: String
  /// What each of a block's shares is.
  public var measures: [String]
  public var blocks: [Block]
  public var stations: [Place]
  public var sites: [Place]
  /// What to say of blocks that are not drawn; empty when all are.
  public var omission: String

  public init(
    caption: String, measures: [String], blocks: [Block], stations: [Place], sites: [Place],
    omission: String = ""
  ) {
    self.caption = caption
    self.measures = measures
    self.blocks = blocks
    self.stations = stations
    self.sites = sites
    self.omission = omission
  }
}
