import Foundation
import Model
import Testing

@testable import Layers

@Suite struct LayerPlaceTests {
  private let scratch = Scratch()

  @Test func `A colon splits only after an existing file`() throws {
    let plain = try scratch.write("a.gpkg", "x")
    let colon = try scratch.write("b:c.shp", "x")
    #expect(try LayerPlace(plain).layerName == nil)
    #expect(try LayerPlace("\(plain):道路").layerName == "道路")
    #expect(try LayerPlace("\(plain):a:b").layerName == "a:b")
    #expect(try LayerPlace(colon).path == colon)
    #expect(try LayerPlace("\(colon):x").layerName == "x")
  }

  @Test func `Paths that cannot be opened give 66 with the path`() throws {
    let missing = scratch.file("没有.gpkg")
    for (path, part) in [
      (missing, "no such file"), ("\(missing):a", "no such file"), (scratch.path, "directory"),
      ("", "empty"), ("/vsicurl/http://localhost/a.geojson", "remote"),
      ("C:\\data\\a.shp", "no such"),
    ] {
      let failure = try #require(readFailure(path))
      #expect(failure.code == 66)
      #expect(failure.line.contains(part), "\(failure.line)")
    }
    #expect(readFailure(missing)?.line.hasPrefix(missing) == true)
    #expect(readFailure("\(missing):a")?.line.hasPrefix("\(missing):") == true)
  }

  @Test(.enabled(if: getuid() != 0, "root may read everything"))
  func `A file without permission gives 66`() throws {
    let path = try scratch.write("a.gpkg", "x")
    chmod(path, 0)
    #expect(readFailure(path)?.code == 66)
  }

  @Test func `Empty and unknown files give 65`() throws {
    #expect(readFailure(try scratch.write("a.gpkg", ""))?.code == 65)
    let unknown = try #require(readFailure(try scratch.write("a.xyz", "hello")))
    #expect(unknown.code == 65)
    #expect(unknown.line.contains("GeoPackage"))
  }

  @Test func `Passwords of a database never show`() {
    let cases = [
      "PG:host=h dbname=d user=u password=geheim", "PG:host=h password='ge heim' dbname=d",
      "PG:host=h PassWord = geheim", "PG:postgresql://u:geheim@h:5432/d",
      "PG:postgresql://u:ge@heim@h/d?sslmode=require",
      "PG:postgresql://h/d?user=u&password=geheim&x=y",
    ]
    for text in cases {
      let shown = ConnectionText.redacted(text)
      #expect(!shown.contains("heim"), "\(shown)")
      #expect(shown.contains("***"))
    }
    #expect(ConnectionText.redacted("PG:host=h dbname=d") == "PG:host=h dbname=d")
    #expect(
      ConnectionText.redacted("auth failed for geheim", connection: cases[0])
        == "auth failed for ***")
  }
}
