internal import CPangoCairo
import Model

/// Elementary strokes on a Cairo context whose unit is the millimetre. The context is the surface's and outlives it.
struct CairoPen {
  let context: OpaquePointer

  func use(_ colour: MapColour) {
    cairo_set_source_rgb(
      context, Double(colour.red) / 255, Double(colour.green) / 255, Double(colour.blue) / 255)
  }

  /// Runs `body` with whatever it changes undone after it.
  func isolated(_ body: () -> Void) {
    cairo_save(context)
    body()
    cairo_restore(context)
  }

  func rectangle(_ box: BoundingBox) {
    cairo_rectangle(context, box.minX, box.minY, box.maxX - box.minX, box.maxY - box.minY)
  }

  func clip(_ box: BoundingBox) {
    rectangle(box)
    cairo_clip(context)
  }

  func fill(_ colour: MapColour, keepsPath: Bool = false) {
    use(colour)
    if keepsPath { cairo_fill_preserve(context) } else { cairo_fill(context) }
  }

  func stroke(_ colour: MapColour, width: Double, dashes: [Double] = [], keepsPath: Bool = false) {
    use(colour)
    cairo_set_line_width(context, width)
    cairo_set_dash(context, dashes, Int32(dashes.count), 0)
    if keepsPath { cairo_stroke_preserve(context) } else { cairo_stroke(context) }
  }

  /// Text with its upper left corner at a place; a halo is a white rim that parts it from what is beneath.
  func show(_ text: SceneComposition.PlacedText, rim: Double) {
    if text.hasHalo {
      cairo_move_to(context, text.x, text.y)
      pango_cairo_layout_path(context, text.block.layout)
      cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
      stroke(.white, width: rim)
    }
    use(text.colour)
    cairo_move_to(context, text.x, text.y)
    pango_cairo_show_layout(context, text.block.layout)
  }

  /// The outline of a marker around a place.
  func outline(_ shape: MarkerStyle.Shape, x: Double, y: Double, size: Double) {
    let corners: [(Double, Double)]
    switch shape {
    case .circle:
      cairo_new_sub_path(context)
      cairo_arc(context, x, y, size / 2, 0, 2 * .pi)
      cairo_close_path(context)
      return
    case .square: corners = [(-0.44, -0.44), (0.44, -0.44), (0.44, 0.44), (-0.44, 0.44)]
    case .triangle: corners = [(0, -0.58), (0.54, 0.4), (-0.54, 0.4)]
    case .diamond: corners = [(0, -0.6), (0.6, 0), (0, 0.6), (-0.6, 0)]
    case .star: corners = Self.star
    }
    for (index, corner) in corners.enumerated() {
      let (cornerX, cornerY) = (x + corner.0 * size, y + corner.1 * size)
      if index == 0 {
        cairo_move_to(context, cornerX, cornerY)
      } else {
        cairo_line_to(context, cornerX, cornerY)
      }
    }
    cairo_close_path(context)
  }

  /// A five-pointed star: outer radius 0.66, inner radius by the golden ratio squared.
  private static let star: [(Double, Double)] = {
    let (sines, cosines) = (
      [0, 0.587785, 0.951057, 0.951057, 0.587785, 0, -0.587785, -0.951057, -0.951057, -0.587785],
      [1, 0.809017, 0.309017, -0.309017, -0.809017, -1, -0.809017, -0.309017, 0.309017, 0.809017]
    )
    return (0..<10).map { index in
      let radius = index % 2 == 0 ? 0.66 : 0.66 * 0.45
      return (radius * sines[index], -radius * cosines[index])
    }
  }()
}
