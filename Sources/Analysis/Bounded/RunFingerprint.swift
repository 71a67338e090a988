import Layers
import Model

/// What parts of one run share: a digest of its inputs and of every option that their figures depend on.
enum RunFingerprint {
  /// The same for the same files (by their bytes, wherever they lie) and options; threads, memory and outputs do not
  /// matter.
  ///
  /// - Parameter sources: with their SHA-256.
  static func text(
    _ request: CoverageRequest, _ sources: [LayerSource], extras: Int
  ) throws -> String {
    var request = request
    request.outputs = CoverageRequest.Outputs()
    request.wantsSensitivity = false
    request.bounded = nil
    let digests = sources.map { "\($0.layerName) \($0.sha256) \($0.encoding)" }
    let all = ([ProductVersion.text, "\(extras)", describe(request)] + digests)
      .joined(separator: "\n")
    return try Array(all.utf8).withUnsafeBytes { try InputDigest.sha256($0) }
  }

  /// Members that hold paths: the file's name alone counts, its bytes are digested.
  private static let paths: Set<String> = ["path", "raster", "elevation", "walkRulesPath"]

  /// A value's members in the order of their declaration, so that an option added later counts without being listed here.
  private static func describe(_ value: Any, label: String = "") -> String {
    if label == "threads" { return "" }
    if let text = value as? String {
      return String(reflecting: paths.contains(label) ? PathName.last(text) : text)
    }
    let mirror = Mirror(reflecting: value)
    let members = mirror.children.map { child in
      "\(child.label ?? ""):\(describe(child.value, label: child.label == "some" ? label : child.label ?? ""))"
    }
    switch mirror.displayStyle {
    case .set, .dictionary: return "{\(members.sorted().joined(separator: ","))}"
    case .none: return String(describing: value)
    case .enum where members.isEmpty: return String(describing: value)
    default: return "(\(members.joined(separator: ",")))"
    }
  }
}
