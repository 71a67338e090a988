import Foundation
import Model
import Testing

@testable import Standards

/// `geodata/standards`, and its files.
enum ShippedFiles {
  static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("geodata/standards")

  static let names: [String] = {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return files.filter { $0.hasSuffix(".json5") }.map { String($0.dropLast(6)) }.sorted()
  }()

  static func text(_ name: String) throws -> String {
    try String(contentsOf: folder.appendingPathComponent("\(name).json5"), encoding: .utf8)
  }
}

struct ShippedStandardTests {
  @Test func `The program carries exactly the files of geodata/standards`() throws {
    #expect(StandardLibrary.names == ShippedFiles.names)
    for name in ShippedFiles.names {
      #expect(StandardLibrary.text(named: name) == (try ShippedFiles.text(name)), "\(name)")
    }
  }

  @Test func `Ten standards are shipped and have the name of their file`() throws {
    #expect(StandardLibrary.names.count == 10)
    for name in StandardLibrary.names {
      let standard = try StandardLibrary.standard(named: name)
      #expect(standard.id == name)
      #expect(!standard.rules.isEmpty)
    }
  }

  @Test
  func `Every rule, checklist, combination, group and analysis says where its figures come from`()
    throws
  {
    for name in StandardLibrary.names {
      let text = try ShippedFiles.text(name)
      let standard = try StandardLibrary.standard(named: name)
      let analyses = standard.analyses
      let figured = [
        analyses.declared.flatMap { $0.counts == nil ? nil : $0.sources },
        analyses.capacity?.sources, analyses.access?.sources, analyses.workload?.sources,
        analyses.pilots?.sources,
      ].compactMap { $0 }
      let sourced =
        standard.rules.count + standard.checklists.count + standard.combinations.count
        + standard.groups.count { $0.speed != nil } + figured.count
        + figured.map(\.single.count).reduce(0, +)
      let written =
        text.split(separator: "\n").filter { !$0.trimmed.hasPrefix("//") }
        .joined(separator: "\n").components(separatedBy: "confidence:").count - 1
      #expect(written == sourced, "\(name): a source with a confidence is missing")
    }
  }

  /// Documents of the nation or a ministry.
  private static let national: Set<String> = ["gb50180", "tdt1062"]

  @Test func `No national document is claimed for party-service stations or 驿站`() throws {
    for name in StandardLibrary.names {
      let standard = try StandardLibrary.standard(named: name)
      for rule in standard.rules where Self.national.contains(rule.provenance.document) {
        for words in [rule.name.chinese, rule.name.english] {
          #expect(!words.contains("党群") && !words.contains("驿站") && !words.contains("party"))
        }
        #expect(rule.what.tiers.isEmpty)
        // Rules for whatever station there is only compare.
        if rule.what.services.isEmpty {
          #expect(rule.target == nil)
          #expect(rule.provenance.confidence == .unverified)
          #expect(rule.provenance.note.chinese.contains("社区服务站"))
        }
      }
    }
  }

  @Test func `Figures of no document are local practice, and targets never national`() throws {
    for name in StandardLibrary.names {
      for rule in try StandardLibrary.standard(named: name).rules {
        if rule.provenance.document.isEmpty {
          #expect(rule.provenance.confidence == .localPractice, "\(name): \(rule.id)")
        }
        if rule.target != nil {
          #expect(rule.provenance.confidence == .localPractice, "\(name): \(rule.id)")
        }
      }
    }
  }

  @Test func `The distances of GB 50180-2018 are those of its levels`() throws {
    let standard = try StandardLibrary.standard(named: "gb50180-2018")
    func rule(_ id: String) -> Rule? { standard.rules.first { $0.id == id } }
    #expect(rule("circle-15-lower")?.reach == .walkMetres(800))
    #expect(rule("circle-15-upper")?.reach == .walkMetres(1000))
    #expect(rule("circle-10")?.reach == .walkMetres(500))
    #expect(rule("circle-5")?.reach == .walkMetres(300))
    #expect(rule("service-station")?.reach == .straightMetres(300))
    #expect(rule("service-station")?.provenance.confidence == .unverified)
    #expect(standard.rules.allSatisfy { $0.target == nil })
  }

  @Test func `Five hundred metres for party-service stations are local practice`() throws {
    let standard = try StandardLibrary.standard(named: "party-service-500m")
    let rules = standard.rules.filter { $0.reach == .straightMetres(500) }
    #expect(rules.count == 4)
    #expect(rules.allSatisfy { $0.provenance.confidence == .localPractice })
    #expect(rules.contains { $0.counted == .blocks(share: 1) && $0.target?.atLeast == 1 })
    let comparison = standard.rules.first { $0.reach == .straightMetres(300) }
    #expect(comparison?.target == nil)
    #expect(comparison?.provenance.confidence == .unverified)
  }

  @Test func `The life circle example computes everything there is`() throws {
    let standard = try StandardLibrary.standard(named: "life-circle-15min")
    let analyses = standard.analyses
    #expect(analyses.declared?.tiers == ["街道", "社区", "网格"])
    #expect(analyses.hourlyProfileOf == "walk-15")
    #expect(analyses.sharing?.clusterField == "cluster")
    #expect(analyses.duplicatesOf != nil && analyses.equityOf != nil)
    #expect(analyses.capacity?.areaPerPerson == 0.03)
    #expect(analyses.access?.zones.map(\.weight) == [1, 0.68, 0.22])
    #expect(analyses.workload?.visits.map(\.perMonth) == [52.0 / 12, 2, 1])
    #expect(analyses.pilots?.count == 3)
    #expect(standard.combinations.first?.rules.count == 3)
    #expect(standard.rules.contains { $0.who == .streetLength && $0.what.together == .anywhere })
    #expect(standard.rules.contains { $0.within == .field("community") })
    #expect(standard.groups.first?.speed == 2.9)
    #expect(standard.exclusions.map(\.condition) == [.uninhabited])
  }

  @Test func `A path is told from a name`() {
    #expect(StandardLibrary.isPath("my/town"))
    #expect(StandardLibrary.isPath("town.json5"))
    #expect(StandardLibrary.isPath("TOWN.JSON"))
    #expect(!StandardLibrary.isPath("gb50180-2018"))
    #expect(!StandardLibrary.isPath("json5"))
  }

  @Test func `An unknown name lists the names, the nearest first`() {
    let error = #expect(throws: AnalysisError.self) {
      try StandardLibrary.standard(named: "gb50180-2108")
    }
    #expect(error?.kind == .usage)
    #expect(error?.hint.english.contains("did you mean “gb50180-2018”?") == true)
    #expect(error?.hint.english.contains("tdt1062-2021") == true)
    #expect(error?.hint.chinese.contains("是否想写“gb50180-2018”") == true)
  }
}
