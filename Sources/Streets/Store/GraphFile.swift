/// The layout of a saved street graph (`.lcg`), version 1; all numbers are little-endian.
///
/// ```
/// 0   header, 64 bytes: magic (8), version (4), byte-order mark (4), file length (8), sections (4), flags (4),
///     checksum of header and table with this field 0 (8), zeros
/// 64  section table, 32 bytes a section: kind (4), bytes an element (4), offset (8), elements (8), checksum (8)
/// …   the sections in the order of `Section`, each from a multiple of 64 on, zeros between
/// ```
///
/// A section's place follows from the sizes of those before it, so that a file has one valid form only and the same
/// graph always gives the same bytes.
enum GraphFile {
  /// A first byte that no text has, and line ends that a transfer as text would change.
  static let magic: [UInt8] = [0x8C, 0x4C, 0x43, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
  static let version: UInt32 = 1
  static let byteOrderMark: UInt32 = 0x0102_0304
  static let headerBytes = 64
  static let entryBytes = 32
  static let alignment = 64
  /// Where the header keeps its checksum.
  static let checksumOffset = 32
  /// Flag: some edge is not walked alike both ways; the backward and incoming sections count.
  static let directedFlag: UInt32 = 1

  /// What a section holds, in the order of the file.
  enum Section: UInt32, CaseIterable {
    case nodes = 1
    case edgeTails, edgeHeads, edgeMillimetres, edgeForward, edgeBackward, edgeTraits
    case shapeStarts, shapePoints
    case outgoingStarts, outgoingArcs, incomingStarts, incomingArcs
    case componentOf, componentMetres
    case barrierSegments, barrierOpenings
    case facts, looseEnds, rules, slope, source

    /// Bytes of an element.
    var stride: Int {
      switch self {
      case .nodes, .shapePoints, .outgoingArcs, .incomingArcs, .componentMetres,
        .barrierOpenings, .facts, .looseEnds:
        8
      case .edgeTails, .edgeHeads, .edgeMillimetres, .edgeForward, .edgeBackward, .shapeStarts,
        .outgoingStarts, .incomingStarts, .componentOf:
        4
      case .edgeTraits: 2
      case .barrierSegments: MemoryLayout<BarrierSegment>.stride
      case .rules, .slope, .source: 1
      }
    }
  }

  static var tableEnd: Int { headerBytes + entryBytes * Section.allCases.count }

  /// The next multiple of the alignment; nil when no Int holds it.
  static func aligned(_ offset: Int) -> Int? {
    let (sum, overflow) = offset.addingReportingOverflow(alignment - 1)
    return overflow ? nil : sum & ~(alignment - 1)
  }
}
