import Foundation
import Model
import Testing

@testable import Layers

@Suite struct TableRowsTests {
  let files: TableTestFiles
  init() throws { files = try TableTestFiles() }

  @Test func `Titles, units, totals and notes of a text table are left out by row`() throws {
    let path = try files.file(
      "t.csv",
      """
      某街道驿站一览表,,,,
      ,,,,
      单位：人,,,2024年,
      序号,名称,经度,纬度,服务人口
      ,,°,°,人
      1,甲,12.1,41.1,"1,200"
      2,乙,12.2,41.2,—

      序号,名称,经度,纬度,服务人口
      3,小计街驿站,12.3,41.3,30
      ,春光社区小计,,,1230
      4,丁,,,5
      合计,,,,1235
      注：人口为常住人口
      2.数据截至年底
      """)
    let read = try ReadTable(path)
    #expect(read.rows == [6, 7, 10])
    #expect(read.attributes[0] == #""序号":1,"名称":"甲","经度":12.1,"纬度":41.1,"服务人口":1200"#)
    #expect(read.attributes[1].hasSuffix(#""服务人口":null"#))
    #expect(read.rows(of: "table_title_rows") == [1, 3])
    #expect(read.rows(of: "table_unit_rows") == [5])
    #expect(read.rows(of: "table_header_repeated") == [9])
    #expect(read.rows(of: "table_summary_rows") == [11, 13])
    #expect(read.rows(of: "table_note_rows") == [14, 15])
    #expect(read.rows(of: "thousands_separators") == [6])
    #expect(read.rows(of: "placeholder_as_null") == [7])
    let dropped = try #require(read.entry("station_without_coordinates")?.examples.first)
    #expect(dropped.subject == Subject(file: path, row: 12, id: "丁"))
  }

  @Test func `Unusable coordinates are dropped for stations and kept without place for demand`()
    throws
  {
    let path = try files.file(
      "d.csv",
      "id,name,lon,lat\n1,a,10,50\n2,b,,50\n3,c,0,0\n4,d,x,50\n5,e,10,95\n6,f,500,3\n7,g,11,51\n8,h,12,52\n9,i,13,53\n10,j,13,54\n"
    )
    let read = try ReadTable(path)
    #expect(read.rows == [2, 8, 9, 10, 11])
    let entry = try #require(read.entry("station_without_coordinates"))
    #expect(entry.count == 5)
    #expect(entry.examples.map(\.subject.id) == ["2", "3", "4", "5", "6"])
    #expect(entry.examples[2].detail.contains("x"))
    let demand = try ReadTable(path, role: .demand)
    #expect(demand.layer.count == 10)
    #expect(demand.points.filter { $0 == nil }.count == 5)
    #expect(demand.entry("row_without_coordinates")?.count == 5)
  }

  @Test func `A two-row header in text is joined, a data row is not`() throws {
    let path = try files.file(
      "h.csv", "编号,坐标,,备注\n,经度,纬度,\n1,12.5,41.5,甲\n2,12.6,41.6,乙\n")
    let read = try ReadTable(path)
    #expect(read.layer.fields.map(\.name) == ["编号", "坐标_经度", "坐标_纬度", "备注"])
    #expect(read.rows == [3, 4])
    let plain = try ReadTable(
      try files.file("p.csv", "name,note,,lon,lat\na,b,c,1,2\n"))
    #expect(plain.layer.fields.map(\.name) == ["name", "note", "column_3", "lon", "lat"])
    #expect(plain.rows(of: "table_column_renamed") == [1])
  }

  @Test func `Doubled names, ragged rows and blank columns are reported`() throws {
    let path = try files.file(
      "r.csv", "id,name,name,lon,lat,\n1,a,b,1,2,\n2,c,d,3,4,,extra\n3,e,f,5,6\n4,g,h,7\n")
    let read = try ReadTable(path)
    #expect(read.layer.fields.map(\.name) == ["id", "name", "name_2", "lon", "lat"])
    #expect(read.rows(of: "ragged_row") == [3])
    #expect(read.rows(of: "short_row") == [5])
    #expect(read.rows(of: "station_without_coordinates") == [5])
  }

  @Test func `Comma decimals and grouped metres are told apart by column`() throws {
    let decimals = try ReadTable(
      try files.file("c.csv", "id;lon;lat\n1;12,5;41,123\n2;12,6;41,5\n"))
    #expect(decimals.points == [Coordinate(x: 12.5, y: 41.123), Coordinate(x: 12.6, y: 41.5)])
    let grouped = try ReadTable(
      try files.file("g.csv", "id,x,y\n1,\"505,123\",\"4,905,123\"\n"),
      system: .definition("EPSG:4548"))
    #expect(grouped.points == [Coordinate(x: 505_123, y: 4_905_123)])
    #expect(grouped.entry("comma_meaning") != nil)
  }

  @Test func `The thread count changes nothing`() throws {
    var text = "id,name,lon,lat,n\n"
    for row in 0..<40_000 {
      text +=
        "\(row),站\(row),\(12 + Double(row % 97) / 100),\(41),\(row % 7 == 0 ? "" : "\(row)")\n"
    }
    let path = try files.file("l.csv", text)
    let (one, four) = (try ReadTable(path, threads: 1), try ReadTable(path, threads: 4))
    #expect(one.layer.count == 40_000)
    #expect(one.layer.chunks.map(\.attributes) == four.layer.chunks.map(\.attributes))
    #expect(one.layer.chunks.map(\.shapes) == four.layer.chunks.map(\.shapes))
    #expect(one.ledger == four.ledger)
  }

  @Test func `A workbook that unpacks a thousandfold is refused`() throws {
    let error = try failure(try TableTestFiles.fixture("bomb.xlsx") + ":一季度")
    #expect(error.kind == .badData)
    #expect(error.message.english.contains("unpacks"))
  }

  @Test func `Inline texts, formulas, prefixes and missing references are read`() throws {
    let sheet = """
      <sheetData><row><c t="inlineStr"><is><t>na</t><r><t xml:space="preserve">me &amp; </t></r><rPh><t>x</t></rPh></is></c><c t="s"><v>0</v></c><c t="str"><f>"la"&amp;"t"</f><v>lat</v></c></row>
      <x:row r="3"><x:c r="A3" t="s"><x:v>1</x:v></x:c><x:c r="B3"><x:v>12.5</x:v></x:c><x:c r="C3"><x:f>41+1</x:f><x:v>42</x:v></x:c></x:row></sheetData>
      """
    let path = try files.file(
      "i.xlsx", TableTestFiles.workbook(sheet: sheet, texts: ["lon", "甲_x000D_&lt;"]))
    let read = try ReadTable(path)
    #expect(read.attributes == [#""name &":"甲<","lon":12.5,"lat":42"#])
    #expect(read.rows == [3])
  }
}
