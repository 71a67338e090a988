extension SiteRules {
  /// Adds the rules to a program in which column `first + s` is 1 where site s is opened.
  func addRows(to program: inout IntegerProgram, first: Int, siteCount: Int) {
    let all = 0..<siteCount
    if let count {
      program.addRow(all.map { .init(first + $0, 1) }, upper: Double(count))
    }
    if let budget, let costs {
      program.addRow(
        all.filter { costs[$0] > 0 }.map { .init(first + $0, costs[$0]) },
        upper: budget + Self.slack(of: budget))
    }
    for site in forced { program.setBounds(column: first + site, lower: 1, upper: 1) }
    for site in forbidden { program.setBounds(column: first + site, lower: 0, upper: 0) }
    for group in exclusive {
      program.addRow(Set(group).sorted().map { .init(first + $0, 1) }, upper: 1)
    }
  }
}
