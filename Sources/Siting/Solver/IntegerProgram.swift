/// A linear program with integer columns, as a value: build it, then `solve` it as often as wanted.
///
/// Optimise Σ cost × column subject to lower ≤ row ≤ upper and lower ≤ column ≤ upper. Rows are sparse, kept
/// one after another. The solver's own handle lives only while `solve` runs.
public struct IntegerProgram: Sendable {
  /// Which way the objective goes.
  public enum Sense: Sendable {
    case minimise
    case maximise
  }

  /// The coefficient of one column in one row.
  public struct Term: Sendable {
    public var column: Int
    public var coefficient: Double

    public init(_ column: Int, _ coefficient: Double) {
      self.column = column
      self.coefficient = coefficient
    }
  }

  public let sense: Sense
  package private(set) var columnLower: [Double] = []
  package private(set) var columnUpper: [Double] = []
  package internal(set) var columnCost: [Double] = []
  package private(set) var isInteger: [Bool] = []
  package private(set) var rowLower: [Double] = []
  package private(set) var rowUpper: [Double] = []
  /// Row r holds terms `rowStarts[r]..<rowStarts[r + 1]`.
  package private(set) var rowStarts: [Int32] = [0]
  package private(set) var termColumns: [Int32] = []
  package private(set) var termCoefficients: [Double] = []

  public init(_ sense: Sense) {
    self.sense = sense
  }

  public var columnCount: Int { columnCost.count }
  public var rowCount: Int { rowLower.count }

  /// Adds a column and returns its index; the bounds may be infinite, the cost may not.
  @discardableResult
  public mutating func addColumn(
    cost: Double, lower: Double = 0, upper: Double = .infinity, integer: Bool = false
  ) -> Int {
    precondition(cost.isFinite && !lower.isNaN && !upper.isNaN, "a column without a number")
    columnCost.append(cost)
    columnLower.append(lower)
    columnUpper.append(upper)
    isInteger.append(integer)
    return columnCount - 1
  }

  /// Adds a column that is 0 or 1 and returns its index.
  @discardableResult
  public mutating func addBinary(cost: Double) -> Int {
    addColumn(cost: cost, lower: 0, upper: 1, integer: true)
  }

  /// Adds lower ≤ Σ terms ≤ upper and returns its index. A column occurs at most once in a row.
  @discardableResult
  public mutating func addRow(
    _ terms: some Sequence<Term>, lower: Double = -.infinity, upper: Double = .infinity
  ) -> Int {
    for term in terms {
      precondition(columnCost.indices.contains(term.column), "a row of an unknown column")
      precondition(term.coefficient.isFinite, "a coefficient that is no number")
      termColumns.append(Int32(term.column))
      termCoefficients.append(term.coefficient)
    }
    rowStarts.append(Int32(termColumns.count))
    rowLower.append(lower)
    rowUpper.append(upper)
    return rowCount - 1
  }

  /// Holds a column between new bounds in later solves.
  public mutating func setBounds(column: Int, lower: Double, upper: Double) {
    columnLower[column] = lower
    columnUpper[column] = upper
  }

  /// Σ cost × value.
  public func objective(of values: [Double]) -> Double {
    zip(columnCost, values).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// Whether values keep every bound, row and integer condition to within `tolerance` (absolute).
  public func isSatisfied(by values: [Double], tolerance: Double = 1e-6) -> Bool {
    for (column, value) in values.enumerated() {
      if value < columnLower[column] - tolerance || value > columnUpper[column] + tolerance {
        return false
      }
      if isInteger[column] && abs(value - value.rounded()) > tolerance { return false }
    }
    return (0..<rowCount).allSatisfy { row in
      var sum = 0.0
      for term in Int(rowStarts[row])..<Int(rowStarts[row + 1]) {
        sum += termCoefficients[term] * values[Int(termColumns[term])]
      }
      return sum >= rowLower[row] - tolerance && sum <= rowUpper[row] + tolerance
    }
  }
}
