import Model

/// What a map is written as.
package enum MapFormat: String, Sendable, Hashable, CaseIterable {
  case png, svg, pdf

  /// The format an output's ending asks for; nil for other endings.
  package init?(path: String) {
    guard let dot = path.lastIndex(of: ".") else { return nil }
    self.init(rawValue: path[path.index(after: dot)...].lowercased())
  }
}

/// A map as bytes, with what its drawing decided.
package struct MapRendering: Sendable {
  package var bytes: [UInt8]
  /// Names that found room, and those that did not.
  package var labelsPlaced: Int
  package var labelsOmitted: Int
}

extension MapScene {
  /// The map as the bytes of a file. The same scene gives the same bytes on the same machine: no dates are in them.
  ///
  /// - Parameter dpi: dots per inch of a PNG; of no meaning to the others.
  /// - Throws: `AnalysisError`; 64 for more dots than a picture can have.
  package func render(format: MapFormat, dpi: Double = 300) throws -> [UInt8] {
    try rendering(format: format, dpi: dpi).bytes
  }

  /// The same with what became of the labels.
  package func rendering(format: MapFormat, dpi: Double = 300) throws -> MapRendering {
    try Self.rendering(pages: [self], format: format, dpi: dpi)
  }

  /// Several sheets as one PDF, a page each.
  ///
  /// - Precondition: at least one.
  package static func renderPDF(_ pages: [MapScene]) throws -> [UInt8] {
    try rendering(pages: pages, format: .pdf, dpi: 72).bytes
  }

  private static func rendering(
    pages: [MapScene], format: MapFormat, dpi: Double
  ) throws -> MapRendering {
    precondition(!pages.isEmpty, "a document has a page")
    let first = pages[0]
    let surface = try DrawingSurface(format, first.page, dpi: dpi, title: first.title)
    var (placed, omitted) = (0, 0)
    for (index, scene) in pages.enumerated() {
      if index > 0 { surface.beginPage(scene.page) }
      let composition = SceneComposition(scene)
      SceneDrawing(surface.context, composition).draw()
      placed += composition.labelsPlaced
      omitted += composition.labelsOmitted
    }
    let bytes = try surface.finish()
    return MapRendering(
      bytes: finished(bytes, first, format, dpi), labelsPlaced: placed, labelsOmitted: omitted)
  }

  /// What Cairo leaves out of a file, or lets vary.
  private static func finished(
    _ bytes: [UInt8], _ scene: MapScene, _ format: MapFormat, _ dpi: Double
  ) -> [UInt8] {
    switch format {
    case .png: PNGResolution.add(dpi, to: bytes)
    case .svg:
      SVGText.finished(
        bytes, title: PlainText.line(scene.title),
        description: PlainText.line(scene.statements.joined(separator: " ")))
    case .pdf: bytes
    }
  }
}

extension MapScene {
  /// Every line of text on the sheet with its upper left corner, millimetres; labels last.
  package var words: [(text: String, x: Double, y: Double)] {
    let composition = SceneComposition(self)
    let legend = composition.legend.map { (text: $0.text.text, x: $0.textX, y: $0.y) }
    let others = (composition.texts + composition.labels.joined()).map {
      (text: $0.block.text, x: $0.x, y: $0.y)
    }
    return legend + others
  }
}
