import Model

/// A member unpacked into memory, that is no Shapefile.
final class StagedMember {
  let path: String
  let format: VectorFormat
  /// A name after the colon chose this member, so it names no layer inside it.
  let isOnlyLayer: Bool
  private let files: StagedFiles

  init(name: String, bytes: [UInt8], format: VectorFormat, isOnlyLayer: Bool) throws {
    let files = StagedFiles()
    path = try files.add(name, bytes)
    self.files = consume files
    self.format = format
    self.isOnlyLayer = isOnlyLayer
  }
}

/// The one data set of a zip archive that is read: the one named after the colon, else the only one.
final class ArchiveContent {
  /// Set unless it is a Shapefile.
  let staged: StagedMember?
  private let archive: ZipArchive
  private let member: String
  private let shown: String

  /// Endings of data sets, with the format they hold; `.kmz` holds `doc.kml`.
  private static let formats: [String: VectorFormat] = [
    "shp": .shapefile, "gpkg": .geoPackage, "fgb": .flatGeobuf, "kml": .kml, "geojson": .geoJSON,
    "json": .geoJSON,
  ]

  /// - Throws: 65 when the archive is not usable, holds no data set, or several and none is named.
  init(_ place: LayerPlace) throws {
    archive = try ZipArchive(place.safePath, shownAs: place.path)
    shown = place.path
    var names = archive.members.map(\.name).filter {
      Self.formats[LayerNames.ending($0)] != nil && !$0.hasPrefix("__MACOSX/")
        && !LayerNames.stem($0).hasPrefix(".")
    }
    if place.layerName == nil, names.count > 1, names.contains("doc.kml") {
      names = try Self.withContents(names, archive)
    }
    if names.isEmpty { throw Self.nothingIn(archive, place) }
    let (name, wasNamed) = try Self.choose(names, place: place)
    member = name
    let format = Self.formats[LayerNames.ending(name)] ?? .shapefile
    guard format != .shapefile, let found = archive.members.first(where: { $0.name == name }) else {
      staged = nil
      return
    }
    let ending = LayerNames.ending(name)
    staged = try StagedMember(
      name: "\(LayerNames.stem(name)).\(ending)", bytes: archive.unpack(found), format: format,
      isOnlyLayer: wasNamed)
  }

  /// The Shapefile in memory; nil when the data set is of another format.
  func bundle(_ ledger: inout Ledger) throws -> ShapefileBundle? {
    guard staged == nil else { return nil }
    return try ShapefileBundle(archive: archive, member: member, shownAs: shown, ledger: &ledger)
  }

  /// A `.kmz`'s `doc.kml` is either the data itself or a list of links to the other members.
  private static func withContents(_ names: [String], _ archive: ZipArchive) throws -> [String] {
    guard let document = archive.members.first(where: { $0.name == "doc.kml" }) else {
      return names
    }
    let text = String(decoding: try archive.unpack(document), as: UTF8.self)
    return text.contains("<Placemark") ? ["doc.kml"] : names.filter { $0 != "doc.kml" }
  }

  /// A workbook is an archive too, told by the member that every one has (ECMA-376).
  private static func nothingIn(_ archive: ZipArchive, _ place: LayerPlace) -> AnalysisError {
    if archive.members.contains(where: { $0.name == "xl/workbook.xml" }) {
      return AnalysisError(
        .badData, Subject(file: place.path),
        LocalizedText("this is a workbook under another name", zh: "这是改了扩展名的 Excel 工作簿"),
        hint: LocalizedText("rename it so that it ends in .xlsx", zh: "请把扩展名改回 .xlsx"))
    }
    return AnalysisError(
      .badData, Subject(file: place.path),
      LocalizedText("the archive holds no vector data", zh: "压缩包内没有矢量数据"),
      hint: LocalizedText("it must hold a .shp with its companions", zh: "应包含 .shp 及其配套文件"))
  }

  /// `names` is not empty.
  private static func choose(
    _ names: [String], place: LayerPlace
  ) throws -> (name: String, wasNamed: Bool) {
    if let wanted = place.layerName {
      let matching = names.filter {
        $0 == wanted || LayerNames.stem($0).lowercased() == LayerNames.stem(wanted).lowercased()
      }
      if let name = matching.first(where: { $0 == wanted }) ?? matching.first {
        return (name, true)
      }
      if names.count == 1 { return (names[0], false) }
    } else if names.count == 1 {
      return (names[0], false)
    }
    let list = names.prefix(20).map { LayerNames.stem($0) }.joined(separator: ", ")
    let subject = Subject(file: place.path)
    throw AnalysisError(
      .badData, subject,
      place.layerName.map { LocalizedText("there is no layer “\($0)”", zh: "没有图层“\($0)”") }
        ?? LocalizedText("the archive holds several layers", zh: "压缩包内有多个图层"),
      hint: LocalizedText(
        "name one after a colon; it has: \(list)", zh: "请在冒号后写明图层；现有图层：\(list)"))
  }
}
