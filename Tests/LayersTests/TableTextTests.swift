import Foundation
import Model
import Testing

@testable import Layers

@Suite struct TableTextTests {
  private struct Case: Decodable {
    var text: String
    var delimiter: UInt8
    var rows: [[String]]
  }

  /// Random tables written by Python's csv module, which read them back as the same cells.
  @Test func `Delimited text is cut as Python's csv module cuts it`() throws {
    let url = URL(filePath: try TableTestFiles.fixture("delimited.json"))
    let cases = try JSONDecoder().decode([Case].self, from: Data(contentsOf: url))
    #expect(cases.count == 60)
    for test in cases {
      let grid = try DelimitedText.grid(
        Array(test.text.utf8), delimiter: test.delimiter, subject: .none)
      #expect((0..<grid.count).map(grid.texts) == test.rows, "\(test.text)")
    }
  }

  @Test func `The delimiter is found and rows are numbered by line`() throws {
    for (text, delimiter) in [
      ("a,b,c\n1,2,3\n", ","), ("a;b;c\n1,5;2,5;3\n", ";"), ("a\tb\n1,2\t3,4\n", "\t"),
      ("a|b\nx, y|z\n", "|"), ("标题\na,b,c\n\"1;2\",\"3;4;5\",6\n", ","), ("a,b", ","),
    ] {
      #expect(
        DelimiterSearch.delimiter(of: Array(text.utf8)[...]) == delimiter.utf8.first, "\(text)")
    }
    let text = "sep=;\r\na;b\r\n\"1\n2\";3\r\n4;5"
    let grid = try DelimitedText.grid(Array(text.utf8), delimiter: nil, subject: .none)
    #expect(grid.rows == [2, 3, 5])
    #expect(grid.texts(1) == ["1\n2", "3"])
  }

  @Test func `Single coordinates are read in every usual notation`() throws {
    let east = 124 + 12.5 / 3600
    for (text, value) in [
      ("124.5", 124.5), ("+124.5", 124.5), ("-51.25", -51.25), ("124.5°", 124.5),
      ("124.5°E", 124.5),
      ("东经124.5", 124.5), ("E124.5", 124.5), ("124.5度", 124.5), ("51.25W", -51.25),
      ("南纬30.5", -30.5), ("124°0′12.5″E", east), ("124度0分12.5秒", east), ("124:00:12.5", east),
      ("124 0 12.5", east), ("E 124° 0' 12.5\"", east), ("１２４．５", 124.5), ("124。5", 124.5),
      ("124°30′", 124.5), ("124°30.0'", 124.5), ("-30°30'0\"", -30.5), ("经度：124.5", 124.5),
      ("4,905,123.5", 4_905_123.5), ("124,5", 124.5), ("1.245e2", 124.5), ("124º0’12.5”", east),
    ] {
      let reading = try #require(CoordinateText.single(text), "\(text)")
      // One rounding of a sum of three quotients.
      #expect(abs(reading.value - value) < 1e-9, "\(text) → \(reading.value)")
    }
    for text in [
      "", "abc", "124°60′", "124°0′60″", "12,34,5", "1.2.3", "124..5", "°", "E", "124E5N", "-", ",",
      "N/A",
      "124°5.5′3″", "nan", "inf", "0x10", "-51W",
    ] {
      #expect(CoordinateText.single(text) == nil, "\(text)")
    }
  }

  @Test func `Plain numbers are the nearest Double`() {
    var state: UInt64 = 99
    var count = 0
    for _ in 0..<20_000 {
      state = state &* 6_364_136_223_846_793_005 &+ 1
      var text = "\(Int64(state >> 40) - 8_000_000).\(state >> 30 & 0xFFFFFF)"
      if state & 7 == 0 { text += "\(state >> 50)" }
      if let value = CoordinateText.plainNumber(Array(text.utf8)[...]) {
        #expect(value == Double(text))
        count += 1
      }
    }
    #expect(count > 15_000)
    for text in ["", "-", ".", "1e5", "1,2", " 1", "１"] {
      #expect(CoordinateText.plainNumber(Array(text.utf8)[...]) == nil)
    }
  }

  @Test func `Sheet dates agree with the calendar of Foundation`() throws {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
    let origin = try #require(
      calendar.date(from: DateComponents(year: 1899, month: 12, day: 30)))
    for serial in stride(from: 61, to: 120_000, by: 61) {
      let date = origin.addingTimeInterval(Double(serial) * 86_400)
      let parts = calendar.dateComponents([.year, .month, .day], from: date)
      let expected = String(
        format: "%04d-%02d-%02d", parts.year ?? 0, parts.month ?? 0, parts.day ?? 0)
      #expect(SheetNumber.text("\(serial)", format: .date, startsIn1904: false) == expected)
      guard serial >= 1462 else { continue }
      #expect(SheetNumber.text("\(serial - 1462)", format: .date, startsIn1904: true) == expected)
    }
    for (raw, format, expected) in [
      ("1", CellFormat.date, "1900-01-01"), ("59", .date, "1900-02-28"), ("0.5", .date, "12:00:00"),
      ("45352.395833333336", .date, "2024-03-01T09:30:00"),
      ("5.1668113425925925", .elapsed, "124:00:12.5"),
      ("42", .zeros(6), "000042"), ("0.10000000000000001", .number, "0.1"),
      ("124.00123456789012", .number, "124.00123456789012"),
      ("220122001001", .number, "220122001001"),
      ("2.20122001001001E+17", .number, "220122001001001000"), ("1E-5", .number, "0.00001"),
      ("-3.0", .number, "-3"), ("#N/A", .number, "#N/A"),
    ] {
      #expect(SheetNumber.text(raw, format: format, startsIn1904: false) == expected)
    }
    for (code, format) in [
      ("yyyy\"年\"m\"月\"d\"日\"", CellFormat.date), ("General", .number), ("0.00_ ", .number),
      ("[h]:mm:ss", .elapsed), ("000000", .zeros(6)), ("[Red]#,##0.00", .number),
      ("[$-804]aaaa", .number), ("[$-F800]dddd", .date), ("0\"days\"", .number), ("h:mm", .date),
    ] {
      #expect(CellFormat(code: code) == format, "\(code)")
    }
  }

  @Test func `Names of coordinate columns are told from others`() {
    for (header, expected) in [
      ("id,Longitude,Latitude", [1, 2]), ("经度（东经）,纬度（北纬）", [0, 1]), ("POINT_Y,POINT_X", [1, 0]),
      ("lat,lng", [1, 0]), ("东经,北纬", [0, 1]), ("easting,northing", [0, 1]),
      ("station_lon,station_lat", [0, 1]),
      ("X坐标（米）,Y坐标（米）", [0, 1]), ("x,y,lon,lat", [2, 3]), ("坐标经度,坐标纬度", [0, 1]), ("维度,经度", [1, 0]),
      ("centroidX,centroidY", [0, 1]), ("name,经 纬 度", [1, 1]), ("GPS经度,GPS纬度,经度,纬度", [0, 1]),
      ("经度坐标,纬度坐标", [0, 1]), ("wgs84_lon,wgs84_lat,bd_lng,bd_lat", [0, 1]),
    ] {
      let names = header.split(separator: ",").map(String.init)
      guard case .found(let places) = CoordinateColumnSearch.find(in: names, prefersPlanar: false)
      else {
        Issue.record("nothing in \(header)")
        continue
      }
      #expect([places.x, places.y] == expected, "\(header)")
    }
    for header in ["id,name,address", "名称,电话", "y,name", "along,flat", "经办人,纬五路"] {
      let names = header.split(separator: ",").map(String.init)
      if case .none = CoordinateColumnSearch.find(in: names, prefersPlanar: false) { continue }
      Issue.record("found coordinates in \(header)")
    }
    let several = ["起点经度", "起点纬度", "终点经度", "终点纬度"]
    if case .several(let places) = CoordinateColumnSearch.find(in: several, prefersPlanar: false) {
      #expect(places.count == 2)
    } else {
      Issue.record("several not seen")
    }
  }
}
