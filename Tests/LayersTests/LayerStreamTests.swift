import Foundation
import Model
import Testing

@testable import Layers

@Suite struct LayerStreamTests {
  /// Reads a text once as a whole and once piece by piece.
  private func compare(
    _ text: String, system: CoordinateSystem? = nil, acceptsOldDatum: Bool = false,
    pieceSize: Int, threads: Int = 2
  ) throws {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("lifecircle-stream-\(UUID().uuidString).geojson").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    let request = LayerRequest(
      role: .blocks, path: path, coordinateSystem: system, acceptsOldDatum: acceptsOldDatum,
      threads: threads)
    var (held, streamed) = (Ledger(), Ledger())
    let layer = try LayerReader.read(request, ledger: &held)
    let stream = try LayerReader.open(request, pieceSize: pieceSize, ledger: &streamed)
    #expect(streamed == held)
    #expect(stream.fields == layer.fields)
    #expect(stream.source == layer.source)
    #expect(stream.count == layer.count)
    // Pieces of any number at once, the last first: none needs another.
    for step in [1, 3, stream.pieces.count] {
      var chunks: [FeatureChunk] = []
      for first in stride(from: 0, to: stream.pieces.count, by: step).reversed() {
        let pieces = first..<min(first + step, stream.pieces.count)
        chunks = try stream.chunks(pieces, threads: threads) + chunks
      }
      #expect(
        flat(Layer(source: stream.source, fields: stream.fields, chunks: chunks)) == flat(layer))
      #expect(chunks.map(\.firstIndex) == stream.pieces.map(\.firstIndex))
    }
  }

  private func square(_ index: Int, x: Double, y: Double, properties: String) -> String {
    #"{"type":"Feature","id":"f\#(index)","properties":{\#(properties)},"geometry":{"type":"Polygon","coordinates":[[[\#(x),\#(y),1],[\#(x + 0.1),\#(y)],[\#(x),\#(y + 0.1)],[\#(x),\#(y)]]]}}"#
  }

  private func town(_ count: Int, x: Double = 120, y: Double = 30, far: Int = -1) -> [String] {
    (0..<count).map { index in
      let properties =
        index > count / 2 ? #""a":"甲","late":\#(index)"# : #""a":\#(index),"early":null"#
      return square(
        index, x: index == far ? 200 : x + Double(index % 10) * 0.2, y: y, properties: properties)
    }
  }

  @Test(arguments: [1, 90, 333, 4_000, 1 << 20])
  func `Pieces are the layer, whatever their size`(size: Int) throws {
    try compare(collection(town(40).joined(separator: " ,\n")), pieceSize: size)
    try compare(town(40).joined(separator: "\n"), pieceSize: size)
    try compare(town(1)[0], pieceSize: size)
  }

  @Test func `The coordinate system is settled by the whole file`() throws {
    // One feature in two hundred lies beyond 180°: it loses its geometry, in its piece alone.
    try compare(
      collection(town(200, far: 130).joined(separator: ",")), system: .definition("EPSG:4610"),
      acceptsOldDatum: true, pieceSize: 700)
    try compare(
      collection(town(40, x: 500_000, y: 4_400_000).joined(separator: ",")),
      system: .definition("EPSG:4548"), pieceSize: 500)
  }

  @Test func `What a whole reading refuses, going through refuses alike`() throws {
    for text in [
      collection(town(40, far: 33).joined(separator: ",")), collection(""), "[1]",
      town(3).joined(separator: "\n") + "{", collection(town(9).joined(separator: ",")) + "x",
    ] {
      let path = FileManager.default.temporaryDirectory
        .appendingPathComponent("lifecircle-stream-\(UUID().uuidString).geojson").path
      defer { try? FileManager.default.removeItem(atPath: path) }
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
      let request = LayerRequest(role: .blocks, path: path, threads: 2)
      var ledger = Ledger()
      let whole = geoJSONFailure { _ = try LayerReader.read(request, ledger: &ledger) }
      let pieces = geoJSONFailure {
        _ = try LayerReader.open(request, pieceSize: 300, ledger: &ledger)
      }
      #expect(whole != nil)
      #expect(pieces == whole)
    }
  }

  @Test func `A file that changed since it was gone through is refused`() throws {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("lifecircle-stream-\(UUID().uuidString).geojsonl").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let url = URL(fileURLWithPath: path)
    let text = town(40).joined(separator: "\n")
    try Data(text.utf8).write(to: url)
    var ledger = Ledger()
    let stream = try LayerReader.open(
      LayerRequest(role: .blocks, path: path), pieceSize: 500, ledger: &ledger)
    _ = try stream.chunks(0..<stream.pieces.count, threads: 1)
    let handle = try FileHandle(forWritingTo: url)
    try handle.seekToEnd()
    try handle.write(contentsOf: Data("\n".utf8))
    try handle.close()
    #expect(throws: AnalysisError.self) {
      _ = try stream.chunks(0..<stream.pieces.count, threads: 1)
    }
  }
}
