import Foundation
import Model
import Testing

@testable import Layers

extension VectorSuite {
  @Suite struct CoordinateSystemRulesTests {
    private let scratch = Scratch()

    private func squares(_ corners: [(Double, Double)], side: Double = 100) -> SquareShapefile {
      SquareShapefile(
        columns: [.init(name: [0x6E], width: 4, values: corners.map { _ in [0x61] })],
        squares: corners.map { ($0.0, $0.1, side) })
    }

    private func write(
      _ corners: [(Double, Double)], side: Double = 100, prj: String? = nil
    ) throws -> String {
      if let prj { _ = try scratch.write("a.prj", prj) }
      return try squares(corners, side: side).write(scratch, "a")
    }

    /// ESRI's text for the CGCS2000 zone with central meridian 120° E, as ArcGIS writes it.
    private static let zone120 = """
      PROJCS["CGCS2000_3_Degree_GK_CM_120E",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",\
      DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],\
      UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",500000.0],\
      PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",120.0],PARAMETER["Scale_Factor",1.0],\
      PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]
      """

    @Test func `A prj in ESRI's words is recognised as its EPSG zone`() throws {
      let (layer, ledger) = try readLayer(write([(532_000, 4_135_000)], prj: Self.zone120))
      #expect(layer.source.coordinateSystem == .definition("EPSG:4549"))
      #expect(layer.source.coordinateSystemChoice == .file)
      #expect(ledger.warningCount == 0)
    }

    @Test func `CGCS2000 degrees count as WGS 84`() throws {
      let prj = """
        GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",\
        SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]
        """
      let (layer, ledger) = try readLayer(write([(120, 37)], side: 0.01, prj: prj))
      #expect(layer.source.coordinateSystem == .wgs84)
      #expect(layer.source.coordinateSystemChoice == .file)
      #expect(ledger.warningCount == 0)
    }

    @Test func `Degrees without a prj are WGS 84, with a warning inside China only`() throws {
      let inside = try readLayer(write([(120, 37)], side: 0.01))
      #expect(inside.layer.source.coordinateSystem == .wgs84)
      #expect(inside.layer.source.coordinateSystemChoice == .assumed)
      #expect(inside.ledger.count("crs_assumed") == 1)
      let entry = try #require(inside.ledger.entries.first { $0.code == "crs_maybe_shifted" })
      #expect(entry.examples.first?.detail == "--blocks-crs GCJ02|BD09")
      let outside = try readLayer(write([(25, 60)], side: 0.01))
      #expect(outside.ledger.count("crs_maybe_shifted") == 0)
      let said = try readLayer(write([(120, 37)], side: 0.01), crs: .gcj02)
      #expect(said.layer.source.coordinateSystem == .gcj02)
      #expect(said.ledger.count("crs_maybe_shifted") == 0)
    }

    /// Eastings, northings and what the refusal should name; codes from EPSG's register.
    private static let refusals: [(x: Double, y: Double, hint: String)] = [
      (40_532_000, 4_135_000, "EPSG:4528"), (37_532_000, 4_135_000, "EPSG:4525"),
      (20_532_000, 4_135_000, "EPSG:4498"), (532_000, 4_135_000, "EPSG:4548"),
      (12_900_000, 4_800_000, "EPSG:3857"), (4_135_000, 40_532_000, "swap"),
      (1_500, 2_000, "local metres"), (40, 116, "latitude"),
    ]

    @Test(arguments: refusals.indices)
    func `Metres without a system are refused with the likely candidate`(_ index: Int) throws {
      let (x, y, hint) = Self.refusals[index]
      let failure = try #require(readFailure(try write([(x, y)], side: 0.5)))
      #expect(failure.code == 65)
      #expect(failure.line.contains(hint), "\(failure.line)")
      #expect(!failure.line.contains("\n"))
    }

    @Test func `A zone number that contradicts the stated zone is refused`() throws {
      let failure = try #require(
        readFailure(try write([(40_532_000, 4_135_000)], prj: Self.zone120)))
      #expect(failure.code == 65)
      #expect(failure.line.contains("--blocks-crs EPSG:4528"))
      let other = readFailure(try write([(532_000, 4_135_000)]), crs: .definition("EPSG:4528"))
      #expect(other?.line.contains("EPSG:4549") == true)
      let fits = try readLayer(
        try write([(40_532_000, 4_135_000)]), crs: .definition("EPSG:4528"))
      #expect(fits.layer.source.coordinateSystem == .definition("EPSG:4528"))
      #expect(fits.layer.source.coordinateSystemChoice == .option)
    }

    @Test func `Degrees under a system in metres are refused`() throws {
      let failure = try #require(readFailure(try write([(120, 37)], side: 0.01, prj: Self.zone120)))
      #expect(failure.code == 65)
      #expect(failure.line.contains("are degrees"))
    }

