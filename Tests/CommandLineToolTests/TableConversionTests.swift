import Model
import Testing

@testable import CommandLineTool

/// Adds 1 to x and halves y; refuses x beyond 180.
private let shift = CoordinateConversion(isSourceGeographic: false, isTargetGeographic: true) {
  { coordinates in
    for index in coordinates.indices {
      let point = coordinates[index]
      coordinates[index] =
        point.x > 180 ? Coordinate(x: .nan, y: .nan) : Coordinate(x: point.x + 1, y: point.y / 2)
    }
  }
}

private func convert(_ text: String, columns: ColumnPair? = nil, threads: Int = 1) throws -> (
  String, Ledger
) {
  let table = try TableConversion(
    Array(text.utf8), file: "t.csv", columns: columns, conversion: shift)
  let result = try table.run(threads: threads)
  return (String(decoding: result.bytes, as: UTF8.self), result.ledger)
}

struct TableConversionTests {
  @Test func `Coordinate columns become x and y where they stand, other bytes stay`() throws {
    let (text, ledger) = try convert(
      "name,lon,\"a \"\"b\"\", c\",lat\r\n\"甲, 乙\",124.5, 1 ,44\r\n\"line\r\nbreak\",-1,\"\",-0\r\n"
    )
    #expect(
      text
        == "name,x,\"a \"\"b\"\", c\",y\r\n\"甲, 乙\",125.5000000000, 1 ,22.0000000000\r\n"
        + "\"line\r\nbreak\",0.0000000000,\"\",0.0000000000\r\n")
    #expect(ledger.entries.isEmpty)
  }

  @Test func `Rows without usable coordinates are kept with empty fields and counted`() throws {
    let (text, ledger) = try convert("lon,lat,n\n1,2,a\nx,2,b\n,,c\n500,2,d\n\n7\n1,2,e")
    #expect(
      text
        == "x,y,n\n2.0000000000,1.0000000000,a\n,,b\n,,c\n,,d\n\n,\n2.0000000000,1.0000000000,e\n")
    #expect(ledger.count(of: .rowsNotConverted) == 4)
    #expect(ledger.entries[0].examples.map(\.subject.row) == [3, 4, 5, 7])
    #expect(ledger.entries[0].examples[0].detail == "“x”, “2”")
  }

  @Test func `Columns may be named, and another x is renamed`() throws {
    let (text, _) = try convert("x;经;纬\n9;1;2\n", columns: ColumnPair(["经", "纬"]))
    #expect(text == "input_x;x;y\n9;2.0000000000;1.0000000000\n")
  }

  @Test func `Rows keep their order whatever the thread count`() throws {
    let rows = (0..<40_000).map { "\($0 % 170),\($0),r\($0)" }.joined(separator: "\n")
    let one = try convert("x,y,name\n" + rows, threads: 1).0
    #expect(one == (try convert("x,y,name\n" + rows, threads: 3).0))
    #expect(one.split(separator: "\n").last == "50.0000000000,19999.5000000000,r39999")
    #expect(one.split(separator: "\n").count == 40_001)
  }

  @Test(arguments: ["", "\n\n", "a,b\n1,2\n", "lon,lat\n\"1,2\n"])
  func `A table that cannot be used is refused`(text: String) {
    let error = #expect(throws: AnalysisError.self) { try convert(text) }
    #expect(error?.kind == .badData)
    #expect(error?.subject.file == "t.csv")
  }

  @Test func `Control points need four numbers a row`() throws {
    let points = try ControlPoints(Array("x,y,lon,lat\n1,2,124,44\n".utf8), file: "c.csv")
    #expect(points.sources == [Coordinate(x: 1, y: 2)])
    #expect(points.targets == [Coordinate(x: 124, y: 44)])
    #expect(points.areTargetsGeographic)
    let planar = try ControlPoints(Array("x,y,to_x,to_y\n1,2,3,4\n".utf8), file: "c.csv")
    #expect(!planar.areTargetsGeographic)
    let error = #expect(throws: AnalysisError.self) {
      try ControlPoints(Array("x,y,lon,lat\n1,2,124,\n".utf8), file: "c.csv")
    }
    #expect(error?.subject.row == 2)
  }

  @Test(arguments: [
    (0.0, 4, "0.0000"), (-0.00001, 4, "0.0000"), (-0.5, 4, "-0.5000"),
    (123456.78905, 4, "123456.7891"), (0.00005, 4, "0.0001"),
    (0.00015, 4, "0.0001"), (0.03125, 4, "0.0312"),
    (124.0123456789, 10, "124.0123456789"), (1e-10, 10, "0.0000000001"),
    (-179.5, 10, "-179.5000000000"),
  ])
  func `Fixed decimals keep trailing zeros and drop the sign of zero`(
    value: Double, decimals: Int, text: String
  ) {
    var bytes: [UInt8] = []
    FixedDecimals.append(value, decimals: decimals, to: &bytes)
    #expect(String(decoding: bytes, as: UTF8.self) == text)
  }
}
