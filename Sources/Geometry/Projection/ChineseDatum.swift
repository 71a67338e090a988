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

  /// How far positions may be off after PROJ's conversion to WGS 84, as it is said to the user; nil for
  /// CGCS2000, which agrees with WGS 84 to centimetres.
  ///
  /// It is the size of the datum's shift, the worst case of leaving it out: the official parameters are local
  /// and not published.
  package var statedError: LocalizedText? {
    switch self {
    case .cgcs2000: nil
    case .xian1980: LocalizedText("of the order of 100 m", zh: "约 100 米量级")
    case .beijing1954, .newBeijing:
      LocalizedText(
        "up to \(Self.beijingErrorMetres) m", zh: "最大约 \(Self.beijingErrorMetres) 米")
    }
  }

  /// Beijing 1954 against WGS 84, metres: the longest of EPSG's geocentric translations, rounded up to tens.
  ///
  /// EPSG v10.076: 15921 (15.8, −154.4, −82.3) is 175.7 m long, 15918 175.4 m, 15936 174.7 m; with a rotation
  /// 15920 165.5 m, 15935 156.4 m, 15919 122.1 m. New Beijing shares the ellipsoid; for it and for Xian 1980
  /// EPSG publishes none.
  package static let beijingErrorMetres = 180

  /// By the names EPSG, Esri and people give datums and systems; nil for any other.
  package init?(named name: String) {
    let text = name.lowercased().filter { $0.isLetter || $0.isNumber }
    if ["china2000", "cgcs2000", "chinageodeticcoordinatesystem2000"].contains(where: text.contains)
    {
      self = .cgcs2000
    } else if text.contains("xian1980") || text.contains("xian80") {
      self = .xian1980
    } else if text.contains("newbeijing") {
      self = .newBeijing
    } else if text.contains("beijing1954") || text.contains("beijing54") {
      self = .beijing1954
    } else {
      return nil
    }
  }

  /// By the EPSG code of the datum's system in degrees.
  package init?(geographicCode: Int) {
    switch geographicCode {
    case 4490, 4480: self = .cgcs2000
    case 4610: self = .xian1980
    case 4555: self = .newBeijing
    case 4214: self = .beijing1954
    default: return nil
    }
  }
}

extension CoordinateSystemDescription {
  /// The Chinese datum the system rests on; nil for any other.
  ///
  /// Known by EPSG's and Esri's names, and for PROJ strings without a datum by the ellipsoid together with a
  /// place in China.
  package var chineseDatum: ChineseDatum? {
    ChineseDatum(named: datum) ?? byEllipsoid
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
    guard let chineseDatum, let error = chineseDatum.statedError else { return nil }
    return AnalysisError(
      .badData, subject,
      LocalizedText(
        "\(name) rests on \(chineseDatum.title.english), converted to WGS 84 with an error "
          + error.english,
        zh: "\(name) 基于\(chineseDatum.title.chinese)，转换到 WGS 84 的误差" + error.chinese),
      hint: LocalizedText(
        "convert the data to CGCS2000 with your survey office's parameters, or accept the error with \(acceptOption)",
        zh: "请用测绘部门的参数把数据转换到 CGCS2000，或用 \(acceptOption) 接受该误差"))
  }
}
