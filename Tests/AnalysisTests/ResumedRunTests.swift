import Foundation
import Model
import Testing

@testable import Analysis

@Suite struct ResumedRunTests {
  private struct Broken: Error {}

  /// A town whose whole run is written as `whole`.
  private func town() throws -> BoundedTown {
    let town = try BoundedTown(blocks: 200)
    _ = try CoverageRun(town.request("whole"), language: .english).run()
    return town
  }

  private func breakOff(_ town: BoundedTown, after batches: Int) {
    #expect(throws: Broken.self) {
      try town.bounded(town.request("parts"), resume: "kept") {
        if $0 + 1 == batches { throw Broken() }
      }
    }
  }

  /// How many batches a run measures itself.
  private func measured(
    _ town: BoundedTown, _ change: (inout CoverageRequest) -> Void = { _ in }
  ) throws -> (count: Int, outcome: CoverageOutcome) {
    var count = 0
    let outcome = try town.bounded(town.request("parts", change), resume: "kept") { _ in count += 1
    }
    return (count, outcome)
  }

  @Test(arguments: [1, 2, 3])
  func `A run broken off after some batches is taken up and gives the same bytes`(
    batches: Int
  ) throws {
    let town = try town()
    defer { town.remove() }
    breakOff(town, after: batches)
    #expect(try town.results("parts") == [])
    let (count, outcome) = try measured(town)
    #expect(count > 0)
    #expect(
      outcome.notes.first?.english.hasPrefix("\(batches) of \(batches + count) batches") == true)
    #expect(try town.differences("whole", "parts") == [])
  }

  @Test func `A finished run is taken whole`() throws {
    let town = try town()
    defer { town.remove() }
    _ = try measured(town)
    #expect(try measured(town).count == 0)
    #expect(try town.differences("whole", "parts") == [])
  }

  @Test func `Another memory bound, thread count and output do not matter`() throws {
    let town = try town()
    defer { town.remove() }
    breakOff(town, after: 2)
    var count = 0
    let request = town.request("parts") {
      $0.threads = 1
      $0.outputs.datum = nil
    }
    _ = try town.bounded(request, resume: "kept", batch: 11) { _ in count += 1 }
    #expect(try town.differences("whole", "parts") == [])
    #expect(count > 0)
  }

  @Test func `A damaged part is measured again, and said`() throws {
    let town = try town()
    defer { town.remove() }
    breakOff(town, after: 3)
    let part = town.folder.appendingPathComponent("kept/000002.lcpart")
    var bytes = try Data(contentsOf: part)
    bytes[bytes.count / 2] ^= 1
    try bytes.write(to: part)
    let (count, outcome) = try measured(town)
    #expect(outcome.notes.map(\.english).first?.contains("000002.lcpart") == true)
    #expect(outcome.notes.map(\.english).last?.hasPrefix("2 of \(count + 2) batches") == true)
    #expect(try town.differences("whole", "parts") == [])
  }

  @Test func `A part cut off, as by a full disk, is measured again`() throws {
    let town = try town()
    defer { town.remove() }
    breakOff(town, after: 2)
    let part = town.folder.appendingPathComponent("kept/000001.lcpart")
    try Data(contentsOf: part).prefix(100).write(to: part)
    _ = try measured(town)
    #expect(try town.differences("whole", "parts") == [])
  }

  @Test func `A folder of other inputs or options is refused`() throws {
    let town = try town()
    defer { town.remove() }
    breakOff(town, after: 2)
    for change in [
      { $0.settings.radii = [400] }, { $0.within = "area" }, { $0.blocks.filter = "area = '1'" },
      { $0.settings.speed = 3 }, { $0.outputs.sensitivity = nil },
    ] as [(inout CoverageRequest) -> Void] {
      let error = #expect(throws: AnalysisError.self) { try measured(town, change) }
      #expect(error?.kind == .badData)
    }
    let stations = String(decoding: try town.bytes("stations.geojson"), as: UTF8.self)
    try town.write("stations.geojson", stations + " ")
    let error = #expect(throws: AnalysisError.self) { try measured(town) }
    #expect(error?.kind == .badData)
    #expect(error?.message.english.contains("other inputs or options") == true)
  }

  @Test func `A folder with other files is refused`() throws {
    let town = try town()
    defer { town.remove() }
    let folder = town.folder.appendingPathComponent("kept")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try town.write("kept/letter.txt", "dear")
    let error = #expect(throws: AnalysisError.self) { try measured(town) }
    #expect(error?.kind == .badData)
    #expect(String(decoding: try town.bytes("kept/letter.txt"), as: UTF8.self) == "dear")
  }

  @Test func `Two runs cannot use one folder at once`() throws {
    let town = try town()
    defer { town.remove() }
    var refusal: AnalysisError?
    _ = try town.bounded(town.request("parts"), resume: "kept") { batch in
      guard batch == 0 else { return }
      do { _ = try town.bounded(town.request("second"), resume: "kept") } catch {
        refusal = error as? AnalysisError
      }
    }
    #expect(refusal?.kind == .outputNotWritable)
    #expect(refusal?.message.english == "another run is using this folder")
    #expect(try town.differences("whole", "parts") == [])
  }

  @Test func `A folder that cannot be made is refused`() throws {
    let town = try town()
    defer { town.remove() }
    let error = #expect(throws: AnalysisError.self) {
      try town.bounded(town.request("parts"), resume: "missing/kept")
    }
    #expect(error?.kind == .outputNotWritable)
  }
}
