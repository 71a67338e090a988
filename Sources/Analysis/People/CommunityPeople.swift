import Coverage
import Layers
import Model

/// People known only by community, or as households.
public struct CommunityPeopleRequest: Sendable {
  /// Table or layer with one row a community; nil: only households of blocks are turned into people.
  public var table: CoverageRequest.Input?
  /// Field of the blocks that names their community; nil: found by common names.
  public var blockField: String?
  /// People a household; nil: households are not used.
  public var householdSize: Double?

  public init(
    table: CoverageRequest.Input? = nil, blockField: String? = nil, householdSize: Double? = nil
  ) {
    self.table = table
    self.blockField = blockField
    self.householdSize = householdSize
  }
}

/// Spreads the people of communities over their blocks.
///
/// Blocks with people of their own keep them; what is left of a community's people goes to its other blocks in
/// proportion to the floor space of buildings (footprint × floors), else their residential area, else their area.
struct CommunityPeople {
  let request: CommunityPeopleRequest
  let threads: Int

  /// What a block's part is taken from.
  enum Weight: String {
    case floorSpace = "floor space"
    case residentialArea = "residential area"
    case area
  }

  /// Gives people to the blocks that lack them.
  func assign(
    to blocks: inout BlockInput, buildings: BuildingInput?, spread: (any PeopleSpread)?,
    ledger: inout Ledger
  ) throws -> (source: LayerSource, count: Int)? {
    try useHouseholds(&blocks, &ledger)
    guard let table = request.table else {
      try requireUse(blocks, ledger)
      return nil
    }
    let totals = try totals(table, &ledger)
    let communities = try communities(of: blocks, &ledger)
    let (weights, weight) = try self.weights(blocks, buildings, spread)
    var people = blocks.population ?? [Double](repeating: .nan, count: blocks.layer.count)
    var members: [String: [Int]] = [:]
    for (block, community) in communities.enumerated() {
      if let community { members[community, default: []].append(block) }
    }
    var filled = 0
    for (name, total) in totals.rows {
      guard let own = members[name] else {
        ledger.record(
          .communityWithoutBlocks, Subject(file: totals.path, id: name), detail: "\(total)")
        continue
      }
      filled += fill(own, total, name, weights, &people, totals.path, &ledger)
    }
    recordUnknown(communities, totals, people, blocks, &ledger)
    blocks.population = people
    // The field does not hold these people: the result column does.
    if filled > 0 { blocks.populationField = nil }
    ledger.record(
      .peopleSpread, Subject(file: totals.path),
      detail: "\(totals.rows.count) → \(filled), \(weight.rawValue)")
    return (totals.source, totals.rows.count)
  }

  /// A household size that changes nothing is a mistake, not something to pass over.
  private func requireUse(_ blocks: BlockInput, _ ledger: Ledger) throws {
    if ledger.count(of: .householdsUsed) > 0 { return }
    let why =
      blocks.populationField.map {
        LocalizedText("the blocks have people of their own (\($0))", zh: "网格已有人口字段（\($0)）")
      } ?? LocalizedText("the blocks have no field of households", zh: "网格没有户数字段")
    throw AnalysisError(
      .usage, Subject(file: blocks.source.path),
      LocalizedText(
        "--household-size would change nothing: \(why.english)",
        zh: "--household-size 不起作用：\(why.chinese)"),
      hint: LocalizedText(
        "leave it out, or add --community-people FILE", zh: "请去掉，或补上 --community-people FILE"))
  }

