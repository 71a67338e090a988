internal import CGDAL
import Model

/// The pass over one layer's features.
struct LayerReading {
  private let layer: OGRLayerH
  private let path: String
  private let driver: String
  private let attributes: AttributeReader
  private let schema: VectorSchema
  private var shapes = ShapeReader()
  /// Shapefile rows are record numbers: records marked as deleted leave gaps.
  private let rowsAreRecords: Bool
  private let expectedCount: Int?

  init(
    layer: OGRLayerH, source: VectorSource, driver: String, path: String, ledger: inout Ledger
  ) {
    self.layer = layer
    self.path = path
    self.driver = driver
    schema = VectorSchema(
      layer, driver: driver, table: source.table, decoder: source.decoder, shownAs: path,
      ledger: &ledger)
    attributes = AttributeReader(columns: schema.columns, decoder: source.decoder, shown: path)
    rowsAreRecords = driver == "ESRI Shapefile"
    expectedCount = source.recordCount
  }

  /// The layer's fields, once its chunks were read.
  func fields(in chunks: [FeatureChunk]) -> [Field] { schema.fields(in: chunks, driver: driver) }

  /// All features in file order.
  ///
  /// - Throws: 65 when GDAL stops before the end.
  mutating func chunks(_ messages: GDALMessages, _ ledger: inout Ledger) throws -> [FeatureChunk] {
    var chunks: [FeatureChunk] = []
    var index = 0
    OGR_L_ResetReading(layer)
    while true {
      let chunk = try nextChunk(from: index, messages, &ledger)
      index += chunk.count
      if chunk.count == 0 { break }
      chunks.append(chunk)
    }
    if let expectedCount, index < expectedCount {
      ledger.record(
        VectorLedger.recordsDeleted, count: expectedCount - index, Subject(file: path))
    }
    return chunks
  }

  private mutating func nextChunk(
    from firstIndex: Int, _ messages: GDALMessages, _ ledger: inout Ledger
  ) throws -> FeatureChunk {
    var chunk = FeatureChunk(firstIndex: firstIndex)
    var rows: [Int32] = []
    while shapes.column.count < VectorReader.chunkSize,
      shapes.column.coordinates.count < VectorReader.chunkCoordinates
    {
      let failuresBefore = messages.failureCount
      guard let feature = OGR_L_GetNextFeature(layer) else {
        if messages.failureCount > failuresBefore {
          throw stopped(after: firstIndex + rows.count, messages)
        }
        break
      }
      defer { OGR_F_Destroy(feature) }
      let position = firstIndex + rows.count + 1
      let row = rowsAreRecords ? Int(OGR_F_GetFID(feature)) + 1 : position
      rows.append(Int32(clamping: row))
      attributes.append(feature, row: row, to: &chunk.attributes.bytes, ledger: &ledger)
      chunk.attributes.starts.append(chunk.attributes.bytes.count)
      chunk.identifiers.append([])
      let remarks = shapes.append(OGR_F_GetGeometryRef(feature))
      let failed = messages.failureCount > failuresBefore ? messages.last : nil
      note(remarks, failure: failed, row: row, &ledger)
    }
    chunk.shapes = shapes.take()
    if rowsAreRecords { chunk.rows = rows }
    return chunk
  }

  private func note(
    _ remarks: ShapeReader.Remarks, failure: String?, row: Int, _ ledger: inout Ledger
  ) {
    let subject = Subject(file: path, row: row)
    if remarks.droppedZ { ledger.record(.zDropped, subject) }
    if remarks.closedRings > 0 {
      ledger.record(.ringClosed, count: remarks.closedRings, subject)
    }
    if remarks.wasCurved { ledger.record(VectorLedger.curves, subject) }
    if let problem = remarks.problem { ledger.record(problem, subject) }
    if let failure { ledger.record(.geometryUnreadable, subject, detail: failure) }
  }

  private func stopped(after count: Int, _ messages: GDALMessages) -> AnalysisError {
    AnalysisError(
      .badData, Subject(file: path, row: count + 1),
      LocalizedText(
        "reading stopped after \(count) features: \(messages.last)",
        zh: "读取 \(count) 个要素后中断：\(messages.last)"),
      hint: LocalizedText("check that the file is complete", zh: "请检查文件是否完整"))
  }
}
