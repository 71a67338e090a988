import Foundation
import Model
import Testing

@testable import Layers

/// A PostGIS server of this test's own in a scratch folder, reached by its socket only; stopped afterwards.
final class PostGISServer {
  private static let binaries: String? = ["15", "16", "14", "17"]
    .map { "/usr/lib/postgresql/\($0)/bin" }
    .first { FileManager.default.isExecutableFile(atPath: "\($0)/initdb") }
  static let isInstalled =
    binaries != nil && FileManager.default.isExecutableFile(atPath: "/usr/bin/psql")
    && ["15", "16", "14", "17"].contains {
      FileManager.default.fileExists(
        atPath: "/usr/share/postgresql/\($0)/extension/postgis.control")
    }

  private let scratch = Scratch()
  private let server: Process
  static let password = "ge'heim"

  init?() {
    guard let binaries = Self.binaries else { return nil }
    let data = scratch.file("data")
    _ = try? scratch.write("password", Self.password)
    if getuid() == 0 {
      guard Self.run("/bin/chown", ["-R", "postgres", scratch.path], asServer: false) else {
        return nil
      }
    }
    guard
      Self.run(
        "\(binaries)/initdb",
        [
          "-D", data, "-U", "planner", "--auth=scram-sha-256", "-E", "UTF8", "--locale=C.UTF-8",
          "--pwfile=\(scratch.file("password"))",
        ])
    else { return nil }
    // In the foreground: a server that detached itself would keep Foundation waiting for its pipes.
    server = Self.process(
      "\(binaries)/postgres",
      [
        "-D", data, "-c", "listen_addresses=", "-c", "unix_socket_directories=\(scratch.path)",
        "-c", "fsync=off",
      ])
    guard (try? server.run()) != nil, isReady(binaries) else { return nil }
  }

  deinit {
    guard server.isRunning else { return }
    // SIGINT is PostgreSQL's fast shutdown.
    server.interrupt()
    server.waitUntilExit()
  }

  /// Asks the server until it answers, at most for the time 200 clients take to start and fail.
  private func isReady(_ binaries: String) -> Bool {
    (0..<200).contains { _ in
      server.isRunning
        && Self.run(
          "\(binaries)/pg_isready", ["-q", "-t", "1", "-h", scratch.path], asServer: false)
    }
  }

  var connection: String {
    "PG:host=\(scratch.path) dbname=postgres user=planner password='ge\\'heim'"
  }

  /// Runs SQL through PostgreSQL's own client.
  func execute(_ sql: String) -> Bool {
    Self.run(
      "/usr/bin/psql",
      [
        "-q", "-v", "ON_ERROR_STOP=1", "-h", scratch.path, "-U", "planner", "-d", "postgres", "-c",
        sql,
      ],
      environment: ["PGPASSWORD": Self.password], asServer: false)
  }

  /// A server refuses to run as root: it then runs as the user its package made.
  private static func process(
    _ program: String, _ arguments: [String], asServer: Bool = true
  ) -> Process {
    let process = Process()
    let drops = asServer && getuid() == 0
    process.executableURL = URL(fileURLWithPath: drops ? "/usr/bin/setpriv" : program)
    process.arguments =
      (drops ? ["--reuid", "postgres", "--regid", "postgres", "--clear-groups", program] : [])
      + arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    return process
  }

  private static func run(
    _ program: String, _ arguments: [String], environment: [String: String] = [:],
    asServer: Bool = true
  ) -> Bool {
    let process = process(program, arguments, asServer: asServer)
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }
}

extension VectorSuite {
  @Suite struct DatabaseTests {
    @Test func `A database that does not answer gives one line without the password`() throws {
      let failure = try #require(
        readFailure("PG:host=127.0.0.1 port=1 dbname=d user=u password=geheim connect_timeout=2"))
      #expect(failure.code == 66)
      #expect(!failure.line.contains("geheim"))
      #expect(failure.line.contains("***"))
    }

    @Test(.enabled(if: PostGISServer.isInstalled, "PostgreSQL with PostGIS is not installed"))
    func `A PostGIS table keeps order, types and system`() throws {
      let server = try #require(PostGISServer())
      try #require(
        server.execute(
          """
          CREATE EXTENSION postgis;
          CREATE TABLE "网格" (gid serial PRIMARY KEY, "名称" text, pop int8, share float8, open bool,
            tags text[], levels int[], extra jsonb, since date, seen timestamptz, raw bytea,
            price numeric(10,2), geom geometry(MultiPolygon, 4549));
          INSERT INTO "网格" VALUES
            (7, '向阳''社区', 9007199254740993, 0.1, true, '{甲,"乙 丙"}', '{1,2}', '{"a":[1,null]}',
             '2024-05-01', '2024-05-01 08:30:00+08', '\\x00ff', 12.50,
             ST_SetSRID(ST_GeomFromText('MULTIPOLYGON(((500000 4000000,500100 4000000,500100 4000100,500000 4000000)))'), 4549)),
            (9, NULL, NULL, 'NaN', false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
          CREATE TABLE other (id int PRIMARY KEY, geom geometry(Point, 4326));
          INSERT INTO other VALUES (1, ST_SetSRID(ST_Point(116, 40), 4326));
          """))
      let (layer, ledger) = try readLayer(server.connection + " tables=网格")
      #expect(layer.count == 2)
      #expect(layer.source.driver == "PostgreSQL")
      #expect(layer.source.coordinateSystem == .definition("EPSG:4549"))
      #expect(!layer.source.path.contains("heim"))
      let first = layer.chunks[0].attributes.string(0)
      for part in [
        #""gid":7"#, #""名称":"向阳'社区""#, #""pop":9007199254740993"#, #""share":0.1"#, #""open":true"#,
        #""tags":["甲","乙 丙"]"#, #""levels":[1,2]"#, #""extra":{"a": [1, null]}"#,
        #""since":"2024-05-01""#,
        #""raw":"AP8=""#, #""price":12.5"#,
      ] {
        #expect(first.contains(part), "\(part) in \(first)")
      }
      #expect(try attributes(layer, 1)["名称"] is NSNull)
      #expect(ledger.count("number_not_finite") == 1)
      #expect(layer.chunks[0].shapes.kinds == [.multiPolygon, .none])
      // Of two tables the one that fits the role is taken; an unknown one is refused with its password hidden.
      #expect(try readLayer(server.connection, role: .stations).layer.source.layerName == "other")
      let unknown = try #require(readFailure(server.connection + " tables=missing"))
      #expect(!unknown.line.contains("heim"))
      let wrong = server.connection.replacingOccurrences(of: "ge\\'heim", with: "secretword")
      let refused = try #require(readFailure(wrong))
      #expect(refused.code == 66)
      #expect(!refused.line.contains("secretword"))
    }
  }
}
