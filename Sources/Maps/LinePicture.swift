internal import CPangoCairo
import Model

/// One stroke, shape or word of a plain picture; lengths are points of 1/72 inch, x right and y down.
package enum PictureMark: Sendable, Hashable {
  package enum Anchor: String, Sendable, Hashable {
    case start, middle, end
  }

  /// Joined points; `dashes` empty: a whole line.
  case line([PlanarPoint], colour: UInt32, width: Double, dashes: [Double])
  case polygon([PlanarPoint], colour: UInt32)
  case disc(PlanarPoint, radius: Double, colour: UInt32)
  /// Letters of ten points on a baseline.
  case text(String, PlanarPoint, Anchor)
}

/// A picture of marks on white, drawn by Cairo.
package struct LinePicture: Sendable {
  package var width: Double
  package var height: Double
  package var language: Language
  package var marks: [PictureMark]

  package init(width: Double, height: Double, language: Language, marks: [PictureMark]) {
    self.width = width
    self.height = height
    self.language = language
    self.marks = marks
  }

  private static let millimetres = 25.4 / 72
  private static let letterSize = 10 * millimetres

  /// The picture as PNG.
  ///
  /// - Throws: 64 for more dots than a picture can have.
  package func png(dpi: Double) throws -> [UInt8] {
    let unit = Self.millimetres
    let page = MapPage(width: width * unit, height: height * unit)
    let surface = try DrawingSurface(.png, page, dpi: dpi, title: "")
    let pen = CairoPen(context: surface.context)
    pen.rectangle(BoundingBox(minX: 0, minY: 0, maxX: page.width, maxY: page.height))
    pen.fill(.white)
    let setter = TextSetter(language)
    for mark in marks { draw(mark, pen, setter) }
    return PNGResolution.add(dpi, to: try surface.finish())
  }

  private func draw(_ mark: PictureMark, _ pen: CairoPen, _ setter: TextSetter) {
    let unit = Self.millimetres
    switch mark {
    case .line(let points, let colour, let width, let dashes):
      path(points, pen)
      pen.stroke(MapColour(colour), width: width * unit, dashes: dashes.map { $0 * unit })
    case .polygon(let points, let colour):
      path(points, pen)
      cairo_close_path(pen.context)
      pen.fill(MapColour(colour))
    case .disc(let centre, let radius, let colour):
      cairo_new_path(pen.context)
      cairo_arc(pen.context, centre.x * unit, centre.y * unit, radius * unit, 0, 2 * .pi)
      pen.fill(MapColour(colour))
    case .text(let text, let place, let anchor):
      let block = setter.block(text, size: Self.letterSize)
      let shift: Double =
        switch anchor {
        case .start: 0
        case .middle: block.width / 2
        case .end: block.width
        }
      let baseline = Double(pango_layout_get_baseline(block.layout)) / Double(PANGO_SCALE)
      pen.use(.ink)
      cairo_move_to(pen.context, place.x * unit - shift, place.y * unit - baseline)
      pango_cairo_show_layout(pen.context, block.layout)
    }
  }

  private func path(_ points: [PlanarPoint], _ pen: CairoPen) {
    cairo_new_path(pen.context)
    for point in points {
      cairo_line_to(pen.context, point.x * Self.millimetres, point.y * Self.millimetres)
    }
  }
}
