import Testing

@Suite struct ImportTests {
  @Test func `Every import follows an arrow of the layout`() throws {
    let imports = try SourceTree.imports()
    try #require(imports.count >= 100, "the sources were not found")
    let forbidden = imports.filter { found in
      guard !Layout.standard.contains(found.module) else { return false }
      if let owners = Layout.owners[found.module] { return !owners.contains(found.target) }
      return Layout.arrows[found.target]?.contains(found.module) != true
    }
    #expect(forbidden.map(\.description) == [])
  }

  @Test func `Every target is in the layout and has sources`() throws {
    let targets = try SourceTree.targets()
    #expect(targets == (Array(Layout.arrows.keys) + Array(Layout.owners.keys)).sorted())
    for target in targets {
      let endings = Layout.arrows[target] != nil ? ["swift"] : ["h", "cpp", "modulemap"]
      #expect(try endings.contains { try !SourceTree.files(of: target, ending: $0).isEmpty })
    }
  }

  @Test func `C modules are imported internally`() throws {
    let imports = try SourceTree.imports().filter { Layout.owners[$0.module] != nil }
    try #require(imports.count >= 5)
    #expect(imports.filter { !$0.isHidden }.map(\.description) == [])
  }

  @Test func `No C module is linked without being imported`() throws {
    let imported = Set(try SourceTree.imports().map(\.module))
    #expect(Set(Layout.owners.keys).subtracting(imported) == [])
  }

  @Test func `Arrows of the layout lead downward only`() {
    var remaining = Layout.arrows
    while let bottom = remaining.first(where: { $0.value.isEmpty })?.key {
      remaining[bottom] = nil
      remaining = remaining.mapValues { $0.subtracting([bottom]) }
    }
    #expect(remaining.isEmpty)
  }

  @Test func `The package manifest declares the same arrows`() throws {
    let manifest = try SourceTree.text("Package.swift")
    let allowed = Layout.arrows.mapValues { $0 }
    for (target, arrows) in allowed {
      let declared = try #require(Self.dependencies(of: target, in: manifest), "\(target)")
      let libraries = Set(Layout.owners.filter { $0.value.contains(target) }.keys)
      #expect(declared.subtracting(arrows).subtracting(libraries) == [], "\(target)")
    }
  }

  /// The names in `dependencies: […]` of a target's declaration; nil when there is none by that name.
  private static func dependencies(of target: String, in manifest: String) -> Set<String>? {
    let starts = [".target(name: \"", ".target(\n      name: \"", ".executableTarget(name: \""]
    guard
      let start = starts.lazy.compactMap({ manifest.firstRange(of: $0 + target + "\"") }).first
    else { return nil }
    let rest = manifest[start.upperBound...]
    let end = rest.firstRange(of: "swiftSettings")?.lowerBound ?? rest.endIndex
    guard let open = rest[..<end].firstRange(of: "dependencies: [") else { return [] }
    let list = rest[open.upperBound..<end].prefix { $0 != "]" }
    return Set(list.split(separator: "\"").filter { $0.first?.isLetter == true }.map(String.init))
  }
}

@Suite struct ImportParsingTests {
  @Test(arguments: [
    ("import Model", "Model", false), ("internal import CGEOS", "CGEOS", true),
    ("@preconcurrency import CGDAL // why", "CGDAL", false),
    ("  import func Foundation.cos", "Foundation", false),
    ("public import struct Model.Ledger", "Model", false),
    ("private import CPROJ;", "CPROJ", true),
  ])
  func `An import line gives its module`(line: String, module: String, isHidden: Bool) {
    let found = SourceImport.imports(in: line, target: "T", file: "f")
    #expect(found.map(\.module) == [module])
    #expect(found.map(\.isHidden) == [isHidden])
  }

  @Test(arguments: [
    "// import Model", "let import_ = 1", "/// Imports import Model", "\"import Model\"",
    "/*\nimport Model\n*/", "let text = \"\"\"\nimport Model\n\"\"\"",
  ])
  func `Other lines give none`(text: String) {
    #expect(SourceImport.imports(in: text, target: "T", file: "f") == [])
  }
}
