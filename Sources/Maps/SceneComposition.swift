import Model

/// A scene laid out on its page: every box and line of text has its place. The same for all formats.
final class SceneComposition {
  /// Text with its upper left corner, millimetres.
  struct PlacedText {
    var block: TextBlock
    var x: Double
    var y: Double
    var colour: MapColour
    var hasHalo = false
  }

  let scene: MapScene
  /// Size of everything against A4.
  let size: Double
  let setter: TextSetter
  private(set) var frames: [PanelFrame] = []
  private(set) var texts: [PlacedText] = []
  /// Labels by panel, drawn above its layers and inside its frame.
  private(set) var labels: [[PlacedText]] = []
  private(set) var legend: [LegendLine] = []
  /// Scale bars: one in the margin, or one a panel where scales differ.
  private(set) var bars: [(bar: ScaleBar, x: Double, y: Double)] = []
  private(set) var arrow = (x: 0.0, y: 0.0)
  private(set) var labelsPlaced = 0
  private(set) var labelsOmitted = 0

  init(_ scene: MapScene) {
    self.scene = scene
    size = min(max(scene.page.enlargement, 0.4), 6)
    setter = TextSetter(scene.language)
    layOut()
  }

  // MARK: Layout

  private var margin: Double { 8 * size }
  private var gap: Double { 3 * size }
  /// Every panel at one scale: its bar stands in the margin.
  private(set) var sharesScale = true
  /// Size of symbols: frames of small multiples are smaller than the page, and so is what stands in them.
  var symbolSize: Double { size * (scene.panels.count > 3 ? 0.7 : 1) }

  private func layOut() {
    let page = scene.page
    var top = margin + addHeader(width: page.width - 2 * margin) + gap
    let footer = footerHeight
    var bottom = page.height - margin - footer - gap
    var right = page.width - margin
    let column: BoundingBox
    if page.isLandscape {
      let width = max(0.2 * page.width, 46 * size)
      column = BoundingBox(minX: right - width, minY: top, maxX: right, maxY: bottom)
      right -= width + 1.5 * gap
    } else {
      let height = LegendLayout.height(
        scene.legend, width: right - margin, size: size, setter: setter)
      column = BoundingBox(minX: margin, minY: bottom - height, maxX: right, maxY: bottom)
      bottom -= height + gap
    }
    // A page whose words need it all keeps a map of a third of its height.
    bottom = max(bottom, top + page.height / 3)
    top = min(top, bottom - page.height / 4)
    placePanels(BoundingBox(minX: margin, minY: top, maxX: right, maxY: bottom))
    placeLegend(column)
    placeLabels()
    addFooter(top: page.height - margin - footer)
  }

  /// Sets title and subtitle; returns their height.
  private func addHeader(width: Double) -> Double {
    var y = margin
    for (text, em, isBold, colour) in [
      (scene.title, 6.0, true, MapColour.ink), (scene.subtitle, 3.4, false, .softInk),
    ] where !text.isEmpty {
      let block = setter.block(text, size: em * size, isBold: isBold, width: width, lines: 2)
      texts.append(PlacedText(block: block, x: margin, y: y, colour: colour))
      y += block.height + 0.6 * size
    }
    return y - margin
  }

  // MARK: Panels

  private func placePanels(_ area: BoundingBox) {
    let titleHeight = scene.panels.contains { !$0.title.isEmpty } ? 5.4 * size : 0
    let grid = PanelGrid.best(
      scene.panels.map(\.extent), in: area, gap: gap, titleHeight: titleHeight)
    let extents = scene.panels.map(\.extent)
    sharesScale = extents.allSatisfy { $0 == extents[0] }
    for (index, panel) in scene.panels.enumerated() {
      let box = grid.boxes[index]
      let frame = PanelFrame(panel.extent, in: box)
      frames.append(frame)
      if panel.title.isEmpty { continue }
      let block = setter.block(
        panel.title, suffix: panel.titleSuffix, size: 3.4 * size, isBold: true,
        room: box.maxX - box.minX)
      texts.append(
        PlacedText(
          block: block, x: box.minX, y: box.minY - block.height - 0.3 * size, colour: .ink))
    }
    if sharesScale { return }
    for frame in frames {
      let room = (frame.box.maxX - frame.box.minX) * 0.3
      bars.append(
        (
          ScaleBar(scale: frame.scale, room: room), frame.box.minX + 2 * size,
          frame.box.maxY - 2.2 * size
        ))
    }
  }

  // MARK: Legend, scale bar and arrow

  private func placeLegend(_ column: BoundingBox) {
    let layout = LegendLayout(
      scene.legend, in: column, size: size, isColumn: scene.page.isLandscape, setter: setter)
    legend = layout.lines
    arrow = (column.maxX - 5 * size, column.minY)
    if !sharesScale { return }
    let isColumn = scene.page.isLandscape
    let bar = ScaleBar(scale: frames[0].scale, room: isColumn ? 40 * size : 0.25 * scene.page.width)
    let x = isColumn ? column.minX : column.maxX - bar.length - 16 * size
    let y = isColumn ? column.maxY - 1 * size : column.minY + 11 * size
    bars.append((bar, x, y))
    let ratio = setter.block(
      scaleText(frames[0].scale), size: 2.6 * size, width: isColumn ? nil : bar.length + 14 * size)
    texts.append(
      PlacedText(block: ratio, x: x, y: y - 8.6 * size, colour: .softInk))
  }

