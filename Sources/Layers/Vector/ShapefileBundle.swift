import CGDAL
import Model

/// The files of one Shapefile, checked and ready to open: on disk as they are, or in memory when they came
/// from an archive or their index had to be rebuilt. Nothing is ever written beside the input.
final class ShapefileBundle {
  /// The `.shp` (or a lone `.dbf`) to hand to GDAL.
  let path: String
  /// The attribute table's header; nil without a `.dbf`.
  let table: DBFTable?
  /// Text of the `.cpg`, trimmed; nil without one.
  let codePage: String?
  /// Keeps in-memory files alive as long as this object.
  private let staged: StagedFiles?

  /// Records in the `.shp`'s index; nil for a lone `.dbf`.
  let shapeCount: Int?

  /// Endings that make up a Shapefile, as far as it is read.
  private static let endings = ["shp", "shx", "dbf", "prj", "cpg"]

  /// Opens the Shapefile at `path`: any of its files may be named.
  ///
  /// - Throws: 65 when a part is missing that nothing can replace, cut short, or contradicts itself.
  init(path: String, shownAs shown: String, ledger: inout Ledger) throws {
    var parts: [String: String] = [:]
    let base = Self.withoutEnding(path)
    for ending in Self.endings {
      let names = [ending, ending.uppercased(), ending.prefix(1).uppercased() + ending.dropFirst()]
      parts[ending] = names.map { "\(base).\($0)" }.first { Self.exists($0) }
    }
    let given = Self.ending(path)
    if parts[given] == nil { parts["shp"] = path }
    staged = try Self.stageIfNeeded(&parts, shownAs: shown, ledger: &ledger)
    (self.path, table, codePage, shapeCount) = try Self.check(
      parts, shownAs: shown, ledger: &ledger)
  }

  /// Unpacks one Shapefile of an archive into memory.
  init(archive: ZipArchive, member: String, shownAs shown: String, ledger: inout Ledger)
    throws
  {
    let base = Self.withoutEnding(member).lowercased()
    let files = StagedFiles()
    let stem = LayerNames.stem(member)
    var parts: [String: String] = [:]
    for file in archive.members where Self.withoutEnding(file.name).lowercased() == base {
      let ending = Self.ending(file.name)
      guard Self.endings.contains(ending), parts[ending] == nil else { continue }
      parts[ending] = try files.add("\(stem).\(ending)", try archive.unpack(file))
    }
    if let shapes = parts["shp"].flatMap({ BigFile($0) }), !Self.hasIndex(parts["shx"], of: shapes) {
      let index = try Self.rebuiltIndex(shapes, shownAs: shown)
      parts["shx"] = try files.add("\(stem).shx", index)
      ledger.record(VectorLedger.indexRebuilt, Subject(file: shown))
    }
    staged = consume files
    (path, table, codePage, shapeCount) = try Self.check(parts, shownAs: shown, ledger: &ledger)
  }

  static func ending(_ path: String) -> String { LayerNames.ending(path) }

  private static func withoutEnding(_ path: String) -> String {
    guard let dot = path.lastIndex(of: "."), !path[dot...].contains("/") else { return path }
    return String(path[..<dot])
  }

  private static func exists(_ path: String) -> Bool { BigFile(path) != nil }

  // MARK: checks

  private static func check(
    _ parts: [String: String], shownAs shown: String, ledger: inout Ledger
  ) throws -> (path: String, table: DBFTable?, codePage: String?, shapeCount: Int?) {
    var table: DBFTable?
    if let path = parts["dbf"], let file = BigFile(path) {
      table = try DBFTable(file, shownAs: shown)
    }
    let codePage = parts["cpg"].flatMap { path -> String? in
      guard let file = BigFile(path) else { return nil }
      let text = String(decoding: file.read(at: 0, count: 64), as: UTF8.self)
      return String(text.prefix { !$0.isNewline }).trimmed
    }
    guard let path = parts["shp"], let shapes = BigFile(path) else {
      guard let dbf = parts["dbf"], table != nil else {
        throw AnalysisError(
          .badData, Subject(file: shown), LocalizedText("there is no .shp", zh: "缺少 .shp 文件"),
          hint: LocalizedText(
            "a Shapefile needs .shp, .shx and .dbf together", zh: "Shapefile 需要 .shp、.shx、.dbf 同在"))
      }
      return (dbf, table, codePage, nil)
    }
    try checkHeader(shapes, shownAs: shown)
    let count = parts["shx"].flatMap { BigFile($0) }.map { ($0.size - 100) / 8 } ?? 0
    if let table, table.recordCount != count {
      ledger.record(
        VectorLedger.recordsMismatch, Subject(file: shown),
        detail: ".shp \(count), .dbf \(table.recordCount)")
    } else if table == nil {
      ledger.record(VectorLedger.dbfMissing, Subject(file: shown))
    }
    return (path, table, codePage, count)
  }

