internal import CSimdJSON
import Model

/// The pieces of one list of features, parsed in parallel and handed on in order.
struct GeoJSONAssembly {
  /// Behind the list.
  private(set) var end: Int
  private var features = 0
  private let source: GeoJSONSource
  private let mode: geojson_mode
  private let take: (GeoJSONPiece) throws -> Void

  /// - Parameters:
  ///   - window: so many pieces are parsed at once and in memory before they are handed on.
  ///   - take: called with every piece that has features, in order.
  init(
    _ list: GeoJSONList, source: GeoJSONSource, crew: GeoJSONCrew, pieceSize: Int, window: Int,
    threads: Int, take: @escaping (GeoJSONPiece) throws -> Void
  ) throws {
    self.source = source
    self.take = take
    mode = list.mode
    end = list.start
    let count = max(1, (source.size - list.start + pieceSize - 1) / pieceSize)
    @Sendable func stretch(_ index: Int) -> Range<Int> {
      let lower = list.start + index * pieceSize
      return lower..<min(source.size, lower + pieceSize)
    }
    var first = 0
    while first < count {
      let number = min(window, count - first)
      let guesses = try Parallel.map(count: number, threads: threads) { [first] offset in
        let worker = try crew.take()
        defer { crew.give(worker) }
        let index = first + offset
        if index == 0 { return Optional(try worker.parse(source, list.mode, stretch(0))) }
        return try worker.parseGuessing(
          source, list.mode, stretch(index), key: list.firstKey, limit: max(8 * pieceSize, 1 << 18))
      }
      if try join(guesses, from: first, crew, stretch) { return }
      first += number
    }
    throw GeoJSONFault.truncated(source.size).error(path: source.path, feature: features + 1)
  }

  /// Takes each piece that begins where the last one ended, and parses the rest again from there; true when the list
  /// is complete.
  private mutating func join(
    _ guesses: [GeoJSONPiece?], from first: Int, _ crew: GeoJSONCrew,
    _ stretch: (Int) -> Range<Int>
  ) throws -> Bool {
    let worker = try crew.take()
    defer { crew.give(worker) }
    for (offset, guess) in guesses.enumerated() {
      let upper = stretch(first + offset).upperBound
      guard end < upper || first + offset == 0 else { continue }
      var piece = guess
      if case .open? = piece?.status { piece = nil }
      if piece?.start != end { piece = try worker.parse(source, mode, end..<upper) }
      guard let piece else { continue }
      if try !append(piece) { return true }
    }
    return false
  }

  /// Hands a piece on; false when the list is complete.
  private mutating func append(_ piece: GeoJSONPiece) throws -> Bool {
    if case .failed(let fault) = piece.status {
      throw fault.error(path: source.path, feature: features + piece.chunk.count + 1)
    }
    end = piece.end
    if piece.chunk.count > 0 {
      var piece = piece
      piece.chunk.firstIndex = features
      features += piece.chunk.count
      try take(piece)
    }
    if case .ended = piece.status { return false }
    return true
  }
}

/// Where a file's features stand and how they follow each other.
struct GeoJSONList {
  var mode: geojson_mode
  var start: Int
  var firstKey: [UInt8]

  /// Looks for `features` in the object at `start`; anything else is a sequence of one or more values.
  static func find(
    _ source: GeoJSONSource, _ crew: GeoJSONCrew, from start: Int, _ members: inout GeoJSONMembers
  ) throws -> GeoJSONList {
    let worker = try crew.take()
    defer { crew.give(worker) }
    switch try worker.members(source, from: start, tail: false, &members) {
    case .failed(let fault): throw fault.error(path: source.path, feature: nil)
    case .list(let place):
      return GeoJSONList(mode: GEOJSON_COLLECTION, start: place, firstKey: members.firstKey)
    case .end:
      guard members.isSingle else { throw wrongType(members.type ?? [], path: source.path) }
      var key: [UInt8] = []
      let length = min(256, source.size - start)
      try withUnsafeTemporaryAllocation(of: UInt8.self, capacity: length) { head in
        try source.read(start, count: length, into: head.baseAddress!)
        key = GeoJSONBoundary.firstKey(UnsafeBufferPointer(head), at: 0)
      }
      return GeoJSONList(mode: GEOJSON_SEQUENCE, start: start, firstKey: key)
    }
  }

  /// JSON, but not GeoJSON.
  static func wrongType(_ type: [UInt8], path: String) -> AnalysisError {
    let seen = type.isEmpty ? nil : String(decoding: type.prefix(60), as: UTF8.self)
    if seen == "\"FeatureCollection\"" {
      return AnalysisError(
        .badData, Subject(file: path),
        LocalizedText(
          "a FeatureCollection without an array “features”",
          zh: "FeatureCollection 没有 features 数组"),
        hint: LocalizedText("export the file again", zh: "请重新导出该文件"))
    }
    return AnalysisError(
      .badData, Subject(file: path),
      LocalizedText(
        seen.map { "JSON of type \($0) is not GeoJSON" } ?? "JSON without “type” is not GeoJSON",
        zh: seen.map { "type 为 \($0) 的 JSON 不是 GeoJSON" } ?? "没有 type 的 JSON 不是 GeoJSON"),
      hint: LocalizedText(
        "export as GeoJSON (a FeatureCollection)", zh: "请导出为 GeoJSON（FeatureCollection）"))
  }
}

/// What may stand before a file's first value.
enum GeoJSONPrologue {
  /// Where the first object begins, behind a byte order mark and record separators.
  static func skip(
    _ source: GeoJSONSource, _ crew: GeoJSONCrew, _ ledger: inout Ledger
  ) throws -> Int {
    let worker = try crew.take()
    defer { crew.give(worker) }
    var head = [UInt8](repeating: 0, count: min(4, source.size))
    if !head.isEmpty {
      let count = head.count
      try head.withUnsafeMutableBufferPointer {
        try source.read(0, count: count, into: $0.baseAddress!)
      }
    }
    if isUTF16(head) { throw notUTF8(source.path) }
    let hasMark = head.starts(with: [0xEF, 0xBB, 0xBF])
    if hasMark { ledger.record(.geoJSONByteOrderMark, Subject(file: source.path)) }
    guard let (place, byte) = try worker.firstByte(source, from: hasMark ? 3 : 0) else {
      throw AnalysisError(
        .badData, Subject(file: source.path), LocalizedText("the file is empty", zh: "文件为空"),
        hint: LocalizedText("export the file again", zh: "请重新导出该文件"))
    }
    guard byte == UInt8(ascii: "{") else {
      throw GeoJSONFault(code: GEOJSON_UNEXPECTED, offset: place, seen: [byte]).error(
        path: source.path, feature: nil)
    }
    return place
  }

  private static func isUTF16(_ head: [UInt8]) -> Bool {
    head.starts(with: [0xFE, 0xFF]) || head.starts(with: [0xFF, 0xFE])
      || (head.count >= 2 && head.prefix(2).contains(0))
  }

  private static func notUTF8(_ path: String) -> AnalysisError {
    AnalysisError(
      .badData, Subject(file: path),
      LocalizedText("the text is UTF-16 or UTF-32", zh: "文本为 UTF-16 或 UTF-32 编码"),
      hint: LocalizedText("save the file as UTF-8", zh: "请将文件另存为 UTF-8"))
  }
}
