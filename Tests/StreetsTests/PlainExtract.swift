import Foundation

@testable import Streets

/// An extract read the plain way, sharing nothing with the reader under test: plain XML line by line, the contract's
/// rules (§4) as one function, and every node of a way a node of the network.
///
/// Lines are as osmium-tool and osmfilter write them: one element a line, attributes in double quotes.
struct PlainExtract {
  typealias Place = (longitude: Double, latitude: Double)

  private(set) var places: [Int64: Place] = [:]
  /// By node: where one can walk, and how far in metres, steps doubled.
  private(set) var ways: [Int64: [(to: Int64, metres: Double)]] = [:]

  init(path: String) throws {
    let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
    var refs: [Int64]?
    var tags: [String: String] = [:]
    for line in text.split(whereSeparator: \.isNewline) {
      let line = line.drop { $0 == " " || $0 == "\t" }
      if line.hasPrefix("<node ") {
        places[Int64(Self.value("id", line)!)!] = (
          Double(Self.value("lon", line)!)!, Double(Self.value("lat", line)!)!
        )
      } else if line.hasPrefix("<way ") {
        (refs, tags) = ([], [:])
      } else if line.hasPrefix("<nd ") {
        refs?.append(Int64(Self.value("ref", line)!)!)
      } else if line.hasPrefix("<tag "), refs != nil {
        tags[Self.value("k", line)!] = Self.value("v", line)!
      } else if line.hasPrefix("</way>"), let nodes = refs {
        if Self.isWalkable(tags) { add(nodes, tags) }
        refs = nil
      }
    }
  }

  private static func value(_ name: String, _ line: Substring) -> String? {
    guard let start = line.range(of: " \(name)=\"")?.upperBound else { return nil }
    return String(line[start...].prefix { $0 != "\"" })
  }

  private static func isWalkable(_ tags: [String: String]) -> Bool {
    let closed = [
      "motorway", "motorway_link", "construction", "proposed", "abandoned", "disused", "razed",
      "platform", "raceway", "bus_guideway", "busway", "escape",
    ]
    guard let kind = tags["highway"], !closed.contains(kind) else { return false }
    let foot = tags["foot"] ?? ""
    if foot == "no" || foot == "use_sidepath" { return false }
    if ["yes", "designated", "permissive", "destination"].contains(foot) { return true }
    if tags["access"] == "no" { return false }
    let sides = ["sidewalk:both", "sidewalk:left", "sidewalk:right"].contains { tags[$0] == "yes" }
    if sides || ["yes", "both", "left", "right"].contains(tags["sidewalk"]) { return true }
    if tags["motorroad"] == "yes" || tags["expressway"] == "yes" { return false }
    let isHigh = (tags["bridge"] ?? "no") != "no" || (Double(tags["layer"] ?? "0") ?? 0) > 0
    return !(kind.hasPrefix("trunk") && isHigh)
  }

  private mutating func add(_ nodes: [Int64], _ tags: [String: String]) {
    let factor = tags["highway"] == "steps" ? 2.0 : 1
    for (a, b) in zip(nodes, nodes.dropFirst()) {
      guard let from = places[a], let to = places[b] else { continue }
      let metres = factor * Self.geodesic(from, to)
      ways[a, default: []].append((b, metres))
      ways[b, default: []].append((a, metres))
    }
  }

  /// Metres between two places near each other on WGS 84: the chord of the ellipsoid, which at 10 km is 1 mm shorter
  /// than the arc.
  static func geodesic(_ a: Place, _ b: Place) -> Double {
    func point(_ place: Place) -> [Double] {
      let (axis, squared) = (6_378_137.0, 0.006_694_379_990_14)
      let (longitude, latitude) = (place.longitude * .pi / 180, place.latitude * .pi / 180)
      let radius = axis / (1 - squared * sin(latitude) * sin(latitude)).squareRoot()
      return [
        radius * cos(latitude) * cos(longitude), radius * cos(latitude) * sin(longitude),
        radius * (1 - squared) * sin(latitude),
      ]
    }
    return zip(point(a), point(b)).map { ($0 - $1) * ($0 - $1) }.reduce(0, +).squareRoot()
  }

  /// Metres from a node to all it reaches: rounds over the nodes that became nearer (R. Bellman, *On a Routing
  /// Problem*, 1958).
  func metres(from start: Int64) -> [Int64: Double] {
    var metres = [start: 0.0]
    var changed: Set<Int64> = [start]
    while !changed.isEmpty {
      var next: Set<Int64> = []
      for node in changed {
        let before = metres[node]!
        for step in ways[node] ?? [] where before + step.metres < metres[step.to] ?? .infinity {
          metres[step.to] = before + step.metres
          next.insert(step.to)
        }
      }
      changed = next
    }
    return metres
  }
}