  private func scaleText(_ scale: Double) -> String {
    let ratio = "1:\(groupedDigits(scale))"
    return scene.language == .chinese ? "比例尺 \(ratio)" : "Scale \(ratio)"
  }

  // MARK: Labels

  private static let longestLabel = 34.0
  /// More names than this are noise on any page; the rest is counted as left out.
  private static let mostLabels = 1_500

  private func placeLabels() {
    let em = (frames.count > 3 ? 2.0 : 2.4) * size
    for (panel, frame) in zip(scene.panels, frames) {
      var placer = LabelPlacer(bounds: frame.box, obstacles: obstacles(panel, frame))
      let seen = frame.ground(margin: 0)
      let visible = panel.labels.enumerated().filter { _, label in
        seen.intersects(
          BoundingBox(
            minX: label.place.x, minY: label.place.y, maxX: label.place.x, maxY: label.place.y))
      }
      let order = visible.sorted {
        ($0.element.priority, $0.offset) < ($1.element.priority, $1.offset)
      }
      var placed: [PlacedText] = []
      for (_, label) in order.prefix(Self.mostLabels) {
        if let text = place(label, frame, em, &placer) { placed.append(text) }
      }
      labels.append(placed)
      labelsPlaced += placed.count
      labelsOmitted += visible.count - placed.count
    }
  }

  private func place(
    _ label: MapLabel, _ frame: PanelFrame, _ em: Double, _ placer: inout LabelPlacer
  ) -> PlacedText? {
    let room = min(Self.longestLabel * size, (frame.box.maxX - frame.box.minX) * 0.45)
    let block = setter.block(
      label.text, suffix: label.suffix, size: em, isBold: label.isBold, room: room)
    let (x, y) = frame.paper(label.place)
    let positions =
      switch label.anchor {
      case .point(let symbol):
        LabelPlacer.besides(
          x, y, symbol: symbol * symbolSize, width: block.width, height: block.height)
      case .area: LabelPlacer.over(x, y, width: block.width, height: block.height)
      }
    return placer.place(width: block.width, height: block.height, positions: positions).map {
      PlacedText(block: block, x: $0.minX, y: $0.minY, colour: .ink, hasHalo: true)
    }
  }

  /// Symbols, and the scale bar where it stands in the frame.
  private func obstacles(_ panel: MapPanel, _ frame: PanelFrame) -> [BoundingBox] {
    var boxes: [BoundingBox] = []
    for layer in panel.layers {
      guard case .markers(let markers, let styles) = layer else { continue }
      for marker in markers {
        let (x, y) = frame.paper(marker.place)
        let half = styles[marker.style].size * symbolSize / 2
        boxes.append(BoundingBox(minX: x - half, minY: y - half, maxX: x + half, maxY: y + half))
      }
    }
    if !sharesScale {
      let box = frame.box
      boxes.append(
        BoundingBox(
          minX: box.minX, minY: box.maxY - 8 * size,
          maxX: box.minX + (box.maxX - box.minX) * 0.4 + 8 * size, maxY: box.maxY))
    }
    return boxes
  }

  // MARK: Footer

  /// Room for the lines below the map, before it is known whether labels were left out.
  private var footerHeight: Double {
    let lines = footerBlocks(scene.statements + [omission(888)])
    return lines.reduce(0) { $0 + $1.height }
  }

  private func addFooter(top: Double) {
    var y = top
    let lines = scene.statements + (labelsOmitted > 0 ? [omission(labelsOmitted)] : [])
    for block in footerBlocks(lines) {
      texts.append(PlacedText(block: block, x: margin, y: y, colour: .softInk))
      y += block.height
    }
  }

  private func footerBlocks(_ lines: [String]) -> [TextBlock] {
    lines.map {
      setter.block($0, size: 2.5 * size, width: scene.page.width - 2 * margin, lines: 3)
    }
  }

  private func omission(_ count: Int) -> String {
    scene.language == .chinese
      ? "另有 \(groupedDigits(Double(count))) 个名称因图面空间不足未标注。"
      : "\(groupedDigits(Double(count))) further names found no room and are left out."
  }
}

extension MapScene {
  /// The lines below the map: data and method, attributions, approval.
  var statements: [String] {
    notes + attributions + [approval]
  }

  /// The approval number that public maps of China carry (Map Management Regulations 2015, article 37), or that
  /// there is none.
  private var approval: String {
    if let number = approvalNumber, !PlainText.line(number).isEmpty {
      return language == .chinese ? "审图号：\(number)" : "Map approval number (审图号): \(number)"
    }
    return language == .chinese
      ? "审图号：无。本图未经地图审核，公开使用前须依法送审。"
      : "Map approval number (审图号): none. Not reviewed; in China a map is reviewed before it is made public."
  }
}
