/// Words of the filter language that name no field unless quoted.
package enum FilterWords {
  /// Joins and comparisons, in capitals.
  static let operators: Set<String> = ["AND", "OR", "NOT", "IN", "LIKE", "IS", "BETWEEN"]
  /// With the words for values.
  package static let reserved = operators.union(["TRUE", "FALSE", "NULL"])
}
