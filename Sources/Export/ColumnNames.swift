import Model

/// How own attributes and result columns share one set of names.
///
/// An own attribute with the name of a result column is written as `input_<name>` (then `input_<name>_2`, …
/// until unused). One exception: the own attribute `population`, where it is the population field, stays as it
/// is and the result column `population` is left out.
struct ColumnNames {
  /// New name by old name, for own attributes that give way to a result column.
  private(set) var renamed: [String: String] = [:]
  /// The result columns that are written, in order.
  private(set) var results: [ResultColumn]

  init(of table: FeatureTable) {
    let own = Set(table.layer.fields.map(\.name))
    results = table.results
    if table.populationField == "population", own.contains("population") {
      results.removeAll { $0.name == "population" }
    }
    var taken = own.union(results.map(\.name))
    for result in results where own.contains(result.name) {
      let name = Self.unusedName("input_" + result.name, taken)
      taken.insert(name)
      renamed[result.name] = name
    }
  }

  /// The name an own attribute is written under.
  func written(_ name: String) -> String { renamed[name] ?? name }

  private static func unusedName(_ wish: String, _ taken: Set<String>) -> String {
    if !taken.contains(wish) { return wish }
    var number = 2
    while taken.contains("\(wish)_\(number)") { number += 1 }
    return "\(wish)_\(number)"
  }
}

extension ColumnNames {
  /// Notes each renamed attribute, by old name in the order of the layer's fields.
  func record(for table: FeatureTable, in ledger: inout Ledger) {
    for field in table.layer.fields {
      guard let name = renamed[field.name] else { continue }
      ledger.record(
        .attributeRenamed, Subject(file: table.layer.source.path),
        detail: "\(field.name) → \(name)")
    }
  }
}
