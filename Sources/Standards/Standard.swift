import Model

/// A set of rules that a place can be checked against, as a standards file (`*.json5`) says it.
///
/// Metres, minutes and km/h throughout; shares are 0…1. Field names are those of the user's layers.
public struct Standard: Sendable, Hashable {
  /// Short name without spaces, used on the command line.
  public var id: String
  /// Version of the file, not of the document it quotes.
  public var version: String
  public var name: LocalizedText
  public var note: LocalizedText
  public var documents: [StandardDocument]
  /// Areas above the block that get results of their own, from small to large.
  public var levels: [AreaLevel]
  /// Blocks that no rule looks at.
  public var exclusions: [BlockExclusion]
  public var groups: [PopulationGroup]
  public var checklists: [Checklist]
  public var rules: [Rule]
  /// Rules that hold for a person when several others do.
  public var combinations: [RuleCombination]
  public var analyses: Analyses

  public init(
    id: String, version: String, name: LocalizedText, note: LocalizedText = .empty,
    documents: [StandardDocument] = [], levels: [AreaLevel] = [],
    exclusions: [BlockExclusion] = [], groups: [PopulationGroup] = [],
    checklists: [Checklist] = [], rules: [Rule] = [], combinations: [RuleCombination] = [],
    analyses: Analyses = Analyses()
  ) {
    self.id = id
    self.version = version
    self.name = name
    self.note = note
    self.documents = documents
    self.levels = levels
    self.exclusions = exclusions
    self.groups = groups
    self.checklists = checklists
    self.rules = rules
    self.combinations = combinations
    self.analyses = analyses
  }
}

/// A document that figures are quoted from.
public struct StandardDocument: Sendable, Hashable {
  public var id: String
  public var title: LocalizedText
  /// As printed on it, `2018`, or empty.
  public var edition: String

  public init(id: String, title: LocalizedText, edition: String = "") {
    self.id = id
    self.title = title
    self.edition = edition
  }
}

/// How sure a quoted figure is.
public enum Confidence: String, Sendable, Hashable, CaseIterable {
  /// Read in the document itself or in two independent quotations of it.
  case verified
  /// Quoted from one secondary source: to be looked up before it is relied on.
  case unverified
  /// What offices promise; in no national standard.
  case localPractice = "local_practice"
}

/// Where figures come from.
public struct Provenance: Sendable, Hashable {
  /// Id of a `StandardDocument`; empty where there is none.
  public var document: String
  public var clause: String
  public var confidence: Confidence
  public var note: LocalizedText

  public init(
    document: String = "", clause: String = "", confidence: Confidence = .localPractice,
    note: LocalizedText = .empty
  ) {
    self.document = document
    self.clause = clause
    self.confidence = confidence
    self.note = note
  }
}

/// One level of areas: a field of the blocks whose values name them.
public struct AreaLevel: Sendable, Hashable {
  public var field: String
  public var name: LocalizedText

  public init(field: String, name: LocalizedText) {
    self.field = field
    self.name = name
  }
}

/// Blocks left out of every rule, and why.
public struct BlockExclusion: Sendable, Hashable {
  public enum Condition: Sendable, Hashable {
    /// Blocks with no people.
    case uninhabited
    /// An expression over the blocks' attributes, as of `--blocks-where`.
    case expression(String)
  }

  public var condition: Condition
  /// What these blocks are called in the denominator's name.
  public var name: LocalizedText

  public init(condition: Condition, name: LocalizedText) {
    self.condition = condition
    self.name = name
  }
}

/// People with a field and a pace of their own.
public struct PopulationGroup: Sendable, Hashable {
  public var id: String
  public var name: LocalizedText
  /// Field of blocks or demand points with their number.
  public var field: String
  /// km/h; nil: the run's speed.
  public var speed: Double?
  public var sources: FigureSources

  public init(
    id: String, name: LocalizedText, field: String, speed: Double? = nil,
    sources: FigureSources = FigureSources()
  ) {
    self.id = id
    self.name = name
    self.field = field
    self.speed = speed
    self.sources = sources
  }
}

/// What a station must have to count as qualified.
public struct Checklist: Sendable, Hashable {
  public struct Item: Sendable, Hashable {
    public var id: String
    public var name: LocalizedText
    /// An expression over the stations' attributes (`area_m2 >= 15`); nil: the services list holds `id` or the field named
    /// `id` is true.
    public var condition: String?

    public init(id: String, name: LocalizedText, condition: String? = nil) {
      self.id = id
      self.name = name
      self.condition = condition
    }
  }

  public var id: String
  public var name: LocalizedText
  public var items: [Item]
  /// So many items make a station qualified; nil: all.
  public var required: Int?
  public var provenance: Provenance

  public init(
    id: String, name: LocalizedText, items: [Item], required: Int? = nil,
    provenance: Provenance = Provenance()
  ) {
    self.id = id
    self.name = name
    self.items = items
    self.required = required
    self.provenance = provenance
  }
}