    @Test func `Older datums are refused with their error unless accepted`() throws {
      let cases = [
        (2343, "Xian 1980", "of the order of 100 m"), (2414, "Beijing 1954", "up to 180 m"),
        (4610, "Xian 1980", "of the order of 100 m"),
      ]
      for (code, name, error) in cases {
        let x = code == 4610 ? 117.0 : code == 2343 ? 500_000 : 39_500_000
        let path = try write([(x, code == 4610 ? 40 : 4_400_000)], side: 0.01)
        let system = CoordinateSystem.definition("EPSG:\(code)")
        let failure = try #require(readFailure(path, crs: system))
        #expect(failure.code == 65)
        #expect(failure.line.contains(name))
        #expect(failure.line.contains(error))
        let (layer, ledger) = try readLayer(path, crs: system, acceptsOldDatum: true)
        #expect(layer.source.coordinateSystem == system)
        #expect(ledger.count("old_datum") == 1)
      }
    }

    @Test func `A crs member of GeoJSON passes the same checks`() throws {
      let cases: [(code: Int, x: Double, hint: String)] = [
        (2343, 500_000, "Xian 1980"), (4549, 40_500_000, "EPSG:4528"), (4549, 120, "are degrees"),
      ]
      for (code, x, hint) in cases {
        let text = """
          {"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::\(code)"}},
          "features":[{"type":"Feature","properties":{"id":1},
          "geometry":{"type":"Point","coordinates":[\(x),\(x < 1000 ? 37 : 4_000_000)]}}]}
          """
        let path = try scratch.write("c\(code).geojson", text)
        let failure = try #require(readFailure(path, role: .stations))
        #expect(failure.code == 65)
        #expect(failure.line.contains(hint), "\(failure.line)")
      }
    }

    @Test func `One bad position in hundreds costs that feature, half of them the file`() throws {
      let corners = (0..<300).map { ($0 == 7 ? 999.0 : 100 + Double($0) / 100, 40.0) }
      let prj = try #require(
        SystemFacts(definition: "EPSG:4326") == nil
          ? nil
          : "GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\",SPHEROID[\"WGS_1984\",6378137.0,298.257223563]],"
            + "PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]]")
      let (layer, ledger) = try readLayer(try write(corners, side: 0.001, prj: prj))
      #expect(layer.count == 300)
      #expect(layer.chunks[0].shapes.kinds[7] == .none)
      #expect(layer.chunks[0].shapes.kinds[8] == .polygon)
      #expect(layer.chunks[0].shapes.boundingBox(of: 8).minX == 100.08)
      let entry = try #require(ledger.entries.first { $0.code == "coordinates_out_of_range" })
      #expect(entry.count == 1 && entry.examples.first?.subject.row == 8)
      let half = readFailure(try write([(999, 40), (100, 40)], side: 0.001, prj: prj))
      #expect(half?.code == 65)
    }

    @Test func `A prj that is local or not understood is passed over aloud`() throws {
      let local = #"LOCAL_CS["village plan",UNIT["Meter",1.0]]"#
      for text in [local, "nonsense"] {
        let (layer, ledger) = try readLayer(write([(120, 37)], side: 0.01, prj: text))
        #expect(layer.source.coordinateSystemChoice == .assumed)
        #expect(ledger.count("crs_unreadable") == 1)
        #expect(ledger.count("crs_maybe_shifted") == 1)
      }
      #expect(readFailure(try write([(1_500, 2_000)], prj: local))?.code == 65)
    }

    @Test(.enabled(if: Tool.hasGDAL, "ogr2ogr is not installed"))
    func `A GeoPackage without a system is treated like a Shapefile without a prj`() throws {
      for (x, y, isRefused) in [(120.0, 37.0, false), (40_532_000, 4_135_000, true)] {
        let csv = try scratch.write("p.csv", "id,WKT\n1,\"POINT (\(x) \(y))\"\n")
        let path = scratch.file("p\(isRefused).gpkg")
        try #require(Tool.run("ogr2ogr", [path, csv]) != nil)
        if isRefused {
          #expect(
            readFailure(path, role: .stations)?.line.contains("--stations-crs EPSG:4528") == true)
        } else {
          let (layer, ledger) = try readLayer(path, role: .stations)
          #expect(layer.source.coordinateSystemChoice == .assumed)
          #expect(ledger.count("crs_maybe_shifted") == 1)
        }
      }
    }

    @Test func `Text that names a file or address is no coordinate system`() {
      for text in [
        "/etc/passwd", "http://localhost/a.prj", "nonsense", "", "EPSG:999999", "WGS84\n",
      ] {
        #expect(CoordinateSystemRules.facts(of: text) == nil, "\(text)")
      }
      for text in ["EPSG:4549", "+proj=longlat +datum=WGS84", "urn:ogc:def:crs:EPSG::4490"] {
        #expect(CoordinateSystemRules.facts(of: text) != nil, "\(text)")
      }
      let failure = readFailure(
        (try? write([(120, 37)], side: 0.01)) ?? "", crs: .definition("nonsense"))
      #expect(failure?.code == 64)
    }
  }
}
