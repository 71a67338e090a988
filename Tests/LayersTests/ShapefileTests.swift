import Foundation
import Model
import Testing

@testable import Layers

extension VectorSuite {
  @Suite struct ShapefileTests {
    private let scratch = Scratch()

    /// Two squares near Beijing with one text field.
    private func shapefile(_ values: [[UInt8]], width: Int = 10, language: UInt8 = 0)
      -> SquareShapefile
    {
      SquareShapefile(
        columns: [.init(name: Array("name".utf8), width: width, values: values)],
        languageByte: language,
        squares: values.indices.map { (116 + Double($0), 40, 0.01) })
    }

    private func names(_ layer: Layer, _ field: String = "name") throws -> [String?] {
      try (0..<layer.count).map { try attributes(layer, $0)[field] as? String }
    }

    @Test func `GBK text without any hint is read as GB18030 and reported`() throws {
      let path = try shapefile([GBK.community, GBK.grid]).write(scratch, "网格 数据")
      let (layer, ledger) = try readLayer(path)
      #expect(try names(layer) == ["社区", "网格"])
      #expect(layer.source.encoding == "GB18030")
      #expect(layer.source.encodingChoice == .detected)
      #expect(ledger.count("encoding_detected") == 1)
    }

    @Test func `UTF-8 text without any hint is found by checking the whole file`() throws {
      let path = try shapefile([Array("社区".utf8), Array("网格".utf8)]).write(scratch, "a")
      let (layer, _) = try readLayer(path)
      #expect(try names(layer) == ["社区", "网格"])
      #expect(layer.source.encoding == "UTF-8")
      #expect(layer.source.encodingChoice == .detected)
    }

    @Test(arguments: [UInt8(0x00), 0x57])
    func `Language bytes that say nothing lead on to the UTF-8 check`(_ byte: UInt8) throws {
      let path = try shapefile([Array("社区".utf8)], language: byte).write(scratch, "a")
      #expect(try names(readLayer(path).layer) == ["社区"])
      let gbk = try shapefile([GBK.community], language: byte).write(scratch, "b")
      #expect(try names(readLayer(gbk).layer) == ["社区"])
    }

    @Test func `The language byte wins over the bytes, the cpg over it, the option over both`()
      throws
    {
      // Bytes that are valid in both encodings: E7 A4 BE is 社 in UTF-8 and 绀 with half a character in GBK.
      let bytes = Array("社区社区".utf8)
      let path = try shapefile([bytes], width: 12, language: 0x4D).write(scratch, "a")
      let byByte = try readLayer(path)
      #expect(byByte.layer.source.encoding == "GB18030")
      #expect(byByte.layer.source.encodingChoice == .file)
      #expect(try names(byByte.layer) != ["社区社区"])
      _ = try scratch.write("a.cpg", "UTF-8\r\n")
      let byPage = try readLayer(path)
      #expect(byPage.layer.source.encoding == "UTF-8")
      #expect(try names(byPage.layer) == ["社区社区"])
      let byOption = try readLayer(path, encoding: "gbk")
      #expect(byOption.layer.source.encoding == "GB18030")
      #expect(byOption.layer.source.encodingChoice == .option)
    }

    @Test(arguments: ["GBK", "GB2312", "CP936", "936", "ANSI 936", "gb18030"])
    func `A cpg naming a part of GB18030 is read as GB18030`(_ page: String) throws {
      let path = try shapefile([GBK.community]).write(scratch, "a")
      _ = try scratch.write("a.cpg", page)
      let (layer, _) = try readLayer(path)
      #expect(layer.source.encoding == "GB18030")
      #expect(layer.source.encodingChoice == .file)
      #expect(try names(layer) == ["社区"])
    }

    @Test func `Half a character at the end of a full field spoils neither check nor text`() throws
    {
      // 5 bytes hold two GBK characters and half of a third; 7 bytes two of UTF-8 and a third of one.
      let gbk = try shapefile([GBK.community + [0xCD]], width: 5).write(scratch, "a")
      let fromGBK = try readLayer(gbk)
      #expect(try names(fromGBK.layer) == ["社区"])
      #expect(fromGBK.ledger.count("text_cut") == 1)
      #expect(fromGBK.ledger.count("text_undecodable") == 0)
      let utf8 = try shapefile([Array("社区网".utf8).dropLast(2)], width: 7).write(scratch, "b")
      let fromUTF8 = try readLayer(utf8)
      #expect(try names(fromUTF8.layer) == ["社区"])
      #expect(fromUTF8.layer.source.encoding == "UTF-8")
    }

    @Test func `Bytes without meaning are replaced and counted with their row`() throws {
      let path = try shapefile([Array("abc".utf8), [0x61, 0xFF, 0xFF, 0x62]]).write(scratch, "a")
      let (layer, ledger) = try readLayer(path, encoding: "UTF-8")
      #expect(try names(layer) == ["abc", "a\u{FFFD}\u{FFFD}b"])
      let entry = try #require(ledger.entries.first { $0.code == "text_undecodable" })
      #expect(entry.count == 2)
      #expect(entry.examples.first?.subject.row == 2)
    }

    @Test func `Field names are decoded too, and repeated ones numbered`() throws {
      let columns = (0..<2).map { _ in
        SquareShapefile.Column(name: GBK.name, width: 6, values: [GBK.community])
      }
      let path = try SquareShapefile(columns: columns, squares: [(116, 40, 0.01)])
        .write(scratch, "a")
      let (layer, ledger) = try readLayer(path)
      #expect(layer.fields.map(\.name) == ["名称", "名称_2"])
      #expect(ledger.count("field_renamed") == 1)
    }

