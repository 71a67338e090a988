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

  /// With the spacing chosen for each station, or with one for all.
  private func check(_ path: String, stations count: Int = 12, cell: Double? = nil) throws {
    let limits: [UInt32] = [400_000, 1_000_000]
    let (segments, _) = try StreetExtract.read(path: Self.folder + path, threads: 2)
    let graph = StreetGraphBuilder.build(segments, threads: 2)
    let index = StreetIndex(graph, legBarriers: true, threads: 2)
    let stations = stride(from: 0, to: graph.nodeCount, by: graph.nodeCount / count).compactMap {
      node -> [IsochroneEntrance]? in
      let place = graph.nodes[node]
      guard case .snapped(let point) = index.snap(place.place, limitMetres: 200) else { return nil }
      let entrance = StationEntrance(station: Int32(node), place: point)
      return [IsochroneEntrance(place: place, entrance: entrance)]
    }
    #expect(2 * stations.count > count)
    let chosen = try IsochroneCellChoice(graph, index: index)
      .cells(around: stations, limits: limits, threads: 2)
    var fidelity = IsochroneFidelity()
    for (metres, group) in Dictionary(grouping: stations.indices, by: { cell ?? chosen[$0] }) {
      fidelity.add(
        try measure(graph, index, limits, metres, group.map { stations[$0] }))
    }
    #expect(fidelity.reached > 1000 && fidelity.reachedInside == fidelity.reached)
    #expect(fidelity.share >= 0.995, "\(fidelity)")
  }

  /// Draws, checks the outlines, and measures those of the larger limit.
  private func measure(
    _ graph: StreetGraph, _ index: StreetIndex, _ limits: [UInt32], _ cell: Double,
    _ stations: [[IsochroneEntrance]]
  ) throws -> IsochroneFidelity {
    let settings = IsochroneSettings(limits: limits, cellMetres: cell)
    let builder = IsochroneBuilder(
      graph, index: index, settings: settings, threads: 2)
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
    return fidelity
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

  @Test(.enabled(if: isPresent("porto-alegre/poa_osm.pbf"), "shared extracts are absent"))
  func `Porto Alegre at the widest spacing: outlines are valid, nested and right`() throws {
    try check("porto-alegre/poa_osm.pbf", cell: 12)
  }

  /// Walked tunnels below the streets, and pavements 2 m beside them.
  @Test(
    .enabled(if: isPresent("helsinki/helsinki_centre.osm.pbf"), "shared extracts are absent"),
    arguments: centres)
  func `City centres: the spacing chosen tells 99.5 % of street points right`(_ path: String) throws
  {
    try check(path, stations: 4)
  }

  /// A lattice of 2 m takes minutes where nothing is optimised: there one of them.
  #if DEBUG
    private static let centres = ["helsinki/helsinki_centre.osm.pbf"]
  #else
    private static let centres = [
      "helsinki/helsinki_centre.osm.pbf", "osm-extracts/porto_centre.osm.pbf",
    ]
  #endif
}
