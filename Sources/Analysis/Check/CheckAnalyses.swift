import Coverage
import Indicators
import Model
import Standards

/// What a standard asks for beside its rules, as far as it does.
public struct CheckAnalyses: Sendable {
  /// A rule's share under three ways of sharing stations.
  public struct Sharing: Sendable {
    public var rule: String
    public var own: Double
    public var cluster: Double
    public var anywhere: Double
    /// Those of the rule's denominator.
    public var whole: Double
    /// People a cluster brings into reach beyond the own community, and no limit beyond the cluster.
    public var gainedByCluster: Double { (cluster - own) * whole }
    public var gainedByAll: Double { (anywhere - cluster) * whole }
  }

  /// One station's part.
  public struct Station: Sendable {
    public var id: String
    public var name: String
    /// People whose nearest station in reach it is; NaN when not asked for.
    public var people = Double.nan
    /// NaN unknown.
    public var capacity = Double.nan
    public var floorArea = Double.nan
    public var floorAreaPerPerson = Double.nan
    public var isOverloaded = false
    /// People in reach of it, and of no other station.
    public var peopleInReach = Double.nan
    public var exclusivePeople = Double.nan
    /// Its removal, alone, loses nobody.
    public var isRemovable = false
  }

  /// How unequal a figure is.
  public struct Spread: Sendable {
    public var rule: String
    /// `m`, `min`, or stations a thousand people.
    public var unit: String
    public var figures: Inequality
    /// People for whom there is nothing: no station is reached.
    public var outOfReach: Double
    public var lorenz: [LorenzPoint]
  }

  /// One kind of visits or staff in the whole area.
  public var declared: TierComparison?
  /// 7 × 24 shares from Monday 00:00, and the rule they are of.
  public var hourly: (rule: String, shares: [[Double]])?
  public var sharing: Sharing?
  public var duplicates: (rule: String, alone: [String], together: [String])?
  public var load: (rule: String, unassigned: Double, overloads: [Station])?
  public var access: (rule: String, twoStep: Spread, enhanced: Spread?, unused: Double)?
  public var equity: Spread?
  public var workload: GridWorkload.Total?
  public var pilots: (best: [String], worst: [String], level: String)?
  /// Checklists of the rules: stations having each item, and those that have enough.
  public var checklists: [Fulfilment] = []
  public var stations: [Station]
  /// By block: means over people; nil when not asked for.
  var accessOfBlocks: [Double]?
  var enhancedOfBlocks: [Double]?
  /// Nil of blocks that no rule looks at.
  var workloadOfBlocks: [GridWorkload.Block?]?

  public struct Fulfilment: Sendable {
    public var id: String
    public var name: LocalizedText
    public var items: [(name: LocalizedText, stations: Int)]
    public var required: Int
    public var qualified: Int
    public var stations: Int
    public var provenance: Provenance
  }
}
