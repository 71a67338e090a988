import Model

/// What isochrones are drawn for and how finely.
public struct IsochroneSettings: Sendable, Hashable {
  /// Walking lengths in millimetres, ascending and different; a place belongs when its walk is ≤ the limit.
  public var limits: [UInt32]
  /// Lattice spacing, metres, ≥ 1: outlines are right to about a cell.
  ///
  /// Street points told right with 8 m, at 333 m and at 1,000 m: Porto 99.55 % and 99.76 %, Porto Alegre 99.66 % and
  /// 99.85 %; Helsinki's centre, with walked tunnels below its streets, 98.4 % and 98.9 %.
  public var cellMetres = 8.0
  /// A place farther than this from a street belongs to no isochrone (≤).
  public var snapMetres = 200.0
  public var direction = WalkDirection.towardsStations

  public init(
    limits: [UInt32], cellMetres: Double = 8, snapMetres: Double = 200,
    direction: WalkDirection = .towardsStations
  ) {
    precondition(cellMetres >= 1 && snapMetres >= 0)
    self.limits = Set(limits).sorted()
    self.cellMetres = cellMetres
    self.snapMetres = snapMetres
    self.direction = direction
  }
}

/// One way into a station for an isochrone: where it joins the street, and where it stands.
public struct IsochroneEntrance: Sendable, Hashable {
  /// The place itself; its leg to the street belongs to the isochrone.
  public var place: FixedPoint
  public var entrance: StationEntrance

  public init(place: FixedPoint, entrance: StationEntrance) {
    self.place = place
    self.entrance = entrance
  }
}

/// The places within one walking length of a station, or of the nearest of several.
public struct Isochrone: Sendable, Hashable {
  /// Walking length in millimetres.
  public var limit: UInt32
  /// Polygons, each an outer ring (counter-clockwise) and its holes (clockwise); rings are closed: the last point
  /// repeats the first. Empty when no entrance is within its own limit.
  ///
  /// Rings never touch each other or themselves. WGS 84; longitudes run on past 180° where the network does.
  public var polygons: [[[GeographicPoint]]]
  /// True area, holes taken off.
  public var squareMetres: Double
  /// True when the polygons were seen to be valid while they were drawn: no ring touches itself or another, and each
  /// hole lies in its outer ring. False only says that it is not known.
  public var isSound: Bool
}
