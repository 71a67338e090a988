import Foundation
import Model
import Testing

@testable import Layers

/// Where the shared geodata lies: `LIFECIRCLE_SHARED`, else beside the repository.
private let geodata: URL? = {
  let root =
    ProcessInfo.processInfo.environment["LIFECIRCLE_SHARED"].map { URL(fileURLWithPath: $0) }
    ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("shared")
  let folder = root.appendingPathComponent("geodata")
  return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
}()

private let hasOGR = FileManager.default.isExecutableFile(atPath: "/usr/bin/ogr2ogr")

@Suite(.enabled(if: geodata != nil, "the shared geodata folder is absent"))
struct GeoJSONRealDataTests {
  private static let files: [URL] = {
    guard let geodata,
      let walk = FileManager.default.enumerator(at: geodata, includingPropertiesForKeys: nil)
    else { return [] }
    return walk.compactMap { $0 as? URL }.filter { $0.pathExtension == "geojson" }
      .sorted { $0.path < $1.path }
  }()

  private func layer(_ file: URL, threads: Int = 2) throws -> Layer {
    var ledger = Ledger()
    do {
      return try GeoJSONReader.read(
        LayerRequest(role: .blocks, path: file.path, threads: threads), ledger: &ledger)
    } catch let error as AnalysisError
      where error.line(in: .english).contains("is not longitude and latitude")
    {
      // Metres without a system: some have to be told.
      return try GeoJSONReader.read(
        LayerRequest(
          role: .blocks, path: file.path, coordinateSystem: .definition("EPSG:3857"),
          threads: threads), ledger: &ledger)
    }
  }

  @Test func `Every file holds what Foundation's reader finds in it`() throws {
    #expect(Self.files.count > 10)
    for file in Self.files {
      let root = try #require(
        try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
      let list = try #require(root["features"] as? [[String: Any]])
      let features = flat(try layer(file))
      #expect(features.count == list.count, "\(file.path)")
      for (own, theirs) in zip(features, list) {
        let attributes =
          try JSONSerialization.jsonObject(with: Data("{\(own.attributes)}".utf8)) as? NSDictionary
        #expect(attributes == (theirs["properties"] as? NSDictionary ?? [:]), "\(file.path)")
        let geometry = theirs["geometry"] as? [String: Any]
        let places = own.parts.flatMap { $0.flatMap { $0 } }
        let theirPlaces = positions(geometry?["coordinates"])
        // Foundation converts by way of a decimal; misses of two units in the last place were seen.
        let isSame = zip(places, theirPlaces).allSatisfy {
          abs($0.x - $1.x) <= 4 * $0.x.ulp && abs($0.y - $1.y) <= 4 * $0.y.ulp
        }
        #expect(places.count == theirPlaces.count && isSame, "\(file.path)")
      }
    }
  }

  /// All positions in order of appearance.
  private func positions(_ value: Any?) -> [Coordinate] {
    guard let array = value as? [Any] else { return [] }
    if let x = array.first as? Double, array.count > 1, let y = array[1] as? Double {
      return [Coordinate(x: x, y: y)]
    }
    return array.flatMap { positions($0) }
  }

  @Test(.enabled(if: hasOGR, "ogr2ogr is absent"))
  func `Every file's geometries agree with GDAL's reading`() throws {
    for file in Self.files {
      let rows = try wellKnownTexts(file)
      let features = flat(try layer(file))
      #expect(rows.count == features.count, "\(file.path)")
      for (row, feature) in zip(rows, features) {
        let own = feature.parts.flatMap { $0.flatMap { $0.flatMap { [$0.x, $0.y] } } }
        #expect(own.count == row.numbers.count, "\(file.path) \(row.kind)")
        // GDAL writes 15 significant digits: half a unit of the last, of numbers up to 10^8.
        let isClose = zip(own, row.numbers).allSatisfy {
          abs($0 - $1) <= max(abs($0), 1) * 1e-14
        }
        #expect(isClose, "\(file.path)")
        #expect(row.kind.hasPrefix(Self.word(feature.kind)), "\(row.kind) \(feature.kind)")
      }
    }
  }

  private static func word(_ kind: ShapeKind) -> String {
    switch kind {
    case .none: ""
    case .collection: "GEOMETRYCOLLECTION"
    default: "\(kind)".uppercased()
    }
  }

  private func wellKnownTexts(_ file: URL) throws -> [(kind: String, numbers: [Double])] {
    let text = try #require(
      ChildProcess.text(
        "/usr/bin/ogr2ogr",
        [
          "-f", "CSV", "/vsistdout/", file.path, "-lco", "GEOMETRY=AS_WKT", "-lco",
          "SEPARATOR=SEMICOLON", "-dim", "XY",
        ]))
    return text.split(separator: "\n").dropFirst().map { line in
      // The geometry is the first column; a well-known text holds no semicolon.
      let body = line.drop { $0 == "\"" }.prefix { $0 != ";" }
      let numbers = body.split { !"0123456789.-eE".contains($0) }.compactMap { Double($0) }
      return (String(body.prefix { $0.isLetter }), numbers)
    }
  }
}
