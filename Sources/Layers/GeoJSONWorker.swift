internal import CSimdJSON
import Model

/// One thread's parser and text buffer, reused for piece after piece.
final class GeoJSONWorker {
  private let parser: OpaquePointer
  private var buffer: UnsafeMutablePointer<UInt8>
  private var capacity: Int

  /// Read beyond a piece at first, for the feature that crosses its end.
  private static let overlap = 1 << 15
  /// Longest feature that is read; positions within a chunk are counted in 32 bits.
  private static let longest = 1 << 31

  init?() {
    guard let parser = geojson_parser_make() else { return nil }
    self.parser = parser
    capacity = 0
    buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: Int(GEOJSON_PADDING))
  }

  deinit {
    geojson_parser_free(parser)
    buffer.deallocate()
  }

  /// Fills the buffer with `range` of the source and zeros behind it.
  private func load(_ source: GeoJSONSource, _ range: Range<Int>) throws {
    if range.count > capacity {
      buffer.deallocate()
      capacity = range.count
      buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity + Int(GEOJSON_PADDING))
    }
    try source.read(range.lowerBound, count: range.count, into: buffer)
    (buffer + range.count).initialize(repeating: 0, count: Int(GEOJSON_PADDING))
  }

  // MARK: features

  /// Parses the features that begin in `range`, whose lower bound is where one begins.
  ///
  /// `limit`: give up (status `open`) rather than load more bytes than this.
  func parse(
    _ source: GeoJSONSource, _ mode: geojson_mode, _ range: Range<Int>, limit: Int? = nil
  ) throws -> GeoJSONPiece {
    try load(source, range.lowerBound..<min(source.size, range.upperBound + Self.overlap))
    let loaded = min(source.size, range.upperBound + Self.overlap) - range.lowerBound
    return try parseLoaded(source, mode, base: range.lowerBound, loaded, range, limit: limit)
  }

  /// As `parse`, from the first place in `range` that looks like the start of a feature; nil: none does.
  ///
  /// A place from which the text soon turns out not to be a list of features (objects in a list among the
  /// properties look the same) is passed over for the next.
  func parseGuessing(
    _ source: GeoJSONSource, _ mode: geojson_mode, _ range: Range<Int>, key: [UInt8], limit: Int
  ) throws -> GeoJSONPiece? {
    var from = range.lowerBound
    var best: GeoJSONPiece?
    for _ in 0..<Self.guesses where from < range.upperBound {
      let base = max(0, from - 256)
      let loaded = min(source.size, range.upperBound + Self.overlap) - base
      try load(source, base..<(base + loaded))
      let guess = GeoJSONBoundary(mode: mode, key: key).find(
        UnsafeBufferPointer(start: buffer, count: loaded),
        from: from - base, to: range.upperBound - base)
      guard let guess else { break }
      let start = base + guess
      let piece = try parseLoaded(
        source, mode, base: base, loaded, start..<range.upperBound, limit: limit)
      best = best ?? piece
      switch piece.status {
      case .stopped: return piece
      case .ended where piece.end >= range.upperBound - Self.overlap: return piece
      case .failed, .ended, .open: from = max(start + 1, min(piece.end, start + Self.overlap))
      }
    }
    return best
  }

  /// How many places are tried in one piece before it is left for later.
  private static let guesses = 16

  private func parseLoaded(
    _ source: GeoJSONSource, _ mode: geojson_mode, base: Int, _ loaded: Int, _ range: Range<Int>,
    limit: Int?
  ) throws -> GeoJSONPiece {
    geojson_parser_reset(parser)
    var base = base
    var loaded = loaded
    var position = range.lowerBound
    while true {
      var local = position - base
      var code = GEOJSON_OK
      let isFinal = base + loaded == source.size
      let status = geojson_parse(
        parser, buffer, loaded, mode, max(0, range.upperBound - base), isFinal ? 1 : 0, &local,
        &code)
      let moved = base + local > position
      position = base + local
      switch status {
      case GEOJSON_STOPPED: return piece(range.lowerBound, position, .stopped)
      case GEOJSON_ENDED: return piece(range.lowerBound, position, .ended)
      case GEOJSON_ERROR:
        return piece(
          range.lowerBound, position,
          .failed(GeoJSONFault(code: code, offset: position, seen: seen(local, loaded))))
      default: break
      }
      if isFinal { return piece(range.lowerBound, position, .failed(.truncated(source.size))) }
      let wanted = moved ? max(range.upperBound - position, 0) + 2 * Self.overlap : 2 * loaded
      if wanted > Self.longest || limit.map({ wanted > $0 }) ?? false {
        return piece(
          range.lowerBound, position, limit == nil ? .failed(.tooLong(position)) : .open)
      }
      base = position
      loaded = min(source.size - base, wanted)
      try load(source, base..<(base + loaded))
    }
  }

  private func seen(_ offset: Int, _ loaded: Int) -> [UInt8] {
    Array(UnsafeBufferPointer(start: buffer + offset, count: min(12, loaded - offset)))
  }

  // MARK: the outermost object

  /// The members before `features` (from the text's `{` at `start`) or behind it (`tail`).
  func members(
    _ source: GeoJSONSource, from start: Int, tail: Bool, _ members: inout GeoJSONMembers
  ) throws -> GeoJSONMembers.Outcome {
    var length = 1 << 16
    while true {
      let loaded = min(source.size - start, length)
      try load(source, start..<(start + loaded))
      var raw = geojson_members()
      raw.type = members.isCollection ? 1 : 0
      raw.has_list = tail ? 1 : 0
      var local = 0
      var code = GEOJSON_OK
      let status = geojson_read_members(
        parser, buffer, loaded, tail ? 1 : 0, &local, &raw, &code)
      if status == GEOJSON_MORE {
        if start + loaded == source.size { return .failed(.truncated(source.size)) }
        length = loaded * 4
        continue
      }
      members.take(raw, text: UnsafeBufferPointer(start: buffer, count: loaded))
      switch status {
      case GEOJSON_STOPPED:
        members.firstKey = GeoJSONBoundary.firstKey(
          UnsafeBufferPointer(start: buffer, count: loaded), at: local)
        return .list(start + local)
      case GEOJSON_ENDED: return .end(start + local)
      default:
        return .failed(
          GeoJSONFault(code: code, offset: start + local, seen: seen(local, loaded)))
      }
    }
  }

  /// The first byte from `start` on that is neither white space nor a record separator, with its place.
  func firstByte(_ source: GeoJSONSource, from start: Int) throws -> (place: Int, byte: UInt8)? {
    var base = start
    while base < source.size {
      let loaded = min(source.size - base, 1 << 16)
      try load(source, base..<(base + loaded))
      for index in 0..<loaded where ![0x20, 0x0A, 0x0D, 0x09, 0x1E].contains(buffer[index]) {
        return (base + index, buffer[index])
      }
      base += loaded
    }
    return nil
  }

  // MARK: results

  private func piece(_ start: Int, _ end: Int, _ status: GeoJSONPiece.Status) -> GeoJSONPiece {
    if case .open = status { return GeoJSONPiece(start: start, end: end, status: status) }
    let columns = geojson_parser_columns(parser)
    var piece = GeoJSONPiece(start: start, end: end, status: status)
    piece.chunk = FeatureChunk(columns)
    piece.box = BoundingBox(
      minX: columns.min_x, minY: columns.min_y, maxX: columns.max_x, maxY: columns.max_y)
    piece.issues = (0..<Int(GEOJSON_ISSUE_COUNT.rawValue)).map { columns.issues[$0] }
    piece.fields = (0..<geojson_parser_field_count(parser)).map { index in
      let field = geojson_parser_field(parser, index)
      return GeoJSONField(
        key: Array(UnsafeBufferPointer(start: field.key, count: field.length)),
        types: field.types)
    }
    return piece
  }
}

