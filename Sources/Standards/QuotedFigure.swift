import Model

/// A number of a standard outside its rules, with what it is counted against and where it comes from.
public struct QuotedFigure: Sendable, Hashable {
  /// Its place in the file, `capacity.people_per_station`, `groups.elderly.speed`.
  public var id: String
  public var value: Double
  /// What one of it stands for: “people a station”, “km/h”.
  public var denominator: LocalizedText
  public var provenance: Provenance

  public init(
    id: String, value: Double, denominator: LocalizedText, provenance: Provenance = Provenance()
  ) {
    self.id = id
    self.value = value
    self.denominator = denominator
    self.provenance = provenance
  }
}

/// Where the numbers of one object come from: `source` for all of them, `sources` for single ones by key.
public struct FigureSources: Sendable, Hashable {
  public var general: Provenance
  public var single: [String: Provenance]

  public init(_ general: Provenance = Provenance(), single: [String: Provenance] = [:]) {
    self.general = general
    self.single = single
  }

  public subscript(key: String) -> Provenance { single[key] ?? general }
}

extension Standard {
  /// Every number of groups and analyses, in the order of the file's keys. Those of rules, checklists and
  /// combinations are quoted with their results.
  public var figures: [QuotedFigure] {
    groups.compactMap(Self.speed)
      + [analyses.declared?.figures, analyses.capacity?.figures, analyses.access?.figures]
      .flatMap { $0 ?? [] }
      + (analyses.workload?.figures ?? []) + (analyses.pilots?.figures ?? [])
  }

  private static func speed(_ group: PopulationGroup) -> QuotedFigure? {
    group.speed.map {
      QuotedFigure(
        id: "groups.\(group.id).speed", value: $0,
        denominator: LocalizedText("km/h on foot", zh: "公里／小时（步行）"),
        provenance: group.sources["speed"])
    }
  }
}

extension DeclaredTiers {
  var figures: [QuotedFigure] {
    zip(tiers, counts ?? []).map { tier, count in
      QuotedFigure(
        id: "declared.\(tier)", value: Double(count),
        denominator: LocalizedText("stations in the whole area", zh: "全域站点数"),
        provenance: sources["counts"])
    }
  }
}

extension Capacity {
  var figures: [QuotedFigure] {
    [
      figure(
        "people_per_station", peoplePerStation,
        LocalizedText("people nearest to it, a station", zh: "每站点（以其为最近站的人口）")),
      figure(
        "area_per_person", areaPerPerson,
        LocalizedText("m² of floor a person nearest to it", zh: "平方米建筑面积／人（以其为最近站的人口）")),
    ].compactMap { $0 }
  }

  private func figure(_ key: String, _ value: Double?, _ unit: LocalizedText) -> QuotedFigure? {
    value.map {
      QuotedFigure(
        id: "capacity.\(key)", value: $0, denominator: unit, provenance: sources[key])
    }
  }
}

extension Access {
  var figures: [QuotedFigure] {
    zones.map { zone in
      let percent = DecimalText.text((zone.upTo * 1000).rounded() / 10)
      return QuotedFigure(
        id: "access.zones.\(percent)", value: zone.weight,
        denominator: LocalizedText(
          "weight of a person within \(percent) % of the reach", zh: "可达范围 \(percent)% 以内每人的权重"),
        provenance: sources["zones"])
    }
  }
}

extension Workload {
  var figures: [QuotedFigure] {
    let staff: [(key: String, value: Double?, unit: LocalizedText)] = [
      ("visits_per_worker", visitsPerWorker, LocalizedText("visits a worker a month", zh: "次／人·月")),
      (
        "households_per_worker", householdsPerWorker,
        LocalizedText("households a worker", zh: "户／网格员")
      ),
      (
        "core_workers", coreWorkers > 0 ? Double(coreWorkers) : nil,
        LocalizedText("workers a block before any are added", zh: "人／网格（核心力量）")
      ),
    ]
    return visits.map { visit in
      QuotedFigure(
        id: "workload.visits.\(visit.field)", value: visit.perMonth,
        denominator: LocalizedText(
          "visits a month of each: \(visit.name.english)", zh: "次／月：\(visit.name.chinese)"),
        provenance: sources["visits"])
    }
      + staff.compactMap { figure in
        figure.value.map {
          QuotedFigure(
            id: "workload.\(figure.key)", value: $0, denominator: figure.unit,
            provenance: sources[figure.key])
        }
      }
  }
}

extension Pilots {
  var figures: [QuotedFigure] {
    [
      QuotedFigure(
        id: "pilots.count", value: Double(count),
        denominator: LocalizedText("areas at each end", zh: "每端的区域数"),
        provenance: sources["count"])
    ]
  }
}
