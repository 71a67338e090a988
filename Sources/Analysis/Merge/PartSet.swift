import Glibc
import Model

/// The parts of a set of tiles: each tile's own, once.
struct PartSet: Sendable {
  /// Path of each tile's part, in the order of the manifest.
  let paths: [String]

  /// Finds the part of every tile among `places`, files and folders of `.lcpart` files.
  ///
  /// - Throws: 66 for a place that cannot be opened; 65 for an empty folder, a damaged part, one that is not of this
  ///   set, two of one tile, and a tile without one — the first such kind, with all names.
  init(_ places: [String], of set: TileManifest, threads: Int) throws {
    let files = try places.flatMap(Self.files)
    let origins = try Parallel.map(count: files.count, threads: threads) {
      try CoveragePart.open(files[$0]).origin
    }
    var byTile: [String: String] = [:]
    for (path, origin) in zip(files, origins) {
      try Self.checkOrigin(origin, path, set)
      if let other = byTile.updateValue(path, forKey: origin.name) {
        throw Self.refusal(
          path,
          LocalizedText(
            "tile \(origin.name) has a part already, \(PathName.last(other))",
            zh: "分块 \(origin.name) 已有结果 \(PathName.last(other))"),
          LocalizedText("leave one of them out", zh: "请只保留一个"))
      }
    }
    let missing = set.tiles.map(\.name).filter { byTile[$0] == nil }
    if !missing.isEmpty {
      throw Self.refusal(
        nil,
        LocalizedText(
          "\(missing.count) of \(set.tiles.count) tiles have no part: \(Self.list(missing))",
          zh: "\(set.tiles.count) 个分块中有 \(missing.count) 个缺少结果：\(Self.list(missing))"),
        LocalizedText(
          "run coverage --tile for them, with -o FILE.lcpart",
          zh: "请对其运行 coverage --tile，并以 -o FILE.lcpart 输出"))
    }
    paths = set.tiles.compactMap { byTile[$0.name] }
  }

  private static func checkOrigin(
    _ origin: CoveragePart.Origin, _ path: String, _ set: TileManifest
  ) throws {
    guard origin.product == ProductVersion.text else {
      throw refusal(
        path,
        LocalizedText(
          "it was measured by lifecircle \(origin.product), this is \(ProductVersion.text)",
          zh: "由 lifecircle \(origin.product) 计算，本程序为 \(ProductVersion.text)"),
        LocalizedText("run its tile again", zh: "请重新计算该分块"))
    }
    guard set.tiles.contains(where: { $0.name == origin.name && $0.sha256 == origin.sha256 })
    else {
      let isNamed = set.tiles.contains { $0.name == origin.name }
      throw refusal(
        path,
        isNamed
          ? LocalizedText(
            "it is of another tile \(origin.name), cut from other inputs or with other options",
            zh: "它属于另一个分块 \(origin.name)，输入或选项不同")
          : LocalizedText(
            "it is of tile “\(origin.name)”, which this set does not have",
            zh: "它属于分块“\(origin.name)”，不在这一组中"),
        LocalizedText("leave it out, or run this set's tile", zh: "请去掉它，或计算本组的分块"))
    }
  }

  /// The first few names, with the number of the others.
  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(10).joined(separator: ", ")
    return names.count > 10 ? shown + " … +\(names.count - 10)" : shown
  }

  static func refusal(
    _ path: String?, _ message: LocalizedText, _ hint: LocalizedText
  ) -> AnalysisError {
    AnalysisError(.badData, Subject(file: path), message, hint: hint)
  }

  /// The file itself, or the parts in a folder by name.
  private static func files(_ place: String) throws -> [String] {
    var status = stat()
    guard stat(place, &status) == 0 else {
      throw AnalysisError.cannotOpen(Subject(file: place), code: errno)
    }
    guard status.st_mode & S_IFMT == S_IFDIR else { return [place] }
    let names = try FolderNames.of(place).filter {
      CoveragePart.isPath($0) && !$0.hasPrefix(".")
    }
    if names.isEmpty {
      throw refusal(
        place, LocalizedText("there is no part in this folder", zh: "文件夹中没有分块结果"),
        LocalizedText(
          "run coverage --tile with -o FILE.lcpart", zh: "请运行 coverage --tile，并以 -o FILE.lcpart 输出")
      )
    }
    return names.sorted().map { place.hasSuffix("/") ? place + $0 : place + "/" + $0 }
  }
}

/// What is in a folder.
enum FolderNames {
  /// Names without the two dots, in no order.
  ///
  /// - Throws: 66 when it cannot be opened.
  static func of(_ folder: String) throws -> [String] {
    guard let stream = opendir(folder) else {
      throw AnalysisError.cannotOpen(Subject(file: folder), code: errno)
    }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names
  }
}
