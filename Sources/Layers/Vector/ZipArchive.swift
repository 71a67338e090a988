internal import CGDAL
import Model

/// A zip archive's central directory, and bounded unpacking of single members into memory.
///
/// Nothing is ever written to a disk. Layout after PKWARE's APPNOTE 6.3.10 (§ 4.3).
final class ZipArchive {
  struct Member {
    var name: String
    var method: Int
    var flags: Int
    var checksum: Int
    var packedSize: Int
    var size: Int
    var headerOffset: Int
  }

  /// Members an archive may list; a Shapefile has about six.
  static let memberLimit = 10_000
  /// Bytes one member may unpack to: the largest `.shp` or `.dbf` the format itself allows is 2 GiB (4 with
  /// care), and everything is held in memory.
  static let sizeLimit = 2 << 30
  /// Deflate reaches 1,032 : 1 on zeros; tables padded with blanks reach about 100 : 1.
  static let ratioLimit = 300
  /// Below this size a high ratio is harmless.
  static let ratioFreeSize = 64 << 20

  let shown: String
  private let file: BigFile
  let members: [Member]

  /// Reads the central directory.
  ///
  /// - Throws: 65 when it is no zip archive, has too many members, or a member's name leads out of it.
  init(_ path: String, shownAs shown: String) throws {
    guard let file = BigFile(path) else { throw Self.bad(shown, "it cannot be read", zh: "无法读取") }
    let members = try Self.directory(file, shown: shown)
    for member in members { try Self.checkName(member.name, shown: shown) }
    self.file = file
    self.shown = shown
    self.members = members
  }

  private static func bad(_ shown: String, _ english: String, zh: String) -> AnalysisError {
    AnalysisError(
      .badData, Subject(file: shown),
      LocalizedText("the zip archive is not usable: \(english)", zh: "压缩包不可用：\(zh)"),
      hint: LocalizedText("unpack it and name the .shp", zh: "请解压后直接给出 .shp"))
  }

  private static func checkName(_ name: String, shown: String) throws {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    if name.hasPrefix("/") || name.contains("\\..") || name.contains("..\\") || parts.contains("..")
      || name.dropFirst().hasPrefix(":") || name.utf8.contains(0)
    {
      throw bad(
        shown, "a member's name leads out of it (\(name.prefix(60)))",
        zh: "成员路径越出压缩包（\(name.prefix(60))）")
    }
  }

  private static func directory(
    _ file: BigFile, shown: String
  ) throws -> [Member] {
    let (count, offset, size) = try ending(file, shown: shown)
    guard count <= memberLimit else {
      throw bad(
        shown, "\(count) members, over \(memberLimit)", zh: "成员数 \(count) 超过 \(memberLimit)")
    }
    let bytes = file.read(at: offset, count: min(size, 64 << 20))
    var members: [Member] = []
    var position = 0
    while members.count < count {
      guard let member = entry(bytes, at: &position) else {
        throw bad(shown, "its directory is broken", zh: "目录损坏")
      }
      members.append(member)
    }
    return members
  }

  /// Entry count, offset and size of the directory, from the end record or its 64-bit form.
  private static func ending(
    _ file: BigFile, shown: String
  ) throws -> (count: Int, offset: Int, size: Int) {
    let start = max(0, file.size - 65_557)
    let tail = file.read(at: start, count: 65_557)
    var position = tail.count - 22
    while position >= 0, tail.little(position, 4) != 0x0605_4B50 { position -= 1 }
    guard position >= 0, let count = tail.little(position + 10, 2),
      let size = tail.little(position + 12, 4), let offset = tail.little(position + 16, 4)
    else { throw bad(shown, "it has no directory (cut short?)", zh: "没有目录（文件可能不完整）") }
    if count < 0xFFFF, size < 0xFFFF_FFFF, offset < 0xFFFF_FFFF { return (count, offset, size) }
    let locator = tail.little(position - 20, 4) == 0x0706_4B50 ? position - 20 : -1
    if let place = locator < 0 ? nil : tail.little(locator + 8, 8) {
      let record = file.read(at: place, count: 56)
      if record.little(0, 4) == 0x0606_4B50, let count = record.little(32, 8),
        let size = record.little(40, 8), let offset = record.little(48, 8)
      {
        return (count, offset, size)
      }
    }
    return (count, offset, size)
  }

