// swift-tools-version: 6.2
import PackageDescription

/// Every Swift target: language mode 6, warnings are errors.
let swift: [SwiftSetting] = [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)]

/// The targets of the hot loops also drop run-time exclusivity checks in release builds: their scratch
/// objects belong to one worker each, and debug and sanitizer builds keep checking.
let hot: [SwiftSetting] =
  swift + [
    .unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release))
  ]

/// One arrow of the layout a line; `Tests/ArchitectureTests` fails on an import that is not listed here.
let package = Package(
  name: "lifecircle",
  products: [.executable(name: "lifecircle", targets: ["lifecircle"])],
  targets: [
    // C libraries, one target each.
    .systemLibrary(name: "CGEOS", pkgConfig: "geos", providers: [.apt(["libgeos-dev"])]),
    .systemLibrary(name: "CPROJ", pkgConfig: "proj", providers: [.apt(["libproj-dev"])]),
    .systemLibrary(name: "CGDAL", pkgConfig: "gdal", providers: [.apt(["libgdal-dev"])]),
    .systemLibrary(
      name: "CXLSXWriter", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(
      name: "CMicroHTTPD", pkgConfig: "libmicrohttpd", providers: [.apt(["libmicrohttpd-dev"])]),
    .systemLibrary(name: "CGetopt"),
    .systemLibrary(name: "CCbc", pkgConfig: "cbc", providers: [.apt(["coinor-libcbc-dev"])]),
    .systemLibrary(
      name: "CPangoCairo", pkgConfig: "pangocairo", providers: [.apt(["libpango1.0-dev"])]),
    .target(name: "CSimdJSON", linkerSettings: [.linkedLibrary("simdjson")]),
    .target(
      name: "COsmium",
      linkerSettings: ["expat", "z", "bz2", "pthread"].map { .linkedLibrary($0) }),

    .target(name: "Model", swiftSettings: swift),
    .target(name: "Geometry", dependencies: ["Model", "CGEOS", "CPROJ"], swiftSettings: hot),
    .target(
      name: "Layers", dependencies: ["Model", "Geometry", "CGDAL", "CSimdJSON", "CCrypto"],
      swiftSettings: swift),
    .target(
      name: "Streets", dependencies: ["Model", "Geometry", "COsmium"], swiftSettings: hot),
    .target(
      name: "Coverage", dependencies: ["Model", "Geometry", "Streets"], swiftSettings: hot),
    .target(name: "Siting", dependencies: ["Model", "CCbc"], swiftSettings: hot),
    .target(name: "Schedules", dependencies: ["Model"], swiftSettings: swift),
    .target(name: "Standards", dependencies: ["Model"], swiftSettings: swift),
    .target(name: "Indicators", dependencies: ["Model"], swiftSettings: swift),
    .target(name: "Server", dependencies: ["Model", "CMicroHTTPD"], swiftSettings: swift),
    // Texts only, made by Scripts/embed-web-assets.
    .target(name: "WebAssets", dependencies: ["Model"], swiftSettings: swift),
    .target(
      name: "Export", dependencies: ["Model", "Geometry", "CGDAL", "CXLSXWriter"],
      swiftSettings: swift),
    .target(name: "Report", dependencies: ["Model", "Maps", "Export"], swiftSettings: swift),
    .target(
      name: "Maps", dependencies: ["Model", "Geometry", "CPangoCairo"], swiftSettings: swift),
    .target(
      name: "Analysis",
      dependencies: [
        "Model", "Geometry", "Layers", "Streets", "Coverage", "Siting", "Schedules", "Standards",
        "Indicators", "Export", "Maps", "Report",
      ],
      swiftSettings: swift),
    .target(
      name: "CommandLineTool",
      dependencies: [
        "Model", "Geometry", "Layers", "Streets", "Coverage", "Schedules", "Standards",
        "Indicators", "Export", "Maps", "Report", "Analysis", "Server", "WebAssets", "CGetopt",
      ],
      swiftSettings: swift),
    .executableTarget(name: "lifecircle", dependencies: ["CommandLineTool"], swiftSettings: swift),

    // Reads the sources as text and imports none of them.
    .testTarget(name: "ArchitectureTests", swiftSettings: swift),
    .testTarget(name: "ModelTests", dependencies: ["Model"], swiftSettings: swift),
    .testTarget(name: "GeometryTests", dependencies: ["Geometry"], swiftSettings: swift),
    .testTarget(
      name: "LayersTests", dependencies: ["Layers"], resources: [.copy("Fixtures")],
      swiftSettings: swift),
    .testTarget(name: "StreetsTests", dependencies: ["Streets"], swiftSettings: swift),
    .testTarget(name: "CoverageTests", dependencies: ["Coverage"], swiftSettings: swift),
    .testTarget(name: "ServerTests", dependencies: ["Server", "Model"], swiftSettings: swift),
    .testTarget(name: "SitingTests", dependencies: ["Siting"], swiftSettings: swift),
    .testTarget(
      name: "SchedulesTests", dependencies: ["Schedules", "Model"], exclude: ["Fixtures"],
      swiftSettings: swift),
    .testTarget(name: "StandardsTests", dependencies: ["Standards"], swiftSettings: swift),
    .testTarget(name: "IndicatorsTests", dependencies: ["Indicators"], swiftSettings: swift),
    .testTarget(name: "ExportTests", dependencies: ["Export"], swiftSettings: swift),
    .testTarget(name: "MapsTests", dependencies: ["Maps"], swiftSettings: swift),
    .testTarget(
      name: "ReportTests", dependencies: ["Report", "Export", "WebAssets", "Model"],
      swiftSettings: swift),
    .testTarget(
      name: "AnalysisTests", dependencies: ["Analysis", "Layers", "Export", "Maps"],
      exclude: ["Maps"], swiftSettings: swift),
    .testTarget(
      name: "CommandLineToolTests", dependencies: ["CommandLineTool", "lifecircle"],
      swiftSettings: swift),
    // Runs the built program only and imports nothing of it.
    .testTarget(
      name: "GoldenTests", dependencies: ["lifecircle"], exclude: ["Cases", "README.md"],
      swiftSettings: swift),
  ],
  cxxLanguageStandard: .cxx17
)
