extension IntegerProgram {
  /// The program in CPLEX LP form, columns `x0`, `x1` … and rows `r0`, `r1` …: another solver can be asked the
  /// same question.
  public var lpText: String {
    var text = sense == .minimise ? "Minimize\n obj:" : "Maximize\n obj:"
    var written = 0
    for (column, cost) in columnCost.enumerated() where cost != 0 {
      text += term(cost, column, &written)
    }
    if written == 0 { text += " 0 x0" }
    text += "\nSubject To\n"
    for row in 0..<rowCount { text += rowText(row) }
    text += "Bounds\n"
    for column in 0..<columnCount {
      // Readers refuse whole columns between bounds that are not.
      let (lower, upper) = wholeBounds(column)
      text += " \(number(lower)) <= x\(column) <= \(number(upper))\n"
    }
    let whole = isInteger.indices.filter { isInteger[$0] }
    if !whole.isEmpty {
      text += "General\n" + whole.map { " x\($0)\n" }.joined()
    }
    return text + "End\n"
  }

  private func rowText(_ row: Int) -> String {
    var sum = ""
    var written = 0
    for index in Int(rowStarts[row])..<Int(rowStarts[row + 1]) {
      sum += term(termCoefficients[index], Int(termColumns[index]), &written)
    }
    if written == 0 { sum = " 0 x0" }
    let (lower, upper) = (rowLower[row], rowUpper[row])
    if lower == upper { return " r\(row):\(sum) = \(lower)\n" }
    var text = ""
    if lower > -.infinity { text += " r\(row):\(sum) >= \(lower)\n" }
    if upper < .infinity { text += " u\(row):\(sum) <= \(upper)\n" }
    return text
  }

  /// One signed term; lines are broken because readers limit their length.
  private func term(_ coefficient: Double, _ column: Int, _ written: inout Int) -> String {
    written += 1
    let sign = coefficient < 0 ? " - " : " + "
    return "\(written % 8 == 0 ? "\n" : "")\(sign)\(abs(coefficient)) x\(column)"
  }

  private func number(_ value: Double) -> String {
    if value == .infinity { return "+inf" }
    return value == -.infinity ? "-inf" : "\(value)"
  }
}