  /// Layout after ESRI's Shapefile Technical Description (1998): big-endian file code 9994 and length in
  /// 16-bit words.
  private static func checkHeader(_ file: BigFile, shownAs shown: String) throws {
    let header = file.read(at: 0, count: 100)
    guard header.count == 100, header.big(0) == 9994, let words = header.big(24) else {
      throw AnalysisError(
        .badData, Subject(file: shown),
        LocalizedText("the .shp is not a Shapefile", zh: ".shp 不是有效的 Shapefile"),
        hint: LocalizedText("copy or export the file again", zh: "请重新复制或导出该文件"))
    }
    guard words * 2 <= file.size else {
      throw AnalysisError(
        .badData, Subject(file: shown),
        LocalizedText(
          "the .shp is cut short: it states \(words * 2) bytes and has \(file.size)",
          zh: ".shp 不完整：应为 \(words * 2) 字节，实为 \(file.size) 字节"),
        hint: LocalizedText("copy or export the file again", zh: "请重新复制或导出该文件"))
    }
  }

  // MARK: the index

  private static func hasIndex(_ path: String?, of shapes: BigFile) -> Bool {
    guard let path, let file = BigFile(path) else { return false }
    let header = file.read(at: 0, count: 100)
    guard header.big(0) == 9994, let words = header.big(24), words * 2 <= file.size,
      file.size >= 100, (file.size - 100) % 8 == 0
    else { return false }
    guard file.size > 100 else { return shapes.size <= 108 }
    let last = file.read(at: file.size - 8, count: 8)
    guard let offset = last.big(0), let length = last.big(4) else { return false }
    return offset * 2 + length * 2 + 8 <= shapes.size
  }

  private static func stageIfNeeded(
    _ parts: inout [String: String], shownAs shown: String, ledger: inout Ledger
  ) throws -> StagedFiles? {
    guard let shapes = parts["shp"].flatMap({ BigFile($0) }), !hasIndex(parts["shx"], of: shapes)
    else { return nil }
    try checkHeader(shapes, shownAs: shown)
    guard shapes.size <= ZipArchive.sizeLimit else {
      throw AnalysisError(
        .badData, Subject(file: shown),
        LocalizedText("the .shx index is missing or broken", zh: "缺少 .shx 索引或其已损坏"),
        hint: LocalizedText("copy the .shx beside the .shp", zh: "请把 .shx 放到 .shp 旁边"))
    }
    let files = StagedFiles()
    let stem = LayerNames.stem(parts["shp"] ?? "layer.shp")
    let index = try rebuiltIndex(shapes, shownAs: shown)
    for (ending, path) in parts where ending != "shx" {
      guard let file = BigFile(path), file.size <= ZipArchive.sizeLimit else { continue }
      parts[ending] = try files.add("\(stem).\(ending)", file.read(at: 0, count: file.size))
    }
    parts["shx"] = try files.add("\(stem).shx", index)
    ledger.record(VectorLedger.indexRebuilt, Subject(file: shown))
    return files
  }

  /// The index made by walking the `.shp`'s records one after the other.
  private static func rebuiltIndex(
    _ shapes: BigFile, shownAs shown: String
  ) throws -> [UInt8] {
    try checkHeader(shapes, shownAs: shown)
    var index = shapes.read(at: 0, count: 100)
    let end = min(shapes.size, (index.big(24) ?? 0) * 2)
    var offset = 100
    while offset + 8 <= end {
      let header = shapes.read(at: offset, count: 8)
      guard let words = header.big(4), words >= 2, offset + 8 + words * 2 <= end else { break }
      index.appendBig(offset / 2)
      index.appendBig(words)
      offset += 8 + words * 2
    }
    var length: [UInt8] = []
    length.appendBig(index.count / 2)
    index.replaceSubrange(24..<28, with: length)
    return index
  }
}

extension [UInt8] {
  fileprivate mutating func appendBig(_ value: Int) {
    for shift in [24, 16, 8, 0] { append(UInt8(truncatingIfNeeded: value >> shift)) }
  }
}
