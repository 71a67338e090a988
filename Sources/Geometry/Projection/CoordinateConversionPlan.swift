import Model

/// How to get from one coordinate system to another: worked out once, then shared by all workers.
package struct CoordinateConversionPlan: Sendable {
  /// One step of the way.
  enum Step: Sendable {
    case offset(ChinaOffset.Direction)
    case unproject(TransverseMercator)
    case project(TransverseMercator)
    /// PROJ, between the ends of `transform`.
    case transform
  }

  private(set) var steps: [Step] = []
  /// The systems PROJ goes between; nil when it has nothing to do.
  private(set) var transform: (from: CoordinateSystemDescription, to: CoordinateSystemDescription)?

  /// True when there is nothing to do.
  package var isIdentity: Bool { steps.isEmpty }

  /// - Throws: `AnalysisError` (usage) for a system that is not understood.
  package init(from: CoordinateSystem, to: CoordinateSystem) throws {
    if from == to { return }
    let source = try End(from)
    let target = try End(to)
    if let first = source.description, let second = target.description,
      source.series == nil || target.series == nil
    {
      steps = [.transform]
      transform = (first, second)
      return
    }
    try leave(from, source, towards: to)
    try arrive(to, target, comingFrom: from)
  }

  /// Steps from `system` to WGS 84, or straight to the other offset system.
  private mutating func leave(
    _ system: CoordinateSystem, _ end: End, towards next: CoordinateSystem
  ) throws {
    switch system {
    case .wgs84: return
    case .gcj02: if next != .bd09 { steps.append(.offset(.gcj02ToWGS84)) }
    case .bd09: steps.append(.offset(next == .gcj02 ? .bd09ToGCJ02 : .bd09ToWGS84))
    case .definition:
      if let series = end.series { return steps.append(.unproject(series)) }
      guard let description = end.description else { return }
      steps.append(.transform)
      transform = (description, try CoordinateSystemDescription("EPSG:4326"))
    }
  }

  /// Steps from WGS 84, or from the other offset system, to `system`.
  private mutating func arrive(
    _ system: CoordinateSystem, _ end: End, comingFrom last: CoordinateSystem
  ) throws {
    switch system {
    case .wgs84: return
    case .gcj02: if last != .bd09 { steps.append(.offset(.wgs84ToGCJ02)) }
    case .bd09: steps.append(.offset(last == .gcj02 ? .gcj02ToBD09 : .wgs84ToBD09))
    case .definition:
      if let series = end.series { return steps.append(.project(series)) }
      guard let description = end.description else { return }
      steps.append(.transform)
      transform = (try CoordinateSystemDescription("EPSG:4326"), description)
    }
  }
}

/// What is known of one end: its description for definitions, and the series that can stand for it.
private struct End {
  var description: CoordinateSystemDescription?
  var series: TransverseMercator?

  init(_ system: CoordinateSystem) throws {
    guard case .definition(let text) = system else { return }
    let description = try CoordinateSystemDescription(text)
    self.description = description
    series = TransverseMercator(description)
  }
}
