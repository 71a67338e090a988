import Model

/// Which options go with which formats of output.
struct OutputRules {
  /// The outputs whose ending decides on a format.
  let paths: [String]

  static let geoJSONEndings = [".geojson", ".json", ".geojsonl"]

  /// An option that only some formats know needs an output of such a format; `--datum` needs all to be.
  ///
  /// - Throws: 64 naming the option and the endings.
  func require(_ option: String, _ isGiven: Bool, _ endings: [String]) throws {
    guard isGiven else { return }
    func fits(_ path: String) -> Bool {
      if path == "-" { return endings == Self.geoJSONEndings }
      return endings.contains { path.lowercased().hasSuffix($0) }
    }
    let isFine =
      option == "--datum" ? !paths.isEmpty && paths.allSatisfy(fits) : paths.contains(where: fits)
    if isFine { return }
    let list = endings.joined(separator: " ")
    throw AnalysisError(
      .usage, Subject(file: paths.first { !fits($0) }),
      LocalizedText("\(option) is only for \(list)", zh: "\(option) 只适用于 \(list)"),
      hint: LocalizedText(
        "leave it out, or give -o a path that ends so", zh: "请去掉该选项，或让 -o 以此结尾"))
  }

  /// - Throws: 64 for a curve that is neither CSV nor JSON.
  static func checkSensitivity(_ path: String?) throws {
    guard let path, ![".csv", ".json"].contains(where: path.lowercased().hasSuffix) else { return }
    throw AnalysisError(
      .usage, Subject(file: path),
      LocalizedText("--sensitivity writes .csv or .json", zh: "--sensitivity 只写 .csv 或 .json"),
      hint: LocalizedText("give a path that ends so", zh: "请让路径以此结尾"))
  }
}
