import Export
import Glibc
import Layers
import Model

/// `lifecircle convert`.
enum ConvertCommand {
  /// Tables larger than this are refused rather than read into memory.
  private static let sizeLimit = 8 << 30

  /// Converts the input and writes the output, which appears complete or not at all.
  static func run(_ arguments: ConvertArguments, console: Console) throws -> Outcome {
    var ledger = Ledger()
    let conversion = try conversion(arguments, console, &ledger)
    if isTable(arguments.input) {
      try convertTable(arguments, conversion, console, &ledger)
    } else {
      try VectorConversion(arguments, conversion).run(console, &ledger)
    }
    return Outcome(ledger: ledger)
  }

  private static func conversion(
    _ arguments: ConvertArguments, _ console: Console, _ ledger: inout Ledger
  ) throws -> CoordinateConversion {
    switch arguments.method {
    case .systems(let from, let to):
      try CoordinateConversion(
        from: from, to: to, acceptsOldDatum: arguments.acceptsOldDatum, ledger: &ledger)
    case .controlPoints(let path, let isAffine, let target):
      try CoordinateConversion(
        fittedTo: path, method: isAffine ? .affine : .similarity, target: target,
        console: console)
    }
  }

  // MARK: Tables

  /// Standard input, and files with a table's ending.
  static func isTable(_ path: String) -> Bool {
    path == "-" || ["csv", "tsv", "txt", "tab"].contains(ending(path))
  }

  static func ending(_ path: String) -> String {
    let name = PathText.name(of: path)
    return name.lastIndex(of: ".").map { name[name.index(after: $0)...].lowercased() } ?? ""
  }

  private static func convertTable(
    _ arguments: ConvertArguments, _ conversion: CoordinateConversion, _ console: Console,
    _ ledger: inout Ledger
  ) throws {
    let name = arguments.input
    guard isTable(arguments.output) || ending(arguments.output).isEmpty else {
      throw AnalysisError(
        .usage, Subject(file: arguments.output),
        LocalizedText("a table is converted to a table", zh: "表只能转换为表"),
        hint: LocalizedText("give an output that ends in .csv", zh: "输出请以 .csv 结尾"))
    }
    let stage = LocalizedText("converting", zh: "转换")
    console.progress(stage, 0)
    let bytes =
      name == "-"
      ? try FileText.bytes(descriptor: STDIN_FILENO, name: "-", limit: sizeLimit)
      : try FileText.bytes(name, limit: sizeLimit)
    let text = try TableConventions.utf8(
      bytes, encoding: arguments.encoding, file: name, optionName: "--encoding")
    let table = try TableConversion(
      text, file: name, columns: arguments.coordinateColumns, conversion: conversion)
    let result = try table.run(threads: arguments.common.threads)
    ledger.merge(result.ledger)
    console.progress(stage, 1)
    if arguments.output == "-" { return try console.output(result.bytes) }
    let transaction = OutputTransaction()
    try result.bytes.withUnsafeBytes { try transaction.open(arguments.output).append($0) }
    try transaction.commit()
  }
}
