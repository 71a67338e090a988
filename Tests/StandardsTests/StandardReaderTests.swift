import Model
import Testing

@testable import Standards

/// A file with every part of the format; tests change one thing of it.
enum WholeStandard {
  static let text = """
    // a comment
    {
      format: "lifecircle-standard/1", id: "town", version: "2.1",
      name: {zh: "本地标准", en: "Town"}, note: "plain",
      documents: [{id: "gb", title: {zh: "国标", en: "GB"}, edition: "2018"}],
      levels: [{field: "community", name: "community"}, {field: "street", name: "street"}],
      exclude: [
        {uninhabited: true, name: "empty"},
        {where: "type = '专属网格'", name: "institutions"},
      ],
      groups: [{id: "elderly", name: "elderly", field: "elderly", speed: 2.9}],
      checklists: [{
        id: "six", name: "six", required: 1,
        items: [{id: "饮水", name: "water"}, {id: "area", name: "floor", where: "area_m2 >= 15"}],
        source: {confidence: "unverified", clause: "3.1", note: "seen once"},
      }],
      rules: [
        {
          id: "walk", name: "walk", who: "people", reach: {walk_min: 15, speed: 4.5},
          target: {at_least: 0.95}, source: {document: "gb", clause: "2.0.2", confidence: "verified"},
        },
        {
          id: "old", name: "old", who: {group: "elderly"}, reach: {walk_m: 500},
          what: {
            tiers: ["网格"], services: ["饮水", "充电"], together: "anywhere", where: "seats > 2",
            layers: ["stations"], checklist: "six", open_at: "Sa 21:30", count: 2,
          },
          within: {field: "community"}, applies_to: "kind = '农村'", counted: {blocks: 0.95},
        },
        {id: "straight", name: "straight", reach: {straight_m: 500}, within: "anywhere", counted: "people"},
        {id: "respond", name: "respond", reach: {response_min: 7, dispatch_min: 2, speed: 12}, counted: "area"},
        {id: "areas", name: "areas", counted: {areas: "community", stations: 2}},
        {id: "streets", name: "streets", who: "street_length", reach: {walk_m: 300}},
        {id: "points", name: "points", who: {points: "couriers"}, reach: {walk_m: 300}},
        {id: "mask", name: "mask", reach: {response_min: 5}, counted: "residential_area"},
      ],
      combinations: [{
        id: "both", name: "both", rules: ["walk", "straight"], target: {at_least: 0.5},
        source: {confidence: "local_practice"},
      }],
      analyses: {
        declared: {tiers: ["街道", "网格"], counts: [1, 10]},
        hourly_profile: "walk",
        sharing: {rule: "walk", own: "community", cluster: "cluster"},
        duplicates: "straight",
        capacity: {rule: "walk", people_per_station: 2000, people_field: "cap", area_field: "area_m2", area_per_person: 0.03,
          source: {confidence: "unverified", clause: "5.1"}, sources: {area_per_person: {document: "gb", confidence: "verified"}}},
        access: {rule: "walk", supply_field: "seats", zones: [{up_to: 0.5, weight: 1}, {up_to: 1, weight: 0.22}]},
        equity: "walk",
        workload: {
          visits: [{name: "daily", field: "alone", every: "day"}, {name: "half", field: "old", every: "half_month"}],
          visits_per_worker: 400, households_field: "households", households_per_worker: 20, core_workers: 4,
          workers_field: "workers",
        },
        pilots: {count: 3, field: "community", problems_field: "cases"},
      },
    }
    """

  static func read(_ text: String) throws -> Standard {
    try StandardReader.read(text: text, path: "town.json5")
  }
}

