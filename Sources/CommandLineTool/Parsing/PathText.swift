import Glibc
import Layers
import Model

/// Paths as text, and where they lead once symbolic links are followed.
package enum PathText {
  /// The folder part of `path`: `.` when there is none, `/` for a path in the root.
  package static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The part after the last slash.
  package static func name(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
  }

  /// `path` seen from `folder`; absolute paths, `-` and database connections stay as they are.
  package static func join(_ folder: String, _ path: String) -> String {
    if path.hasPrefix("/") || path == "-" || path.hasPrefix("PG:") || folder == "." { return path }
    return folder == "/" ? "/" + path : folder + "/" + path
  }

  /// The file a layer path names: `a.gpkg:grid` is in `a.gpkg` when no file has the whole name.
  package static func file(of layerPath: String) -> String {
    let file = LayerPlace.split(layerPath).path
    return access(file, F_OK) == 0 ? file : layerPath
  }

  /// The absolute path behind `path` with all symbolic links followed, also where its last parts do not exist
  /// yet; nil when links run in a circle.
  package static func resolved(_ path: String) -> String? {
    resolved(path, linksLeft: 40)
  }

  private static func resolved(_ path: String, linksLeft: Int) -> String? {
    guard linksLeft > 0 else { return nil }
    if let real = realpath(path, nil) {
      defer { free(real) }
      return String(cString: real)
    }
    // The last part is missing, or a link to something missing: resolve the folder, then look at the part.
    let last = name(of: path)
    guard !last.isEmpty, let base = base(of: path, linksLeft: linksLeft) else { return nil }
    if last == "." { return base }
    if last == ".." { return folder(of: base) }
    let whole = base == "/" ? "/" + last : base + "/" + last
    guard let target = linkTarget(whole) else { return whole }
    return resolved(target.hasPrefix("/") ? target : base + "/" + target, linksLeft: linksLeft - 1)
  }

  private static func base(of path: String, linksLeft: Int) -> String? {
    let folder = folder(of: path)
    if folder == "/" { return "/" }
    return resolved(folder, linksLeft: linksLeft - 1)
  }

  private static func linkTarget(_ path: String) -> String? {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink(path, &buffer, buffer.count)
    guard count > 0 else { return nil }
    return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Refuses an output path of a run file that is absolute, leaves the file's folder by `..`, or leaves it
  /// through a symbolic link.
  ///
  /// - Throws: `AnalysisError` of kind usage that names the option and the path.
  package static func requireUnder(
    _ folder: String, _ path: String, option: String, subject: Subject
  ) throws {
    if path == "-" { return }
    let refusal = AnalysisError(
      .usage, subject,
      LocalizedText(
        "\(option): the output \(path) lies outside the run file's folder",
        zh: "\(option)：输出 \(path) 越出运行文件所在文件夹"),
      hint: LocalizedText(
        "use a path under it, or give \(option) on the command line",
        zh: "请用其下的路径，或在命令行给出 \(option)"))
    let parts = path.split(separator: "/")
    if path.hasPrefix("/") || parts.contains("..") || path.utf8.contains(0) { throw refusal }
    guard let root = resolved(folder), let target = resolved(join(folder, path)),
      target.hasPrefix(root == "/" ? "/" : root + "/")
    else { throw refusal }
  }
}
