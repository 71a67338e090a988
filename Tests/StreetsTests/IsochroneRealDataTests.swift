import Foundation
import Geometry
import Model
import Testing

@testable import Streets

/// Real extracts: the outlines tell reached from unreached streets, are valid, and lie within each other.
@Suite struct IsochroneRealDataTests {
  static let folder: String = {
    if let path = ProcessInfo.processInfo.environment["LIFECIRCLE_SHARED"] {
      return path + "/geodata/"
    }
    return URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("shared/geodata/").path + "/"
  }()

  static func isPresent(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: folder + path)
  }

  private func check(_ path: String, hasTunnels: Bool = false) throws {
    let (segments, _) = try StreetExtract.read(path: Self.folder + path, threads: 2)
    let graph = StreetGraphBuilder.build(segments, threads: 2)
    let index = StreetIndex(graph, legBarriers: true, threads: 2)
    let settings = IsochroneSettings(limits: [400_000, 1_000_000])
    let stations = stride(from: 0, to: graph.nodeCount, by: graph.nodeCount / 12).compactMap {
      node -> [IsochroneEntrance]? in
      let place = graph.nodes[node]
      guard case .snapped(let point) = index.snap(place.place, limitMetres: 200) else { return nil }
      let entrance = StationEntrance(station: Int32(node), place: point)
      return [IsochroneEntrance(place: place, entrance: entrance)]
    }
    #expect(stations.count > 6)
    let builder = try IsochroneBuilder(
      graph, index: index, settings: settings, entrances: stations.flatMap { $0 }, threads: 2)
    let sets = try builder.isochrones(of: stations, threads: 2)
    #expect(try builder.isochrones(of: stations, threads: 1) == sets)
    var fidelity = IsochroneFidelity()
    let scratch = builder.makeScratch()
    for (set, station) in zip(sets, stations) {
      let (small, large) = (try set[0].geometry(), try set[1].geometry())
      #expect(try small.isValid && large.isValid && large.covers(small))
      #expect(set.allSatisfy { $0.isSound })
      #expect(set.allSatisfy { $0.holds(station[0].place.place) })
      fidelity.add(
        builder.fidelity(of: set[1], at: station[0], count: 1000, seed: 7, scratch: scratch))
    }
    #expect(fidelity.reached > 1000 && fidelity.reachedInside == fidelity.reached)
    if hasTunnels {
      // Walked tunnels below the streets, and pavements 2 m beside them.
      #expect(fidelity.share >= 0.98 && fidelity.shareOfPlaces >= 0.995, "\(fidelity)")
    } else {
      #expect(fidelity.share >= 0.995, "\(fidelity)")
    }
  }

  @Test(.enabled(if: isPresent("porto-alegre/poa_osm.pbf"), "shared extracts are absent"))
  func `Porto Alegre: 99.5 % of street points are told right, and every reached one lies inside`()
    throws
  {
    try check("porto-alegre/poa_osm.pbf")
  }

  @Test(.enabled(if: isPresent("porto/porto_portugal.osm.pbf"), "shared extracts are absent"))
  func `Porto: 99.5 % of street points are told right, and every reached one lies inside`() throws {
    try check("porto/porto_portugal.osm.pbf")
  }

  @Test(.enabled(if: isPresent("helsinki/helsinki_centre.osm.pbf"), "shared extracts are absent"))
  func
    `Helsinki: unreached streets inside lie below or beside reached ones`()
    throws
  {
    try check("helsinki/helsinki_centre.osm.pbf", hasTunnels: true)
  }
}
