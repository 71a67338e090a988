import Foundation
import Model
import Testing

@testable import Geometry

@Suite struct ProjectionTests {
  static let isPresent = SharedData.isPresent("gauss-kruger/cgcs2000_gk_vectors.csv")

  @Test(.enabled(if: ProjectionTests.isPresent, "the Gauss-Krüger vectors are not here"))
  func `CGCS2000 zones agree with the reference both ways, by PROJ and by the series`() throws {
    let rows = try SharedData.table("gauss-kruger/cgcs2000_gk_vectors.csv")
    #expect(rows.count == 44)
    for row in rows {
      let code = "EPSG:\(row["epsg"] ?? "")"
      let place = Coordinate(x: row.number("lon"), y: row.number("lat"))
      let metres = Coordinate(x: row.number("easting_m"), y: row.number("northing_m"))
      let description = try CoordinateSystemDescription(code)
      let series = try #require(TransverseMercator(description))
      let transform = try CoordinateTransform(from: "EPSG:4490", to: code)
      var projected = [place]
      try transform.transform(&projected)
      let ours = series.project(longitude: place.x, latitude: place.y)
      // Metres; the table has four decimals.
      for point in [projected[0], ours] {
        #expect(abs(point.x - metres.x) < 6e-5 && abs(point.y - metres.y) < 6e-5, "\(code)")
      }
      // Nanometres apart: two independent computations of the same series.
      #expect(abs(projected[0].x - ours.x) < 2e-8 && abs(projected[0].y - ours.y) < 2e-8)
      var back = projected
      try transform.transformBack(&back)
      let mine = series.unproject(projected[0])
      for point in [back[0], mine] {
        #expect(abs(point.x - place.x) < 1e-12 && abs(point.y - place.y) < 1e-12)
      }
      #expect(description.name == row["crs_name"])
      #expect(description.centralMeridian == row.number("central_meridian"))
      #expect(description.chineseDatum == .cgcs2000)
      #expect(description.kind == .projected && description.unit == "metre")
    }
  }

  @Test
  func `The series equals PROJ within 1e-9 degrees over the reach of UTM and Gauss-Krüger zones`()
    throws
  {
    for code in ["EPSG:4547", "EPSG:4513", "EPSG:4533", "EPSG:4491", "EPSG:32650", "EPSG:32721"] {
      let series = try #require(TransverseMercator(CoordinateSystemDescription(code)))
      let transform = try CoordinateTransform(from: code, to: "EPSG:4326")
      var points: [Coordinate] = []
      for east in stride(from: -900_000.0, through: 900_000, by: 60_000) {
        for latitude in stride(from: -80.0, through: 80, by: 8) {
          let north = series.project(longitude: series.centralMeridian, latitude: latitude).y
          points.append(Coordinate(x: series.falseEasting + east, y: north))
        }
      }
      var theirs = points
      try transform.transform(&theirs)
      for (point, expected) in zip(points, theirs) {
        let mine = series.unproject(point)
        #expect(abs((mine.x - expected.x).remainder(dividingBy: 360)) < 1e-9, "\(code) \(point)")
        #expect(abs(mine.y - expected.y) < 1e-9, "\(code) \(point)")
      }
    }
  }

