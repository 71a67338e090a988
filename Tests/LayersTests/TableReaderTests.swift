import Foundation
import Model
import Testing

@testable import Layers

@Suite struct TableReaderTests {
  let files: TableTestFiles
  init() throws { files = try TableTestFiles() }

  @Test func `A plain list gives one point a row with typed attributes`() throws {
    let path = try files.file(
      "a.csv",
      "id,name,lon,lat,big,code,open,share,day\n1,甲,-51.23,-30.03,9007199254740993,007,true,1.50,2024-02-29\n2,\"乙, \"\"东\"\"\",-51.24,-30.04,,010,false,2,\n"
    )
    let read = try ReadTable(path)
    #expect(
      read.points == [Coordinate(x: -51.23, y: -30.03), Coordinate(x: -51.24, y: -30.04)])
    #expect(
      read.attributes == [
        #""id":1,"name":"甲","lon":-51.23,"lat":-30.03,"big":9007199254740993,"code":"007","open":true,"share":1.50,"day":"2024-02-29""#,
        #""id":2,"name":"乙, \"东\"","lon":-51.24,"lat":-30.04,"big":null,"code":"010","open":false,"share":2,"day":null"#,
      ])
    #expect(
      read.layer.fields.map(\.type) == [
        .integer, .string, .real, .real, .integer64, .string, .boolean, .real, .date,
      ])
    #expect(read.rows == [2, 3])
    #expect(read.ledger.warningCount == 0)
  }

  @Test func `A workbook as offices fill it in is understood`() throws {
    let read = try ReadTable(try TableTestFiles.fixture("stations.xlsx"))
    #expect(read.layer.source.layerName == "驿站")
    #expect(
      read.layer.fields.map(\.name) == [
        "编号", "所属社区", "驿站名称", "坐标_经度(°)", "坐标_纬度(°)", "开放日期", "床位数", "无障碍",
      ])
    #expect(read.rows == [5, 6, 7, 10])
    let third = try #require(read.points[2])
    // 0.5e-12° is the rounding of three additions.
    #expect(abs(third.x - (124 + 12.5 / 3600)) < 1e-12)
    #expect(abs(third.y - (44 + 16.0 / 60 + 48.0 / 3600)) < 1e-12)
    #expect(read.points[0] == Coordinate(x: 124.00123456789, y: 44.2801))
    #expect(
      read.attributes[0]
        == #""编号":"001","所属社区":"春光社区","驿站名称":"甲站","坐标_经度(°)":"124.00123456789","坐标_纬度(°)":"44.2801","开放日期":"2024-03-01","床位数":12,"无障碍":true"#
    )
    #expect(
      read.attributes[1].contains(
        #""所属社区":"春光社区","驿站名称":"乙站""#))
    #expect(read.attributes[1].contains(#""开放日期":"2023-12-31T09:30:00","床位数":null"#))
    #expect(read.entry("station_without_coordinates")?.count == 2)
    #expect(read.rows(of: "station_without_coordinates") == [8, 9])
    #expect(read.rows(of: "table_title_rows") == [1, 2])
    #expect(read.rows(of: "table_summary_rows") == [11])
    #expect(read.rows(of: "table_note_rows") == [13, 14])
    #expect(read.rows(of: "merged_cells_filled") == [5, 8])
    #expect(read.rows(of: "merged_number_not_repeated") == [5])
    #expect(read.rows(of: "cell_error") == [9])
    #expect(read.entry("sheet_chosen") != nil)
    #expect(read.entry("crs_unstated_in_china")?.severity == .warning)
  }

  @Test func `Two sheets with coordinates must be told apart by name`() throws {
    let path = try TableTestFiles.fixture("two-sheets.xlsx")
    let error = try failure(path)
    #expect(error.kind == .badData)
    #expect(error.hint.english.contains("two-sheets.xlsx:一季度"))
    let read = try ReadTable(path + ":二季度")
    #expect(read.attributes == [#""id":2,"lon":-51.2,"lat":-30"#])
    #expect(try failure(path + ":三季度").kind == .usage)
  }

  @Test func `GB18030 and UTF-16 lists read like UTF-8 ones`() throws {
    let text = "编号,名称,经度,纬度\r\n1,朝阳社区䶮驿站,12.5,41.9\r\n"
    let gbk: [UInt8] =
      [0xB1, 0xE0, 0xBA, 0xC5, 0x2C, 0xC3, 0xFB, 0xB3, 0xC6, 0x2C, 0xBE, 0xAD, 0xB6, 0xC8, 0x2C]
      + [0xCE, 0xB3, 0xB6, 0xC8, 0x0D, 0x0A, 0x31, 0x2C, 0xB3, 0xAF, 0xD1, 0xF4, 0xC9, 0xE7, 0xC7]
      + [0xF8, 0x82, 0x35, 0x87, 0x38, 0xE6, 0xE4, 0xD5, 0xBE] + Array(",12.5,41.9\r\n".utf8)
    let expected = try ReadTable(try files.file("u.csv", text)).attributes[0]
    let little = text.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
    let big = text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
    for (name, bytes, encoding) in [
      ("m.csv", [0xEF, 0xBB, 0xBF] + Array(text.utf8), "UTF-8"),
      ("l.csv", [0xFF, 0xFE] + little, "UTF-16LE"), ("b.csv", [0xFE, 0xFF] + big, "UTF-16BE"),
      ("n.csv", little, "UTF-16LE"),
    ] {
      let read = try ReadTable(try files.file(name, bytes))
      #expect(read.attributes[0] == expected)
      #expect(read.layer.source.encoding == encoding)
    }
    let read = try ReadTable(try files.file("g.csv", gbk))
    #expect(read.layer.source.encoding == "GB18030")
    #expect(read.layer.source.encodingChoice == .detected)
    #expect(read.attributes[0].contains("朝阳社区") && read.attributes[0].contains("驿站"))
    #expect(read.layer.fields.map(\.name) == ["编号", "名称", "经度", "纬度"])
  }

  @Test func `Swapped columns are refused and the order to type is named`() throws {
    let path = try files.file("s.csv", "名称,经度,纬度\n甲,44.28,124.0\n乙,44.29,124.1\n")
    let error = try failure(path)
    #expect(error.kind == .badData)
    #expect(error.hint.chinese.contains("--stations-xy “纬度,经度”"))
    let read = try ReadTable(path, columns: .init(x: "纬度", y: "经度"))
    #expect(read.points[0] == Coordinate(x: 124, y: 44.28))
  }

  @Test func `Metres without a system are refused with the zone they point to`() throws {
    let path = try files.file("m.csv", "id,x,y\n1,42505123.4,4905123.4\n2,42505200,4905200\n")
    let error = try failure(path)
    #expect(error.kind == .badData)
    #expect(error.hint.english.contains("--stations-crs"))
    // Zone 42 is EPSG:4530 in EPSG's register: CGCS2000 / 3-degree Gauss-Kruger zone 42.
    #expect(error.hint.english.contains("EPSG:4530"))
    let read = try ReadTable(path, system: .definition("EPSG:4530"))
    #expect(read.points[0] == Coordinate(x: 42_505_123.4, y: 4_905_123.4))
  }

  @Test func `Surveyors' X to the north is put right and reported`() throws {
    let path = try files.file("m.csv", "id,X坐标,Y坐标\n1,4905123.4,505123.4\n")
    let read = try ReadTable(path, system: .definition("EPSG:4549"))
    #expect(read.points[0] == Coordinate(x: 505_123.4, y: 4_905_123.4))
    #expect(read.rows(of: "survey_axes") == [2])
  }

  @Test func `Column names tell GCJ-02 and BD-09, and the option wins`() throws {
    for (header, system) in [
      ("GCJ02经度,GCJ02纬度", CoordinateSystem.gcj02), ("百度经度,百度纬度", .bd09), ("bd_lng,bd_lat", .bd09),
      ("经度(火星坐标),纬度(火星坐标)", .gcj02), ("高德坐标经度,高德坐标纬度", .gcj02),
    ] {
      let path = try files.file("n.csv", "id,\(header)\n1,124.0,44.28\n")
      let read = try ReadTable(path)
      #expect(read.layer.source.coordinateSystem == system, "\(header)")
      #expect(read.layer.source.coordinateSystemChoice == .detected)
      let stated = try ReadTable(path, system: .wgs84)
      #expect(stated.layer.source.coordinateSystem == .wgs84)
      #expect(stated.entry("crs_option_against_name") != nil)
    }
  }

  @Test func `Pairs in one cell are read in either order`() throws {
    for (name, cell) in [
      ("经纬度", "\"124.0,44.28\""), ("坐标", "\"124.0，44.28\""), ("坐标", "\"44.28,124.0\""),
      ("wkt", "POINT (124 44.28)"), ("location", "\"[124.0, 44.28]\""), ("坐标", "124.0 44.28"),
      ("坐标", "N44°16'48\" E124°0'0\""), ("坐标", "经度:124.0 纬度:44.28"),
      ("坐标", "１２４．０；４４．２８"), ("latlng", "\"44.28,124\""), ("坐标", "124.0°E/44.28°N"),
    ] {
      let read = try ReadTable(try files.file("p.csv", "名称,\(name)\n甲,\(cell)\n"))
      let point = try #require(read.points[0], "\(cell)")
      // 1e-12° is far below a nanometre of ground: rounding of minutes and seconds.
      #expect(abs(point.x - 124) < 1e-12 && abs(point.y - 44.28) < 1e-12, "\(cell)")
    }
  }

  @Test func `Only addresses are refused in one line`() throws {
    let error = try failure(try files.file("a.csv", "名称,地址\n甲,人民路1号\n"))
    #expect(error.kind == .badData)
    #expect(error.message.chinese.contains("地址"))
    let place = try failure(try files.file("p.csv", "名称,位置\n甲,人民路1号\n"))
    #expect(place.message.english.contains("geocoded"))
    let both = try ReadTable(try files.file("b.csv", "名称,位置,坐标\n甲,人民路1号,\"12.5,41.5\"\n"))
    #expect(both.points == [Coordinate(x: 12.5, y: 41.5)])
  }

  @Test func `Tables without coordinates keep all columns`() throws {
    let path = try files.file("c.csv", "demand,site,cost,note\n1,A,10.5,\n1,B,7,x\n")
    let read = try ReadTable(path, role: .control)
    #expect(read.points == [nil, nil])
    #expect(
      read.attributes == [
        #""demand":1,"site":"A","cost":10.5,"note":null"#,
        #""demand":1,"site":"B","cost":7,"note":"x""#,
      ])
    var ledger = Ledger()
    let table = try TableReader.readTable(
      LayerRequest(role: .table, path: path), ledger: &ledger)
    #expect(table.header == ["demand", "site", "cost", "note"])
    #expect(table.row(1) == ["1", "B", "7", "x"])
    #expect(table.column(named: "Cost") == 2)
    #expect(table.rowNumbers == [2, 3])
  }

  @Test func `Demand with a block id needs no coordinates`() throws {
    let path = try files.file("d.csv", "block_id,people\n7,12\n")
    #expect(try ReadTable(path, role: .demand).points == [nil])
    #expect(try failure(path, role: .stations).kind == .badData)
  }

  @Test func `Blocks in well-known text become polygons`() throws {
    let path = try files.file(
      "w.csv",
      """
      id,geometry
      1,"POLYGON ((0 0, 1 0, 1 1, 0 1, 0 0), (0.2 0.2, 0.4 0.2, 0.4 0.4, 0.2 0.2))"
      2,"MULTIPOLYGON Z (((0 0 5,1 0 5,1 1 5)),((5 5 1, 6 5 1, 6 6 1, 5 5 1)))"
      3,POLYGON EMPTY
      4,"POLYGON ((0 0, 1 0"
      5,"LINESTRING(1 2,3 4)"
      6,"MULTIPOINT((1 2),(3 4))"
      """)
    let read = try ReadTable(path, role: .blocks)
    let shapes = try #require(read.layer.chunks.first).shapes
    #expect(
      shapes.kinds == [.polygon, .multiPolygon, .none, .none, .lineString, .multiPoint])
    #expect(shapes.parts(at: 0)[0].map(\.count) == [5, 4])
    #expect(shapes.parts(at: 1)[0][0].last == Coordinate(x: 0, y: 0))
    #expect(shapes.parts(at: 4) == [[[Coordinate(x: 1, y: 2), Coordinate(x: 3, y: 4)]]])
    #expect(read.rows(of: "row_without_coordinates") == [4, 5])
    #expect(read.rows(of: "ring_closed") == [3])
    let metres = try files.file(
      "wm.csv",
      "id,wkt\n1,\"POLYGON((42505123 4905123,42505124 4905123,42505124 4905124,42505123 4905123))\"\n"
    )
    #expect(try failure(metres, role: .blocks).hint.english.contains("EPSG:4530"))
  }
}
