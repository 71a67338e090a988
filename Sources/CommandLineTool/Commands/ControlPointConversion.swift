import Geometry
import Model

extension CoordinateConversion {
  /// The conversion fitted to a table of control points; how well it fits is printed.
  ///
  /// - Parameter target: for targets in degrees, which are WGS 84: the system to go on to; nil stays there.
  /// - Throws: `AnalysisError` 65 for a table that cannot be used or points that determine no fit.
  init(
    fittedTo path: String, method: ControlPointFit.Method, target: CoordinateSystem?,
    console: Console
  ) throws {
    let points = try ControlPoints(FileText.bytes(path, limit: 1 << 26), file: path)
    let fit: ControlPointFit
    do {
      fit = try ControlPointFit(
        zip(points.sources, points.targets).map { ControlPoint(source: $0, target: $1) },
        method: method, geographic: points.areTargetsGeographic)
    } catch var error as AnalysisError {
      // The fit counts points, the user lines of the file.
      error.subject = Subject(file: path, row: error.subject.row.map { points.lines[$0 - 1] })
      throw error
    }
    console.note(Self.report(fit, points, language: console.language))
    let onward = points.areTargetsGeographic ? target ?? .wgs84 : .wgs84
    _ = try CoordinateConverter(from: .wgs84, to: onward)
    self.init(
      isSourceGeographic: false,
      isTargetGeographic: points.areTargetsGeographic && onward.isGeographic,
      makeWorker: {
        let converter = try CoordinateConverter(from: .wgs84, to: onward)
        return { coordinates in
          fit.apply(to: &coordinates)
          Self.convertEach(&coordinates) { try converter.convert(&$0) }
        }
      })
  }

  /// Residuals of every point, the root mean square, scale and rotation.
  private static func report(
    _ fit: ControlPointFit, _ points: ControlPoints, language: Language
  ) -> LocalizedText {
    func metres(_ value: Double) -> String {
      var bytes: [UInt8] = []
      guard FixedDecimals.accepts(value, decimals: 4) else { return "\(value)" }
      FixedDecimals.append(value, decimals: 4, to: &bytes)
      return String(decoding: bytes, as: UTF8.self)
    }
    let isChinese = language == .chinese
    var table = TextTable([
      (isChinese ? "行" : "row", .right), (isChinese ? "东向残差" : "east", .right),
      (isChinese ? "北向残差" : "north", .right), (isChinese ? "残差长度 m" : "length m", .right),
    ])
    for (line, residual) in zip(points.lines, fit.residuals) {
      table.append([
        String(line), metres(residual.east), metres(residual.north), metres(residual.length),
      ])
    }
    let figures = [metres(fit.rootMeanSquare), metres(fit.largestResidual)]
    return LocalizedText(
      "\(table.text)\(fit.method) fit: root mean square \(figures[0]) m, largest \(figures[1]) m, "
        + "scale \(fit.scale), rotation \(fit.rotation)°",
      zh: "\(table.text)\(fit.method.name)：中误差 \(figures[0]) 米，最大 \(figures[1]) 米，尺度 \(fit.scale)，"
        + "旋转 \(fit.rotation)°")
  }
}

extension ControlPointFit.Method {
  /// Its name in Chinese text.
  fileprivate var name: String { self == .similarity ? "四参数相似变换" : "六参数仿射变换" }
}
