import Model

/// One sheet of map as values: what is drawn where, in which words. Drawing it adds nothing and decides only where
/// labels find room.
package struct MapScene: Sendable {
  package var page: MapPage
  /// Language of the words the drawing itself adds (scale, approval, labels left out).
  package var language: Language
  package var title: String
  package var subtitle: String
  /// At least one; in reading order.
  package var panels: [MapPanel]
  package var legend: [LegendEntry]
  /// Lines on the data and the method, in the order printed.
  package var notes: [String]
  /// Printed as they are: `© OpenStreetMap contributors`.
  package var attributions: [String]
  /// 审图号 of a published map; nil: a remark says that there is none.
  package var approvalNumber: String?

  package init(
    page: MapPage = .a4Landscape, language: Language, title: String, subtitle: String = "",
    panels: [MapPanel], legend: [LegendEntry] = [], notes: [String] = [],
    attributions: [String] = [], approvalNumber: String? = nil
  ) {
    precondition(!panels.isEmpty, "a map has a panel")
    self.page = page
    self.language = language
    self.title = title
    self.subtitle = subtitle
    self.panels = panels
    self.legend = legend
    self.notes = notes
    self.attributions = attributions
    self.approvalNumber = approvalNumber
  }

  /// The credit that OpenStreetMap's licence (ODbL 1.0, 4.3) asks for.
  package static let openStreetMap = "© OpenStreetMap contributors"
}

/// One framed map of a scene; all its layers lie in one plane, metres, x east and y north.
package struct MapPanel: Sendable {
  /// Empty: no line above the frame.
  package var title: String
  /// Follows the title and is never cut off: a figure.
  package var titleSuffix: String
  /// What must be seen; the frame shows some more around it.
  package var extent: BoundingBox
  /// Drawn one after the other.
  package var layers: [MapLayer]
  package var labels: [MapLabel]

  package init(
    title: String = "", titleSuffix: String = "", extent: BoundingBox, layers: [MapLayer] = [],
    labels: [MapLabel] = []
  ) {
    self.title = title
    self.titleSuffix = titleSuffix
    self.extent = extent
    self.layers = layers
    self.labels = labels
  }
}

/// Features of one kind with their styles.
package enum MapLayer: Sendable {
  case areas([MapArea], styles: [MapStyle])
  case lines([MapLine], styles: [MapStyle])
  case markers([MapMarker], styles: [MarkerStyle])
  /// Streets, whose widths follow from the scale of the panel.
  case streets([MapStreet])
}

/// Polygons drawn as one: outer rings and holes, closed or not, in any direction, filled by the even–odd rule.
package struct MapArea: Sendable {
  package var rings: [[PlanarPoint]]
  /// Position among the styles of the layer.
  package var style: Int

  package init(rings: [[PlanarPoint]], style: Int) {
    self.rings = rings
    self.style = style
  }
}

/// One line.
package struct MapLine: Sendable {
  package var points: [PlanarPoint]
  package var style: Int

  package init(points: [PlanarPoint], style: Int) {
    self.points = points
    self.style = style
  }
}

/// One point; may carry a short text inside.
package struct MapMarker: Sendable {
  package var place: PlanarPoint
  package var style: Int
  package var text: String

  package init(_ place: PlanarPoint, style: Int, text: String = "") {
    self.place = place
    self.style = style
    self.text = text
  }
}

/// A name on the map.
package struct MapLabel: Sendable {
  /// What the label belongs to; decides where it may stand.
  package enum Anchor: Sendable, Hashable {
    /// Beside a point with a symbol of this size, millimetres.
    case point(symbol: Double)
    /// Over an area.
    case area
  }

  package var text: String
  /// Follows the text and is never cut off: a figure.
  package var suffix: String
  package var place: PlanarPoint
  package var anchor: Anchor
  /// Lower ones find room first; ties in the order given.
  package var priority: Int
  package var isBold: Bool

  package init(
    _ text: String, suffix: String = "", at place: PlanarPoint, anchor: Anchor, priority: Int,
    isBold: Bool = false
  ) {
    self.text = text
    self.suffix = suffix
    self.place = place
    self.anchor = anchor
    self.priority = priority
    self.isBold = isBold
  }
}

/// One line of the legend.
package enum LegendEntry: Sendable {
  case heading(String)
  case area(MapStyle, String)
  case line(MapStyle, String)
  case marker(MarkerStyle, String, inside: String = "")
  /// Words without a symbol.
  case note(String)
}
