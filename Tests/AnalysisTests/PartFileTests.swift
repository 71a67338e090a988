import Coverage
import Foundation
import Model
import Testing

@testable import Analysis

/// Numbers from a printed seed.
struct SeededNumbers: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}

@Suite struct PartFileTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "lifecircle-parts-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  /// A table whose cells are random, with nulls of both kinds, negative zero and extreme values.
  static func table(
    _ count: Int, reaches: Int, extras: Int, stations: Int32, _ random: inout SeededNumbers
  ) -> CoverageTable {
    let table = CoverageTable(count: count, reachCount: reaches, extraCount: extras)
    let odd: [Double] = [
      .nan, -.nan, 0, -0.0, 1, .greatestFiniteMagnitude, .leastNonzeroMagnitude, .infinity, 0.1,
    ]
    for column in table.columns {
      for index in column.memory.indices {
        column.memory[index] = .random(in: 0...1, using: &random)
      }
    }
    for buffer in [
      table.area, table.population, table.nearestMetres, table.areaShare, table.extraShare,
    ] {
      for index in buffer.indices { buffer[index] = odd.randomElement(using: &random)! }
    }
    for buffer in [table.nearestStation, table.walkStation] {
      for index in buffer.indices { buffer[index] = .random(in: -1..<stations, using: &random) }
    }
    return table
  }

  static func ledger(_ codes: [String]) -> Ledger {
    var ledger = Ledger()
    for (index, code) in codes.enumerated() {
      let kind = LedgerCode(
        code, index % 2 == 0 ? .warning : .note,
        LocalizedText("meaning of \(code)", zh: "\(code) 的含义"))
      for row in 1...(index + 4) {
        ledger.record(
          kind, count: row,
          Subject(
            file: row == 2 ? nil : "网格.geojson", row: row == 3 ? nil : row,
            id: row == 1 ? nil : "é\(row)"),
          detail: row == 2
            ? LocalizedText("\(row) roads", zh: "\(row) 条路")
            : LocalizedText(row == 4 ? "" : "\(row) / 7", zh: row == 4 ? "" : "\(row) / 7"))
      }
    }
    return ledger
  }

  static func part(blocks: Int = 37, seed: UInt64 = 5) -> CoveragePart {
    var random = SeededNumbers(seed: seed)
    let table = table(blocks, reaches: 3, extras: 2, stations: 9, &random)
    return CoveragePart(
      origin: CoveragePart.Origin(run: "abc", name: "0007", sha256: "f00"),
      rows: (0..<blocks).map { $0 * 3 + 1 }, table: table, stationCount: 9,
      stationNumbers: (0..<9).map { $0 * 2 }, insideStations: [0, 4, 8],
      ids: (0..<blocks).map { "网格 \($0)" },
      groups: [GroupPeople(name: "elderly", speed: 2.9, people: (0..<blocks).map { _ in .nan })],
      ledgers: [Ledger(), ledger(["a", "b"]), ledger(["b", "c"])])
  }

  /// All bytes of all columns: NaN payloads and signs of zero count.
  private func bytes(_ table: CoverageTable) -> [[UInt8]] {
    defer { withExtendedLifetime(table) {} }
    return table.columns.map { Array($0.memory) }
  }

  @Test func `A saved part opens as it was, bit for bit, with its ledgers in both languages`()
    throws
  {
    for blocks in [0, 1, 37] {
      let part = Self.part(blocks: blocks)
      try part.save(to: path("a.lcpart"))
      let opened = try CoveragePart.open(path("a.lcpart"))
      #expect(opened.origin == part.origin)
      #expect(opened.origin.product == ProductVersion.text)
      #expect(opened.rows == part.rows)
      #expect(bytes(opened.table) == bytes(part.table))
      #expect(opened.table.reachCount == 3 && opened.table.extraCount == 2)
      #expect(opened.stationCount == 9)
      #expect(opened.stationNumbers == part.stationNumbers)
      #expect(opened.insideStations == part.insideStations)
      #expect(opened.ids == part.ids)
      #expect(opened.ledgers == part.ledgers)
      #expect(opened.groups.map(\.name) == ["elderly"] && opened.groups[0].speed == 2.9)
      #expect(opened.groups[0].people.count == blocks)
      #expect(opened.groups[0].people.allSatisfy { $0.isNaN })
      #expect(opened.encoded == part.encoded)
    }
  }

  @Test func `What a part need not have stays away`() throws {
    var part = Self.part()
    (part.ids, part.stationNumbers, part.groups, part.ledgers) = (nil, nil, [], [])
    try part.save(to: path("a.lcpart"))
    let opened = try CoveragePart.open(path("a.lcpart"))
    #expect(opened.ids == nil && opened.stationNumbers == nil)
    #expect(opened.groups.isEmpty && opened.ledgers.isEmpty)
  }

  @Test func `Every buffer of the table is a column, once`() {
    let table = CoverageTable(count: 5, reachCount: 2, extraCount: 3)
    var buffers: Set<UnsafeMutableRawPointer> = []
    var size = 0
    for child in Mirror(reflecting: table).children {
      if let buffer = child.value as? UnsafeMutableBufferPointer<Double> {
        buffers.insert(UnsafeMutableRawPointer(buffer.baseAddress!))
        size += buffer.count * 8
      } else if let buffer = child.value as? UnsafeMutableBufferPointer<Int32> {
        buffers.insert(UnsafeMutableRawPointer(buffer.baseAddress!))
        size += buffer.count * 4
      } else if let buffer = child.value as? UnsafeMutableBufferPointer<UInt8> {
        buffers.insert(UnsafeMutableRawPointer(buffer.baseAddress!))
        size += buffer.count
      } else {
        #expect(child.value is Int, "a column of a kind that is not saved: \(child.label ?? "")")
      }
    }
    #expect(Set(table.columns.map { $0.memory.baseAddress! }) == buffers)
    #expect(table.columns.count == buffers.count)
    #expect(table.columns.reduce(0) { $0 + $1.memory.count } == size)
    #expect(CoverageTable.bytesPerBlock(reachCount: 2, extraCount: 3) * 5 == size)
  }

  @Test func `Parts copied into a whole table give it back, with the whole run's station numbers`()
  {
    var random = SeededNumbers(seed: 11)
    let whole = Self.table(40, reaches: 2, extras: 1, stations: 6, &random)
    let joined = CoverageTable(count: 40, reachCount: 2, extraCount: 1)
    let owners = (0..<40).map { _ in Int.random(in: 0..<3, using: &random) }
    for owner in 0..<3 {
      let rows = owners.indices.filter { owners[$0] == owner }
      let own = CoverageTable(count: rows.count, reachCount: 2, extraCount: 1)
      for (to, from) in zip(own.columns, whole.columns) {
        for (block, row) in rows.enumerated() {
          for byte in 0..<to.bytesPerBlock {
            to.memory[block * to.bytesPerBlock + byte] =
              from.memory[row * from.bytesPerBlock + byte]
          }
        }
      }
      // Stations of a tile: all six numbered from the other end would not be ascending; so every second of twelve.
      for buffer in [own.nearestStation, own.walkStation] {
        for index in buffer.indices where buffer[index] >= 0 { buffer[index] += Int32(owner) }
      }
      let numbers = (0..<Int32(6 + owner)).map { $0 - Int32(owner) }
      let part = CoveragePart(
        origin: CoveragePart.Origin(run: "", name: ""), rows: rows, table: own,
        stationCount: numbers.count, stationNumbers: numbers, insideStations: [])
      part.copy(into: joined)
    }
    #expect(bytes(joined) == bytes(whole))
  }

  @Test func `A part with any byte changed, or cut off anywhere, is refused`() throws {
    let good = Self.part(blocks: 2).encoded
    for index in good.indices {
      var bad = good
      bad[index] ^= 0x10
      let error = try failure(bad)
      #expect(error?.kind == .badData, "byte \(index)")
      #expect(error?.line(in: .english).contains("unusable part: ") == true)
      #expect(error?.line(in: .chinese).contains("分块结果不可用：") == true)
    }
    try Data(good.dropLast()).write(to: URL(fileURLWithPath: path("cut.lcpart")))
    #expect(throws: AnalysisError.self) { try CoveragePart.open(path("cut.lcpart")) }
    for length in stride(from: 0, to: good.count, by: 7) {
      #expect(try failure(Array(good[..<length]))?.kind == .badData, "\(length) bytes")
    }
    #expect(try failure(good + [0])?.kind == .badData)
    #expect(try failure(good) == nil)
  }

  @Test func `A body that contradicts itself is refused although its checksum is right`() throws {
    let good = Self.part(blocks: 2).encoded
    var refused = 0
    for index in PartFile.headerBytes..<good.count {
      for value in [UInt8(0), 0x7F, 0xFF] where good[index] != value {
        var bad = good
        bad[index] = value
        // Never a crash; where the value could be meant, it is what was written.
        if try failure(PartBytes.resealed(bad)) != nil { refused += 1 }
      }
    }
    #expect(refused > 300)
  }

  @Test func `Another version and a missing part are told apart`() throws {
    var other = Self.part().encoded
    other[8] = UInt8(PartFile.version + 1)
    #expect(
      try failure(other)?.message.english
        == "unusable part: version \(PartFile.version + 1), this program reads \(PartFile.version)")
    #expect(throws: AnalysisError.cannotOpen(Subject(file: path("none")), code: ENOENT)) {
      try CoveragePart.open(path("none"))
    }
  }

  private func failure(_ bytes: [UInt8]) throws -> AnalysisError? {
    do {
      _ = try bytes.withUnsafeBytes { try CoveragePart.read($0, path: "bad.lcpart") }
      return nil
    } catch let error as AnalysisError { return error }
  }
}