extension FeatureChunk {
  /// Copies a parser's columns into arrays of exactly their size.
  fileprivate init(_ columns: geojson_columns) {
    self.init(firstIndex: 0)
    shapes.kinds = (0..<columns.features).map { ShapeKind(rawValue: columns.kinds[$0]) ?? .none }
    shapes.coordinates = Array(unsafeUninitializedCapacity: columns.positions) { target, count in
      // A coordinate is two doubles, x first, without padding.
      if columns.positions > 0 {
        UnsafeMutableRawPointer(target.baseAddress!).copyMemory(
          from: columns.coordinates, byteCount: 16 * columns.positions)
      }
      count = columns.positions
    }
    shapes.ringStarts = Self.array(columns.ring_starts, columns.rings + 1)
    shapes.partStarts = Self.array(columns.part_starts, columns.parts + 1)
    shapes.featureStarts = Self.array(columns.feature_starts, columns.features + 1)
    attributes.bytes = Self.array(columns.attributes, columns.attribute_bytes)
    attributes.starts = Self.starts(columns.attribute_starts, columns.features + 1)
    identifiers.bytes = Self.array(columns.identifiers, columns.identifier_bytes)
    identifiers.starts = Self.starts(columns.identifier_starts, columns.features + 1)
  }

  private static func array<Element>(
    _ start: UnsafePointer<Element>?, _ count: Int
  ) -> [Element] {
    Array(UnsafeBufferPointer(start: start, count: start == nil ? 0 : count))
  }

  private static func starts(_ start: UnsafePointer<Int64>, _ count: Int) -> [Int] {
    (0..<count).map { Int(start[$0]) }
  }
}
