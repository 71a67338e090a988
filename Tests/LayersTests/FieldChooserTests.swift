import Foundation
import Model
import Testing

@testable import Layers

@Suite struct FieldChooserTests {
  private func chooser(_ names: [String], type: FieldType = .string) -> FieldChooser {
    FieldChooser(fields: names.map { Field(name: $0, type: type) }, path: "a.shp")
  }

  private static let cases: [([String], FieldChooser.Purpose, String?)] = [
    (["名称", "编号", "人口"], .id, "编号"), (["名称", "编号", "人口"], .name, "名称"),
    (["名称", "编号", "人口"], .population, "人口"), (["NAME", "Id", "POP"], .id, "Id"),
    (["NAME", "Id", "POP"], .name, "NAME"), (["NAME", "Id", "POP"], .population, "POP"),
    (["ＩＤ", "常住人口"], .id, "ＩＤ"), (["户籍人口", "常住人口"], .population, "常住人口"),
    (["Block ID"], .id, "Block ID"), (["网格名称", "name"], .name, "name"), (["x", "y"], .id, nil),
    (["population_density"], .population, nil), (["fid", "id"], .id, "id"),
    (["Opening Hours"], .openingHours, "Opening Hours"),
  ]

  @Test(arguments: cases.indices)
  func `Fields are found by their common names`(_ index: Int) throws {
    let (names, purpose, expected) = Self.cases[index]
    var ledger = Ledger()
    let found = try chooser(names).choose(
      purpose, option: nil, optionName: "--id-field", ledger: &ledger)
    #expect(found == expected)
    #expect(ledger.count("field_chosen") == (expected == nil ? 0 : 1))
  }

  @Test func `The option wins and is not noted`() throws {
    var ledger = Ledger()
    let found = try chooser(["id", "编号"]).choose(
      .id, option: "编号", optionName: "--id-field", ledger: &ledger)
    #expect(found == "编号")
    #expect(ledger.entries.isEmpty)
    let folded = try chooser(["Grid_No"]).field(named: "grid_no", optionName: "--id-field")
    #expect(folded == "Grid_No")
  }

  @Test func `An unknown option field is a usage error that names the nearest`() throws {
    let error = #expect(throws: AnalysisError.self) {
      try chooser(["常住人口", "户籍人口", "id"]).field(named: "人口", optionName: "--population-field")
    }
    #expect(error?.exitCode == 64)
    let line = error?.line(in: .english) ?? ""
    #expect(line.contains("常住人口") && line.contains("--population-field 人口"))
  }

  @Test func `A yes-no field is no population`() throws {
    var ledger = Ledger()
    let found = try chooser(["population"], type: .boolean).choose(
      .population, option: nil, optionName: "--population-field", ledger: &ledger)
    #expect(found == nil)
  }

  @Test(arguments: [
    ("人口(人)", "人口(人)"), ("常住人口（人）", "常住人口（人）"), ("人口【2020年】", "人口【2020年】"),
    ("Population [persons]", "Population [persons]"), ("人口（万人）", nil), ("人口(人/km²)", nil),
    ("人口(%)", nil), ("pop (thousands)", nil),
  ])
  func `A unit in brackets does not hide a name, unless it scales the number`(
    name: String, expected: String?
  ) throws {
    var ledger = Ledger()
    let found = try chooser(["x", name]).choose(
      .population, option: nil, optionName: "--population-field", ledger: &ledger)
    #expect(found == expected)
  }
}