  @Test(.enabled(if: ProjectionTests.isPresent, "the Gauss-Krüger vectors are not here"))
  func `Geodesics meet the reference distances, azimuths and points 500 m away`() throws {
    for row in try SharedData.table("gauss-kruger/geodesic_karney_wgs84.csv") {
      let from = GeographicPoint(longitude: row.number("lon1"), latitude: row.number("lat1"))
      let to = GeographicPoint(longitude: row.number("lon2"), latitude: row.number("lat2"))
      let line = Geodesic.wgs84.inverse(from, to)
      // Metres and degrees: the table's own last digits.
      #expect(abs(line.distance - row.number("s12_m")) < 2e-8)
      #expect(abs(line.azimuth - row.number("azi1")) < 1e-10)
      #expect(abs(line.finalAzimuth - row.number("azi2")) < 1e-10)
    }
    for row in try SharedData.table("gauss-kruger/geodesic_distances_wgs84.csv") {
      let from = GeographicPoint(longitude: row.number("lon1"), latitude: row.number("lat1"))
      let to = GeographicPoint(longitude: row.number("lon2"), latitude: row.number("lat2"))
      #expect(abs(Geodesic.wgs84.distance(from, to) - row.number("distance_m")) < 6e-5)
    }
    let rows = try SharedData.table("gauss-kruger/points_500m_away_wgs84.csv")
    #expect(rows.count == 40)
    for row in rows {
      let start = GeographicPoint(longitude: row.number("lon"), latitude: row.number("lat"))
      let end = Geodesic.wgs84.destination(
        from: start, azimuth: row.number("azimuth_deg"), distance: row.number("distance_m"))
      // Degrees; the table has ten decimals.
      #expect(abs(end.longitude - row.number("lon2")) < 1e-10)
      #expect(abs(end.latitude - row.number("lat2")) < 1e-10)
    }
  }

  @Test func `The area of a degree square at the equator is Karney's`() {
    let ring = [(0.0, 0.0), (1, 0), (1, 1), (0, 1), (0, 0)].map { Coordinate(x: $0.0, y: $0.1) }
    let (area, perimeter) = Geodesic.wgs84.area(of: ring)
    // GeographicLib's Planimeter gives these for the points (0 0) (0 1) (1 1) (1 0).
    #expect(abs(area - 12_308_778_361.469) < 0.01)
    #expect(abs(perimeter - 443_770.917) < 0.001)
  }

