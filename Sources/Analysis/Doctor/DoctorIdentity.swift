import Geometry
import Layers
import Model

/// Describes a file: format, encoding, coordinate system, features, extent, fields and what they are taken for.
struct DoctorIdentity {
  let threads: Int

  func describe(_ patient: inout DoctorPatient) throws {
    guard let raw = patient.raw else { return }
    chooseFields(&patient, raw)
    patient.ids = try FeatureIDs.read(raw, field: patient.idField, threads: threads)
    let source = raw.source
    var facts: [DoctorFile.Fact] = []
    let layerName = source.layerName.isEmpty ? "" : " · \(source.layerName)"
    facts.append(
      fact("format", "format", "格式", source.driver + layerName, source.driver + layerName))
    let encoding = Self.words(source.encodingChoice)
    facts.append(
      fact(
        "encoding", "encoding", "编码", "\(source.encoding) (\(encoding.english))",
        "\(source.encoding)（\(encoding.chinese)）"))
    let system = Self.name(source.coordinateSystem)
    let choice = Self.words(source.coordinateSystemChoice)
    facts.append(
      fact(
        "crs", "coordinates", "坐标系", "\(system) (\(choice.english))",
        "\(system)（\(choice.chinese)）"))
    facts.append(Self.features(raw))
    if let extent = Self.extent(raw) { facts.append(extent) }
    facts.append(Self.fields(raw))
    facts.append(taken(patient))
    patient.file.facts = facts
  }

  private func fact(
    _ key: String, _ label: String, _ zh: String, _ value: String, _ zhValue: String
  )
    -> DoctorFile.Fact
  {
    DoctorFile.Fact(key, LocalizedText(label, zh: zh), LocalizedText(value, zh: zhValue))
  }

  private func chooseFields(_ patient: inout DoctorPatient, _ raw: Layer) {
    var ledger = Ledger()
    let chooser = FieldChooser(fields: raw.fields, path: raw.source.path)
    func choose(_ purpose: FieldChooser.Purpose) -> String? {
      (try? chooser.choose(purpose, option: nil, optionName: "", ledger: &ledger)) ?? nil
    }
    patient.idField = choose(.id)
    patient.nameField = choose(.name)
    patient.populationField = choose(.population)
  }

  private func taken(_ patient: DoctorPatient) -> DoctorFile.Fact {
    let none = LocalizedText("none", zh: "无")
    let id = patient.idField ?? "row"
    var english = "id = \(id)"
    var chinese = "编号 = \(patient.idField ?? "行号")"
    english += ", name = \(patient.nameField ?? none.english)"
    chinese += "，名称 = \(patient.nameField ?? none.chinese)"
    if [.blocks, .demand, .mask].contains(patient.file.role) {
      english += ", population = \(patient.populationField ?? none.english)"
      chinese += "，人口 = \(patient.populationField ?? none.chinese)"
    }
    return fact("taken", "taken as", "字段用途", english, chinese)
  }

  private static func words(_ choice: Choice) -> LocalizedText {
    switch choice {
    case .option: LocalizedText("as the option says", zh: "按选项")
    case .file: LocalizedText("as the file says", zh: "文件注明")
    case .detected: LocalizedText("found from the content", zh: "按内容判断")
    case .assumed: LocalizedText("assumed, nothing stated", zh: "未注明，按默认")
    }
  }

  static func name(_ system: CoordinateSystem) -> String {
    switch system {
    case .wgs84: return "WGS 84"
    case .gcj02: return "GCJ-02"
    case .bd09: return "BD-09"
    case .definition(let text):
      let name = (try? CoordinateSystemDescription(text))?.name ?? ""
      let short = text.count <= 12 ? text : String(text.prefix(60)) + "…"
      return name.isEmpty ? short : text.count <= 12 ? "\(text) \(name)" : name
    }
  }

