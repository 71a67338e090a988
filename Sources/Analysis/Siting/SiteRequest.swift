import Layers
import Model

/// One siting run: which model, over which people and places, under which conditions. All values are checked and
/// in final units.
public struct SiteRequest: Sendable {
  /// The contract's models; the raw values are those of `--model`.
  public enum Model: String, Sendable, Hashable, CaseIterable {
    /// Most people covered by so many stations, or by a budget (MCLP).
    case maxCoverage = "max-coverage"
    /// Fewest stations that cover a share of the people (LSCP).
    case setCover = "set-cover"
    /// Least Σ weight × cost to the nearest station.
    case pMedian = "p-median"
    /// Least largest cost to the nearest station.
    case pCenter = "p-center"

    /// True where being within a limit counts, not how near.
    public var isCovering: Bool { self == .maxCoverage || self == .setCover }
  }

  /// Who counts more than others.
  public enum Equity: Sendable, Hashable {
    /// People of blocks that are underserved now count so many times.
    case flagged(Double)
    /// People of a group (a field of the people's layer) count so many times.
    case group(field: String, factor: Double)
    /// The lowest share covered among the values of a field is made as high as can be.
    case worst(field: String)
  }

  /// How many people one station serves.
  public enum Capacity: Sendable, Hashable {
    /// Every station the same, but for existing ones with a field of their own.
    case people(Double)
    /// A field of the candidates; with `areaPerPerson` it holds square metres.
    case field(String, areaPerPerson: Double?)
  }

  /// What is given: ready matrices, or places on the ground.
  public enum Input: Sendable {
    case matrix(SiteMatrix)
    case places(SitePlaces)
  }

  /// Where results go; nil: not written. `-` is standard output.
  public struct Outputs: Sendable, Hashable {
    public var sites: String?
    public var summary: String?
    public var timings: String?
    public var byteOrderMark: Bool

    public init(
      sites: String? = nil, summary: String? = nil, timings: String? = nil,
      byteOrderMark: Bool = false
    ) {
      self.sites = sites
      self.summary = summary
      self.timings = timings
      self.byteOrderMark = byteOrderMark
    }

    /// Every file asked for, in order.
    var files: [String] { [sites, summary, timings].compactMap { $0 } }
  }

  public var model: Model
  public var input: Input
  /// Stations to add; nil: as many as the budget or the model asks for.
  public var new: Int?
  /// What the new stations may cost together, in the unit of the candidates' cost.
  public var budget: Double?
  /// Share of the people to be covered, 0…1; set-cover only.
  public var targetShare = 1.0
  /// Everybody is to be covered by two stations.
  public var needsBackup = false
  public var capacity: Capacity?
  /// Field of the existing stations with what `capacity` reads of candidates, places only; nil: the field of the
  /// candidates where the stations have it.
  public var existingCapacityField: String?
  /// Ids of candidates that must, or must not, be chosen.
  public var forced: [String] = []
  public var forbidden: [String] = []
  /// Of the candidates with the same value of this field at most one is chosen.
  public var exclusiveField: String?
  /// Metres between any two stations, existing ones included; places only.
  public var minimumSpacing: Double?
  public var equity: Equity?
  /// Next best different answers wanted.
  public var alternatives = 0
  /// Lines of the trade-off curve that are solved each on its own; 0: the ranked sites one after the other.
  public var tradeOff = 0
  /// Wall-clock seconds for solving; nil: until the gap is closed.
  public var timeLimit: Double?
  /// Relative gap at which solving stops; nil: proven.
  public var gap: Double?
  public var outputs = Outputs()
  public var threads = 1

  public init(model: Model, input: Input) {
    self.model = model
    self.input = input
  }

  /// The smallest share of a community is the objective.
  var isShare: Bool { if case .worst = equity { true } else { false } }

  /// The path of every input as given.
  var inputPaths: [String] {
    switch input {
    case .matrix(let matrix): matrix.paths
    case .places(let places): places.inputPaths
    }
  }
}

/// Ready costs between people and places, as tables.
public struct SiteMatrix: Sendable, Hashable {
  /// A table with the columns `demand`, `site`, `cost`; pairs it does not hold are unreachable.
  public var costs: String
  /// A table with the columns `demand`, `weight`; nil: every demand counts 1.
  public var weights: String?
  /// A table with the columns `site` and, where wanted, `cost`, `fixed`; nil: every site of `costs` is a candidate.
  public var sites: String?
  /// Costs up to this (≤) are covered; nil for models that ask for none.
  public var limit: Double?

  public init(costs: String, weights: String? = nil, sites: String? = nil, limit: Double? = nil) {
    self.costs = costs
    self.weights = weights
    self.sites = sites
    self.limit = limit
  }

  var paths: [String] { [costs, weights, sites].compactMap { $0 } }
}

/// People and places on the ground: what a coverage run takes, and candidates.
public struct SitePlaces: Sendable {
  /// Where candidates come from.
  public enum Candidates: Sendable {
    /// Premises of a layer.
    case layer(CoverageRequest.Input, costField: String?)
    /// A square grid over the blocks, metres between its points.
    case grid(metres: Double)
    /// Where three streets or more meet.
    case junctions
    /// One point in each block.
    case blockCentres
    /// The places to which any best answer can be moved: demand points and crossings of circles around them.
    case intersections
  }

  /// What counts as covered.
  public enum Measure: Sendable, Hashable {
    /// Straight metres (≤).
    case radius(Double)
    /// Minutes on foot (≤).
    case minutes(Double)
  }

  /// Blocks, existing stations, people, streets and their fields; outputs are not used.
  public var coverage: CoverageRequest
  public var candidates: Candidates
  public var measure: Measure

  public init(coverage: CoverageRequest, candidates: Candidates, measure: Measure) {
    self.coverage = coverage
    self.candidates = candidates
    self.measure = measure
  }

  var inputPaths: [String] {
    guard case .layer(let input, _) = candidates else { return coverage.inputPaths }
    return coverage.inputPaths + [input.layer.path]
  }
}
