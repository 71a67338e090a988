import Foundation
import Layers
import Model
import Streets

@testable import Analysis

/// The same request run as a whole and in tiles that are merged, each in a folder of its own.
struct TiledRun {
  let folder: URL
  var request: CoverageRequest
  /// Endings of the blocks' results to compare.
  var formats = ["geojson", "csv"]
  var blocksPerTile: Int?
  var field: String?
  var wantsSensitivity = false

  init(_ request: CoverageRequest, blocksPerTile: Int? = nil, field: String? = nil) throws {
    self.request = request
    self.blocksPerTile = blocksPerTile
    self.field = field
    folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "lifecircle-merge-\(UUID().uuidString)")
    for name in ["whole", "merged", "parts"] {
      try FileManager.default.createDirectory(
        at: folder.appendingPathComponent(name), withIntermediateDirectories: true)
    }
  }

  func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
  var tiles: String { path("tiles") }
  var parts: String { path("parts") }

  func remove() { try? FileManager.default.removeItem(at: folder) }

  /// Cuts the tiles and measures each; gives the number of tiles.
  @discardableResult func measure() throws -> Int {
    let outcome = try TileRun(
      TileRequest(request, folder: tiles, blocksPerTile: blocksPerTile, field: field),
      progress: { _, _ in }
    ).run()
    for entry in try TileManifest.read(folder: tiles).tiles {
      try measure(entry.file, to: entry.name + ".lcpart")
    }
    return outcome.tiles
  }

  /// Measures one tile into the folder of parts.
  func measure(_ file: String, to name: String) throws {
    let tile = try Tile.open(tiles + "/" + file, threads: 1)
    var request = tile.request
    request.wantsSensitivity = wantsSensitivity
    var ledger = Ledger()
    let found = try CoverageFindings.find(request, tile.inputs, &ledger)
    try CoveragePart(tile.scope, found, ledger).save(to: parts + "/" + name)
  }

  /// Names of the files on which the merged run and the whole run differ; all are there.
  func differences(language: Language = .english) throws -> [String] {
    for format in formats {
      var whole = request
      whole.outputs = CoverageRequest.Outputs(
        blocks: path("whole/blocks.\(format)"),
        summary: format == formats[0] ? path("whole/summary.json") : nil,
        sensitivity: wantsSensitivity && format == formats[0] ? path("whole/curve.csv") : nil)
      let expected = try CoverageRun(whole, language: language).run()
      let merged = try merge(
        blocks: path("merged/blocks.\(format)"),
        summary: format == formats[0] ? path("merged/summary.json") : nil,
        sensitivity: wantsSensitivity && format == formats[0] ? path("merged/curve.csv") : nil,
        language: language)
      if expected.ledger.entries.map(\.count) != merged.ledger.entries.map(\.count) {
        return ["ledger"]
      }
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: path("whole")).sorted()
    return names.filter {
      (try? Data(contentsOf: folder.appendingPathComponent("whole/\($0)")))
        != (try? Data(contentsOf: folder.appendingPathComponent("merged/\($0)")))
    }
  }

  @discardableResult func merge(
    parts: [String]? = nil, blocks: String? = nil, summary: String? = nil,
    sensitivity: String? = nil, language: Language = .english
  ) throws -> CoverageOutcome {
    try MergeRun(
      MergeRequest(
        folder: tiles, parts: parts ?? [self.parts], groupBy: nil,
        outputs: MergeRequest.Outputs(
          blocks: blocks, summary: summary, sensitivity: sensitivity, datum: nil,
          byteOrderMark: false, encoding: nil),
        threads: 2),
      language: language
    ).run()
  }
}
