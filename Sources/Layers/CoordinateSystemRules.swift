import Model

/// Decides which coordinate system a layer's numbers are in, or refuses to guess: option, then file, then
/// the rules of thumb stated in the hints.
package enum CoordinateSystemRules {
  /// What the file itself states.
  package struct Declared: Sendable, Hashable {
    /// Nil: nothing is stated.
    package var system: CoordinateSystem?
    /// The format fixes WGS 84 where nothing else is stated (GeoJSON, KML): no note is made of it.
    package var isFormatDefault: Bool

    package init(system: CoordinateSystem?, isFormatDefault: Bool = false) {
      self.system = system
      self.isFormatDefault = isFormatDefault
    }
  }

  /// The layer's system and how it was decided.
  ///
  /// Features with single coordinates out of range lose their geometry and are named; when more than one
  /// in a hundred are, the layer is refused.
  ///
  /// - Throws: 64 for an option PROJ does not understand; 65 for metres without a system, degrees out of
  ///   range, degrees under a projected system, a zone that contradicts the eastings, or an older datum that
  ///   was not accepted.
  package static func settle(
    _ chunks: inout [FeatureChunk], declared: Declared, request: LayerRequest, path: String,
    ledger: inout Ledger
  ) throws -> (system: CoordinateSystem, choice: Choice) {
    let verdict = try settle(
      CoordinateExtent(chunks), declared: declared, request: request, path: path, ledger: &ledger)
    if verdict.dropsOutside {
      for index in chunks.indices { chunks[index].dropOutsideDegrees(path: path, &ledger) }
    }
    return (verdict.system, verdict.choice)
  }

  /// A system, how it was decided, and whether features beyond ±180, ±90 lose their geometry.
  typealias Verdict = (system: CoordinateSystem, choice: Choice, dropsOutside: Bool)

  /// The same for coordinates of which only the extent is known.
  static func settle(
    _ extent: CoordinateExtent, declared: Declared, request: LayerRequest, path: String,
    ledger: inout Ledger
  ) throws -> Verdict {
    let (system, choice) = try stated(declared, request: request, path: path)
    let context = Context(request: request, path: path, extent: extent)
    guard let system else {
      let (system, choice) = try context.assume(&ledger)
      return (system, choice, false)
    }
    if case .definition(let text) = system {
      guard let facts = facts(of: text) else { throw context.notUnderstood(text, choice: choice) }
      if let datum = facts.oldDatum { try context.accept(datum, &ledger) }
      if facts.isGeographic {
        return (facts.system, choice, try context.dropsOutside(name: facts.name))
      }
      try context.requireMetres(facts)
      return (facts.system, choice, false)
    }
    return (system, choice, try context.dropsOutside(name: ""))
  }

  /// The layer of another reader, after the same checks of a stated system: whether it is understood, on an
  /// older datum, and fits the coordinates. Layers in degrees on WGS 84, GCJ-02 or BD-09 pass unchanged.
  ///
  /// - Throws: as `settle`.
  package static func checked(
    _ layer: Layer, request: LayerRequest, ledger: inout Ledger
  ) throws -> Layer {
    guard case .definition = layer.source.coordinateSystem else { return layer }
    var layer = layer
    let verdict = try checked(
      layer.source, CoordinateExtent(layer.chunks), request: request, ledger: &ledger)
    if verdict.dropsOutside {
      for index in layer.chunks.indices {
        layer.chunks[index].dropOutsideDegrees(path: layer.source.path, &ledger)
      }
    }
    layer.source.coordinateSystem = verdict.system
    return layer
  }

  /// The same for a layer of which only source and extent are known.
  static func checked(
    _ source: LayerSource, _ extent: CoordinateExtent, request: LayerRequest,
    ledger: inout Ledger
  ) throws -> Verdict {
    guard case .definition = source.coordinateSystem else {
      return (source.coordinateSystem, source.coordinateSystemChoice, false)
    }
    var request = request
    request.coordinateSystem =
      source.coordinateSystemChoice == .option ? source.coordinateSystem : nil
    return try settle(
      extent, declared: Declared(system: source.coordinateSystem), request: request,
      path: source.path, ledger: &ledger)
  }

  private static func stated(
    _ declared: Declared, request: LayerRequest, path: String
  ) throws -> (CoordinateSystem?, Choice) {
    if let option = request.coordinateSystem { return (option, .option) }
    guard let system = declared.system else { return (nil, .assumed) }
    return (system, declared.isFormatDefault ? .assumed : .file)
  }

  /// Facts about a definition; nil when PROJ does not understand it.
  static func facts(of definition: String) -> SystemFacts? {
    GDALLibrary.run { _ in SystemFacts(definition: definition) }
  }
}
