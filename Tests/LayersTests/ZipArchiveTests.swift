import Foundation
import Model
import Testing

@testable import Layers

/// A zip archive with stored members, whose directory may state other sizes than true.
struct StoredZip {
  struct Member {
    var name: [UInt8]
    var bytes: [UInt8]
    var method = 0
    var statedSize: Int?
    var flags = 0
  }

  var members: [Member]

  var bytes: [UInt8] {
    var out: [UInt8] = []
    var directory: [UInt8] = []
    for member in members {
      let sizes =
        little(crc(member.bytes), 4) + little(member.bytes.count, 4)
        + little(member.statedSize ?? member.bytes.count, 4)
      let common =
        little(20, 2) + little(member.flags, 2) + little(member.method, 2) + little(0, 4) + sizes
      directory += little(0x0201_4B50, 4) + little(20, 2) + common + little(member.name.count, 2)
      directory += little(0, 2) + little(0, 2) + little(0, 2) + little(0, 2) + little(0, 4)
      directory += little(out.count, 4) + member.name
      out += little(0x0403_4B50, 4) + common + little(member.name.count, 2) + little(0, 2)
      out += member.name + member.bytes
    }
    let start = out.count
    out += directory + little(0x0605_4B50, 4) + little(0, 4) + little(members.count, 2)
    return out + little(members.count, 2) + little(directory.count, 4) + little(start, 4)
      + little(0, 2)
  }

  /// CRC-32 (ISO 3309), bit by bit.
  private func crc(_ bytes: [UInt8]) -> Int {
    var value: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      value ^= UInt32(byte)
      for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
    }
    return Int(~value)
  }
}

extension VectorSuite {
  @Suite struct ZipArchiveTests {
    private let scratch = Scratch()

    private func members(_ stem: [UInt8]) -> [StoredZip.Member] {
      let source = SquareShapefile(
        columns: [.init(name: GBK.name, width: 8, values: [GBK.community, GBK.grid])],
        squares: [(116, 40, 0.01), (117, 40, 0.01)])
      let (shp, shx) = source.shapes
      return [(".shp", shp), (".shx", shx), (".dbf", source.dbf)].map {
        StoredZip.Member(name: stem + Array($0.0.utf8), bytes: $0.1)
      }
    }

    @Test func `A zipped Shapefile with GBK text and a GBK name is read`() throws {
      let path = try scratch.write(
        "数据.zip", StoredZip(members: members(Array("dir/".utf8) + GBK.grid)).bytes)
      let (layer, _) = try readLayer(path)
      #expect(layer.source.layerName == "网格")
      #expect(layer.source.encoding == "GB18030")
      #expect(try (0..<2).map { try attributes(layer, $0)["名称"] as? String } == ["社区", "网格"])
      #expect(layer.chunks[0].shapes.kinds == [.polygon, .polygon])
    }

    @Test(
      .enabled(
        if: FileManager.default.isExecutableFile(atPath: "/usr/bin/zip"), "zip is not installed"))
    func `An archive deflated by another tool is read`() throws {
      let source = SquareShapefile(
        columns: [.init(name: [0x6E], width: 200, values: (0..<500).map { Array("\($0)".utf8) })],
        squares: (0..<500).map { (110 + Double($0) / 100, 40, 0.001) })
      _ = try source.write(scratch, "many")
      let zip = scratch.file("many.zip")
      try #require(
        Tool.run("zip", ["-j", zip] + ["shp", "shx", "dbf"].map { scratch.file("many.\($0)") })
          != nil)
      let (layer, _) = try readLayer(zip)
      #expect(layer.count == 500)
      #expect(try attributes(layer, 499)["n"] as? String == "499")
    }

    @Test func `Of several Shapefiles one must be named`() throws {
      let both = members(Array("a".utf8)) + members(Array("b".utf8))
      let path = try scratch.write("two.zip", StoredZip(members: both).bytes)
      let failure = try #require(readFailure(path))
      #expect(failure.code == 65)
      #expect(failure.line.contains("a, b"))
      #expect(try readLayer("\(path):b").layer.source.layerName == "b")
      #expect(readFailure("\(path):c")?.line.contains("no layer “c”") == true)
    }

    @Test(arguments: ["../a", "/etc/a", "x/../../a", "C:\\a", "..\\a"])
    func `Members that lead out of the archive are refused`(_ stem: String) throws {
      let path = try scratch.write("bad.zip", StoredZip(members: members(Array(stem.utf8))).bytes)
      let failure = try #require(readFailure(path))
      #expect(failure.code == 65)
      #expect(failure.line.contains("leads out"))
    }

    @Test func `Archives that claim too much are refused before anything is unpacked`() throws {
      var large = members(Array("a".utf8))
      large[0].method = 8
      large[0].statedSize = 3_000_000_000
      let huge = try scratch.write("huge.zip", StoredZip(members: large).bytes)
      #expect(readFailure(huge)?.line.contains("over 2147483648") == true)
      large[0].statedSize = 1_000_000_000
      let ratio = try scratch.write("ratio.zip", StoredZip(members: large).bytes)
      #expect(readFailure(ratio)?.line.contains("claim to unpack") == true)
      let many = (0..<10_001).map { StoredZip.Member(name: Array("f\($0)".utf8), bytes: []) }
      let crowd = try scratch.write("many.zip", StoredZip(members: many).bytes)
      #expect(readFailure(crowd)?.line.contains("10001 members") == true)
    }

    @Test func `Broken, encrypted and empty archives are refused`() throws {
      var secret = members(Array("a".utf8))
      secret[0].flags = 1
      #expect(
        readFailure(try scratch.write("s.zip", StoredZip(members: secret).bytes))?.line
          .contains("encrypted") == true)
      let whole = StoredZip(members: members(Array("a".utf8))).bytes
      var tried = 0
      for count in stride(from: 30, to: whole.count, by: 211) {
        let failure = readFailure(try scratch.write("c.zip", Array(whole.prefix(count))))
        #expect(failure?.code == 65, "\(count) bytes")
        tried += 1
      }
      #expect(tried > 3)
      let text = [StoredZip.Member(name: Array("readme.txt".utf8), bytes: [0x61])]
      #expect(
        readFailure(try scratch.write("t.zip", StoredZip(members: text).bytes))?.line
          .contains("no vector data") == true)
    }

    @Test func `A damaged deflate stream is caught`() throws {
      var wrong = members(Array("a".utf8))
      wrong[0].method = 8
      #expect(readFailure(try scratch.write("w.zip", StoredZip(members: wrong).bytes))?.code == 65)
    }
  }
}
