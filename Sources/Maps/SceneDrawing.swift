internal import CPangoCairo
import Model

/// Draws a composed scene; nothing is decided here.
struct SceneDrawing {
  private let pen: CairoPen
  private let composition: SceneComposition
  private var scene: MapScene { composition.scene }
  private var size: Double { composition.size }

  init(_ context: OpaquePointer, _ composition: SceneComposition) {
    pen = CairoPen(context: context)
    self.composition = composition
  }

  func draw() {
    // To the very edge: the last dots of a picture may lie half on the page.
    pen.use(.white)
    cairo_paint(pen.context)
    for (index, frame) in composition.frames.enumerated() { drawPanel(index, frame) }
    for line in composition.legend { draw(line) }
    for bar in composition.bars { draw(bar.bar, x: bar.x, y: bar.y) }
    drawArrow()
    for text in composition.texts { pen.show(text, rim: 0) }
  }

  private func drawPanel(_ index: Int, _ frame: PanelFrame) {
    pen.isolated {
      pen.clip(frame.box)
      let drawing = PanelDrawing(
        pen, frame, size: size, symbolSize: composition.symbolSize, setter: composition.setter)
      for layer in scene.panels[index].layers { drawing.draw(layer) }
      for text in composition.labels[index] { pen.show(text, rim: 0.9 * size) }
    }
    pen.rectangle(frame.box)
    pen.stroke(.ink, width: 0.25 * size)
  }

  // MARK: Legend

  private func draw(_ line: LegendLine) {
    let middle = line.y + min(line.text.height, 4.2 * size) / 2
    let width = LegendLayout.symbolWidth * size
    let box = BoundingBox(
      minX: line.x, minY: middle - 1.7 * size, maxX: line.x + width, maxY: middle + 1.7 * size)
    switch line.entry {
    case .heading, .note: break
    case .area(let style, _): drawSwatch(style, box)
    case .line(let style, _):
      cairo_move_to(pen.context, box.minX, middle)
      cairo_line_to(pen.context, box.maxX, middle)
      if let casing = style.casing {
        pen.stroke(casing.colour, width: casing.width * size, keepsPath: true)
      }
      pen.stroke(
        style.stroke ?? .ink, width: style.strokeWidth * size,
        dashes: style.dashes.map { $0 * size })
    case .marker(let style, _, let inside):
      pen.marker(
        style, x: line.x + width / 2, y: middle, text: inside, size: size,
        setter: composition.setter)
    }
    pen.show(
      SceneComposition.PlacedText(block: line.text, x: line.textX, y: line.y, colour: .ink), rim: 0)
  }

  private func drawSwatch(_ style: MapStyle, _ box: BoundingBox) {
    if let fill = style.fill {
      pen.rectangle(box)
      pen.fill(fill)
    }
    if let hatch = style.hatch {
      let corners = [
        (box.minX, box.minY), (box.maxX, box.minY), (box.maxX, box.maxY), (box.minX, box.maxY),
      ]
      let lines = HatchLines([corners.map { (x: $0.0, y: $0.1) }], spacing: hatch.spacing * size)
      for stretch in lines.stretches { pen.line(stretch) }
      pen.strokeHatch(hatch, size: size)
    }
    pen.rectangle(box)
    pen.stroke(
      style.stroke ?? .softInk, width: max(style.strokeWidth, 0.15) * size,
      dashes: style.dashes.map { $0 * size })
  }

  // MARK: Scale bar and arrow

  /// Fields in turn black and white; `y` is the bar's lower edge.
  private func draw(_ bar: ScaleBar, x: Double, y: Double) {
    let height = 1.1 * size
    let step = bar.length / Double(bar.fields)
    for field in 0..<bar.fields {
      pen.rectangle(
        BoundingBox(
          minX: x + Double(field) * step, minY: y - height,
          maxX: x + Double(field + 1) * step, maxY: y))
      pen.fill(field % 2 == 0 ? .ink : .white, keepsPath: true)
      pen.stroke(.ink, width: 0.15 * size)
    }
    let ends = [("0", x), (bar.text, x + bar.length)]
    for (text, place) in ends {
      let block = composition.setter.block(text, size: 2.4 * size)
      let left = text == "0" ? place : max(place - block.width / 2, x + 4 * size)
      pen.show(
        SceneComposition.PlacedText(
          block: block, x: left, y: y - height - block.height, colour: .ink, hasHalo: true),
        rim: 0.7 * size)
    }
  }

  /// An arrow to the north of the plane with an N, its tip at the top of the legend.
  private func drawArrow() {
    let (x, y) = composition.arrow
    let context = pen.context
    let letter = composition.setter.block("N", size: 3.2 * size, isBold: true)
    pen.show(
      SceneComposition.PlacedText(block: letter, x: x - letter.width / 2, y: y, colour: .ink),
      rim: 0)
    let top = y + letter.height
    for (side, fill) in [(-1.0, MapColour.ink), (1.0, .white)] {
      cairo_move_to(context, x, top)
      cairo_line_to(context, x + side * 2.2 * size, top + 7 * size)
      cairo_line_to(context, x, top + 5.4 * size)
      cairo_close_path(context)
      pen.fill(fill, keepsPath: true)
      pen.stroke(.ink, width: 0.2 * size)
    }
  }
}

extension CairoPen {
  func line(_ stretch: HatchLines.Stretch) {
    cairo_move_to(context, stretch.x0, stretch.y0)
    cairo_line_to(context, stretch.x1, stretch.y1)
  }

  /// Strokes the hatch lines of the path, with their white edges.
  func strokeHatch(_ hatch: MapHatch, size: Double) {
    stroke(.white, width: (hatch.width + 0.16) * size, keepsPath: true)
    stroke(hatch.colour, width: hatch.width * size)
  }

  /// A symbol with a rim, and a short text in its middle.
  func marker(
    _ style: MarkerStyle, x: Double, y: Double, text: String, size: Double, setter: TextSetter
  ) {
    cairo_set_line_join(context, CAIRO_LINE_JOIN_MITER)
    outline(style.shape, x: x, y: y, size: style.size * size)
    stroke(style.stroke, width: min(0.5, style.size * 0.3) * size, keepsPath: true)
    fill(style.fill)
    if text.isEmpty { return }
    let em = style.size * (text.count > 2 ? 0.42 : 0.58) * size
    let block = setter.block(text, size: em, isBold: true)
    show(
      SceneComposition.PlacedText(
        block: block, x: x - block.width / 2, y: y - block.height / 2, colour: style.text), rim: 0)
  }
}
