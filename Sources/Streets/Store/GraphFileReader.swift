import Model

/// Reads the header and table of a mapped graph file and hands out its sections.
struct GraphFileReader {
  private let path: String
  private let bytes: UnsafeRawBufferPointer
  /// Keeps them.
  private let owner: AnyObject
  private var counts: [Int] = []
  private var offsets: [Int] = []
  private(set) var isDirected = false

  /// Checks header, table and checksums; what the arrays say is checked by `StreetGraph.open`.
  init(_ bytes: UnsafeRawBufferPointer, owner: AnyObject, path: String, threads: Int) throws {
    self.path = path
    self.bytes = bytes
    self.owner = owner
    try checkHeader()
    try readTable()
    try checkSections(threads: threads)
  }

  /// The section's elements where they lie in the file.
  func array<Element>(_ section: GraphFile.Section, as type: Element.Type) -> GraphArray<Element> {
    let index = Int(section.rawValue) - 1
    precondition(MemoryLayout<Element>.stride == section.stride)
    let start = bytes.baseAddress! + offsets[index]
    return GraphArray(
      owner: owner, base: start.assumingMemoryBound(to: Element.self), count: counts[index])
  }

  func text(_ section: GraphFile.Section) throws -> String {
    let bytes = array(section, as: UInt8.self)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw damage("a text in it is not UTF-8", zh: "其中的文字不是 UTF-8")
    }
    return text
  }

  func damage(_ english: String, zh chinese: String) -> AnalysisError {
    .damagedGraph(path, LocalizedText(english, zh: chinese))
  }

  private func number<Number: FixedWidthInteger>(_ offset: Int, as type: Number.Type) -> Number {
    Number(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: type))
  }

  private func checkHeader() throws {
    guard bytes.count >= GraphFile.magic.count, bytes.starts(with: GraphFile.magic) else {
      throw damage("it does not begin like one", zh: "文件开头不是路网文件的标记")
    }
    guard bytes.count >= GraphFile.tableEnd else {
      throw damage("cut off after \(bytes.count) bytes", zh: "文件不完整，仅有 \(bytes.count) 字节")
    }
    guard number(12, as: UInt32.self) == GraphFile.byteOrderMark else {
      throw damage("byte order of another machine", zh: "字节序与本机不同")
    }
    let version = number(8, as: UInt32.self)
    guard version == GraphFile.version else {
      throw damage(
        "version \(version), this program reads \(GraphFile.version)",
        zh: "版本为 \(version)，本程序只读版本 \(GraphFile.version)")
    }
    let length = number(16, as: UInt64.self)
    guard length == UInt64(bytes.count) else {
      throw damage(
        "it should have \(length) bytes and has \(bytes.count)",
        zh: "应有 \(length) 字节，实有 \(bytes.count) 字节")
    }
    guard number(GraphFile.checksumOffset, as: UInt64.self) == headerSum() else {
      throw damage("its header is damaged (checksum)", zh: "文件头已损坏（校验和不符）")
    }
  }

  private func headerSum() -> UInt64 {
    var copy = Array(bytes[..<GraphFile.tableEnd])
    for index in 0..<8 { copy[GraphFile.checksumOffset + index] = 0 }
    return copy.withUnsafeBytes { WordChecksum.sum($0) }
  }

  private mutating func readTable() throws {
    let sections = GraphFile.Section.allCases
    let flags = number(28, as: UInt32.self)
    guard number(24, as: UInt32.self) == UInt32(sections.count), flags <= GraphFile.directedFlag,
      bytes[40..<GraphFile.headerBytes].allSatisfy({ $0 == 0 })
    else { throw damage("its header makes no sense", zh: "文件头内容无效") }
    isDirected = flags == GraphFile.directedFlag
    var expected = GraphFile.aligned(GraphFile.tableEnd)
    for (index, section) in sections.enumerated() {
      let entry = GraphFile.headerBytes + index * GraphFile.entryBytes
      guard number(entry, as: UInt32.self) == section.rawValue,
        number(entry + 4, as: UInt32.self) == UInt32(section.stride), let offset = expected,
        number(entry + 8, as: UInt64.self) == UInt64(offset), offset <= bytes.count
      else { throw badSection(index) }
      let claimed = number(entry + 16, as: UInt64.self)
      guard claimed <= UInt64((bytes.count - offset) / section.stride) else {
        throw badSection(index)
      }
      offsets.append(offset)
      counts.append(Int(claimed))
      expected = GraphFile.aligned(offset + Int(claimed) * section.stride)
    }
    guard expected == bytes.count else { throw badSection(sections.count - 1) }
  }

  private func badSection(_ index: Int) -> AnalysisError {
    damage(
      "section \(index + 1) lies outside the file or has a wrong size",
      zh: "第 \(index + 1) 节超出文件范围或大小有误")
  }

  private func checkSections(threads: Int) throws {
    for (index, section) in GraphFile.Section.allCases.enumerated() {
      let end = offsets[index] + counts[index] * section.stride
      let section = UnsafeRawBufferPointer(rebasing: bytes[offsets[index]..<end])
      let entry = GraphFile.headerBytes + index * GraphFile.entryBytes
      let padded = GraphFile.aligned(end) ?? end
      guard WordChecksum.sum(section, threads: threads) == number(entry + 24, as: UInt64.self),
        bytes[end..<padded].allSatisfy({ $0 == 0 })
      else {
        throw damage(
          "section \(index + 1) is damaged (checksum)", zh: "第 \(index + 1) 节已损坏（校验和不符）")
      }
    }
    let gap = GraphFile.tableEnd..<offsets[0]
    guard bytes[gap].allSatisfy({ $0 == 0 }) else {
      throw damage("its header is damaged", zh: "文件头已损坏")
    }
  }
}
