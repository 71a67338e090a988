/// How an area or a line is drawn. Lengths are millimetres on paper.
package struct MapStyle: Sendable, Hashable {
  package var fill: MapColour?
  package var stroke: MapColour?
  package var strokeWidth: Double
  /// Lengths of strokes and gaps in turn; empty: unbroken.
  package var dashes: [Double]
  /// A wider line drawn beneath every line of the style.
  package var casing: Casing?
  /// Parallel lines over the fill.
  package var hatch: MapHatch?

  package struct Casing: Sendable, Hashable {
    package var colour: MapColour
    /// Whole width of the casing.
    package var width: Double

    package init(colour: MapColour, width: Double) {
      self.colour = colour
      self.width = width
    }
  }

  package init(
    fill: MapColour? = nil, stroke: MapColour? = nil, strokeWidth: Double = 0.2,
    dashes: [Double] = [], casing: Casing? = nil, hatch: MapHatch? = nil
  ) {
    self.fill = fill
    self.stroke = stroke
    self.strokeWidth = strokeWidth
    self.dashes = dashes
    self.casing = casing
    self.hatch = hatch
  }
}

/// Parallel lines rising to the right at 45° with a white edge, so that they read on light and on dark fills and
/// in grey.
package struct MapHatch: Sendable, Hashable {
  package var colour: MapColour
  /// Distance between lines and their width, millimetres.
  package var spacing: Double
  package var width: Double

  package init(colour: MapColour = .black, spacing: Double = 1.6, width: Double = 0.26) {
    self.colour = colour
    self.spacing = spacing
    self.width = width
  }
}

/// How a point is drawn.
package struct MarkerStyle: Sendable, Hashable {
  /// Shapes of about the same area, told apart without colour.
  package enum Shape: Sendable, Hashable, CaseIterable {
    case circle, square, triangle, diamond, star
  }

  package var shape: Shape
  /// Side or diameter, millimetres.
  package var size: Double
  package var fill: MapColour
  package var stroke: MapColour
  /// Colour of a text inside.
  package var text: MapColour

  package init(
    _ shape: Shape, size: Double, fill: MapColour, stroke: MapColour = .white,
    text: MapColour = .white
  ) {
    self.shape = shape
    self.size = size
    self.fill = fill
    self.stroke = stroke
    self.text = text
  }
}
