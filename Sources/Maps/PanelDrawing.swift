internal import CPangoCairo
import Model

/// Draws the layers of one panel inside its frame.
struct PanelDrawing {
  let pen: CairoPen
  let frame: PanelFrame
  let size: Double
  let symbolSize: Double
  let setter: TextSetter
  /// What may be seen; anything wholly outside is passed over.
  private let seen: BoundingBox

  init(
    _ pen: CairoPen, _ frame: PanelFrame, size: Double, symbolSize: Double, setter: TextSetter
  ) {
    self.pen = pen
    self.frame = frame
    self.size = size
    self.symbolSize = symbolSize
    self.setter = setter
    seen = frame.ground(margin: 5)
  }

  func draw(_ layer: MapLayer) {
    switch layer {
    case .areas(let areas, let styles): draw(areas, styles)
    case .lines(let lines, let styles): draw(lines, styles)
    case .markers(let markers, let styles): draw(markers, styles)
    case .streets(let streets): draw(streets)
    }
  }

  // MARK: Areas

  private func draw(_ areas: [MapArea], _ styles: [MapStyle]) {
    let visible = areas.filter { isSeen($0.rings) }
    cairo_set_line_join(pen.context, CAIRO_LINE_JOIN_ROUND)
    cairo_set_fill_rule(pen.context, CAIRO_FILL_RULE_EVEN_ODD)
    for area in visible {
      let style = styles[area.style]
      guard style.fill != nil || style.stroke != nil else { continue }
      for ring in area.rings { trace(ring, closes: true) }
      if let fill = style.fill {
        pen.fill(fill, keepsPath: true)
        // Closes the hairline that smoothed edges leave between neighbours.
        pen.stroke(fill, width: 0.06, keepsPath: style.stroke != nil)
      }
      if let stroke = style.stroke {
        pen.stroke(stroke, width: style.strokeWidth * size, dashes: style.dashes.map { $0 * size })
      }
    }
    for (index, style) in styles.enumerated() {
      guard let hatch = style.hatch else { continue }
      self.hatch(visible.filter { $0.style == index }, hatch)
    }
  }

  /// Areas hatched with one stroke: few, so that no path grows beyond what is quickly drawn.
  private static let hatchedAtOnce = 50

  private func hatch(_ areas: [MapArea], _ hatch: MapHatch) {
    for start in stride(from: 0, to: areas.count, by: Self.hatchedAtOnce) {
      for area in areas[start..<min(start + Self.hatchedAtOnce, areas.count)] {
        let lines = HatchLines(area.rings.map(onPage), spacing: hatch.spacing * size)
        for stretch in lines.stretches { pen.line(stretch) }
      }
      pen.strokeHatch(hatch, size: size)
    }
  }

  /// A ring on paper, cut back to the surroundings of the frame: what is far outside need not be hatched.
  private func onPage(_ ring: [PlanarPoint]) -> [(x: Double, y: Double)] {
    ring.map { point in
      let (x, y) = frame.paper(point)
      return (
        min(max(x, frame.box.minX - 100), frame.box.maxX + 100),
        min(max(y, frame.box.minY - 100), frame.box.maxY + 100)
      )
    }
  }

  // MARK: Lines

  private func draw(_ lines: [MapLine], _ styles: [MapStyle]) {
    cairo_set_line_join(pen.context, CAIRO_LINE_JOIN_ROUND)
    for line in lines where isSeen([line.points]) {
      let style = styles[line.style]
      trace(line.points, closes: false)
      if let casing = style.casing {
        pen.stroke(casing.colour, width: casing.width * size, keepsPath: style.stroke != nil)
      }
      if let stroke = style.stroke {
        pen.stroke(stroke, width: style.strokeWidth * size, dashes: style.dashes.map { $0 * size })
      }
    }
  }

  /// Streets look on every page as on A4: their widths, times `size`, are those on the ground at the true scale.
  private var scaleOnA4: Double { frame.scale * size }

  /// The lowest class first; casings of all beneath the lines of all, so that crossings stay open.
  private func draw(_ streets: [MapStreet]) {
    let visible = streets.filter { isSeen([$0.points]) }
    cairo_set_line_join(pen.context, CAIRO_LINE_JOIN_ROUND)
    cairo_set_line_cap(pen.context, CAIRO_LINE_CAP_ROUND)
    for wantsCasing in [true, false] {
      for street in StreetClass.allCases.sorted(by: >) where street != .rail {
        guard let width = street.width(scale: scaleOnA4),
          let style = StreetStyle.of(street, width: width)
        else { continue }
        if wantsCasing && style.casing == nil { continue }
        for line in visible where line.street == street {
          trace(line.points, closes: false)
          if wantsCasing, let casing = style.casing {
            pen.stroke(casing.colour, width: casing.width * size)
          } else if let colour = style.stroke {
            pen.stroke(colour, width: style.strokeWidth * size)
          }
        }
      }
    }
    cairo_set_line_cap(pen.context, CAIRO_LINE_CAP_BUTT)
    guard let width = StreetClass.rail.width(scale: scaleOnA4) else { return }
    for line in visible where line.street == .rail {
      trace(line.points, closes: false)
      pen.stroke(StreetStyle.rail, width: width * size, keepsPath: true)
      pen.stroke(.white, width: width * 0.55 * size, dashes: [1.6 * size, 1.6 * size])
    }
  }

  // MARK: Markers

  private func draw(_ markers: [MapMarker], _ styles: [MarkerStyle]) {
    for marker in markers {
      let box = BoundingBox(
        minX: marker.place.x, minY: marker.place.y, maxX: marker.place.x, maxY: marker.place.y)
      if !box.intersects(seen) { continue }
      let (x, y) = frame.paper(marker.place)
      pen.marker(
        styles[marker.style], x: x, y: y, text: marker.text, size: symbolSize, setter: setter)
    }
  }

  // MARK: Paths

  private func isSeen(_ rings: [[PlanarPoint]]) -> Bool {
    var box = BoundingBox.empty
    for ring in rings { for point in ring { box.extend(x: point.x, y: point.y) } }
    return box.intersects(seen)
  }

  /// Points nearer than this to the one before are passed over, millimetres: less than a dot at 600 dpi.
  private static let leastStep = 0.03

  private func trace(_ points: [PlanarPoint], closes: Bool) {
    guard let first = points.first else { return }
    var last = frame.paper(first)
    cairo_move_to(pen.context, last.x, last.y)
    for index in points.indices.dropFirst() {
      let place = frame.paper(points[index])
      let isEnd = index == points.count - 1
      if !isEnd && abs(place.x - last.x) + abs(place.y - last.y) < Self.leastStep { continue }
      // A closed ring ends where it began: closing draws that stretch.
      if closes && isEnd && points[index] == first { break }
      cairo_line_to(pen.context, place.x, place.y)
      last = place
    }
    if closes { cairo_close_path(pen.context) }
  }
}

/// Colours of the base: quiet, so that the classes speak.
enum StreetStyle {
  static let rail = MapColour(0x5A5A5A)
  private static let casing = MapColour(0x8C8C8C)
  private static let minor = MapColour(0xA8A8A8)

  /// White with a grey rim where there is room for both; a grey line where there is not.
  static func of(_ street: StreetClass, width: Double) -> MapStyle? {
    if street == .rail { return nil }
    if width < 0.24 || street == .footway {
      return MapStyle(
        stroke: street <= .tertiary ? casing : minor, strokeWidth: max(width * 0.8, 0.08))
    }
    return MapStyle(
      stroke: .white, strokeWidth: width - 0.14,
      casing: MapStyle.Casing(colour: casing, width: width))
  }
}
