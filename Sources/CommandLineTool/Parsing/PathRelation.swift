import Layers
import Model

/// Paths as another folder sees them.
extension PathText {
  /// The input `path` as it must be typed in a run file that stands in `folder`.
  ///
  /// Absolute paths, `-` and databases stay as they are; of a connection text the password is left out. A layer
  /// after a colon stays with its file.
  static func input(_ path: String, seenFrom folder: String) -> String {
    if path == "-" || path.hasPrefix("/") { return path }
    if path.hasPrefix("PG:") { return withoutPassword(path) }
    let file = LayerPlace.split(path).path
    let layer = path.dropFirst(file.count)
    guard let root = resolved(folder), let place = resolved(Self.folder(of: file)) else {
      return path
    }
    // As typed where that leads to the same file, else by the way links lead.
    let short = steps(from: plain(folder), to: plain(Self.folder(of: file))) + name(of: file)
    let isSame = resolved(join(folder, short)) == resolved(file)
    let seen = (isSame ? short : steps(from: root, to: place) + name(of: file)) + layer
    return seen.hasPrefix("PG:") ? "./" + seen : seen
  }

  /// An absolute path with `.` and `..` taken out as text, no matter where links lead.
  private static func plain(_ path: String) -> String {
    let whole = path.hasPrefix("/") ? path : (resolved(".") ?? "") + "/" + path
    return whole.split(separator: "/").reduce(into: "") { text, part in
      if part == ".." {
        text = String(text.prefix(upTo: text.lastIndex(of: "/") ?? text.startIndex))
      } else if part != "." {
        text += "/" + part
      }
    }
  }

  /// The output `path` as a run file in `folder` may name it; nil when it lies outside that folder.
  static func output(_ path: String, seenFrom folder: String) -> String? {
    if path == "-" { return path }
    if path.hasPrefix("PG:") || path.hasPrefix("postgresql:") { return nil }
    guard let root = resolved(folder), let place = resolved(Self.folder(of: path)) else {
      return nil
    }
    let seen = steps(from: root, to: place) + name(of: path)
    let isAllowed: Void? = try? requireUnder(folder, seen, option: "", subject: .none)
    return isAllowed == nil ? nil : seen
  }

  /// The steps from one absolute folder to another, each ended by a slash; empty for the same.
  private static func steps(from start: String, to end: String) -> String {
    let (left, right) = (start.split(separator: "/"), end.split(separator: "/"))
    let common = zip(left, right).prefix { $0 == $1 }.count
    let up = [Substring](repeating: "..", count: left.count - common)
    return (up + right.dropFirst(common)).map { $0 + "/" }.joined()
  }

  /// A connection text without `password=…` and without the password of a URI.
  private static func withoutPassword(_ connection: String) -> String {
    guard let hidden = try? LayerPlace(connection).path, hidden != connection else {
      return connection
    }
    return hidden.replacing(":***@", with: "@").split(separator: " ")
      .filter { !$0.hasSuffix("=***") && !$0.hasSuffix("='***'") }.joined(separator: " ")
  }
}
