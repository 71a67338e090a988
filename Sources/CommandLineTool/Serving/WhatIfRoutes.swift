import Analysis
import Export
import Model
import Server
import WebAssets

/// The addresses of `lifecircle serve`: the page's files, and the API they use.
struct WhatIfRoutes {
  let all: [Route]

  /// - Throws: `AnalysisError` where the blocks' names cannot be read, or Leaflet is not installed.
  init(_ model: WhatIfModel, language: Language) throws {
    let document = WhatIfDocument(model, language: language)
    // These never change: made once.
    let run = HTTPResponse.json(document.run())
    let blocks = Self.geoJSON(try document.blocks())
    let streets = Self.geoJSON(document.streets())
    all =
      Self.page(language, try LeafletLibrary.read()) + [
        Route(.get, "/api/run") { _ in run },
        Route(.get, "/api/blocks.geojson") { _ in blocks },
        Route(.get, "/api/streets.geojson") { _ in streets },
        Route(.post, "/api/scenario") { try Self.answer($0, model, document) },
        Route(.post, "/api/scenario.geojson") { request in
          let asked = try ScenarioReading(request.body, for: model)
          return Self.geoJSON(try model.stationsGeoJSON(asked.scenario))
        },
        Route(.post, "/api/coverage.geojson") { request in
          let asked = try ScenarioReading(request.body, for: model)
          let bytes = try model.coverageGeoJSON(asked.scenario, asked.settings, language: language)
          return HTTPResponse(contentType: Self.geoJSONType, body: bytes)
        },
      ]
  }

  private static let geoJSONType = "application/geo+json; charset=utf-8"

  private static func geoJSON(_ text: String) -> HTTPResponse {
    HTTPResponse(contentType: geoJSONType, body: Array(text.utf8))
  }

  /// The page and the files it names.
  private static func page(_ language: Language, _ leaflet: LeafletLibrary) -> [Route] {
    let html = WebAssets.whatIfPageHtml.replacing(
      "<html lang=\"en\">", with: "<html lang=\"\(language == .chinese ? "zh-CN" : "en")\">")
    let scripts = [
      ("words", WebAssets.whatIfWordsJs), ("map", WebAssets.whatIfMapJs),
      ("state", WebAssets.whatIfStateJs), ("program", WebAssets.whatIfProgramJs),
      ("stations", WebAssets.whatIfStationsJs), ("edits", WebAssets.whatIfEditsJs),
      ("results", WebAssets.whatIfResultsJs), ("choices", WebAssets.whatIfChoicesJs),
      ("offers", WebAssets.whatIfOffersJs), ("search", WebAssets.whatIfSearchJs),
      ("saving", WebAssets.whatIfSavingJs), ("page", WebAssets.whatIfPageJs),
      ("leaflet", leaflet.script),
    ]
    let files =
      [
        ("/", html, "text/html"), ("/page.css", WebAssets.whatIfPageCss, "text/css"),
        ("/leaflet.css", leaflet.styles, "text/css"),
      ] + scripts.map { ("/\($0).js", $1, "text/javascript") }
    return files.map { path, text, type in
      let response = HTTPResponse.text(text, type: type)
      return Route(.get, path) { _ in response }
    }
  }

  private static func answer(
    _ request: HTTPRequest, _ model: WhatIfModel, _ document: WhatIfDocument
  ) throws -> HTTPResponse {
    let start = ContinuousClock.now
    let asked = try ScenarioReading(request.body, for: model)
    let (now, before) = try model.answer(asked.scenario, asked.settings)
    let spent = (ContinuousClock.now - start) / .milliseconds(1)
    return .json(
      document.answer(
        now, before: before, isWhole: asked.wantsBlocks, milliseconds: spent,
        filter: asked.settings.filter))
  }
}
