import Foundation
import Indicators
import Testing

/// Against answers of PySAL `access` 1.1.10.post3 and the reference table made with it.
@Suite struct CatchmentReferenceTests {
  /// 30 demands and 10 stations on whole metres of a square kilometre, every pair; three pairs cost exactly 100
  /// or 300.
  private struct Square {
    var people: [Double] = []
    var supply: [Double] = []
    var table: ReachTable

    init() {
      var generator = SeededGenerator(seed: 20_030_909)
      var demands = [(0, 0, 120), (60, 80, 75)]
      var stations = [(180, 240, 9), (0, 100, 4)]
      for _ in 0..<28 {
        demands.append((generator.below(1000), generator.below(1000), generator.below(500)))
      }
      for _ in 0..<8 {
        stations.append((generator.below(1000), generator.below(1000), 1 + generator.below(20)))
      }
      people = demands.map { Double($0.2) }
      supply = stations.map { Double($0.2) }
      table = ReachTable(
        stationCount: 10,
        demands.map { demand in
          stations.enumerated().map { place, station in
            let (dx, dy) = (Double(demand.0 - station.0), Double(demand.1 - station.1))
            return (place, (dx * dx + dy * dy).squareRoot())
          }
        })
    }
  }

  /// `two_stage_fca(max_cost=300)`; its empty values are 0 here.
  private let twoStep: [Double] = [
    0.026285751879080936, 0.030833273479808538, 0.013197161955181204, 0.01697160028990123,
    0.013373745724704976, 0.013373745724704976, 0.019015606707110583, 0.011198668923640806,
    0.029558132700222187, 0.023280941508663954, 0.015464003725194178, 0.01923767973323416,
    0.015464003725194178, 0.006546014632268001, 0.010320452966988027, 0.030028392875437238,
    0.029558132700222187, 0.015464003725194178, 0.008812856402280975, 0.013373745724704976,
    0.013373745724704976, 0.023280941508663954, 0.013373745724704976, 0.013373745724704976, 0.0,
    0.015464003725194178, 0.01744186046511628, 0.01446808510638298, 0.015464003725194178,
    0.012586532410320957,
  ]

  /// The same with `weight_fn=step_fn({100: 1, 200: .68, 300: .22})`, the weights of Luo and Qi.
  private let zones: [Double] = [
    0.023480090624317936, 0.03153358835773546, 0.006848012210541588, 0.021575661195022248,
    0.009117119019485236, 0.019219514338556364, 0.010095446366498612, 0.00971434531278697,
    0.029861687060509925, 0.034826172507107754, 0.015380417185055591, 0.01716128753251605,
    0.013336410868899012, 0.0028493935515328827, 0.01137275048470075, 0.0222437812334236,
    0.03201814311439715, 0.007019669079855569, 0.009337792209890306, 0.009117119019485236,
    0.01083500996576002, 0.021978288051879624, 0.01802445976723478, 0.02216903220582806, 0.0,
    0.015380417185055591, 0.01744186046511628, 0.00824624068439388, 0.013336410868899012,
    0.01484230055658627,
  ]

  /// The same with `weight_fn=gaussian(150)`.
  private let gaussian: [Double] = [
    0.021774255063650168, 0.030682508859758276, 0.006473465353774785, 0.020291790040288027,
    0.008315299941304552, 0.016495788363492143, 0.008039080272627317, 0.008699056421625002,
    0.03226407530598776, 0.03228773229289491, 0.0153092065218801, 0.0192815473513325,
    0.014570803534464388, 0.0034792182701542935, 0.012063652367077673, 0.032253267830642175,
    0.02877442911314232, 0.010198362304584454, 0.008494899831997112, 0.01209870188378796,
    0.01063551178733365, 0.020379171142290667, 0.019477362134841275, 0.02042612379972189, 0.0,
    0.015204829435876147, 0.016376154951848475, 0.014966216078070757, 0.013053842050329063,
    0.016399262163556423,
  ]

