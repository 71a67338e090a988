/// The layout of the package: which target may import which.
enum Layout {
  /// Downward arrows between Swift targets. What is not listed is forbidden.
  static let arrows: [String: Set<String>] = [
    "Model": [],
    "Geometry": ["Model"],
    "Layers": ["Geometry", "Model"],
    "Streets": ["Geometry", "Model"],
    "Coverage": ["Streets", "Geometry", "Model"],
    "Siting": ["Model"],
    "Schedules": ["Model"],
    "Standards": ["Model"],
    "Indicators": ["Model"],
    "WebAssets": ["Model"],
    "Server": ["Model"],
    "Export": ["Geometry", "Model"],
    "Report": ["Export", "Maps", "WebAssets", "Model"],
    "Maps": ["Geometry", "Model"],
    "Analysis": [
      "Coverage", "Export", "Layers", "Siting", "Schedules", "Standards", "Indicators", "Streets",
      "Maps", "Report", "Geometry", "Model",
    ],
    "CommandLineTool": [
      "Analysis", "Maps", "Report", "Coverage", "Export", "Layers", "Siting", "Schedules",
      "Standards", "Indicators", "Streets", "Server", "WebAssets", "Geometry", "Model",
    ],
    "lifecircle": ["CommandLineTool"],
  ]

  /// The Swift targets that may import a C library. One each, save GDAL: `Layers` reads with it and `Export`
  /// writes with it, and neither may import the other.
  static let owners: [String: Set<String>] = [
    "CGEOS": ["Geometry"],
    "CPROJ": ["Geometry"],
    "CGDAL": ["Layers", "Export"],
    "CSimdJSON": ["Layers"],
    "CCrypto": ["Layers"],
    "CXLSXWriter": ["Export"],
    "CMicroHTTPD": ["Server"],
    "CGetopt": ["CommandLineTool"],
    "COsmium": ["Streets"],
    "CCbc": ["Siting"],
    "CPangoCairo": ["Maps"],
  ]

  /// What comes with the toolchain.
  static let standard: Set<String> = [
    "Swift", "Foundation", "FoundationEssentials", "Glibc", "Dispatch", "Synchronization",
  ]
}
