import Model
import Testing

@testable import Standards

struct StandardErrorTests {
  /// One change of the whole file, and what the complaint must hold.
  struct Mistake: CustomTestStringConvertible, Sendable {
    var old: String
    var new: String
    /// Words of the English line.
    var words: [String]
    var testDescription: String { "\(old) → \(new)" }

    init(_ old: String, _ new: String, _ words: String...) {
      self.old = old
      self.new = new
      self.words = words
    }
  }

  /// Keys, types, ranges.
  static let values: [Mistake] = [
    .init("version: \"2.1\"", "verzion: \"2.1\"", "verzion", "“2.1”", "did you mean “version”?"),
    .init("edition: \"2018\"", "editon: \"2018\"", "editon", "did you mean “edition”?"),
    .init("speed: 2.9", "pace: 2.9", "“groups”", "pace", "2.9", "allowed: id, name, field, speed"),
    .init("id: \"town\"", "id: \"my town\"", "“id”", "“my town”", "short name"),
    .init("id: \"town\"", "id: \"a/b\"", "“a/b”", "short name"),
    .init("version: \"2.1\"", "version: 2.1", "“version”", "2.1", "text in quotes"),
    .init("note: \"plain\"", "note: \"  \"", "“note”", "text in quotes"),
    .init("{zh: \"本地标准\", en: \"Town\"}", "{zh: \"本地标准\"}", "“name” lacks “en”"),
    .init("{zh: \"本地标准\", en: \"Town\"}", "{zh: 1, en: \"Town\"}", "“name.zh”", "1"),
    .init("{zh: \"本地标准\", en: \"Town\"}", "[1]", "“name”", "text or {zh"),
    .init("field: \"elderly\", speed", "speed", "“groups” lacks “field”"),
    .init("speed: 2.9", "speed: 0.4", "“groups.speed”", "0.4", "0.5 to 15"),
    .init("speed: 2.9", "speed: 15.5", "15.5", "0.5 to 15"),
    .init("speed: 4.5", "speed: \"4.5\"", "“rules.reach.speed”", "“4.5”", "0.5 to 15"),
    .init("at_least: 0.95", "at_least: 95", "“rules.target.at_least”", "95", "write 0.95"),
    .init("at_least: 0.95", "at_least: -0.1", "-0.1", "from 0 to 1"),
    .init("at_least: 0.95", "at_least: \"95%\"", "“95%”", "from 0 to 1"),
    .init("at_least: 0.95", "at_least: NaN", "NaN", "from 0 to 1"),
    .init("target: {at_least: 0.95}", "target: null", "“rules.target”", "null", "{…}"),
    .init("target: {at_least: 0.95}", "target: {}", "lacks “at_least”"),
    .init("straight_m: 500", "straight_m: 0", "“rules.reach.straight_m”", "0", "20,000"),
    .init("straight_m: 500", "straight_m: 20001", "20001", "20,000"),
    .init("straight_m: 500", "straight_m: \"five\"", "“five”", "metres"),
    .init("walk_min: 15", "walk_min: 0", "“rules.reach.walk_min”", "1,440"),
    .init("walk_min: 15", "walk_min: 1441", "1441", "1,440"),
    .init("walk_min: 15,", "walk_m: 15,", "“speed”", "“walk_m”", "walk_min, response_min"),
    .init("walk_min: 15", "walk_min: 15, walk_m: 5", "walk_m and walk_min", "exactly one"),
    .init("{walk_min: 15, speed: 4.5}", "{speed: 4.5}", "“rules.reach”", "exactly one"),
    .init("{walk_min: 15, speed: 4.5}", "15", "“rules.reach”", "15", "straight_m"),
    .init("dispatch_min: 2", "dispatch_min: 7", "“rules.reach.dispatch_min”", "7", "below"),
    .init("dispatch_min: 2", "dispatch_min: -1", "-1", "from 0"),
    .init("walk_m: 500", "walk_m: 500, dispatch_min: 1", "“dispatch_min”", "“walk_m”"),
    .init("blocks: 0.95", "blocks: 0", "“rules.counted.blocks”", "0", "above 0"),
    .init("blocks: 0.95", "blocks: 95", "write 0.95"),
    .init("blocks: 0.95", "blocks: 0.95, stations: 1", "“stations”", "“blocks”"),
    .init("stations: 2", "stations: 1.5", "“rules.counted.stations”", "1.5", "whole number"),
    .init("counted: \"area\"", "counted: \"areas\"", "“areas”", "residential_area"),
    .init("who: \"people\"", "who: \"elderly\"", "“rules.who”", "“elderly”", "{group:"),
    .init("{points: \"couriers\"}", "{points: \"the couriers\"}", "“the couriers”", "short name"),
    .init("within: \"anywhere\"", "within: \"community\"", "“rules.within”", "{field:"),
    .init("together: \"anywhere\"", "together: \"all\"", "“all”", "one_station, anywhere"),
    .init("count: 2", "count: 0", "“rules.what.count”", "0", "1 to 1000"),
    .init("open_at: \"Sa 21:30\"", "open_at: \"\"", "“rules.what.open_at”", "text in quotes"),
    .init("tiers: [\"网格\"]", "tiers: []", "“rules.what.tiers”", "[]", "at least one"),
    .init("tiers: [\"网格\"]", "tiers: \"网格\"", "“网格”", "a list"),
    .init("[\"饮水\", \"充电\"]", "[\"饮水\", \"饮水\"]", "“饮水” twice"),
    .init("[\"饮水\", \"充电\"]", "[\"饮水\", 5]", "“rules.what.services”", "5"),
    .init("uninhabited: true", "uninhabited: false", "false", "true is needed"),
    .init("uninhabited: true, ", "", "“exclude”", "exactly one"),
    .init("required: 1", "required: 3", "“checklists.required”", "3", "1 to 2"),
    .init(
      "confidence: \"unverified\"", "confidence: \"sure\"", "“sure”",
      "verified, unverified, local_practice"),
    .init("confidence: \"unverified\", ", "", "“checklists.source” lacks “confidence”"),
    .init("[1, 10]", "[1, 10, 18]", "3 numbers for 2 tiers"),
    .init("[1, 10]", "[1, -10]", "“analyses.declared.counts”", "-10"),
    .init("weight: 1}", "weight: 2}", "“analyses.access.zones.weight”", "2"),
    .init("up_to: 0.5", "up_to: 1", "“analyses.access.zones.up_to”", "ascend", "above 1"),
    .init("up_to: 0.5", "up_to: 0", "“analyses.access.zones.up_to”", "above 0"),
    .init("every: \"day\"", "every: \"daily\"", "“daily”", "day, week, half_month, month"),
    .init("people_per_station: 2000", "people_per_station: 0", "above 0"),
    .init("households_per_worker: 20", "households_per_worker: -20", "-20", "above 0"),
    .init("pilots: {count: 3", "pilots: {count: 0", "“analyses.pilots.count”"),
  ]

