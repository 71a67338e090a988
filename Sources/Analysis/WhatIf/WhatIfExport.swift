import Foundation
import Model
import Synchronization

extension WhatIfModel {
  /// The whole result of a scenario as `coverage -o` writes it, for `compare`: a run of its own on the saved scenario, which
  /// reads the input files again.
  ///
  /// - Throws: `AnalysisError`, as `CoverageRun`.
  public func coverageGeoJSON(
    _ scenario: Scenario, _ settings: ScenarioSettings, language: Language
  ) throws -> [UInt8] {
    try writing.withLock { _ in try written(scenario, settings, language) }
  }

  private func written(
    _ scenario: Scenario, _ settings: ScenarioSettings, _ language: Language
  ) throws -> [UInt8] {
    let folder = try Self.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let saved = folder.appending(path: ScenarioStations.fileName)
    let result = folder.appending(path: "coverage.geojson")
    do {
      try Data(stationsGeoJSON(scenario).utf8).write(to: saved)
      var asked = Self.asked(settings, of: request, stationsAt: saved.path)
      asked.outputs.blocks = result.path
      _ = try CoverageRun(asked, language: language).run()
      return Array(try Data(contentsOf: result))
    } catch let error as AnalysisError {
      throw error
    } catch {
      throw AnalysisError.writingFailed(error)
    }
  }

  /// A folder that only this user can look into.
  private static func folder() throws -> URL {
    var template = Array((NSTemporaryDirectory() + "/lifecircle-XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else {
      throw AnalysisError.writingFailed(CocoaError(.fileWriteUnknown))
    }
    let path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    return URL(fileURLWithPath: path, isDirectory: true)
  }
}

extension AnalysisError {
  fileprivate static func writingFailed(_ error: any Error) -> AnalysisError {
    AnalysisError(
      .inputOutput, .none,
      LocalizedText(
        "the scenario could not be written to a temporary file: \(error.localizedDescription)",
        zh: "无法把方案写入临时文件：\(error.localizedDescription)"))
  }
}
