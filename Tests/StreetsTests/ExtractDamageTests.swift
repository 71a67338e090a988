import Foundation
import Model
import Testing

@testable import Streets

/// Spoilt files: whatever their bytes, reading ends with a graph or with one error that names the file.
@Suite struct ExtractDamageTests {
  private static let songling = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("geodata/example-county/songling.osm.pbf")

  /// Reads `bytes` as a file and says whether that gave streets.
  private func isRead(_ bytes: [UInt8], _ comment: Comment) throws -> Bool {
    let drawn = try DrawnExtract(text: "", name: "spoilt.osm.pbf")
    try Data(bytes).write(to: URL(fileURLWithPath: drawn.path))
    do {
      let graph = StreetGraphBuilder.build(try drawn.read().segments)
      #expect(graph.edgeCount > 0, comment)
      return true
    } catch let error as AnalysisError {
      #expect(error.kind == .badData && error.subject.file == drawn.path, comment)
      #expect(!error.message.english.contains { $0.isNewline }, comment)
      return false
    }
  }

  @Test func `Three hundred spoilt copies of a county's extract end in one error each`() throws {
    let whole = [UInt8](try Data(contentsOf: Self.songling))
    #expect(try isRead(whole, "unspoilt"))
    var random = SplitMix(state: 20_261)
    var read = 0
    for copy in 0..<300 {
      let spoilt = random.spoil(whole)
      if try isRead(spoilt, "copy \(copy)") { read += 1 }
    }
    // Blocks are packed with a checksum, so hardly any change goes unnoticed.
    #expect(read < 30)
  }

  @Test func `Spoilt copies of a PBF without checksums never end in a crash`() throws {
    let whole = PlainPBF.file(tags: ["highway": "path", "name": "Weg"])
    #expect(try isRead(whole, "unspoilt"))
    var random = SplitMix(state: 20_262)
    var read = 0
    for copy in 0..<3_000 {
      let spoilt = random.spoil(whole)
      if try isRead(spoilt, "copy \(copy)") { read += 1 }
    }
    #expect(read > 100 && read < 2_900)
  }

  @Test func `A PBF cut anywhere is refused, except between its blocks`() throws {
    let whole = PlainPBF.file(tags: ["highway": "path"])
    for length in 0..<whole.count {
      #expect(try !isRead(Array(whole.prefix(length)), "\(length) bytes"))
    }
  }

  @Test(arguments: [
    ["high\0way": "path"], ["highway": "pa\0th"], ["highway": "path", "\0": "\0\0"],
  ])
  func `A NUL within a tag is damage`(tags: [String: String]) throws {
    #expect(try !isRead(PlainPBF.file(tags: tags), "\(tags)"))
  }

  @Test func `A named pipe is refused without waiting for a writer`() throws {
    let drawn = try DrawnExtract(text: "")
    let path = drawn.path + ".pbf"
    try #require(mkfifo(path, 0o600) == 0)
    let error = #expect(throws: AnalysisError.self) {
      try StreetExtract.read(path: path, threads: 1)
    }
    #expect(error?.kind == .missingInput)
    #expect(error?.message.english.contains("no regular file") == true)
  }
}

extension SplitMix {
  fileprivate mutating func position(_ bytes: [UInt8]) -> Int {
    Int.random(in: bytes.indices, using: &self)
  }

  /// A copy that is cut, lacks or repeats some bytes, or has some changed.
  fileprivate mutating func spoil(_ whole: [UInt8]) -> [UInt8] {
    var bytes = whole
    let length = Int.random(in: 1...100, using: &self)
    switch UInt8.random(in: 0..<6, using: &self) {
    case 0: bytes.removeLast(1 + position(bytes) / 2)
    case 1: bytes[position(bytes)] ^= 1 << UInt8.random(in: 0..<8, using: &self)
    case 2:
      for _ in 0..<length { bytes[position(bytes)] = UInt8.random(in: .min ... .max, using: &self) }
    case 3:
      let start = position(bytes)
      bytes.removeSubrange(start..<min(start + length, bytes.count))
    case 4:
      let start = position(bytes)
      bytes.insert(contentsOf: bytes[start..<min(start + length, bytes.count)], at: start)
    default: bytes[position(bytes)] = [0, 0x7F, 0x80, 0xFF].randomElement(using: &self)!
    }
    return bytes
  }
}

/// A PBF file as the OpenStreetMap wiki describes it, not packed, with plain nodes: two of them and a way.
private enum PlainPBF {
  static func file(tags: [String: String]) -> [UInt8] {
    let sorted = tags.sorted { $0.key < $1.key }
    let strings = [""] + sorted.flatMap { [$0.key, $0.value] }
    let keys = sorted.indices.map { UInt64(2 * $0 + 1) }
    let node = { (id: UInt64) in
      varint(1, zigzag(id)) + bytes(2, packed(keys)) + bytes(3, packed(keys.map { $0 + 1 }))
        + varint(8, zigzag(440_000_000)) + varint(9, zigzag(1_240_000_000 + id * 10_000))
    }
    let way =
      varint(1, 7) + bytes(2, packed(keys)) + bytes(3, packed(keys.map { $0 + 1 }))
      + bytes(8, packed([zigzag(1), zigzag(1), zigzag(1)]))
    let table = strings.flatMap { bytes(1, Array($0.utf8)) }
    let block =
      bytes(1, table) + bytes(2, [1, 2, 3].flatMap { bytes(1, node($0)) })
      + bytes(2, bytes(3, way))
    return blob("OSMHeader", bytes(4, Array("OsmSchema-V0.6".utf8))) + blob("OSMData", block)
  }

  private static func blob(_ type: String, _ content: [UInt8]) -> [UInt8] {
    let blob = bytes(1, content)
    let header = bytes(1, Array(type.utf8)) + varint(3, UInt64(blob.count))
    let length = UInt32(header.count).bigEndian
    return withUnsafeBytes(of: length) { Array($0) } + header + blob
  }

  private static func zigzag(_ number: UInt64) -> UInt64 { number << 1 }

  private static func number(_ value: UInt64) -> [UInt8] {
    value < 0x80 ? [UInt8(value)] : [UInt8(value & 0x7F) | 0x80] + number(value >> 7)
  }

  private static func packed(_ values: [UInt64]) -> [UInt8] { values.flatMap(number) }

  private static func varint(_ field: UInt64, _ value: UInt64) -> [UInt8] {
    number(field << 3) + number(value)
  }

  private static func bytes(_ field: UInt64, _ content: [UInt8]) -> [UInt8] {
    number(field << 3 | 2) + number(UInt64(content.count)) + content
  }
}