  @Test func `2SFCA equals PySAL's`() {
    let square = Square()
    let access = CatchmentAccess.twoStep(
      square.table, people: square.people, supply: square.supply, reach: 300)
    for (own, other) in zip(access.access, twoStep) { #expect(agree(own, other)) }
  }

  @Test func `E2SFCA equals PySAL's`() {
    let square = Square()
    let access = CatchmentAccess.enhanced(
      square.table, people: square.people, supply: square.supply, reach: 300,
      zones: [
        CatchmentZone(upTo: 1.0 / 3, weight: 1), CatchmentZone(upTo: 2.0 / 3, weight: 0.68),
        CatchmentZone(upTo: 1, weight: 0.22),
      ])
    for (own, other) in zip(access.access, zones) { #expect(agree(own, other)) }
  }

  @Test func `Gaussian weights equal PySAL's`() {
    let square = Square()
    let access = CatchmentAccess.weighted(
      square.table, people: square.people, supply: square.supply, reach: 300
    ) { exp(-$0 * $0 / (2 * 150 * 150)) }
    for (own, other) in zip(access.access, gaussian) { #expect(agree(own, other)) }
  }

  private static let files = ["access-reference/poa_2sfca.csv", "porto-alegre/poa_hexgrid.csv"]

  @Test(
    .enabled(
      if: files.allSatisfy(SharedData.isPresent),
      "geodata/access-reference or geodata/porto-alegre is absent: set LIFECIRCLE_SHARED"))
  func `2SFCA of Porto Alegre's health care equals the published table`() throws {
    let cells = try SharedData.table("porto-alegre/poa_hexgrid.csv")
    let reference = Dictionary(
      uniqueKeysWithValues: try SharedData.table("access-reference/poa_2sfca.csv")
        .map { ($0["id"]!, $0["fca2_healthcare"]!) })
    func number(_ cell: [String: String], _ name: String) -> Double {
      cell[name].flatMap { Double($0) } ?? .nan
    }
    let places = cells.map {
      TransverseMercator.zone22South(longitude: number($0, "lon"), latitude: number($0, "lat"))
    }
    let people = cells.map { number($0, "population") }
    let stations = cells.indices.filter { number(cells[$0], "healthcare") > 0 }
    #expect(cells.count == 1227 && stations.count == 117)
    let supply = stations.map { number(cells[$0], "healthcare") }
    func distance(_ one: Int, _ other: Int) -> Double {
      let (dx, dy) = (places[one].x - places[other].x, places[one].y - places[other].y)
      return (dx * dx + dy * dy).squareRoot()
    }
    let table = ReachTable(
      stationCount: stations.count,
      cells.indices.map { cell in
        stations.indices.map { ($0, distance(cell, stations[$0])) }.filter { $0.1 <= 3000 }
      })
    let access = CatchmentAccess.twoStep(table, people: people, supply: supply, reach: 2000)
    // The formula once more, over all pairs.
    let ratios = stations.indices.map { station in
      supply[station]
        / cells.indices.filter { distance($0, stations[station]) <= 2000 }
        .reduce(0) { $0 + people[$1] }
    }
    var unreached = 0
    for (index, cell) in cells.enumerated() {
      let direct = stations.indices.filter { distance(index, stations[$0]) <= 2000 }
        .reduce(0) { $0 + ratios[$1] }
      #expect(agree(access.access[index], direct))
      let text = try #require(reference[cell["id"]!])
      if text.isEmpty {
        unreached += 1
        #expect(access.access[index] == 0)
      } else {
        // The table has ten digits: half a unit of the last is at most 5 × 10⁻¹⁰.
        #expect(agree(access.access[index], Double(text), 5.0001e-10))
      }
    }
    #expect(unreached == 39)
    #expect(agree(access.distributedSupply, supply.reduce(0, +)))
  }
}

/// Transverse Mercator on GRS 80 by the Krüger series to the fourth power of n (Karney 2011), below 0.1 mm within a zone.
private enum TransverseMercator {
  /// EPSG:31982: central meridian 51° W, scale 0.9996; metres from the equator, without false offsets.
  static func zone22South(longitude: Double, latitude: Double) -> (x: Double, y: Double) {
    let (semiMajor, flattening) = (6_378_137.0, 1 / 298.257_222_101)
    let n = flattening / (2 - flattening)
    let eccentricity = (flattening * (2 - flattening)).squareRoot()
    let phi = latitude * .pi / 180
    let lambda = (longitude + 51) * .pi / 180
    let sine = sin(phi)
    let t = sinh(atanh(sine) - eccentricity * atanh(eccentricity * sine))
    let (xi, eta) = (atan2(t, cos(lambda)), asinh(sin(lambda) / hypot(t, cos(lambda))))
    let alpha = [
      n / 2 - n * n * 2 / 3 + n * n * n * 5 / 16 + n * n * n * n * 41 / 180,
      n * n * 13 / 48 - n * n * n * 3 / 5 + n * n * n * n * 557 / 1440,
      n * n * n * 61 / 240 - n * n * n * n * 103 / 140,
      n * n * n * n * 49_561 / 161_280,
    ]
    var (east, north) = (eta, xi)
    for (index, factor) in alpha.enumerated() {
      let order = 2 * Double(index + 1)
      east += factor * cos(order * xi) * sinh(order * eta)
      north += factor * sin(order * xi) * cosh(order * eta)
    }
    let radius = semiMajor / (1 + n) * (1 + n * n / 4 + n * n * n * n / 64)
    return (0.9996 * radius * east, 0.9996 * radius * north)
  }
}
