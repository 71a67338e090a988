import Layers
import Model

/// SHA-256 of every input file, computed beside the reading and waited for before the manifest is written.
struct InputDigests {
  private var tasks: [String: DigestTask] = [:]

  init(_ request: CoverageRequest) { self.init(paths: request.inputPaths) }

  /// - Parameter paths: inputs as given; those that cannot be opened and databases are passed over.
  init(paths: [String]) {
    for text in paths {
      guard let place = try? LayerPlace(text), place.connection == nil,
        tasks[place.path] == nil
      else { continue }
      tasks[place.path] = DigestTask(path: place.path)
    }
  }

  /// Puts the digest of the file a source was read from into it; a database keeps none.
  func fill(_ source: inout LayerSource) throws {
    if let task = tasks[source.path] { source.sha256 = try task.value() }
  }
}
