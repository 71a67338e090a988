import Layers
import Model

/// An instance with what is needed to write its answer.
struct SitePrepared: Sendable {
  var instance: SitingInstance
  /// The candidates in the order of the instance, in WGS 84 degrees or without geometry.
  var layer: Layer
  /// Own attribute that holds the cost under the name of the result.
  var ownCost: Bool
  var idField: String?
  /// Names of candidates; empty without any.
  var names: [String?] = []
  var sources: [(role: String, source: LayerSource, count: Int)]
  /// Present on the ground: coverage before, and how to run it again.
  var ground: GroundReach?
}

extension Layer {
  /// The first position of a feature; nil without geometry.
  func place(of index: Int) -> Coordinate? {
    let (chunk, offset) = locate(index)
    let shapes = chunks[chunk].shapes
    return shapes.coordinateRange(of: offset).first.map { shapes.coordinates[$0] }
  }

  /// One feature for each of `indices`, in that order, in one chunk.
  func picking(_ indices: [Int]) -> Layer {
    var picked = self
    var chunk = FeatureChunk(firstIndex: 0, rows: [])
    for index in indices {
      let (from, offset) = locate(index)
      chunk.append(offset, of: chunks[from])
    }
    picked.chunks = [chunk]
    return picked
  }
}

extension MatrixInput {
  /// The instance with a layer of its candidates: their ids and the further columns of `--sites`, no geometry.
  func prepared(_ request: SiteRequest, _ matrix: SiteMatrix, _ ledger: inout Ledger) throws
    -> SitePrepared
  {
    let instance = try self.instance(request, limit: matrix.limit, &ledger)
    let open = sites.filter { !$0.isFixed }
    return SitePrepared(
      instance: instance, layer: candidateLayer(open), ownCost: false, idField: "site",
      sources: sources)
  }

  private func candidateLayer(_ open: [MatrixSite]) -> Layer {
    let results = ["site", "cost", "fixed", "rank", "people_gained", "people_gained_cumulative"]
    let taken = Set(
      results.flatMap { name in
        [name]
          + [siteCells?.optionalColumn(name).map { siteCells!.table.header[$0] }].compactMap { $0 }
      })
    let others = (siteCells?.table.header ?? []).enumerated().filter { !taken.contains($1) }
    var chunk = FeatureChunk(firstIndex: 0, rows: [])
    for (index, site) in open.enumerated() {
      var members = "\"site\":" + AttributeText.quoted(site.id)
      for (column, name) in others {
        let text = site.row.map { siteCells!.table[$0, column] } ?? ""
        members += "," + AttributeText.quoted(name) + ":"
        members += text.isEmpty ? "null" : AttributeText.quoted(text)
      }
      chunk.shapes.append(.none, parts: [])
      chunk.attributes.append(members.utf8)
      chunk.identifiers.append([])
      chunk.rows?.append(Int32(site.subject.row ?? index + 1))
    }
    return Layer(
      source: sources.last!.source,
      fields: [Field(name: "site", type: .string)]
        + others.map { Field(name: $1, type: .string) }, chunks: [chunk])
  }
}
