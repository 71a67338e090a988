import Model

/// A ZIP archive whose members are stored as they are, each from a multiple of 64 bytes on: made and read in memory.
///
/// Any unzip program opens it, and arrays in a member can be used where they lie. Dates are fixed, so that the same
/// members give the same bytes. Holds at most 4 GB and 65,535 members.
package struct StoredArchive {
  private var body: [UInt8] = []
  private var directory: [UInt8] = []
  private var count = 0

  /// Where members begin: as sections of a street graph do.
  private static let alignment = 64
  private static let localBytes = 30
  private static let centralBytes = 46
  private static let endBytes = 22
  /// The kind of extra field that fills up to the alignment; one that no program gives a meaning.
  private static let paddingKind = 0x434C

  package init() {}

  /// Appends `data` as the member `name` (ASCII).
  package mutating func add(_ data: [UInt8], name: String) {
    let start = body.count
    let head = start + Self.localBytes + name.utf8.count
    var padding = -head & (Self.alignment - 1)
    // An extra field takes four bytes before its content.
    if padding > 0, padding < 4 { padding += Self.alignment }
    let fields = Self.fields(data, name)
    body += [0x50, 0x4B, 3, 4] + fields + Self.bytes(padding, 2)
    body += name.utf8
    if padding > 0 {
      body += Self.bytes(Self.paddingKind, 2) + Self.bytes(padding - 4, 2)
      body += [UInt8](repeating: 0, count: padding - 4)
    }
    body += data
    directory += [0x50, 0x4B, 1, 2, 20, 0] + fields
    directory += [UInt8](repeating: 0, count: 12) + Self.bytes(start, 4)
    directory += name.utf8
    count += 1
  }

  /// The whole archive; nil when it is larger than an archive can be.
  package func finished() -> [UInt8]? {
    guard body.count + directory.count < Int(UInt32.max), count <= Int(UInt16.max) else {
      return nil
    }
    var end: [UInt8] = [0x50, 0x4B, 5, 6, 0, 0, 0, 0]
    end += Self.bytes(count, 2) + Self.bytes(count, 2)
    end += Self.bytes(directory.count, 4) + Self.bytes(body.count, 4) + [0, 0]
    return body + directory + end
  }

  /// What local and central headers share: version to name length. The date is 1 January 1980, names are UTF-8.
  private static func fields(_ data: [UInt8], _ name: String) -> [UInt8] {
    let size = bytes(data.count, 4)
    return [20, 0, 0, 8, 0, 0, 0, 0, 0x21, 0] + bytes(Int(ZipFile.checksum(data)), 4) + size + size
      + bytes(name.utf8.count, 2)
  }

  private static func bytes(_ number: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }
}

// MARK: Reading

extension StoredArchive {
  /// Why bytes are no such archive.
  package enum Damage: Error, Hashable {
    /// They do not end as an archive does.
    case foreign
    /// A member is cut off, compressed, or its checksum differs.
    case member(String)
  }

  /// Where each member stands in `archive`, by name; their checksums agree.
  ///
  /// - Throws: `Damage`.
  package static func members(of archive: UnsafeRawBufferPointer) throws(Damage) -> [String: Range<
    Int
  >] {
    func number(_ offset: Int, _ count: Int) -> Int {
      (0..<count).reduce(0) { $0 | Int(archive[offset + $1]) << (8 * $1) }
    }
    let end = archive.count - endBytes
    guard end >= 0, number(end, 4) == 0x0605_4B50, number(end + 20, 2) == 0 else {
      throw .foreign
    }
    let (size, start) = (number(end + 12, 4), number(end + 16, 4))
    guard start + size == end else { throw .foreign }
    var members: [String: Range<Int>] = [:]
    var entry = start
    for _ in 0..<number(end + 10, 2) {
      guard entry + centralBytes <= end, number(entry, 4) == 0x0201_4B50 else { throw .foreign }
      let nameEnd = entry + centralBytes + number(entry + 28, 2)
      guard nameEnd <= end else { throw .foreign }
      let name = String(decoding: archive[(entry + centralBytes)..<nameEnd], as: UTF8.self)
      let local = number(entry + 42, 4)
      guard local + localBytes <= start, number(local, 4) == 0x0403_4B50 else {
        throw .member(name)
      }
      let first = local + localBytes + number(local + 26, 2) + number(local + 28, 2)
      let length = number(entry + 24, 4)
      guard number(entry + 10, 2) == 0, number(entry + 20, 4) == length, first + length <= start,
        ZipFile.checksum(archive[first..<(first + length)]) == UInt32(number(entry + 16, 4)),
        members.updateValue(first..<(first + length), forKey: name) == nil
      else { throw .member(name) }
      entry = nameEnd + number(entry + 30, 2) + number(entry + 32, 2)
    }
    guard entry == end else { throw .foreign }
    return members
  }
}
