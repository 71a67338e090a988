import Coverage
import Layers
import Model
import Standards
import Streets

/// Whose needs a rule looks at: how many there are in every block, and where.
struct RulePeople: Sendable {
  var name: LocalizedText
  /// “people”, “m of street”.
  var unit: LocalizedText
  /// By block; NaN unknown.
  var amount: [Double]
  /// Nil: spread over the ground of each block.
  var points: DemandPoints?
  /// Their own pace, km/h; nil: the run's.
  var speed: Double?
}

/// The `who` of all rules of a check, each made once.
struct RulePeopleSource {
  let request: CheckRequest
  let inputs: CoverageInputs
  let catalog: [Rule.Who: RulePeople]
  /// What was read for points called by name.
  private(set) var sources: [(source: LayerSource, count: Int)] = []
  /// Why some that only optional rules ask about are not there.
  let missing: [Rule.Who: AnalysisError]

  init(
    _ request: CheckRequest, _ inputs: CoverageInputs, population: [Double], ledger: inout Ledger
  ) throws {
    self.request = request
    self.inputs = inputs
    var catalog: [Rule.Who: RulePeople] = [:]
    var missing: [Rule.Who: AnalysisError] = [:]
    for rule in request.standard.rules where catalog[rule.who] == nil {
      if rule.isOptional, missing[rule.who] != nil { continue }
      let name = RuleName(standard: request.standardName, id: rule.id)
      do {
        catalog[rule.who] = try Self.people(
          rule.who, name, request, inputs, population, &sources, &ledger)
      } catch let error as AnalysisError where rule.isOptional && error.kind == .badData {
        missing[rule.who] = error
      }
    }
    self.catalog = catalog
    self.missing = missing
  }

  private static func people(
    _ who: Rule.Who, _ rule: RuleName, _ request: CheckRequest, _ inputs: CoverageInputs,
    _ population: [Double], _ sources: inout [(source: LayerSource, count: Int)],
    _ ledger: inout Ledger
  ) throws -> RulePeople {
    let people = LocalizedText("people", zh: "人口")
    switch who {
    case .people:
      return RulePeople(
        name: people, unit: people, amount: population, points: inputs.demand?.points)
    case .group(let id):
      guard let group = request.standard.groups.first(where: { $0.id == id }) else {
        throw rule.unknown(
          LocalizedText("group “\(id)”", zh: "人群“\(id)”"),
          among: Set(request.standard.groups.map(\.id)))
      }
      return try self.group(group, rule, request, inputs, &ledger)
    case .streetLength:
      guard let streets = inputs.streets else {
        throw rule.failure(
          LocalizedText("street length needs --streets", zh: "按街道长度计算须有 --streets"),
          LocalizedText("add --streets FILE", zh: "请补上 --streets FILE"))
      }
      let points = try StreetPoints.along(
        streets.graph, inputs.blocks, threads: request.threads)
      return RulePeople(
        name: LocalizedText("walkable street", zh: "可步行街道"),
        unit: LocalizedText("m of street", zh: "米街道"), amount: points.sums, points: points.points)
    case .points(let name):
      guard let input = request.points[name] else {
        throw rule.failure(
          LocalizedText("no points “\(name)” are given", zh: "没有给出人口点“\(name)”"),
          LocalizedText("add --points \(name)=FILE", zh: "请补上 --points \(name)=FILE"))
      }
      let read = try DemandInput.read(
        input, blocks: inputs.blocks, threads: request.threads, ledger: &ledger)
      sources.append((read.source, read.count))
      return RulePeople(
        name: LocalizedText(name, zh: name), unit: people, amount: read.people,
        points: read.points)
    }
  }

  private static func group(
    _ group: PopulationGroup, _ rule: RuleName, _ request: CheckRequest,
    _ inputs: CoverageInputs, _ ledger: inout Ledger
  ) throws -> RulePeople {
    let number = inputs.groups.firstIndex { $0.name == group.id }
    guard let number, inputs.groups[number].people.contains(where: { !$0.isNaN }) else {
      throw rule.unknown(
        LocalizedText(
          "field “\(group.field)” of blocks or demand points", zh: "网格或人口点字段“\(group.field)”"),
        among: Set(inputs.blocks.layer.fields.map(\.name)))
    }
    let speed = group.speed
    return RulePeople(
      name: group.name, unit: LocalizedText("people", zh: "人"),
      amount: inputs.groups[number].people,
      points: inputs.demand?.points.weighted(byGroup: number), speed: speed)
  }
}

/// Metres of walkable street as demand points, for people who work along streets.
struct StreetPoints {
  var points: DemandPoints
  /// Metres by block.
  var sums: [Double]

  /// Pieces of at most so many metres, each at its middle.
  static let step = 25.0

  /// Every usable edge cut into equal pieces; a piece belongs to the block its middle lies in, and pieces outside every
  /// block are not counted.
  static func along(_ graph: StreetGraph, _ blocks: BlockInput, threads: Int) throws -> StreetPoints
  {
    let locator = BlockLocator(blocks.layer)
    let size = 1024
    let parts = try Parallel.map(count: (graph.edgeCount + size - 1) / size, threads: threads) {
      part in
      (part * size..<min(graph.edgeCount, (part + 1) * size)).flatMap { edge in
        graph.isUsable(component: graph.componentOf[Int(graph.edgeTails[edge])])
          ? pieces(graph, edge, locator) : []
      }
    }
    let all = Array(parts.joined())
    var sums = [Double](repeating: 0, count: blocks.layer.count)
    for piece in all where piece.block >= 0 { sums[Int(piece.block)] += piece.metres }
    return StreetPoints(
      points: DemandPoints(
        blockCount: blocks.layer.count, blockOf: all.map(\.block), places: all.map(\.place),
        weights: all.map(\.metres)),
      sums: sums)
  }

  private struct Piece {
    var place: GeographicPoint
    var metres: Double
    var block: Int32
  }

  private static func pieces(
    _ graph: StreetGraph, _ edge: Int, _ locator: BlockLocator
  ) -> [Piece] {
    let shape = graph.shape(of: edge)
    let metres = Double(graph.edgeMillimetres[edge]) / 1000
    let count = max(1, Int((metres / step).rounded(.up)))
    let lengths = zip(shape, shape.dropFirst()).map { LocalFrame.distance($0, $1) }
    let total = lengths.reduce(0, +)
    var pieces: [Piece] = []
    var (segment, before) = (0, 0.0)
    for number in 0..<count {
      let wanted = total * (Double(number) + 0.5) / Double(count)
      while segment < lengths.count - 1, before + lengths[segment] < wanted {
        before += lengths[segment]
        segment += 1
      }
      let share = lengths[segment] > 0 ? (wanted - before) / lengths[segment] : 0
      let (a, b) = (shape[segment], shape[segment + 1])
      let place = GeographicPoint(
        longitude: a.longitude + (b.longitude - a.longitude) * share,
        latitude: a.latitude + (b.latitude - a.latitude) * share)
      pieces.append(
        Piece(
          place: place, metres: metres / Double(count), block: locator.block(at: place) ?? -1))
    }
    return pieces
  }
}
