import Coverage
import Model
import Standards

/// Samples of every `who`, each taken once.
final class SampleReachSource {
  private let place: CheckPlace
  private var made: [Rule.Who: SampleReach] = [:]
  private var areas: [Double]?

  init(_ place: CheckPlace) { self.place = place }

  func samples(_ who: Rule.Who) throws -> SampleReach {
    if let known = made[who] { return known }
    guard let people = place.people[who] else { preconditionFailure("rules are prepared first") }
    let samples = try SampleReach(place, people)
    made[who] = samples
    return samples
  }

  /// Square metres of each block within the mask.
  func residentialAreas() throws -> [Double] {
    if let areas { return areas }
    let sums = try GroundAreas.take(
      place.blocks.layer, spread: place.inputs.people.spread, threads: place.threads
    ).part
    areas = sums
    return sums
  }
}