  /// Shares out what is left of one community.
  private func fill(
    _ blocks: [Int], _ total: Double, _ name: String, _ weights: [Double],
    _ people: inout [Double], _ path: String, _ ledger: inout Ledger
  ) -> Int {
    let known = blocks.filter { !people[$0].isNaN }
    let open = blocks.filter { people[$0].isNaN }
    let rest = total - known.reduce(0) { $0 + people[$1] }
    if open.isEmpty { return 0 }
    if rest < 0 {
      ledger.record(
        .communityExceeded, Subject(file: path, id: name), detail: BlockFlags.number(-rest))
    }
    let sum = open.reduce(0) { $0 + weights[$1] }
    for block in open {
      let share = sum > 0 ? weights[block] / sum : 1 / Double(open.count)
      people[block] = max(0, rest) * share
    }
    if sum == 0 { ledger.record(.communityWithoutWeights, Subject(file: path, id: name)) }
    return open.count
  }

  private func recordUnknown(
    _ communities: [String?], _ totals: Totals, _ people: [Double], _ blocks: BlockInput,
    _ ledger: inout Ledger
  ) {
    let known = Set(totals.rows.map(\.name))
    for (block, community) in communities.enumerated() where people[block].isNaN {
      if let community, known.contains(community) { continue }
      ledger.record(
        .blockWithoutCommunity, FeatureIDs.subject(block, blocks.ids[block], blocks.layer),
        detail: community ?? "null")
    }
  }

  // MARK: Reading

  struct Totals {
    var source: LayerSource
    var path: String { source.path }
    var rows: [(name: String, people: Double)]
  }

  private func totals(
    _ input: CoverageRequest.Input, _ ledger: inout Ledger
  ) throws -> Totals {
    let layer = try LayerReader.read(input.layer, ledger: &ledger)
    let path = layer.source.path
    let chooser = FieldChooser(fields: layer.fields, path: path)
    guard
      let name = try chooser.choose(
        .community, option: input.fields.name, optionName: "--community-people", ledger: &ledger)
        ?? chooser.choose(.name, option: nil, optionName: "--community-people", ledger: &ledger)
    else {
      throw AnalysisError(
        .badData, Subject(file: path),
        LocalizedText("no column names the communities", zh: "没有社区名称列"),
        hint: LocalizedText("call it name or 社区", zh: "列名请用 社区 或 name"))
    }
    let columns = FieldColumns(layer: layer, threads: threads)
    let names = try columns.texts(name)
    let people = try people(layer, chooser, columns, names, &ledger)
    var rows: [(name: String, people: Double)] = []
    var seen = Set<String>()
    for (row, text) in names.enumerated() {
      guard let text, !people[row].isNaN else { continue }
      guard seen.insert(text).inserted else {
        throw AnalysisError(
          .badData, FeatureIDs.subject(row, text, layer),
          LocalizedText("“\(text)” stands twice", zh: "“\(text)”出现两次"),
          hint: LocalizedText("give each community one row", zh: "每个社区只留一行"))
      }
      rows.append((text, people[row]))
    }
    return Totals(source: layer.source, rows: rows)
  }

  private func people(
    _ layer: Layer, _ chooser: FieldChooser, _ columns: FieldColumns, _ names: [String?],
    _ ledger: inout Ledger
  ) throws -> [Double] {
    let field = try chooser.choose(
      .population, option: nil, optionName: "--community-people", ledger: &ledger)
    let households = try chooser.choose(
      .households, option: nil, optionName: "--community-people", ledger: &ledger)
    var noticed = Ledger()
    var people = try field.map {
      try columns.population($0, idText: { names[$0] }, ledger: &noticed)
    }
    if let households, people?.contains(where: \.isNaN) ?? true {
      if let size = request.householdSize {
        let counts = try columns.population(households, idText: { names[$0] }, ledger: &ledger)
        people = counts.indices.map {
          let own = people?[$0] ?? .nan
          return own.isNaN ? counts[$0] * size : own
        }
        noticed = noticed.without(.populationMissing)
      } else if field == nil {
        throw AnalysisError(
          .usage, Subject(file: layer.source.path),
          LocalizedText(
            "households (\(households)) become people only by a stated size",
            zh: "户数（\(households)）须按给定的户均人口换算为人数"),
          hint: Self.sizeHint)
      }
    }
    ledger.merge(noticed)
    guard let people else {
      throw AnalysisError(
        .badData, Subject(file: layer.source.path),
        LocalizedText("no column of people or households", zh: "没有人口或户数列"),
        hint: LocalizedText("call it population or 人口, households or 户数", zh: "列名请用 人口 或 户数"))
    }
    return people
  }

