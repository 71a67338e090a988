import Model

/// A report as content alone: what it says and in which order, in one language. Every renderer shows the same document.
///
/// All text is plain: each renderer escapes it for its own format.
public struct ReportDocument: Sendable {
  /// A heading with what stands below it.
  public struct Section: Sendable {
    /// Lower-case ASCII letters and hyphens, unique in the document; also the address in a page.
    public var id: String
    public var title: String
    public var blocks: [Block]

    public init(_ id: String, _ title: String, _ blocks: [Block]) {
      self.id = id
      self.title = title
      self.blocks = blocks
    }
  }

  /// One piece of content.
  public enum Block: Sendable {
    /// A heading of the second level.
    case heading(String)
    case paragraph(String)
    case list([String])
    case keyFigures([KeyFigure])
    case table(ReportTable)
    case figure(ReportFigure)
    /// Drawn only where it can be moved: in a page. Other formats leave it out.
    case map(InteractiveMap)
    /// A remark on what stands above it.
    case note(String)
  }

  /// A number with what it is a part of.
  public struct KeyFigure: Sendable, Hashable {
    public var value: String
    public var label: String
    /// The denominator by name and amount, or where the number comes from.
    public var basis: String
    /// The number is a matter for concern.
    public var isWarning: Bool

    public init(_ value: String, _ label: String, basis: String, isWarning: Bool = false) {
      self.value = value
      self.label = label
      self.basis = basis
      self.isWarning = isWarning
    }
  }

  public var title: String
  public var language: Language
  /// Lines below the title: who made it, approval number of the maps.
  public var lines: [String]
  public var sections: [Section]
  /// Sources of data that must be named wherever the report goes.
  public var attributions: [String]

  public init(
    title: String, language: Language, lines: [String] = [], sections: [Section] = [],
    attributions: [String] = []
  ) {
    self.title = title
    self.language = language
    self.lines = lines
    self.sections = sections
    self.attributions = attributions
  }

  /// The text of this document's language.
  func word(_ english: String, _ chinese: String) -> String {
    language == .chinese ? chinese : english
  }

  /// All tables in order.
  public var tables: [ReportTable] {
    sections.flatMap { section in
      section.blocks.compactMap { if case .table(let table) = $0 { table } else { nil } }
    }
  }

  /// The interactive map, if there is one.
  var map: InteractiveMap? {
    sections.lazy.flatMap(\.blocks)
      .compactMap { if case .map(let map) = $0 { map } else { nil } }.first
  }
}