  /// Names, references and contradictions.
  static let references: [Mistake] = [
    .init("lifecircle-standard/1", "lifecircle-standard/2", "newer than this program"),
    .init("lifecircle-standard/1", "lifecircle-standard/0", "“format”", "lifecircle-standard/1"),
    .init("lifecircle-standard/1", "geojson", "“geojson”", "lifecircle-standard/1"),
    .init("id: \"old\"", "id: \"walk\"", "two rules “walk”"),
    .init("id: \"both\"", "id: \"walk\"", "a rule has the name “walk” too"),
    .init("{field: \"street\"", "{field: \"community\"", "two levels", "community"),
    .init("{id: \"area\", name", "{id: \"饮水\", name", "two items “饮水”"),
    .init(
      "{group: \"elderly\"}", "{group: \"elderley\"}", "group “elderley”", "did you mean “elderly”?"
    ),
    .init("{group: \"elderly\"}", "{group: \"elderly\", points: \"x\"}", "group and points"),
    .init("checklist: \"six\"", "checklist: \"seven\"", "checklist “seven”", "six"),
    .init("document: \"gb\"", "document: \"gd\"", "document “gd”", "gb"),
    .init("document: \"gb\", ", "", "verified", "“document”"),
    .init("[\"walk\", \"straight\"]", "[\"walk\", \"strait\"]", "rule “strait”", "“straight”"),
    .init("[\"walk\", \"straight\"]", "[\"walk\"]", "two rules or more"),
    .init("[\"walk\", \"straight\"]", "[\"walk\", \"walk\"]", "“walk” twice"),
    .init(
      "[\"walk\", \"straight\"]", "[\"walk\", \"streets\"]", "“walk” and “streets”",
      "different “who”"),
    .init(
      "[\"walk\", \"straight\"]", "[\"walk\", \"respond\"]", "“respond” is not counted by people"),
    .init("hourly_profile: \"walk\"", "hourly_profile: \"wolk\"", "rule “wolk”", "“walk”"),
    .init("equity: \"walk\"", "equity: \"areas\"", "“areas” has no “reach”"),
    .init("counted: {areas:", "reach: {walk_m: 5}, counted: {areas:", "“areas”", "“reach”"),
    .init("counted: {areas:", "within: {field: \"x\"}, counted: {areas:", "“within”"),
    .init("counted: {areas:", "who: \"street_length\", counted: {areas:", "“who”"),
    .init("reach: {straight_m: 500}, ", "", "“rules” lacks “reach”"),
    .init(
      "who: \"street_length\",", "who: \"street_length\", counted: \"area\",", "“streets”",
      "by area"),
    .init("services: [\"饮水\", \"充电\"], ", "", "“rules.what.together” stands without “services”"),
    .init(
      "people_per_station: 2000, people_field: \"cap\", area_field: \"area_m2\", area_per_person: 0.03",
      "area_per_person: 1", "“analyses.capacity”", "one at least"),
    .init("area_field: \"area_m2\", ", "", "“area_per_person” stands without “area_field”"),
    .init("households_field: \"households\", ", "", "“households_per_worker” stands without"),
    .init("households_per_worker: 20, ", "", "“households_field” stands without"),
    .init("sources: {area_per_person:", "sources: {area_field:", "“area_field”", "area_per_person"),
    .init(
      "source: {confidence: \"unverified\", clause: \"5.1\"}", "source: {clause: \"5.1\"}",
      "“analyses.capacity.source” lacks “confidence”"),
    .init("document: \"gb\"", "document: \"walk\"", "document “walk”"),
  ]