  private static func features(_ layer: Layer) -> DoctorFile.Fact {
    var counts: [ShapeKind: Int] = [:]
    for chunk in layer.chunks { for kind in chunk.shapes.kinds { counts[kind, default: 0] += 1 } }
    let sorted = counts.sorted { $0.key.rawValue < $1.key.rawValue }
    return DoctorFile.Fact(
      "features", LocalizedText("features", zh: "要素"),
      LocalizedText(
        "\(layer.count): "
          + sorted.map { "\($0.value) \($0.key.name.english)" }.joined(separator: ", "),
        zh: "\(layer.count) 个："
          + sorted.map { "\($0.key.name.chinese) \($0.value)" }.joined(separator: "，")))
  }

  private static func fields(_ layer: Layer) -> DoctorFile.Fact {
    let shown = layer.fields.prefix(24).map { "\($0.name) (\($0.type.rawValue))" }
    let more = layer.fields.count > 24 ? " … +\(layer.fields.count - 24)" : ""
    let text = shown.joined(separator: ", ") + more
    return DoctorFile.Fact(
      "fields", LocalizedText("fields", zh: "字段"),
      LocalizedText(text.isEmpty ? "none" : text, zh: text.isEmpty ? "无" : text))
  }

  private static func extent(_ raw: Layer) -> DoctorFile.Fact? {
    var box = BoundingBox.empty
    for chunk in raw.chunks {
      for point in chunk.shapes.coordinates where point.isFinite {
        box.extend(x: point.x, y: point.y)
      }
    }
    if box.isEmpty { return nil }
    let isDegrees =
      if case .definition = raw.source.coordinateSystem {
        abs(box.maxX) <= 180 && abs(box.maxY) <= 90
      } else { true }
    let digits = isDegrees ? 4 : 0
    let text =
      "x \(DoctorNumber.text(box.minX, digits)) … \(DoctorNumber.text(box.maxX, digits)), "
      + "y \(DoctorNumber.text(box.minY, digits)) … \(DoctorNumber.text(box.maxY, digits))"
    var size = ""
    if isDegrees, abs(box.maxY) <= 90, abs(box.minY) <= 90 {
      let y = (box.minY + box.maxY) / 2
      let width = Geodesic.wgs84.distance(
        GeographicPoint(longitude: box.minX, latitude: y),
        GeographicPoint(longitude: min(box.maxX, box.minX + 179), latitude: y))
      let height = Geodesic.wgs84.distance(
        GeographicPoint(longitude: box.minX, latitude: box.minY),
        GeographicPoint(longitude: box.minX, latitude: box.maxY))
      size = "\(DoctorNumber.text(width / 1000, 1)) × \(DoctorNumber.text(height / 1000, 1)) km"
    } else {
      size =
        "\(DoctorNumber.text((box.maxX - box.minX) / 1000, 1)) × \(DoctorNumber.text((box.maxY - box.minY) / 1000, 1)) km"
    }
    return DoctorFile.Fact(
      "extent", LocalizedText("extent", zh: "范围"),
      LocalizedText("\(text) (\(size))", zh: "\(text)（\(size)）"))
  }
}

/// Numbers for reading.
enum DoctorNumber {
  /// At most `digits` decimals, without trailing zeros.
  static func text(_ value: Double, _ digits: Int) -> String {
    guard value.isFinite, abs(value) < 1e15 else { return "\(value)" }
    var power = 1.0
    for _ in 0..<digits { power *= 10 }
    let rounded = (value * power).rounded() / power
    if rounded == rounded.rounded() { return "\(Int64(rounded))" }
    return "\(rounded)"
  }

  /// 4,200 m² or 1.35 km².
  static func area(_ squareMetres: Double) -> String {
    if squareMetres >= 100_000 { return "\(text(squareMetres / 1e6, 2)) km²" }
    return "\(text(squareMetres, squareMetres < 100 ? 1 : 0)) m²"
  }

  /// `124.001, 44.28`.
  static func place(_ place: GeographicPoint) -> String {
    "\(text(place.longitude, 6)), \(text(place.latitude, 6))"
  }

  /// `87 %`.
  static func percent(_ share: Double) -> String { "\(text(share * 100, 0)) %" }
}