    @Test func `An unknown encoding option is a usage error`() throws {
      let path = try shapefile([GBK.community]).write(scratch, "a")
      #expect(readFailure(path, encoding: "klingon")?.code == 64)
    }

    @Test func `Geometry is what the file holds, ring by ring`() throws {
      let path = try shapefile([[0x61]]).write(scratch, "a")
      let (layer, _) = try readLayer(path)
      let ring = [(116.0, 40.0), (116, 40.01), (116.01, 40.01), (116.01, 40), (116, 40)]
      #expect(layer.chunks[0].shapes.kinds == [.polygon])
      #expect(
        layer.chunks[0].shapes.parts(at: 0) == [[ring.map { Coordinate(x: $0.0, y: $0.1) }]])
    }

    @Test func `A missing or broken index is rebuilt without touching the folder`() throws {
      let source = shapefile([GBK.community, GBK.grid])
      let path = try source.write(scratch, "a", without: ["shx"])
      let (layer, ledger) = try readLayer(path)
      #expect(try names(layer) == ["社区", "网格"])
      #expect(layer.chunks[0].shapes.kinds == [.polygon, .polygon])
      #expect(ledger.count("shx_rebuilt") == 1)
      #expect(!FileManager.default.fileExists(atPath: scratch.file("a.shx")))
      let broken = try source.write(scratch, "b")
      _ = try scratch.write("b.shx", Array(source.shapes.shx.dropLast(5)))
      #expect(try readLayer(broken).layer.count == 2)
    }

    @Test func `Without a dbf there are shapes without attributes`() throws {
      let path = try shapefile([[0x61], [0x62]]).write(scratch, "a", without: ["dbf"])
      let (layer, ledger) = try readLayer(path)
      #expect(layer.count == 2)
      #expect(layer.fields.isEmpty)
      #expect(ledger.count("dbf_missing") == 1)
    }

    @Test func `A dbf alone is a table without shapes`() throws {
      let path = try scratch.write("t.dbf", shapefile([GBK.community, GBK.grid]).dbf)
      let (layer, _) = try readLayer(path, role: .table)
      #expect(try names(layer) == ["社区", "网格"])
      #expect(layer.chunks[0].shapes.kinds == [.none, .none])
    }

    @Test func `Files cut short are refused in one line`() throws {
      let source = shapefile([GBK.community, GBK.grid])
      let path = try source.write(scratch, "a")
      _ = try scratch.write("a.shp", Array(source.shapes.shp.dropLast(40)))
      let shp = try #require(readFailure(path))
      #expect(shp.code == 65)
      #expect(shp.line.contains("cut short"))
      let other = try source.write(scratch, "b")
      _ = try scratch.write("b.dbf", Array(source.dbf.dropLast(12)))
      #expect(try #require(readFailure(other)).line.contains("states 2 records and holds 1"))
    }

    @Test func `A header that claims ten gigabytes allocates nothing`() throws {
      let source = shapefile([GBK.community])
      let path = try source.write(scratch, "a")
      var dbf = source.dbf
      dbf.replaceSubrange(4..<8, with: little(1_000_000_000, 4))
      _ = try scratch.write("a.dbf", dbf)
      #expect(readFailure(path)?.code == 65)
      let other = try source.write(scratch, "b")
      var shp = source.shapes.shp
      shp.replaceSubrange(24..<28, with: big(0x7FFF_FFFF))
      _ = try scratch.write("b.shp", shp)
      #expect(readFailure(other)?.code == 65)
      // A record that claims two thousand million points in a file of a few hundred bytes.
      let third = try source.write(scratch, "c")
      shp = source.shapes.shp
      shp.replaceSubrange(148..<152, with: little(0x7FFF_FFFF, 4))
      _ = try scratch.write("c.shp", shp)
      let (layer, ledger) = try readLayer(third)
      #expect(layer.count == 1)
      #expect(layer.chunks[0].shapes.kinds == [.none])
      #expect(ledger.count("geometry_unreadable") == 1)
    }

    @Test func `Deleted records leave gaps in the row numbers and are counted`() throws {
      var source = shapefile([[0x61], [0x62], [0x63]])
      source.deleted = [1]
      let (layer, ledger) = try readLayer(try source.write(scratch, "a"))
      #expect(try names(layer) == ["a", "c"])
      #expect((0..<2).map { layer.chunks[0].row($0) } == [1, 3])
      #expect(ledger.count("records_deleted") == 1)
    }

    @Test func `Different record counts are reported`() throws {
      var source = shapefile([[0x61], [0x62]])
      source.squares.append((118, 40, 0.01))
      let (layer, ledger) = try readLayer(try source.write(scratch, "a"))
      #expect(layer.count == 3)
      #expect(ledger.count("records_mismatch") == 1)
    }

    @Test func `Logical fields become booleans`() throws {
      let source = SquareShapefile(
        columns: [
          .init(name: [0x6F], type: "L", width: 1, values: ["T", "F", "?"].map { Array($0.utf8) })
        ],
        squares: (0..<3).map { (116 + Double($0), 40, 0.01) })
      let (layer, _) = try readLayer(try source.write(scratch, "a"))
      let texts = (0..<3).map { layer.chunks[0].attributes.string($0) }
      #expect(texts == ["\"o\":true", "\"o\":false", "\"o\":null"])
    }

    @Test func `A coordinate that is not a number costs that shape only`() throws {
      var source = shapefile([[0x61], [0x62]])
      source.squares[1].x = .nan
      let (layer, ledger) = try readLayer(try source.write(scratch, "a"))
      #expect(layer.chunks[0].shapes.kinds == [.polygon, .none])
      let entry = try #require(ledger.entries.first { $0.code == "coordinates_not_finite" })
      #expect(entry.examples.first?.subject.row == 2)
    }
  }
}
