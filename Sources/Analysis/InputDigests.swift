import Layers
import Model

/// SHA-256 of every input file, computed beside the reading and waited for before the manifest is written.
struct InputDigests {
  private var tasks: [String: DigestTask] = [:]

  init(_ request: CoverageRequest) {
    let layers =
      [request.blocks, request.demand, request.mask].compactMap { $0?.layer.path }
      + request.stations.map(\.layer.path)
    for path in layers where tasks[path] == nil { tasks[path] = DigestTask(path: path) }
    if let raster = request.raster { tasks[raster] = DigestTask(path: raster) }
  }

  /// Puts the digest of the file a source was read from into it; a database keeps none.
  func fill(_ source: inout LayerSource) throws {
    for (path, task) in tasks where path == source.path || path.hasPrefix(source.path + ":") {
      source.sha256 = try task.wait()
    }
  }
}
