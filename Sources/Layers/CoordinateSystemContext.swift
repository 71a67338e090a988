import Geometry
import Model

extension CoordinateSystemRules {
  /// One layer's question: what the user said, where the file is, where its coordinates lie.
  struct Context {
    let request: LayerRequest
    let path: String
    let extent: CoordinateExtent

    private var subject: Subject { Subject(file: path) }
    private var option: String { request.coordinateSystemOption }

    /// Rule for a file that states nothing: degrees are WGS 84, anything else is refused.
    func assume(_ ledger: inout Ledger) throws -> (CoordinateSystem, Choice) {
      guard extent.outside == 0 else { throw unknownMetres() }
      if extent.features > 0 {
        ledger.record(.coordinateSystemAssumed, subject, detail: span)
        if extent.isInChina { warnOfShift(&ledger) }
      }
      return (.wgs84, .assumed)
    }

    func warnOfShift(_ ledger: inout Ledger) {
      ledger.record(.coordinateSystemInChina, subject, detail: "\(option) GCJ02|BD09")
    }

    /// Refuses when many features lie outside ±180, ±90; true when few do, which lose their geometry.
    func dropsOutside(name: String) throws -> Bool {
      guard extent.outside > 0 else { return false }
      guard extent.outside * 100 <= extent.features else { throw notDegrees(name) }
      return true
    }

    /// Refuses degrees under a projected system, and eastings of another zone form.
    func requireMetres(_ facts: SystemFacts) throws {
      guard extent.features > 0 else { return }
      if extent.outside == 0, extent.box.maxX - extent.box.minX > 0 || extent.features == 1,
        abs(extent.box.maxX) + abs(extent.box.maxY) > 1
      {
        throw AnalysisError(
          .badData, subject,
          LocalizedText(
            "the coordinates are degrees (\(span)) but the stated system \(facts.name) is in metres",
            zh: "坐标为经纬度（\(span)），但注明的坐标系 \(facts.name) 以米为单位"),
          hint: LocalizedText(
            "give \(option) EPSG:4490, GCJ02 or BD09", zh: "请用 \(option) EPSG:4490、GCJ02 或 BD09"))
      }
      guard let code = facts.code, let better = MetresHint.contradiction(code, extent.box) else {
        return
      }
      throw AnalysisError(
        .badData, subject,
        LocalizedText(
          "eastings \(Self.short(extent.box.minX)) … \(Self.short(extent.box.maxX)) do not fit \(facts.name)",
          zh:
            "横坐标 \(Self.short(extent.box.minX)) … \(Self.short(extent.box.maxX)) 与 \(facts.name) 不符"
        ),
        hint: LocalizedText("give \(option) \(better)", zh: "请用 \(option) \(better)"))
    }

    /// Refuses an older datum unless the user accepted its error.
    func accept(_ datum: ChineseDatum, _ ledger: inout Ledger) throws {
      guard let error = datum.statedError else { return }
      if request.acceptsOldDatum {
        ledger.record(
          .oldDatumAccepted, subject,
          detail: LocalizedText(
            "\(datum.title.english), \(error.english)",
            zh: "\(datum.title.chinese)，误差\(error.chinese)"))
        return
      }
      throw AnalysisError(
        .badData, subject,
        LocalizedText(
          "coordinates are on the older datum \(datum.title.english): without local parameters they convert "
            + "with an error \(error.english)",
          zh: "坐标属旧基准\(datum.title.chinese)：没有当地转换参数时误差\(error.chinese)"),
        hint: LocalizedText(
          "convert to CGCS2000 first, or accept the error with --accept-old-datum",
          zh: "请先转换为 CGCS2000，或用 --accept-old-datum 接受该误差"))
    }

    func notUnderstood(_ text: String, choice: Choice) -> AnalysisError {
      let kind: AnalysisError.Kind = choice == .option ? .usage : .badData
      return AnalysisError(
        kind, subject,
        LocalizedText(
          "the coordinate system “\(text.prefix(80))” is not understood",
          zh: "无法理解坐标系“\(text.prefix(80))”"),
        hint: LocalizedText(
          "give \(option) EPSG:4549 or the like", zh: "请用 \(option) EPSG:4549 一类的写法"))
    }

    private func notDegrees(_ name: String) -> AnalysisError {
      if extent.isSwappedDegrees {
        return AnalysisError(
          .badData, subject,
          LocalizedText(
            "latitude seems to stand before longitude (\(span))", zh: "纬度似乎写在经度之前（\(span)）"),
          hint: LocalizedText("swap the two so that longitude comes first", zh: "请对调，使经度在前"))
      }
      return AnalysisError(
        .badData, subject,
        LocalizedText(
          "coordinates are not degrees (\(span))"
            + (name.isEmpty ? "" : " though \(name) is stated"),
          zh: "坐标不是经纬度（\(span)）" + (name.isEmpty ? "" : "，但注明为 \(name)")),
        hint: MetresHint.hint(extent.box, option: option))
    }

    private func unknownMetres() -> AnalysisError {
      if extent.isSwappedDegrees { return notDegrees("") }
      return AnalysisError(
        .badData, subject,
        LocalizedText(
          "no coordinate system is stated and the coordinates are not degrees (\(span))",
          zh: "未注明坐标系，且坐标不是经纬度（\(span)）"),
        hint: MetresHint.hint(extent.box, option: option))
    }

    /// `x 116.1 … 116.9, y 39.1 … 40.2`.
    private var span: String {
      let box = extent.box
      return
        "x \(Self.short(box.minX)) … \(Self.short(box.maxX)), y \(Self.short(box.minY)) … \(Self.short(box.maxY))"
    }

    /// At most four decimals, none for large numbers.
    private static func short(_ value: Double) -> String {
      guard abs(value) < 1e15 else { return "\(value)" }
      if abs(value) >= 1000 { return "\(Int64(value.rounded()))" }
      return "\((value * 10_000).rounded() / 10_000)"
    }
  }
}

extension FeatureChunk {
  /// Takes the geometry from features beyond ±180, ±90 and names them.
  mutating func dropOutsideDegrees(path: String, _ ledger: inout Ledger) {
    var kept = ShapeColumn()
    for feature in 0..<count {
      let box = shapes.boundingBox(of: feature)
      if box.isEmpty || CoordinateExtent.isDegrees(box) {
        kept.append(shapes.kinds[feature], parts: shapes.parts(at: feature))
        continue
      }
      kept.append(.none, parts: [])
      ledger.record(
        .coordinatesOutOfRange, Subject(file: path, row: row(feature)),
        detail: "x \(box.minX) … \(box.maxX), y \(box.minY) … \(box.maxY)")
    }
    shapes = kept
  }
}
