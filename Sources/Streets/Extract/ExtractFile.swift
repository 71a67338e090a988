internal import COsmium
import Glibc
import Model

/// Kinds of objects of an extract.
struct ExtractKinds: OptionSet, Sendable {
  let rawValue: UInt32
  static let nodes = ExtractKinds(rawValue: OSM_NODES.rawValue)
  static let ways = ExtractKinds(rawValue: OSM_WAYS.rawValue)
  static let relations = ExtractKinds(rawValue: OSM_RELATIONS.rawValue)
  static let all: ExtractKinds = [.nodes, .ways, .relations]
}

/// An OSM file opened for one reading from its beginning to its end, through libosmium.
final class ExtractFile {
  private let reader: OpaquePointer
  private let file: String

  /// Tag set of a deleted way.
  static let deleted = OSM_DELETED
  /// Longitude of a node without a place.
  static let noPlace = OSM_NO_PLACE

  init(path: String, format: String, kinds: ExtractKinds, threads: Int, keys: [String]) throws {
    file = path
    // libosmium hands “scheme:” names to a downloader and takes "-" and "" for standard input.
    let plain = path.hasPrefix("/") ? path : "./" + path
    let pointers = keys.map { strdup($0) }
    defer { for pointer in pointers { free(pointer) } }
    let reader = pointers.map { UnsafePointer($0) }.withUnsafeBufferPointer {
      osm_reader_make(
        plain, format, kinds.rawValue, Int32(clamping: threads), $0.baseAddress, keys.count)
    }
    guard let reader else {
      throw AnalysisError(
        .inputOutput, Subject(file: path),
        LocalizedText("not enough memory to read it", zh: "内存不足，无法读取"))
    }
    self.reader = reader
  }

  deinit { osm_reader_free(reader) }

  /// The next objects; nil at the end. The chunk's pointers hold until the next call.
  ///
  /// - Throws: `AnalysisError` (bad data) with the library's message.
  func next() throws -> osm_chunk? {
    var chunk = osm_chunk()
    switch osm_reader_next(reader, &chunk) {
    case OSM_CHUNK: return chunk
    case OSM_END: return nil
    default:
      let reason = Self.plain(String(cString: osm_reader_message(reader)))
      throw AnalysisError(
        .badData, Subject(file: file),
        LocalizedText(
          "is damaged or cut short (libosmium: \(reason))",
          zh: "文件损坏或不完整（libosmium：\(reason)）"),
        hint: LocalizedText("download or export it again", zh: "请重新下载或导出"))
    }
  }

  /// A message that may quote damaged data, as part of one line.
  private static func plain(_ message: String) -> String {
    let marks = message.unicodeScalars.prefix(200).map {
      $0.properties.generalCategory == .control || $0.properties.isWhitespace ? " " : $0
    }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: marks)
    return String(text)
  }

  /// The extent the header declares, degrees; known after the first `next`.
  var frame: BoundingBox? {
    var box = [Double](repeating: 0, count: 4)
    guard osm_reader_frame(reader, &box) == 1 else { return nil }
    return BoundingBox(minX: box[0], minY: box[1], maxX: box[2], maxY: box[3])
  }

  /// Tag sets seen until now; number 0 is the empty one.
  var setCount: Int { osm_reader_set_count(reader) }

  /// The wanted tags of set `index`.
  func tags(ofSet index: Int) -> [String: String] {
    var length = 0
    guard let text = osm_reader_set(reader, index, &length) else { return [:] }
    let bytes = UnsafeRawBufferPointer(start: text, count: length)
    let words = bytes.split(separator: 0, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    var tags: [String: String] = [:]
    for index in stride(from: 0, to: words.count - 1, by: 2) {
      tags[words[index]] = words[index + 1]
    }
    return tags
  }
}
