import Model

/// Reads `analyses` of a standards file.
struct AnalysesReader {
  let names: StandardNameTable
  private static let sourceKeys = StandardNameTable.sourceKeys

  func analyses(_ node: StandardNode) throws -> Analyses {
    let object = try StandardObject(
      node,
      keys: [
        "declared", "hourly_profile", "sharing", "duplicates", "capacity", "access", "equity",
        "workload", "pilots",
      ])
    var analyses = Analyses()
    analyses.declared = try object.optional("declared").map(declared)
    analyses.hourlyProfileOf = try object.optional("hourly_profile").map(names.reachingRule)
    analyses.sharing = try object.optional("sharing").map(sharing)
    analyses.duplicatesOf = try object.optional("duplicates").map(names.reachingRule)
    analyses.capacity = try object.optional("capacity").map(capacity)
    analyses.access = try object.optional("access").map(access)
    analyses.equityOf = try object.optional("equity").map(names.reachingRule)
    analyses.workload = try object.optional("workload").map(workload)
    analyses.pilots = try object.optional("pilots").map(pilots)
    return analyses
  }

  private func declared(_ node: StandardNode) throws -> DeclaredTiers {
    let object = try StandardObject(node, keys: ["tiers", "counts"] + Self.sourceKeys)
    let tiers = try object.required("tiers").texts()
    let sources = try names.sources(object, of: ["counts"])
    guard let list = object.optional("counts") else {
      return DeclaredTiers(tiers: tiers, sources: sources)
    }
    let counts = try list.elements().map { try $0.integer(in: 0...1_000_000) }
    guard counts.count == tiers.count else {
      throw list.failure(
        LocalizedText(
          "“\(list.path)” has \(counts.count) numbers for \(tiers.count) tiers",
          zh: "“\(list.path)”有 \(counts.count) 个数，而层级有 \(tiers.count) 个"),
        hint: LocalizedText("one number for each tier, in order", zh: "每个层级依次一个数"))
    }
    return DeclaredTiers(tiers: tiers, counts: counts, sources: sources)
  }

  private func sharing(_ node: StandardNode) throws -> Sharing {
    let object = try StandardObject(node, keys: ["rule", "own", "cluster"])
    return Sharing(
      rule: try names.reachingRule(object.required("rule")),
      ownField: try object.required("own").text(),
      clusterField: try object.required("cluster").text())
  }

  private func capacity(_ node: StandardNode) throws -> Capacity {
    let limits = ["people_per_station", "people_field", "area_field"]
    let object = try StandardObject(
      node, keys: ["rule"] + limits + ["area_per_person"] + Self.sourceKeys)
    let capacity = Capacity(
      rule: try names.reachingRule(object.required("rule")),
      peoplePerStation: try object.optional("people_per_station")?.positive(),
      peopleField: try object.optional("people_field")?.text(),
      areaField: try object.optional("area_field")?.text(),
      areaPerPerson: try object.optional("area_per_person")?.positive(),
      sources: try names.sources(object, of: ["people_per_station", "area_per_person"]))
    guard limits.contains(where: { object.optional($0) != nil }) else {
      throw node.misfit(
        LocalizedText(
          "one at least is needed of: \(limits.joined(separator: ", "))",
          zh: "至少须有其中一项：\(limits.joined(separator: "、"))"))
    }
    try Self.pair("area_per_person", needs: "area_field", in: object)
    return capacity
  }

  private func access(_ node: StandardNode) throws -> Access {
    let object = try StandardObject(
      node, keys: ["rule", "supply_field", "zones"] + Self.sourceKeys)
    var zones: [Access.Zone] = []
    for element in try object.optional("zones")?.elements() ?? [] {
      let zone = try StandardObject(element, keys: ["up_to", "weight"])
      let limit = try zone.required("up_to")
      let upTo = try limit.share(aboveZero: true)
      if let last = zones.last, upTo <= last.upTo {
        throw limit.misfit(
          LocalizedText(
            "zones ascend: above \(DecimalText.text(last.upTo)) is needed",
            zh: "各圈须由近及远：应大于 \(DecimalText.text(last.upTo))"))
      }
      zones.append(
        Access.Zone(upTo: upTo, weight: try zone.required("weight").share(aboveZero: true)))
    }
    return Access(
      rule: try names.reachingRule(object.required("rule")),
      supplyField: try object.optional("supply_field")?.text(), zones: zones,
      sources: try names.sources(object, of: ["zones"]))
  }

  // MARK: Workers and pilots

  /// How often somebody is visited.
  private enum Interval: String, CaseIterable {
    case day
    case week
    case halfMonth = "half_month"
    case month

    /// Visits in a month: of 30 days, of a twelfth of 52 weeks.
    var perMonth: Double {
      switch self {
      case .day: 30
      case .week: 52.0 / 12
      case .halfMonth: 2
      case .month: 1
      }
    }
  }

  private func workload(_ node: StandardNode) throws -> Workload {
    let numbers = ["visits", "visits_per_worker", "households_per_worker", "core_workers"]
    let object = try StandardObject(
      node, keys: numbers + ["households_field", "workers_field"] + Self.sourceKeys)
    let workload = Workload(
      visits: try object.optional("visits")?.elements().map(Self.visits) ?? [],
      visitsPerWorker: try object.optional("visits_per_worker")?.positive(),
      householdsField: try object.optional("households_field")?.text(),
      householdsPerWorker: try object.optional("households_per_worker")?.positive(),
      coreWorkers: try object.optional("core_workers")?.integer(in: 0...1000) ?? 0,
      workersField: try object.optional("workers_field")?.text(),
      sources: try names.sources(object, of: numbers))
    guard !workload.visits.isEmpty || workload.householdsField != nil else {
      throw node.misfit(
        LocalizedText(
          "“visits” or “households_field” is needed", zh: "须有“visits”或“households_field”"))
    }
    try Self.pair("visits_per_worker", needs: "visits", in: object)
    try Self.pair("households_per_worker", needs: "households_field", in: object)
    try Self.pair("households_field", needs: "households_per_worker", in: object)
    return workload
  }

  private static func visits(_ node: StandardNode) throws -> Workload.Visits {
    let object = try StandardObject(node, keys: ["name", "field", "every"])
    return Workload.Visits(
      name: try object.required("name").localized(), field: try object.required("field").text(),
      perMonth: try object.required("every").choice(Interval.self).perMonth)
  }

  private func pilots(_ node: StandardNode) throws -> Pilots {
    let object = try StandardObject(
      node, keys: ["count", "field", "problems_field"] + Self.sourceKeys)
    return Pilots(
      count: try object.required("count").integer(in: 1...1000),
      field: try object.optional("field")?.text(),
      problemsField: try object.optional("problems_field")?.text(),
      sources: try names.sources(object, of: ["count"]))
  }

  /// Refuses `key` without `other`.
  private static func pair(
    _ key: String, needs other: String, in object: StandardObject
  ) throws {
    guard let node = object.optional(key), object.optional(other) == nil else { return }
    throw node.failure(
      LocalizedText("“\(key)” stands without “\(other)”", zh: "“\(key)”没有相应的“\(other)”"),
      hint: LocalizedText("add “\(other)”, or leave it out", zh: "请补上“\(other)”，或删去该项"))
  }
}