  static let sizeHint = LocalizedText(
    "add --household-size; 2.62 was the mean of family households in the census of 2020",
    zh: "请加 --household-size，例如 2.62（2020 年人口普查家庭户均人口）")

  /// Households of blocks that have no people.
  private func useHouseholds(_ blocks: inout BlockInput, _ ledger: inout Ledger) throws {
    guard let size = request.householdSize, blocks.populationField == nil else { return }
    let chooser = FieldChooser(fields: blocks.layer.fields, path: blocks.layer.source.path)
    guard
      let field = try chooser.choose(
        .households, option: nil, optionName: "--household-size", ledger: &ledger)
    else { return }
    let ids = blocks.ids
    blocks.population = try FieldColumns(layer: blocks.layer, threads: threads).population(
      field, idText: { ids[$0] }, ledger: &ledger
    ).map { $0 * size }
    ledger.record(
      .householdsUsed, Subject(file: blocks.source.path),
      detail: "\(field) × \(BlockFlags.number(size))")
  }

  private func communities(
    of blocks: BlockInput, _ ledger: inout Ledger
  ) throws -> [String?] {
    let chooser = FieldChooser(fields: blocks.layer.fields, path: blocks.layer.source.path)
    guard
      let field = try chooser.choose(
        .community, option: request.blockField, optionName: "--community-field", ledger: &ledger)
    else {
      throw AnalysisError(
        .usage, Subject(file: blocks.source.path),
        LocalizedText(
          "--community-people: no field of the blocks names their community",
          zh: "--community-people：网格没有社区字段"),
        hint: LocalizedText("add --community-field FIELD", zh: "请加 --community-field 字段名"))
    }
    return try FieldColumns(layer: blocks.layer, threads: threads).texts(field)
  }

  private func weights(
    _ blocks: BlockInput, _ buildings: BuildingInput?, _ spread: (any PeopleSpread)?
  ) throws -> (weights: [Double], weight: Weight) {
    if let buildings { return (buildings.floorSpaceOfBlocks, .floorSpace) }
    let mask = spread?.method == .mask ? spread : nil
    let areas = try GroundAreas.take(blocks.layer, spread: mask, threads: threads)
    return (areas.part, mask == nil ? .area : .residentialArea)
  }
}

extension LedgerCode {
  static let peopleSpread = LedgerCode(
    "people_spread", .note,
    LocalizedText(
      "people of communities were spread over blocks without people of their own (communities → blocks, weight)",
      zh: "社区人口已分摊到没有人口数的网格（社区数 → 网格数，权重）"))
  static let householdsUsed = LedgerCode(
    "households_used", .note,
    LocalizedText("people of blocks were taken from their households", zh: "网格人口由户数换算"))
  static let communityWithoutBlocks = LedgerCode(
    "community_without_blocks", .warning,
    LocalizedText(
      "communities that no block belongs to; their people are not counted", zh: "没有对应网格的社区，其人口未计入"))
  static let communityExceeded = LedgerCode(
    "community_exceeded", .warning,
    LocalizedText(
      "communities with fewer people than their blocks have already; the others get none",
      zh: "社区人口少于其网格已有人口之和，其余网格按 0 计"))
  static let communityWithoutWeights = LedgerCode(
    "community_without_weights", .warning,
    LocalizedText(
      "communities none of whose blocks have any weight; their blocks share alike",
      zh: "网格权重全为 0 的社区，其人口平均分摊"))
  static let blockWithoutCommunity = LedgerCode(
    "block_without_community", .warning,
    LocalizedText(
      "blocks without people whose community the table does not know", zh: "没有人口数且所属社区不在表中的网格"))
}
