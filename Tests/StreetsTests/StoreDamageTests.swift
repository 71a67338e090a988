import Foundation
import Model
import Testing

@testable import Streets

@Suite struct StoreDamageTests {
  private let bytes: [UInt8]
  init() throws { bytes = try StoreFixtures.bytes(StoreFixtures.graph(nodes: 40, seed: 11)) }

  private func entry(_ section: GraphFile.Section) -> Int {
    GraphFile.headerBytes + (Int(section.rawValue) - 1) * GraphFile.entryBytes
  }

  private func offset(_ section: GraphFile.Section, in bytes: [UInt8]) -> Int {
    bytes.withUnsafeBytes {
      Int($0.loadUnaligned(fromByteOffset: entry(section) + 8, as: UInt64.self))
    }
  }

  private func write<Number: FixedWidthInteger>(
    _ number: Number, at offset: Int, in bytes: inout [UInt8]
  ) {
    withUnsafeBytes(of: number.littleEndian) {
      bytes.replaceSubrange(offset..<offset + $0.count, with: $0)
    }
  }

  /// Makes all checksums right again: what is wrong then is the content.
  private func resealed(_ bytes: [UInt8], sections: Bool = true) -> [UInt8] {
    var bytes = bytes
    for section in GraphFile.Section.allCases where sections {
      let start = offset(section, in: bytes)
      let sum = bytes.withUnsafeBytes { raw in
        let count = Int(
          raw.loadUnaligned(fromByteOffset: entry(section) + 16, as: UInt64.self))
        return WordChecksum.sum(
          UnsafeRawBufferPointer(rebasing: raw[start..<start + count * section.stride]))
      }
      write(sum, at: entry(section) + 24, in: &bytes)
    }
    write(UInt64(0), at: GraphFile.checksumOffset, in: &bytes)
    let sum = WordChecksumOfHead.sum(bytes)
    write(sum, at: GraphFile.checksumOffset, in: &bytes)
    return bytes
  }

  private enum WordChecksumOfHead {
    static func sum(_ bytes: [UInt8]) -> UInt64 {
      bytes[..<GraphFile.tableEnd].withUnsafeBytes { WordChecksum.sum($0) }
    }
  }

  private func expectBad(_ bytes: [UInt8], _ words: String, in folder: String) throws {
    let error = try #require(try StoreFixtures.failure(bytes, in: folder), "it opened: \(words)")
    #expect(error.kind == .badData)
    #expect(error.message.english.contains(words), "\(error.message.english)")
    #expect(error.line(in: .chinese).contains("路网文件不可用"))
  }

  @Test func `A flipped bit is found wherever it is`() throws {
    var random = SeededNumbers(2)
    try StoreFixtures.inFolder { folder in
      // Every byte of header and table, and one of each 97 behind, in which every section and gap has some.
      let places =
        Array(0..<GraphFile.tableEnd)
        + stride(from: GraphFile.tableEnd, to: bytes.count, by: 97)
        + GraphFile.Section.allCases.map { min(bytes.count - 1, offset($0, in: bytes)) }
      for place in places {
        var damaged = bytes
        damaged[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        let kind = try StoreFixtures.failure(damaged, in: folder)?.kind
        #expect(kind == .badData, "byte \(place)")
      }
    }
  }

  @Test func `A cut-off or lengthened file is refused at every length`() throws {
    try StoreFixtures.inFolder { folder in
      for count in Array(1..<80) + [GraphFile.tableEnd, bytes.count / 2, bytes.count - 1] {
        let kind = try StoreFixtures.failure(Array(bytes[..<count]), in: folder)?.kind
        #expect(kind == .badData, "\(count) bytes")
      }
      try expectBad(bytes + [0], "it should have", in: folder)
    }
  }

  @Test func `Another format, version or byte order is named`() throws {
    try StoreFixtures.inFolder { folder in
      try expectBad(Array("not a graph".utf8), "does not begin", in: folder)
      var other = bytes
      write(UInt32(2), at: 8, in: &other)
      try expectBad(other, "version 2", in: folder)
      other = bytes
      write(UInt32(0x0403_0201), at: 12, in: &other)
      try expectBad(other, "byte order", in: folder)
    }
  }

  @Test func `Counts and offsets out of all bounds are refused without reading there`() throws {
    try StoreFixtures.inFolder { folder in
      for section in [GraphFile.Section.nodes, .outgoingArcs, .source] {
        for count in [UInt64.max, 1 << 61, 10 << 30, 1 << 32] {
          var other = bytes
          write(count, at: entry(section) + 16, in: &other)
          try expectBad(resealed(other, sections: false), "outside the file", in: folder)
        }
        for offset in [UInt64.max, UInt64(bytes.count) + 64, 8, 10 << 30] {
          var other = bytes
          write(offset, at: entry(section) + 8, in: &other)
          try expectBad(resealed(other, sections: false), "outside the file", in: folder)
        }
      }
      var other = bytes
      write(UInt64(10 << 30), at: 16, in: &other)
      try expectBad(resealed(other), "it should have 10737418240 bytes", in: folder)
      let none = try StoreFixtures.failure(resealed(bytes), in: folder)
      #expect(none == nil)
    }
  }

  @Test(arguments: [
    ("edgeTails", 0, UInt32.max, "edges"), ("edgeHeads", 4, 1 << 20, "edges"),
    ("edgeMillimetres", 0, 0, "edges"), ("shapeStarts", 0, 1, "shapes"),
    ("shapeStarts", 8, UInt32.max, "shapes"), ("outgoingStarts", 8, 1 << 20, "arcs"),
    ("outgoingArcs", 0, 1 << 20, "arcs"), ("incomingArcs", 0, 1 << 20, "arcs"),
    ("componentOf", 0, 1 << 20, "components"), ("nodes", 4, 900_000_001, "coordinates"),
    ("barrierSegments", 16, 9, "kind unknown"), ("facts", 0, 7, "facts make no sense"),
    ("componentMetres", 4, 0x7FF0_0000, "components"), ("source", 0, 0xFFFF_FFFF, "not UTF-8"),
  ])
  func `Content that contradicts itself is refused under right checksums`(
    section: String, at: Int, value: UInt32, words: String
  ) throws {
    let section = try #require(GraphFile.Section.allCases.first { "\($0)" == section })
    var other = bytes
    write(value, at: offset(section, in: other) + at, in: &other)
    try StoreFixtures.inFolder { try expectBad(resealed(other), words, in: $0) }
  }
}