  @Test func `A latitude of 100 is refused by place and value, although PROJ reports success`()
    throws
  {
    let transform = try CoordinateTransform(from: "EPSG:4326", to: "EPSG:4547")
    var points = [Coordinate(x: 114, y: 22), Coordinate(x: 114, y: 100)]
    let error = #expect(throws: CoordinateTransformError.self) {
      try transform.transform(&points)
    }
    #expect(error?.index == 1)
    #expect(error?.coordinate == Coordinate(x: 114, y: 100))
    #expect(error?.message.isEmpty == false)
    #expect(error?.analysisError().kind == .badData)
  }

  @Test func `An unknown system is a usage error that says what to type`() {
    for text in ["EPSG:999999", "no such system", "", "EPSG:5773", "+proj=nonsense"] {
      let error = #expect(throws: AnalysisError.self) { _ = try CoordinateSystem.parse(text) }
      #expect(error?.kind == .usage)
      #expect(error?.hint.english.contains("EPSG:n") == true)
    }
  }

  @Test(arguments: [
    ("GCJ02", CoordinateSystem.gcj02), ("gcj-02", .gcj02), ("BD09", .bd09), ("bd-09", .bd09),
    ("WGS84", .wgs84), ("wgs 84", .wgs84), ("CGCS2000", .wgs84), ("EPSG:4326", .wgs84),
    ("epsg:4490", .wgs84), ("4326", .wgs84), ("OGC:CRS84", .wgs84),
    ("urn:ogc:def:crs:OGC:1.3:CRS84", .wgs84), ("urn:ogc:def:crs:EPSG::4490", .wgs84),
    ("+proj=longlat +datum=WGS84", .wgs84), ("+proj=longlat +datum=WGS84 +no_defs", .wgs84),
    ("epsg:4547", .definition("EPSG:4547")), (" 4547 ", .definition("EPSG:4547")),
  ])
  func `What users type for a system is understood`(text: String, expected: CoordinateSystem) throws
  {
    #expect(try CoordinateSystem.parse(text) == expected)
  }

  static let esriGeographic = """
    GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",\
    SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],\
    UNIT["Degree",0.0174532925199433]]
    """
  static func esriProjected(_ geographic: String) -> String {
    """
    PROJCS["CGCS2000_3_Degree_GK_CM_114E",\(geographic),PROJECTION["Gauss_Kruger"],\
    PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],\
    PARAMETER["Central_Meridian",114.0],PARAMETER["Scale_Factor",1.0],\
    PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]
    """
  }

  @Test func `Esri's spelling of CGCS2000 is recognised`() throws {
    #expect(try CoordinateSystem.parse(Self.esriGeographic) == .wgs84)
    let text = Self.esriProjected(Self.esriGeographic)
    let description = try CoordinateSystemDescription(text)
    #expect(description.epsg == 4547)
    #expect(description.chineseDatum == .cgcs2000)
    #expect(description.datumRefusal() == nil)
    #expect(TransverseMercator(description) != nil)
    #expect(description.centralMeridian == 114)
  }

  @Test func `Old Chinese datums are recognised and refused with the stated error`() throws {
    let cases: [(String, ChineseDatum)] = [
      ("EPSG:4610", .xian1980), ("EPSG:2383", .xian1980), ("EPSG:4214", .beijing1954),
      ("EPSG:2435", .beijing1954), ("EPSG:4555", .newBeijing),
      ("+proj=tmerc +lon_0=114 +x_0=500000 +ellps=krass", .beijing1954),
      (
        Self.esriProjected(
          """
          GEOGCS["GCS_Xian_1980",DATUM["D_Xian_1980",SPHEROID["Xian_1980",6378140.0,298.257]],\
          PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]
          """), .xian1980
      ),
    ]
    for (text, datum) in cases {
      let description = try CoordinateSystemDescription(text)
      #expect(description.chineseDatum == datum, "\(text): \(description.datum)")
      let refusal = description.datumRefusal(acceptOption: "--accept")
      #expect(refusal?.kind == .badData)
      #expect(refusal?.hint.english.contains("--accept") == true)
      #expect(!description.hasWGS84Datum)
    }
    #expect(try CoordinateSystemDescription("EPSG:32650").chineseDatum == nil)
  }

  @Test func `A description names unit, datum and area of use`() throws {
    let feet = try CoordinateSystemDescription("EPSG:2263")
    #expect(feet.unit == "US survey foot")
    #expect(abs(feet.unitFactor - 1200.0 / 3937) < 1e-12)
    let zone = try CoordinateSystemDescription("EPSG:4547")
    #expect(zone.epsg == 4547 && zone.datum == "China 2000")
    let area = try #require(zone.areaOfUse)
    #expect(area.minX > 112 && area.maxX < 116 && area.minY > 20 && area.maxY < 46)
    let bare = try CoordinateSystemDescription("+proj=utm +zone=50 +datum=WGS84")
    #expect(bare.epsg == 32650)
    #expect(
      try CoordinateSystemDescription("CGCS2000 / 3-degree Gauss-Kruger CM 114E").epsg == 4547)
  }

  @Test func `Every zone of the table is EPSG's`() throws {
    #expect(ChinaZone.all.count == 64)
    for zone in ChinaZone.all {
      let description = try CoordinateSystemDescription("EPSG:\(zone.epsg)")
      #expect(description.name == zone.name)
      #expect(description.centralMeridian == zone.centralMeridian)
      #expect(
        description.parameters["False easting"]
          == 500_000 + Double(zone.prefix ?? 0) * 1_000_000)
    }
  }

  @Test func `Metres without a system are narrowed to their zone`() {
    func box(_ x: Double, _ y: Double) -> BoundingBox {
      BoundingBox(minX: x, minY: y, maxX: x, maxY: y)
    }
    let prefixed = box(41_578_649, 4_905_026)
    #expect(ChinaZones.candidates(in: prefixed).map(\.epsg) == [4529])
    #expect(ChinaZones.candidates(in: box(21_578_649, 4_905_026)).map(\.epsg) == [4499])
    #expect(
      ChinaZones.candidates(in: box(578_649, 4_905_026)).map(\.epsg) == Array(4534...4554))
    for (x, y) in [
      (13_500_000.0, 49_050_260.0), (114, 22), (-1e300, 4_905_026), (1e300, 4_905_026),
      (24_500_000, 4_905_026),
    ] {
      #expect(ChinaZones.candidates(in: box(x, y)).isEmpty, "\(x) \(y)")
    }
    #expect(ChinaZones.candidates(in: .empty).isEmpty)
    #expect(ChinaZones.looksSwapped(box(4_905_026, 41_578_649)))
    #expect(!ChinaZones.looksSwapped(prefixed))
    #expect(ChinaZone(epsg: 4529)?.withoutPrefix.epsg == 4550)
    #expect(ChinaZone(epsg: 4499)?.withoutPrefix.epsg == 4510)
    #expect(ChinaZone(epsg: 4326) == nil)
  }

  @Test func `Any system converts to any other and back`() throws {
    let systems: [CoordinateSystem] = [
      .wgs84, .gcj02, .bd09, .definition("EPSG:4547"), .definition("EPSG:3857"),
      .definition("EPSG:2263"), .definition("EPSG:32650"),
    ]
    for from in systems {
      for to in systems {
        var points = [Coordinate(x: 114.02, y: 22.53), Coordinate(x: 114.5, y: 22.6)]
        try CoordinateConverter(from: .wgs84, to: from).convert(&points)
        let before = points
        try CoordinateConverter(from: from, to: to).convert(&points)
        try CoordinateConverter(from: to, to: from).convert(&points)
        for (a, b) in zip(points, before) {
          // A micrometre, in degrees or in the unit of the system; EPSG:2263 reaches the antipodes.
          let limit = from.isGeographic ? 1e-10 : 1e-3
          #expect(abs(a.x - b.x) < limit && abs(a.y - b.y) < limit, "\(from) \(to) \(a) \(b)")
        }
      }
    }
  }

  @Test func `A layer's reprojection gives the same bytes on one and three threads`() throws {
    var layer = Layer(
      source: LayerSource(path: "a.shp", coordinateSystem: .definition("EPSG:4550")))
    var generator = SeededGenerator(seed: 7)
    for chunk in 0..<7 {
      var shapes = ShapeColumn()
      for _ in 0..<5 {
        let x = Double.random(in: 400_000...600_000, using: &generator)
        let y = Double.random(in: 4_000_000...5_000_000, using: &generator)
        shapes.append(.point, parts: [[[Coordinate(x: x, y: y)]]])
      }
      layer.chunks.append(FeatureChunk(firstIndex: chunk * 5, shapes: shapes))
    }
    var single = layer
    var triple = layer
    #expect(try single.reprojectToWGS84(threads: 1) == .definition("EPSG:4550"))
    try triple.reprojectToWGS84(threads: 3)
    #expect(single.source.coordinateSystem == .wgs84)
    for index in layer.chunks.indices {
      #expect(single.chunks[index].shapes == triple.chunks[index].shapes)
    }
    var expected = layer.chunks[6].shapes.coordinates
    try CoordinateTransform(from: "EPSG:4550", to: "EPSG:4326").transform(&expected)
    for (a, b) in zip(single.chunks[6].shapes.coordinates, expected) {
      #expect(abs(a.x - b.x) < 1e-9 && abs(a.y - b.y) < 1e-9)
    }
  }

  @Test func `A coordinate that cannot be converted is named by file and row`() throws {
    var shapes = ShapeColumn()
    shapes.append(.point, parts: [[[Coordinate(x: 500_000, y: 4_500_000)]]])
    shapes.append(.point, parts: [[[Coordinate(x: .nan, y: 4_500_000)]]])
    var layer = Layer(
      source: LayerSource(path: "a.shp", coordinateSystem: .definition("EPSG:4550")),
      chunks: [FeatureChunk(firstIndex: 0, shapes: shapes)])
    let error = #expect(throws: AnalysisError.self) { try layer.reprojectToWGS84(threads: 2) }
    #expect(error?.subject.file == "a.shp" && error?.subject.row == 2)
  }
}