  @Test(arguments: values + references)
  func `A wrong file is refused with its line, the value and what is allowed`(mistake: Mistake)
    throws
  {
    let place = try #require(
      WholeStandard.text.range(of: mistake.old), "\(mistake.old) is not in the file")
    let line =
      WholeStandard.text[..<place.lowerBound].split(
        separator: "\n", omittingEmptySubsequences: false
      ).count
    let text = WholeStandard.text.replacingCharacters(in: place, with: mistake.new)
    let error = #expect(throws: AnalysisError.self) { try WholeStandard.read(text) }
    #expect(error?.kind == .badData)
    #expect(error?.subject.file == "town.json5")
    let row = try #require(error?.subject.row)
    #expect(row == line, "\(mistake) line \(row), not \(line)")
    let english = try #require(error?.line(in: .english))
    for word in mistake.words { #expect(english.contains(word), "\(english)") }
    let chinese = try #require(error?.line(in: .chinese))
    #expect(chinese.contains { ("\u{4E00}"..."\u{9FFF}").contains($0) }, "\(chinese)")
  }

  @Test(arguments: [
    ("", 1, "too early"), ("[1]", 1, "no object"), ("\n\n{id: 5,\n a}", 4, "unexpected"),
    ("// c\n{id: \"x\"}", 2, "lacks “format”"), ("{format: 5}", 1, "“format” is 5"),
    ("{format: \"lifecircle-standard/1\",\nid: \"x\",\nid: \"y\"}", 3, "twice"),
    (
      "{format: \"lifecircle-standard/1\", id: \"x\", version: \"1\", name: \"x\"}", 1,
      "lacks “rules”"
    ),
    (
      "{format: \"lifecircle-standard/1\", id: \"x\", version: \"1\", name: \"x\",\nrules: []}", 2,
      "at least one"
    ),
    (
      "{format: \"lifecircle-standard/3\",\nmagic: 1}", 1,
      "“lifecircle-standard/3” is newer than this program"
    ),
  ])
  func `What is no standard at all is refused with its line`(
    text: String, line: Int, words: String
  ) {
    let error = #expect(throws: AnalysisError.self) { try WholeStandard.read(text) }
    #expect(error?.kind == .badData)
    #expect(error?.subject == Subject(file: "town.json5", row: line))
    #expect(error?.line(in: .english).contains(words) == true, "\(String(describing: error))")
  }

  @Test func `The line of an element of a list is its own`() {
    let text = """
      {format: "lifecircle-standard/1", id: "x", version: "1", name: "x",
      rules: [
        {id: "a", name: "a", reach: {walk_m: 5},
          what: {services: [
            "饮水",
            5]}}]}
      """
    let error = #expect(throws: AnalysisError.self) { try WholeStandard.read(text) }
    #expect(error?.subject.row == 6)
  }

  @Test func `A missing key names the line its object begins on`() {
    let text = """
      {format: "lifecircle-standard/1", id: "x", version: "1", name: "x",
      rules: [
        {id: "a", name: "a", reach: {walk_m: 5}},
        {
          id: "b", reach: {walk_m: 5}}]}
      """
    let error = #expect(throws: AnalysisError.self) { try WholeStandard.read(text) }
    #expect(error?.subject.row == 4)
    #expect(error?.message.english == "“rules” lacks “name”")
  }
}
