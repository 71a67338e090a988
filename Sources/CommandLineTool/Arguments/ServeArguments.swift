import Model

/// What `lifecircle serve` was asked for.
struct ServeArguments: Sendable, Hashable {
  /// The run whose stations are changed.
  var coverage: CoverageArguments
  /// 0: a free one.
  var port: Int

  static let defaultPort = 8_765

  /// - Throws: `AnalysisError` of kind usage when options contradict each other.
  init(_ parsed: ParsedCommand) throws {
    coverage = try CoverageArguments(
      parsed, radii: Set(parsed.numbers("radius") ?? [500]).sorted(),
      minutes: Set(parsed.numbers("minutes") ?? [15]).sorted(), rules: parsed.rules("underserved"),
      hoursNeedTime: false)
    port = parsed.integer("port") ?? Self.defaultPort
  }
}
