import Foundation
import Layers
import Model
import Testing

@testable import Analysis

@Suite struct BoundedRunTests {
  /// Both ways of a request; what differs, and whether ledgers and overviews agree.
  private func compare(
    _ town: BoundedTown, blocks: String = "blocks.geojson", ending: String = "geojson",
    batch: Int = 60, _ change: (inout CoverageRequest) -> Void = { _ in }
  ) throws {
    let whole = try CoverageRun(
      town.request("whole", blocks: blocks, ending: ending, change), language: .english
    ).run()
    let bounded = try town.bounded(
      town.request("parts", blocks: blocks, ending: ending, change), batch: batch)
    #expect(try town.differences("whole", "parts") == [])
    #expect(bounded.ledger == whole.ledger)
    #expect(bounded.overview.flagged.map(\.id) == whole.overview.flagged.map(\.id))
    #expect(bounded.overview.borderline == whole.overview.borderline)
    #expect(try town.results(".").isEmpty, "nothing hidden is left")
  }

  @Test(arguments: ["geojson", "geojsonl", "csv", "tsv"])
  func `Batches give the bytes of the run that holds all blocks`(ending: String) throws {
    let town = try BoundedTown()
    defer { town.remove() }
    try compare(town, ending: ending)
  }

  @Test func `Newline-delimited blocks are read in batches too`() throws {
    let town = try BoundedTown()
    defer { town.remove() }
    try compare(town, blocks: "blocks.geojsonl")
  }

  @Test func `Blocks of a format that is read whole give the same bytes, and it is said`() throws {
    let town = try BoundedTown(blocks: 150)
    defer { town.remove() }
    let made = town.request("blocks", ending: "gpkg") {
      $0.outputs = .init(blocks: $0.outputs.blocks)
    }
    _ = try CoverageRun(made, language: .english).run()
    try compare(town, blocks: "blocks.gpkg")
    let outcome = try town.bounded(town.request("again", blocks: "blocks.gpkg"))
    #expect(outcome.notes.first?.english.contains("held in memory") == true)
  }

  @Test(arguments: [1, 7, 10_000])
  func `The size of a batch changes no byte`(size: Int) throws {
    let town = try BoundedTown(blocks: 150)
    defer { town.remove() }
    try compare(town, batch: size)
  }

  @Test(arguments: [1, 5])
  func `The number of threads changes no byte`(threads: Int) throws {
    let town = try BoundedTown(blocks: 150)
    defer { town.remove() }
    try compare(town) {
      $0.threads = threads
      $0.blocks.layer.threads = threads
    }
  }

  @Test func `Ascending numbers as ids need no memory and give the same ranks`() throws {
    let town = try BoundedTown()
    defer { town.remove() }
    try town.write(
      "blocks.geojson",
      String(decoding: try town.bytes("blocks.geojson"), as: UTF8.self)
        .replacing(/"code":"(twice|b\d+)",/, with: ""))
    try compare(town) { $0.blocks.fields.id = nil }
  }

  @Test func `Blocks left out by a filter are left out of their batches`() throws {
    let town = try BoundedTown()
    defer { town.remove() }
    try compare(town) { $0.blocks.filter = "area = '1' or late = 't'" }
  }

  @Test func `Stations serve their own area across batches`() throws {
    let town = try BoundedTown()
    defer { town.remove() }
    try compare(town) { $0.within = "area" }
  }

  @Test func `Groups of people are added up across batches`() throws {
    let town = try BoundedTown()
    defer { town.remove() }
    try compare(town) {
      $0.groups = [
        PeopleGroup(name: "old", field: "old", profile: "elderly", speed: 2.9),
        PeopleGroup(name: "all", field: "pop", profile: "adult", speed: 4),
      ]
    }
  }

  @Test(arguments: [true, false])
  func `Demand points find their blocks across batches`(blocksHavePeople: Bool) throws {
    let town = try BoundedTown()
    defer { town.remove() }
    if !blocksHavePeople {
      try town.write(
        "blocks.geojson",
        String(decoding: try town.bytes("blocks.geojson"), as: UTF8.self)
          .replacing(#""pop":"#, with: #""rooms":"#).replacing(#""old":"#, with: #""age":"#))
    }
    try compare(town) {
      $0.demand = .init(
        LayerRequest(role: .demand, path: town.path("people.csv")),
        fields: .init(population: "people", block: "block_id"))
      $0.groups = [PeopleGroup(name: "old", field: "old", profile: "elderly", speed: 2.9)]
    }
  }

  @Test func `A projected file is brought to degrees in every batch alike`() throws {
    let town = try BoundedTown(blocks: 150)
    defer { town.remove() }
    let degrees = String(decoding: try town.bytes("blocks.geojson"), as: UTF8.self)
    // Eastings and northings near 116.9° E, 39.8° N in EPSG:4548, a kilometre for 0.01.
    let metres = degrees.replacing(/\[(11[67]\.?\d*),([34]\d\.?\d*)\]/) { match in
      let x = (Double(match.1) ?? 0) * 100_000 - 11_600_000 + 480_000
      let y = (Double(match.2) ?? 0) * 100_000 - 3_950_000 + 4_375_000
      return "[\(x),\(y)]"
    }
    try town.write("blocks.geojson", metres)
    try compare(town) { $0.blocks.layer.coordinateSystem = .definition("EPSG:4548") }
  }

  @Test func `A bound that cannot be kept is refused with what it takes`() throws {
    let town = try BoundedTown(blocks: 20)
    defer { town.remove() }
    var request = town.request("out")
    request.bounded = BoundedMemory(bytes: 1 << 20)
    let error = #expect(throws: AnalysisError.self) {
      try CoverageRun(request, language: .english).run()
    }
    #expect(error?.kind == .usage)
    #expect(error?.message.english.contains("--memory 1M is too little") == true)
    #expect(try town.results("out") == [])
  }

  @Test func `Formats that need the whole are refused`() throws {
    let town = try BoundedTown(blocks: 20)
    defer { town.remove() }
    for ending in ["gpkg", "shp", "xlsx", "fgb", "kml"] {
      let error = #expect(throws: AnalysisError.self) {
        try town.bounded(town.request("out", ending: ending))
      }
      #expect(error?.kind == .usage)
    }
  }
}
