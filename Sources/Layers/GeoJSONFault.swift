internal import CSimdJSON
import Model

/// Why a text is not the GeoJSON it should be, and where.
struct GeoJSONFault: Sendable {
  private enum Cause {
    case syntax(geojson_error)
    case truncated
    case tooLong
  }

  private let cause: Cause
  /// Byte offset from the start of the file.
  let offset: Int
  /// The bytes from there on.
  private let seen: [UInt8]

  init(code: geojson_error, offset: Int, seen: [UInt8]) {
    cause = .syntax(code)
    self.offset = offset
    self.seen = seen
  }

  private init(_ cause: Cause, _ offset: Int) {
    self.cause = cause
    self.offset = offset
    seen = []
  }

  /// The file ends inside a value.
  static func truncated(_ offset: Int) -> GeoJSONFault { GeoJSONFault(.truncated, offset) }
  /// One feature is longer than can be read.
  static func tooLong(_ offset: Int) -> GeoJSONFault { GeoJSONFault(.tooLong, offset) }

  /// The error to throw; `feature`: the number of the feature it stands in, from 1.
  func error(path: String, feature: Int?) -> AnalysisError {
    AnalysisError(
      .badData, Subject(file: path, row: feature),
      LocalizedText(
        "not valid GeoJSON at byte \(offset): \(reason.english)",
        zh: "第 \(offset) 字节处不是有效的 GeoJSON：\(reason.chinese)"),
      hint: hint)
  }

  private var hint: LocalizedText {
    switch cause {
    case .truncated:
      LocalizedText("copy or export the file again", zh: "请重新复制或导出该文件")
    case .tooLong, .syntax(GEOJSON_OUT_OF_MEMORY): .empty
    case .syntax(GEOJSON_BAD_UTF8):
      LocalizedText("save the file as UTF-8", zh: "请将文件另存为 UTF-8")
    case .syntax: LocalizedText("correct the file or export it again", zh: "请改正或重新导出该文件")
    }
  }

  private var reason: LocalizedText {
    switch cause {
    case .truncated: LocalizedText("the file ends too early", zh: "文件不完整，提前结束")
    case .tooLong: LocalizedText("one feature is longer than 2 GB", zh: "单个要素超过 2 GB")
    case .syntax(let code): syntaxReason(code)
    }
  }

  private func syntaxReason(_ code: geojson_error) -> LocalizedText {
    switch code {
    case GEOJSON_BAD_NUMBER:
      LocalizedText("\(quoted) is not a JSON number", zh: "\(quoted) 不是 JSON 数值")
    case GEOJSON_BAD_LITERAL:
      LocalizedText(
        "\(quoted) is not true, false, null or a number", zh: "\(quoted) 不是 true、false、null 或数值")
    case GEOJSON_BAD_ESCAPE:
      LocalizedText("\(quoted) is not an escape of a string", zh: "\(quoted) 不是字符串转义")
    case GEOJSON_CONTROL_IN_STRING:
      LocalizedText("control character \(hex) in a string", zh: "字符串中有控制字符 \(hex)")
    case GEOJSON_BAD_UTF8:
      LocalizedText("a string that begins here is not UTF-8", zh: "由此开始的字符串不是 UTF-8")
    case GEOJSON_TOO_DEEP: LocalizedText("nested more than 512 deep", zh: "嵌套超过 512 层")
    case GEOJSON_NOT_AN_OBJECT:
      LocalizedText("\(quoted) where a feature should begin", zh: "应为要素之处是 \(quoted)")
    case GEOJSON_NESTED_LIST:
      LocalizedText("a FeatureCollection among features", zh: "要素之中又有 FeatureCollection")
    case GEOJSON_NO_SEPARATOR:
      LocalizedText("two values without a line break between them", zh: "两个值之间没有换行")
    case GEOJSON_SECOND_LIST: LocalizedText("a second member “features”", zh: "重复的 features 成员")
    case GEOJSON_OUT_OF_MEMORY: LocalizedText("out of memory", zh: "内存不足")
    default: LocalizedText("unexpected \(quoted)", zh: "意外的 \(quoted)")
    }
  }

  /// What stands there, up to the next white space or comma.
  private var quoted: String {
    guard let first = seen.first, first >= 0x20, first < 0x7F else { return "byte \(hex)" }
    let word = seen.prefix { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ",") }
    return "“\(String(decoding: word.isEmpty ? seen.prefix(1) : word, as: UTF8.self))”"
  }

  private var hex: String {
    guard let byte = seen.first else { return "?" }
    let digits = String(byte, radix: 16, uppercase: true)
    return "0x" + (digits.count < 2 ? "0" : "") + digits
  }
}