struct StandardReaderTests {
  @Test func `A file with everything is read as it stands`() throws {
    let standard = try WholeStandard.read(WholeStandard.text)
    #expect(standard.id == "town" && standard.version == "2.1")
    #expect(standard.name == LocalizedText("Town", zh: "本地标准"))
    #expect(standard.note == LocalizedText("plain", zh: "plain"))
    #expect(
      standard.documents == [.init(id: "gb", title: .init("GB", zh: "国标"), edition: "2018")])
    #expect(standard.levels.map(\.field) == ["community", "street"])
    #expect(
      standard.exclusions.map(\.condition) == [.uninhabited, .expression("type = '专属网格'")])
    #expect(standard.groups.first?.speed == 2.9)
    let checklist = try #require(standard.checklists.first)
    #expect(checklist.required == 1)
    #expect(checklist.items.map(\.condition) == [nil, "area_m2 >= 15"])
    #expect(checklist.provenance.confidence == .unverified)
    #expect(checklist.provenance.clause == "3.1")
    #expect(
      standard.combinations.map(\.rules) == [["walk", "straight"]])
    #expect(standard.combinations.first?.target == .init(atLeast: 0.5))
  }

  @Test func `Rules are read as they stand`() throws {
    let rules = try WholeStandard.read(WholeStandard.text).rules
    #expect(
      rules.map(\.reach) == [
        .walkMinutes(15, speed: 4.5), .walkMetres(500), .straightMetres(500),
        .response(minutes: 7, dispatch: 2, speed: 12), nil, .walkMetres(300), .walkMetres(300),
        .response(minutes: 5, dispatch: 0, speed: nil),
      ])
    #expect(
      rules.map(\.who) == [
        .people, .group("elderly"), .people, .people, .people, .streetLength, .points("couriers"),
        .people,
      ])
    #expect(
      rules.map(\.counted) == [
        .people, .blocks(share: 0.95), .people, .area, .areas(field: "community", stations: 2),
        .people, .people, .residentialArea,
      ])
    let what = Rule.What(
      tiers: ["网格"], services: ["饮水", "充电"], together: .anywhere, condition: "seats > 2",
      layers: ["stations"], checklist: "six", openAt: "Sa 21:30", count: 2)
    #expect(rules[1].what == what)
    #expect(rules[0].what == Rule.What())
    #expect(rules[1].within == .field("community"))
    #expect(rules[1].appliesTo == "kind = '农村'")
    #expect(rules[0].target?.atLeast == 0.95 && rules[1].target == nil)
    #expect(
      rules[0].provenance == .init(document: "gb", clause: "2.0.2", confidence: .verified))
    #expect(rules[1].provenance.confidence == .localPractice)
  }

  @Test func `Analyses are read as they stand`() throws {
    let analyses = try WholeStandard.read(WholeStandard.text).analyses
    var expected = Analyses()
    expected.declared = .init(tiers: ["街道", "网格"], counts: [1, 10])
    expected.hourlyProfileOf = "walk"
    expected.sharing = .init(rule: "walk", ownField: "community", clusterField: "cluster")
    expected.duplicatesOf = "straight"
    expected.capacity = .init(
      rule: "walk", peoplePerStation: 2000, peopleField: "cap", areaField: "area_m2",
      areaPerPerson: 0.03,
      sources: .init(
        .init(clause: "5.1", confidence: .unverified),
        single: ["area_per_person": .init(document: "gb", confidence: .verified)]))
    expected.access = .init(
      rule: "walk", supplyField: "seats",
      zones: [.init(upTo: 0.5, weight: 1), .init(upTo: 1, weight: 0.22)])
    expected.equityOf = "walk"
    expected.workload = .init(
      visits: [
        .init(name: .init("daily", zh: "daily"), field: "alone", perMonth: 30),
        .init(name: .init("half", zh: "half"), field: "old", perMonth: 2),
      ], visitsPerWorker: 400, householdsField: "households", householdsPerWorker: 20,
      coreWorkers: 4, workersField: "workers")
    expected.pilots = .init(count: 3, field: "community", problemsField: "cases")
    #expect(analyses == expected)
  }

  @Test func `Every number outside the rules is quoted with its source`() throws {
    let figures = try WholeStandard.read(WholeStandard.text).figures
    let quoted = figures.map { "\($0.id) \($0.value) \($0.provenance.confidence.rawValue)" }
    #expect(
      quoted == [
        "groups.elderly.speed 2.9 local_practice", "declared.街道 1.0 local_practice",
        "declared.网格 10.0 local_practice", "capacity.people_per_station 2000.0 unverified",
        "capacity.area_per_person 0.03 verified", "access.zones.50 1.0 local_practice",
        "access.zones.100 0.22 local_practice", "workload.visits.alone 30.0 local_practice",
        "workload.visits.old 2.0 local_practice", "workload.visits_per_worker 400.0 local_practice",
        "workload.households_per_worker 20.0 local_practice",
        "workload.core_workers 4.0 local_practice", "pilots.count 3.0 local_practice",
      ])
    #expect(figures[3].provenance.clause == "5.1")
    #expect(
      figures.allSatisfy { !$0.denominator.english.isEmpty && !$0.denominator.chinese.isEmpty })
  }

  @Test func `The order of the parts does not matter`() throws {
    let text = """
      {rules: [{reach: {walk_m: 5}, source: {confidence: "verified", document: "d"}, name: "r", id: "r"}],
       analyses: {equity: "r"}, documents: [{title: "d", id: "d"}],
       version: "1", id: "x", name: "x", format: "lifecircle-standard/1"}
      """
    #expect(try WholeStandard.read(text).analyses.equityOf == "r")
  }

  @Test func `Limits themselves are allowed`() throws {
    for (old, new) in [
      ("at_least: 0.95", "at_least: 0"), ("at_least: 0.95", "at_least: 1"),
      ("straight_m: 500", "straight_m: 20000"), ("walk_min: 15", "walk_min: 1440"),
      ("speed: 2.9", "speed: 0.5"), ("speed: 2.9", "speed: 15"), ("blocks: 0.95", "blocks: 1"),
      ("dispatch_min: 2", "dispatch_min: 0"), ("required: 1", "required: 2"),
      ("counts: [1, 10]", "counts: [0, 0]"), ("core_workers: 4", "core_workers: 0"),
    ] {
      let text = WholeStandard.text.replacing(old, with: new, maxReplacements: 1)
      #expect(text != WholeStandard.text)
      #expect(throws: Never.self, "\(new)") { try WholeStandard.read(text) }
    }
  }
}
