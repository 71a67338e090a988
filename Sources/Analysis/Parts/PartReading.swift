import Coverage
import Model
import Streets

extension CoveragePart {
  /// Opens a saved part.
  ///
  /// The checksum is compared before anything is believed, and every count and number is checked against what holds
  /// it, so that no file can do more than be refused.
  /// - Throws: `.missingInput` (66) when it cannot be opened, `.badData` (65) with the reason when it is no part, of
  ///   another version, cut off, damaged or contradicts itself.
  static func open(_ path: String, threads: Int = 1) throws -> CoveragePart {
    let file = try MappedFile(path, refusal: AnalysisError.damagedPart)
    defer { withExtendedLifetime(file) {} }
    return try read(file.bytes, path: path, threads: threads)
  }

  /// The part whose file these bytes are; `path` is for messages.
  static func read(
    _ bytes: UnsafeRawBufferPointer, path: String, threads: Int = 1
  ) throws -> CoveragePart {
    try checkHeader(bytes, path, threads: threads)
    let body = UnsafeRawBufferPointer(rebasing: bytes[PartFile.headerBytes...])
    var reader = PartReader(bytes: body, path: path)
    let part = try CoveragePart(&reader)
    if !reader.isAtEnd { throw reader.nonsense("end", zh: "结尾") }
    return part
  }

  private static func checkHeader(
    _ bytes: UnsafeRawBufferPointer, _ path: String, threads: Int
  ) throws {
    func damage(_ english: String, zh chinese: String) -> AnalysisError {
      .damagedPart(path, LocalizedText(english, zh: chinese))
    }
    func number<Number: FixedWidthInteger>(_ offset: Int, as type: Number.Type) -> Number {
      Number(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: type))
    }
    guard bytes.count >= PartFile.magic.count, bytes.starts(with: PartFile.magic) else {
      throw damage("it does not begin like one", zh: "文件开头不是分块结果的标记")
    }
    guard bytes.count >= PartFile.headerBytes else {
      throw damage("cut off after \(bytes.count) bytes", zh: "文件不完整，仅有 \(bytes.count) 字节")
    }
    let version = number(8, as: UInt32.self)
    guard version == PartFile.version else {
      throw damage(
        "version \(version), this program reads \(PartFile.version)",
        zh: "版本为 \(version)，本程序只读版本 \(PartFile.version)")
    }
    guard number(12, as: UInt32.self) == PartFile.byteOrderMark else {
      throw damage("byte order of another machine", zh: "字节序与本机不同")
    }
    let length = number(16, as: UInt64.self)
    guard length == UInt64(bytes.count) else {
      throw damage(
        "it should have \(length) bytes and has \(bytes.count)",
        zh: "应有 \(length) 字节，实有 \(bytes.count) 字节")
    }
    let body = UnsafeRawBufferPointer(rebasing: bytes[PartFile.headerBytes...])
    guard number(24, as: UInt64.self) == WordChecksum.sum(body, threads: threads) else {
      throw damage("its content is damaged (checksum)", zh: "内容已损坏（校验和不符）")
    }
  }

  fileprivate init(_ reader: inout PartReader) throws {
    origin = Origin(
      product: try reader.text(), run: try reader.text(), name: try reader.text(),
      sha256: try reader.text())
    rows = try reader.list(of: Int64.self).map { Int($0) }
    guard (rows.first ?? 0) >= 0, zip(rows, rows.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw reader.nonsense("rows", zh: "行号")
    }
    stationCount = try reader.count(limit: Int(Int32.max))
    stationNumbers = try reader.optional { try $0.list(of: Int32.self) }
    if let numbers = stationNumbers {
      guard numbers.count == stationCount, (numbers.first ?? 0) >= 0,
        zip(numbers, numbers.dropFirst()).allSatisfy({ $0 < $1 })
      else { throw reader.nonsense("station numbers", zh: "服务站编号") }
    }
    insideStations = try reader.list(of: Int32.self)
    let stations = 0..<Int32(stationCount)
    guard insideStations.allSatisfy({ stations.contains($0) }) else {
      throw reader.nonsense("stations inside", zh: "网格内服务站")
    }
    let blocks = rows.count
    ids = try reader.optional { reader in
      let count = try reader.count(limit: reader.left / 4)
      guard count == blocks else { throw reader.nonsense("ids", zh: "网格编号") }
      return try (0..<count).map { _ in try reader.text() }
    }
    groups = try (0..<reader.count(limit: reader.left / 20)).map { _ in
      let group = GroupPeople(
        name: try reader.text(), speed: Double(bitPattern: try reader.number()),
        people: try reader.list(of: Double.self))
      guard group.people.count == blocks else { throw reader.nonsense("groups", zh: "人群") }
      return group
    }
    ledgers = try (0..<reader.count(limit: reader.left / 8)).map { _ in try reader.ledger() }
    table = try reader.table(blocks: blocks, stations: stationCount)
  }
}