  private static func entry(_ bytes: [UInt8], at position: inout Int) -> Member? {
    let start = position
    guard bytes.little(start, 4) == 0x0201_4B50, let flags = bytes.little(start + 8, 2),
      let method = bytes.little(start + 10, 2), let checksum = bytes.little(start + 16, 4),
      var packed = bytes.little(start + 20, 4), var size = bytes.little(start + 24, 4),
      let nameLength = bytes.little(start + 28, 2), let extraLength = bytes.little(start + 30, 2),
      let commentLength = bytes.little(start + 32, 2), var offset = bytes.little(start + 42, 4),
      start + 46 + nameLength + extraLength <= bytes.count
    else { return nil }
    let name = Array(bytes[(start + 46)..<(start + 46 + nameLength)])
    let extra = Array(bytes[(start + 46 + nameLength)..<(start + 46 + nameLength + extraLength)])
    readLargeSizes(extra, &size, &packed, &offset)
    position = start + 46 + nameLength + extraLength + commentLength
    return Member(
      name: text(name), method: method, flags: flags, checksum: checksum, packedSize: packed,
      size: size, headerOffset: offset)
  }

  /// The 64-bit sizes in extra field 1, present only for those that do not fit.
  private static func readLargeSizes(
    _ extra: [UInt8], _ size: inout Int, _ packed: inout Int, _ offset: inout Int
  ) {
    var position = 0
    while let tag = extra.little(position, 2), let length = extra.little(position + 2, 2) {
      var value = position + 4
      position = value + length
      guard tag == 1 else { continue }
      for keyPath in [0, 1, 2] {
        let current = [size, packed, offset][keyPath]
        guard current == 0xFFFF_FFFF, let large = extra.little(value, 8) else { continue }
        if keyPath == 0 {
          size = large
        } else if keyPath == 1 {
          packed = large
        } else {
          offset = large
        }
        value += 8
      }
    }
  }

  /// Names are UTF-8 or, from Chinese Windows, GB18030 without saying so.
  private static func text(_ bytes: [UInt8]) -> String {
    bytes.withUnsafeBufferPointer { buffer in
      switch UTF8Check(buffer) {
      case .ascii, .valid: return String(decoding: buffer, as: UTF8.self)
      default:
        let decoded = TextDecoder("GB18030")?.decode(buffer).text ?? bytes
        return String(decoding: decoded, as: UTF8.self)
      }
    }
  }

  /// A member's bytes, with their checksum verified.
  ///
  /// - Throws: 65 when it is encrypted, packed in an unknown way, too large or too good to be true, or broken.
  func unpack(_ member: Member) throws -> [UInt8] {
    let shown = "\(shown)/\(member.name)"
    if member.flags & 1 != 0 { throw Self.bad(shown, "encrypted", zh: "已加密") }
    guard member.size <= Self.sizeLimit else {
      throw Self.bad(
        shown, "it unpacks to \(member.size) bytes, over \(Self.sizeLimit)",
        zh: "解压后 \(member.size) 字节，超过 \(Self.sizeLimit)")
    }
    if member.size > Self.ratioFreeSize, member.size / max(1, member.packedSize) > Self.ratioLimit {
      throw Self.bad(
        shown, "\(member.packedSize) bytes claim to unpack to \(member.size)",
        zh: "\(member.packedSize) 字节声称解压为 \(member.size) 字节")
    }
    let header = file.read(at: member.headerOffset, count: 30)
    guard header.little(0, 4) == 0x0403_4B50, let name = header.little(26, 2),
      let extra = header.little(28, 2)
    else { throw Self.bad(shown, "broken header", zh: "文件头损坏") }
    let packed = file.read(at: member.headerOffset + 30 + name + extra, count: member.packedSize)
    guard packed.count == member.packedSize else { throw Self.bad(shown, "cut short", zh: "不完整") }
    guard let bytes = Self.inflate(packed, member) else {
      throw Self.bad(shown, "broken or packed in an unknown way", zh: "已损坏或压缩方式未知")
    }
    return bytes
  }

  private static func inflate(_ packed: [UInt8], _ member: Member) -> [UInt8]? {
    if member.size == 0 { return [] }
    if member.method == 0 { return packed.count == member.size ? packed : nil }
    guard member.method == 8 else { return nil }
    // GDAL inflates the gzip form: the same deflate stream between a header and checksum, size.
    var gzip: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
    gzip.reserveCapacity(packed.count + 18)
    gzip += packed
    for value in [member.checksum, member.size] {
      for shift in [0, 8, 16, 24] { gzip.append(UInt8(truncatingIfNeeded: value >> shift)) }
    }
    var written = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: member.size) { buffer, count in
      let result = gzip.withUnsafeBytes {
        CPLZLibInflate($0.baseAddress, $0.count, buffer.baseAddress, buffer.count, &written)
      }
      count = result == nil ? 0 : written
    }
    return bytes.count == member.size ? bytes : nil
  }
}
