import Foundation
import Layers
import Model

@testable import Analysis

/// A town of small blocks with everything a file can have wrong, stations, and a folder for results.
struct BoundedTown {
  let folder: URL

  init(blocks: Int = 400) throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("lifecircle-bounded-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let features = (0..<blocks).map { Self.block($0, of: blocks) }
    try write(
      "blocks.geojson",
      #"{"type":"FeatureCollection","name":"网格","features":["# + "\n"
        + features.joined(separator: ",\n") + "]}")
    try write("blocks.geojsonl", features.joined(separator: "\n") + "\n")
    let stations = (0..<30).map { index in
      let (x, y) = (116 + Double(index * 7 % 30) * 0.0031, 39.5 + Double(index * 11 % 30) * 0.0029)
      return #"{"type":"Feature","properties":{"id":"s\#(index)","area":"\#(index % 3)"},"#
        + #""geometry":{"type":"Point","coordinates":[\#(x),\#(y)]}}"#
    }
    try write(
      "stations.geojson",
      #"{"type":"FeatureCollection","features":["# + stations.joined(separator: ",") + "]}")
    try write("people.csv", Self.people)
  }

  /// Households: some name their block (once with an id that two blocks have, once one that no block has), most lie in
  /// one, some lie in none or have no place.
  private static var people: String {
    let rows = (0..<500).map { index in
      let (x, y) = (115.999 + Double(index * 37 % 500) * 0.00017, 39.5 + Double(index % 90) * 0.001)
      let block = ["", "b\(index % 300)", "twice", "nowhere", ""][index % 5]
      return
        "\(index % 71 == 0 ? "" : "\(x)"),\(y),\(block),\(["2", "3.5", "", "-1"][index % 4]),\(index % 3)"
    }
    return "lon,lat,block_id,people,old\n" + rows.joined(separator: "\n") + "\n"
  }

  func write(_ name: String, _ text: String) throws {
    try Data(text.utf8).write(to: folder.appendingPathComponent(name))
  }

  func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  func bytes(_ name: String) throws -> Data {
    try Data(contentsOf: folder.appendingPathComponent(name))
  }

  func remove() { try? FileManager.default.removeItem(at: folder) }

  /// One block: most are squares; some are bow ties, open, in two parts, points, or nothing. Fields come late, go
  /// early and change their type; ids repeat far apart; people are missing, negative or text.
  private static func block(_ index: Int, of count: Int) -> String {
    let side = 20
    let x = 116 + Double(index % side) * 0.004
    let y = 39.5 + Double(index / side) * 0.004
    let d = 0.0039
    func ring(_ places: [(Double, Double)]) -> String {
      "[" + places.map { "[\(x + $0.0),\(y + $0.1)]" }.joined(separator: ",") + "]"
    }
    let square = ring([(0, 0), (d, 0), (d, d), (0, d), (0, 0)])
    let geometry =
      switch index % 41 {
      case 5: "null"
      case 9: #"{"type":"Point","coordinates":[\#(x),\#(y)]}"#
      case 13:
        #"{"type":"Polygon","coordinates":[\#(ring([(0, 0), (d, d), (d, 0), (0, d), (0, 0)]))]}"#
      case 17: #"{"type":"Polygon","coordinates":[\#(ring([(0, 0), (d, 0), (d, d), (0, d)]))]}"#
      case 21:
        #"{"type":"MultiPolygon","coordinates":[[\#(square)],[\#(ring([(0.001, 0.05), (0.002, 0.05), (0.002, 0.051), (0.001, 0.05)]))]]}"#
      case 25: #"{"type":"Polygon","coordinates":[\#(ring([(0, 0), (0, 0), (0, 0), (0, 0)]))]}"#
      default: #"{"type":"Polygon","coordinates":[\#(square)]}"#
      }
    var members = [#""code":"\#(index % 37 == 0 ? "twice" : "b\(index)")""#]
    members.append(
      #""pop":\#(["120", "7.5", "null", "-3", #""40""#, #""few""#, "0", "900"][index % 8])"#)
    members.append(#""area":\#(index % 19 == 0 ? "null" : #""\#(index % 4)""#)"#)
    if index > count / 2 { members.append(#""late":\#(index % 3 == 0 ? "1" : #""t""#)"#) }
    if index < count / 3 { members.append(#""early":true"#) }
    if index % 23 == 0 { members.append(#""priority":\#(index)"#) }
    if index % 29 == 0 { members.append(#""note":"=1+2""#) }
    if index % 2 == 0 { members.append(#""old":\#(index % 6 == 0 ? "null" : "\(index % 9)")"#) }
    let id = index % 3 == 0 ? #""id":\#(index),"# : ""
    return #"{"type":"Feature",\#(id)"properties":{\#(members.joined(separator: ","))},"#
      + #""geometry":\#(geometry)}"#
  }

  // MARK: runs

  /// A request over the town; outputs go to files of the folder that begin with `prefix`.
  func request(
    _ prefix: String, blocks: String = "blocks.geojson", ending: String = "geojson",
    _ change: (inout CoverageRequest) -> Void = { _ in }
  ) -> CoverageRequest {
    var request = CoverageRequest(
      blocks: .init(LayerRequest(role: .blocks, path: path(blocks), threads: 2)),
      stations: [.init(LayerRequest(role: .stations, path: path("stations.geojson")))],
      groupBy: ["area"],
      outputs: .init(
        blocks: path("\(prefix).\(ending)"), summary: path("\(prefix).json"),
        uncovered: path("\(prefix)-gaps.\(ending)"), sensitivity: path("\(prefix).sens.csv")),
      threads: 2)
    request.blocks.fields.id = "code"
    change(&request)
    return request
  }

  /// The same request as a bounded run of small batches.
  func bounded(
    _ request: CoverageRequest, resume: String? = nil, batch: Int = 60,
    didMeasure: @escaping (Int) throws -> Void = { _ in }
  ) throws -> CoverageOutcome {
    try BoundedRun(
      request: request, language: .english,
      limits: BoundedMemory(bytes: 1 << 30, folder: resume.map(path)),
      progress: { _, _ in }, pieceSize: 3_000, batchBlocks: batch, didMeasure: didMeasure
    ).run()
  }

  /// Names of the result files that begin with `prefix`, without it.
  func results(_ prefix: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }.sorted()
  }

  /// Names of results of two runs that are not byte for byte the same.
  func differences(_ one: String, _ other: String) throws -> [String] {
    let names = try results(one)
    let others = try results(other)
    if names.isEmpty || names != others { return ["names"] }
    return try names.filter { try bytes(one + $0) != bytes(other + $0) }
  }
}
