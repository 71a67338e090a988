internal import CGDAL
import Model

/// What is handed to GDAL for one layer request: a path on disk or in memory, the drivers that may open it,
/// and how its text is decoded.
final class VectorSource {
  let path: String
  let drivers: [String]
  let openOption: String?
  let decoder: TextDecoder
  let encodingChoice: Choice
  /// A Shapefile's attribute table.
  let table: DBFTable?
  /// Records a Shapefile states, deleted ones included.
  let recordCount: Int?
  /// A Shapefile has a `.prj` with text in it, understood or not.
  var hasProjectionText: Bool { bundle?.hasProjectionText ?? false }
  /// The layer of a Shapefile is the file itself: a name after the colon was used up in choosing it.
  let isSingleLayer: Bool
  /// Keep in-memory files alive.
  private var bundle: ShapefileBundle?
  private var staged: StagedMember?

  init(
    _ place: LayerPlace, format: VectorFormat, request: LayerRequest, ledger: inout Ledger
  ) throws {
    switch format {
    case .shapefile:
      bundle = try ShapefileBundle(
        path: place.safePath, shownAs: place.path, ledger: &ledger)
    case .archive:
      let content = try ArchiveContent(place)
      staged = content.staged
      bundle = try content.bundle(&ledger)
    default: break
    }
    isSingleLayer = bundle != nil || staged?.isOnlyLayer == true
    if let bundle {
      (path, drivers, openOption) = (bundle.path, VectorFormat.shapefile.drivers, "ENCODING=")
      table = bundle.table
      recordCount = bundle.shapeCount ?? bundle.table?.recordCount
      (decoder, encodingChoice) = try Self.decoder(
        bundle, request: request, shown: place.path, ledger: &ledger)
      return
    }
    path = place.connection ?? staged?.path ?? place.safePath
    drivers = (staged?.format ?? format).drivers
    (openOption, table, recordCount) = (nil, nil, nil)
    if let option = request.encoding {
      let name = try ShapefileEncoding.named(option, request: request)
      ledger.record(VectorLedger.encodingIgnored, Subject(file: place.path), detail: name)
    }
    // Every other driver hands over UTF-8 by its format's definition.
    (decoder, encodingChoice) = (.utf8(), .assumed)
  }

  private static func decoder(
    _ bundle: ShapefileBundle, request: LayerRequest, shown: String, ledger: inout Ledger
  ) throws -> (TextDecoder, Choice) {
    guard let table = bundle.table, let file = BigFile(table.path) else {
      return (.utf8(), .assumed)
    }
    let encoding = try ShapefileEncoding.find(
      request: request, codePage: bundle.codePage, table: table, file: file, shown: shown,
      ledger: &ledger)
    return (TextDecoder(encoding.name) ?? .utf8(), encoding.choice)
  }
}