extension AnalysisError {
  /// A part that cannot be used, and why.
  static func damagedPart(_ path: String, _ reason: LocalizedText) -> AnalysisError {
    AnalysisError(
      .badData, Subject(file: path),
      LocalizedText("unusable part: \(reason.english)", zh: "分块结果不可用：\(reason.chinese)"),
      hint: LocalizedText("delete it and make it again", zh: "请删除后重新生成"))
  }
}

/// Takes values from a part's body one after another; nothing is read beyond its end.
private struct PartReader {
  let bytes: UnsafeRawBufferPointer
  let path: String
  private var position = 0

  init(bytes: UnsafeRawBufferPointer, path: String) {
    self.bytes = bytes
    self.path = path
  }

  var left: Int { bytes.count - position }
  var isAtEnd: Bool { left == 0 }

  func nonsense(_ english: String, zh chinese: String) -> AnalysisError {
    .damagedPart(
      path, LocalizedText("its \(english) make no sense", zh: "其\(chinese)无效"))
  }

  mutating func take(_ count: Int) throws -> UnsafeRawBufferPointer {
    guard count >= 0, count <= left else { throw nonsense("lengths", zh: "长度") }
    defer { position += count }
    return UnsafeRawBufferPointer(rebasing: bytes[position..<position + count])
  }

  mutating func number<Number: FixedWidthInteger>() throws -> Number {
    Number(
      littleEndian: try take(MemoryLayout<Number>.size).loadUnaligned(as: Number.self))
  }

  /// A count that what follows must be able to hold.
  mutating func count(limit: Int) throws -> Int {
    let count: UInt64 = try number()
    guard count <= UInt64(max(0, limit)) else { throw nonsense("counts", zh: "数量") }
    return Int(count)
  }

  mutating func text() throws -> String {
    let count: UInt32 = try number()
    guard let text = String(validating: try take(Int(count)), as: UTF8.self) else {
      throw nonsense("texts", zh: "文字")
    }
    return text
  }

  mutating func list<Number: BitwiseCopyable>(of type: Number.Type) throws -> [Number] {
    let stride = MemoryLayout<Number>.stride
    let count = try count(limit: left / stride)
    let memory = try take(count * stride)
    return [Number](unsafeUninitializedCapacity: count) { buffer, used in
      UnsafeMutableRawBufferPointer(buffer).copyMemory(from: memory)
      used = count
    }
  }

  mutating func optional<Value>(_ read: (inout PartReader) throws -> Value) throws -> Value? {
    let isThere: UInt8 = try number()
    guard isThere <= 1 else { throw nonsense("marks", zh: "标记") }
    return isThere == 1 ? try read(&self) : nil
  }

  mutating func ledger() throws -> Ledger {
    var ledger = Ledger()
    for _ in 0..<(try count(limit: left / 29)) {
      let code = try text()
      let severity: UInt8 = try number()
      let count = try count(limit: Int.max)
      let message = LocalizedText(try text(), zh: try text())
      let examples = try (0..<self.count(limit: Ledger.exampleLimit)).map { _ in
        var example = LedgerExample(
          Subject(
            file: try optional { try $0.text() },
            row: try optional { Int(try $0.number() as Int64) },
            id: try optional { try $0.text() }),
          detail: try text())
        example.chineseDetail = try optional { try $0.text() }
        return example
      }
      guard let severity = Severity(rawValue: Int(severity)) else {
        throw nonsense("ledger", zh: "台账")
      }
      ledger.add(LedgerCode(code, severity, message), count: count, examples: examples)
    }
    return ledger
  }

  mutating func table(blocks: Int, stations: Int) throws -> CoverageTable {
    let (count, reaches, extras) = (
      try count(limit: left), try self.count(limit: 10_000), try self.count(limit: 10_000)
    )
    let row = CoverageTable.bytesPerBlock(reachCount: reaches, extraCount: extras)
    guard count == blocks, left == blocks * row else { throw nonsense("columns", zh: "列") }
    let table = CoverageTable(count: blocks, reachCount: reaches, extraCount: extras)
    for column in table.columns {
      column.memory.copyMemory(from: try take(column.memory.count))
    }
    let numbers = -1..<Int32(stations)
    guard table.nearestStation.allSatisfy({ numbers.contains($0) }),
      table.walkStation.allSatisfy({ numbers.contains($0) }),
      table.method.allSatisfy({ PopulationMethod(rawValue: $0) != nil }),
      table.borderline.allSatisfy({ $0 <= 1 }), table.withoutOwnStation.allSatisfy({ $0 <= 1 })
    else { throw nonsense("columns", zh: "列") }
    return table
  }
}
