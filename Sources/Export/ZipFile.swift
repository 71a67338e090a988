internal import CGDAL
import Glibc
import Model

/// Writes a ZIP archive (PKWARE APPNOTE 6.3) with fixed dates, so that the same files give the same bytes.
///
/// Holds at most 4 GB, the limit without ZIP64, which many readers of zipped Shapefiles lack.
package struct ZipFile {
  private var entries: [UInt8] = []
  private var count = 0
  private var offset = 0
  private let output: AtomicFile

  package init(_ output: AtomicFile) { self.output = output }

  /// Appends the file at `path` as `name`.
  package mutating func add(_ path: String, name: String) throws {
    try add(Self.content(of: path), name: name)
  }

  /// Appends `data` as `name`.
  package mutating func add(_ data: [UInt8], name: String) throws {
    let packed = Self.deflated(data)
    guard offset + packed.count + data.count < Int(UInt32.max) else {
      throw AnalysisError(
        .inputOutput, Subject(file: output.path),
        LocalizedText("a .zip holds at most 4 GB", zh: ".zip 最多 4 GB"),
        hint: LocalizedText("write .shp or .gpkg", zh: "请改用 .shp 或 .gpkg"))
    }
    let head = Self.fields(data, packed, name)
    var local: [UInt8] = [0x50, 0x4B, 3, 4] + head + [0, 0]
    local += name.utf8
    entries += [0x50, 0x4B, 1, 2, 20, 0] + head
    entries += [UInt8](repeating: 0, count: 12) + Self.bytes(offset, 4)
    entries += name.utf8
    try local.withUnsafeBytes(output.append)
    try packed.withUnsafeBytes(output.append)
    offset += local.count + packed.count
    count += 1
  }

  /// Writes the directory at the end.
  package func finish() throws {
    var end = entries + [0x50, 0x4B, 5, 6, 0, 0, 0, 0]
    end += Self.bytes(count, 2) + Self.bytes(count, 2)
    end += Self.bytes(entries.count, 4) + Self.bytes(offset, 4) + [0, 0]
    try end.withUnsafeBytes(output.append)
  }

  /// What local and central headers share: version to name length. The date is 1 January 1980, names are UTF-8.
  private static func fields(_ data: [UInt8], _ packed: [UInt8], _ name: String) -> [UInt8] {
    [20, 0, 0, 8, 8, 0, 0, 0, 0x21, 0] + bytes(Int(checksum(data)), 4) + bytes(packed.count, 4)
      + bytes(data.count, 4) + bytes(name.utf8.count, 2)
  }

  private static func bytes(_ number: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }

  /// Raw deflate: GDAL gives the zlib form, which has two bytes before and four behind it.
  private static func deflated(_ data: [UInt8]) -> [UInt8] {
    var size = 0
    let packed = data.withUnsafeBytes {
      CPLZLibDeflate($0.baseAddress, $0.count, 6, nil, 0, &size)
    }
    defer { VSIFree(packed) }
    guard let packed, size > 6 else { return [3, 0] }
    return Array(UnsafeRawBufferPointer(start: packed + 2, count: size - 6))
  }

  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in
      value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1
    }
  }

  /// CRC-32 (ISO 3309).
  static func checksum(_ data: some Sequence<UInt8>) -> UInt32 {
    let table = table
    return ~data.reduce(~0) { table[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] ^ ($0 >> 8) }
  }

  private static func content(of path: String) throws -> [UInt8] {
    let input = open(path, O_RDONLY | O_CLOEXEC)
    guard input >= 0 else { throw AnalysisError.writeFailed(path, errno) }
    defer { close(input) }
    var data: [UInt8] = []
    try FileCopy.withBlocks(of: input, path) { data.append(contentsOf: $0) }
    return data
  }
}
