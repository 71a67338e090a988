import Model

/// The geodetic datums of Chinese survey data.
package enum ChineseDatum: Sendable, Hashable {
  case cgcs2000
  case xian1980
  case beijing1954
  case newBeijing

  /// The name people know it by.
  package var title: LocalizedText {
    switch self {
    case .cgcs2000: LocalizedText("CGCS2000", zh: "2000 国家大地坐标系")
    case .xian1980: LocalizedText("Xian 1980", zh: "1980 西安坐标系")
    case .beijing1954: LocalizedText("Beijing 1954", zh: "1954 年北京坐标系")
    case .newBeijing: LocalizedText("New Beijing", zh: "新 1954 年北京坐标系")
    }
  }

  /// How far positions may be off after PROJ's conversion to WGS 84, in metres; the official parameters are
  /// local and not published. Nil for CGCS2000, which agrees with WGS 84 to centimetres.
  ///
  /// The figures are the size of the datum shift itself inside China, the worst case of leaving it out.
  package var statedErrorMetres: Double? {
    switch self {
    case .cgcs2000: nil
    case .xian1980: 130
    case .beijing1954, .newBeijing: 150
    }
  }
}

extension CoordinateSystemDescription {
  /// The Chinese datum the system rests on; nil for any other.
  ///
  /// Known by EPSG's and Esri's names, and for PROJ strings without a datum by the ellipsoid together with a
  /// place in China.
  package var chineseDatum: ChineseDatum? {
    let text = datum.lowercased().filter { $0.isLetter || $0.isNumber }
    if text.contains("china2000") || text.contains("cgcs2000")
      || text.contains("chinageodeticcoordinatesystem2000")
    {
      return .cgcs2000
    }
    if text.contains("xian1980") || text.contains("xian80") { return .xian1980 }
    if text.contains("newbeijing") { return .newBeijing }
    if text.contains("beijing1954") || text.contains("beijing54") { return .beijing1954 }
    return byEllipsoid
  }

  private var byEllipsoid: ChineseDatum? {
    guard datum.lowercased().contains("unknown"), let meridian = centralMeridian,
      (72...138).contains(meridian)
    else { return nil }
    if semiMajorAxis == 6_378_140, abs(inverseFlattening - 298.257) < 0.001 { return .xian1980 }
    if semiMajorAxis == 6_378_245, abs(inverseFlattening - 298.3) < 0.001 { return .beijing1954 }
    return nil
  }

  /// The error to throw unless the user accepted the datum's inaccuracy; nil where none is needed.
  ///
  /// `acceptOption` is the option that accepts it, such as `--accept-datum`.
  package func datumRefusal(
    _ subject: Subject = .none, acceptOption: String = "--accept-old-datum"
  ) -> AnalysisError? {
    guard let chineseDatum, let metres = chineseDatum.statedErrorMetres else { return nil }
    let limit = Int(metres)
    return AnalysisError(
      .badData, subject,
      LocalizedText(
        "\(name) rests on \(chineseDatum.title.english), converted to WGS 84 with an error of tens of metres, up to \(limit) m",
        zh: "\(name) 基于\(chineseDatum.title.chinese)，转换到 WGS 84 的误差为数十米，最大约 \(limit) 米"),
      hint: LocalizedText(
        "convert the data to CGCS2000 with your survey office's parameters, or accept the error with \(acceptOption)",
        zh: "请用测绘部门的参数把数据转换到 CGCS2000，或用 \(acceptOption) 接受该误差"))
  }
}
