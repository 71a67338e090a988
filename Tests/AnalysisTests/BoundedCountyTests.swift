import Foundation
import Layers
import Model
import Testing

@testable import Analysis

/// The example county in small batches against the county at once.
@Suite struct BoundedCountyTests {
  private func compare(_ change: (inout CoverageRequest) -> Void) throws {
    let town = try BoundedTown(blocks: 1)
    defer { town.remove() }
    func request(_ prefix: String) -> CoverageRequest {
      town.request(prefix) {
        $0.blocks = .init(
          LayerRequest(role: .blocks, path: TestData.county("grids.geojson"), threads: 2))
        $0.stations = [
          .init(LayerRequest(role: .stations, path: TestData.county("stations.geojson")))
        ]
        $0.groupBy = ["street"]
        change(&$0)
      }
    }
    let whole = try CoverageRun(request("whole"), language: .english).run()
    let bounded = try town.bounded(request("parts"), batch: 25)
    #expect(bounded.ledger == whole.ledger)
    #expect(try town.differences("whole", "parts") == [])
    #expect(try town.results(".").isEmpty)
  }

  private var streets: StreetRequest {
    StreetRequest(
      streets: .init(
        LayerRequest(role: .streets, path: TestData.county("songling.osm.pbf"), threads: 2)))
  }

  @Test func `Along streets, with gaps cut by walking-time polygons`() throws {
    try compare { $0.streets = streets }
  }

  @Test func `Along streets, each station for its own community`() throws {
    try compare {
      $0.streets = streets
      $0.within = "community"
      $0.outputs.uncovered = nil
    }
  }

  @Test func `Along streets, people at buildings' points`() throws {
    try compare {
      $0.streets = streets
      $0.demand = .init(LayerRequest(role: .demand, path: TestData.county("buildings.csv")))
      $0.outputs.uncovered = nil
    }
  }

  @Test func `People in a raster`() throws {
    try compare { $0.raster = TestData.county("population.tif") }
  }

  @Test func `People in a mask`() throws {
    try compare {
      $0.mask = .init(LayerRequest(role: .mask, path: TestData.county("quarters.geojson")))
    }
  }
}
