/// Sends people to open stations with room: most people, or everybody at least cost.
///
/// Successive shortest paths between stations, with a price for each full one (the transport form of Jewell
/// 1958 and of Edmonds and Karp 1972); exact but for rounding.
struct CapacityTransport {
  private let model: CapacityModel
  /// People by pair of the model.
  private(set) var flows: [Double]
  private(set) var served = 0.0
  /// Merged demands with people for whom no room was found.
  private(set) var unserved: [Int] = []

  private let isOpen: [Bool]
  private var room: [Double]
  private var price: [Double]
  private let least: Double

  /// - Parameter isOpen: by station of the model, existing ones included.
  init(_ model: CapacityModel, isOpen: [Bool]) {
    self.model = model
    self.isOpen = isOpen
    flows = [Double](repeating: 0, count: model.pairCount)
    room = model.capacities
    price = [Double](repeating: 0, count: model.stationCount)
    least = 1e-12 * max(1, model.people.reduce(0, +))
    for demand in 0..<model.demandCount {
      var left = model.people[demand]
      while left > least {
        let sent = send(left, from: demand)
        if sent <= 0 { break }
        left -= sent
        served += sent
      }
      if left > least { unserved.append(demand) }
    }
  }

  /// Σ people × cost.
  var cost: Double {
    zip(flows, model.costs).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// How a station is reached: by moving people of a demand from one pair to another, or straight from the source.
  private struct Step {
    var distance = Double.infinity
    var from: Int32 = -1
    var takenFrom: Int32 = -1
    var givenTo: Int32 = -1
    var isDone = false
  }

  /// Sends up to `most` people of a demand along the cheapest path to a station with room; 0 where none leads there.
  private mutating func send(_ most: Double, from demand: Int) -> Double {
    var steps = [Step](repeating: Step(), count: model.stationCount)
    relax(demand, base: 0, from: -1, takenFrom: -1, &steps)
    var visited: [Int] = []
    while let station = nearest(steps) {
      steps[station].isDone = true
      if room[station] > least {
        for other in visited {
          price[other] += steps[station].distance - steps[other].distance
        }
        return shift(most, to: station, steps)
      }
      visited.append(station)
      for index in model.stationStarts[station]..<model.stationStarts[station + 1] {
        let pair = Int(model.stationPairs[index])
        if flows[pair] <= least { continue }
        let base = steps[station].distance - model.costs[pair] - price[station]
        relax(
          Int(model.pairDemands[pair]), base: base, from: Int32(station), takenFrom: Int32(pair),
          &steps)
      }
    }
    return 0
  }

  private func nearest(_ steps: [Step]) -> Int? {
    var best: Int?
    for station in steps.indices
    where !steps[station].isDone
      && steps[station].distance < (best.map { steps[$0].distance } ?? .infinity)
    {
      best = station
    }
    return best
  }

  private func relax(
    _ demand: Int, base: Double, from: Int32, takenFrom: Int32, _ steps: inout [Step]
  ) {
    for pair in model.starts[demand]..<model.starts[demand + 1] {
      let station = Int(model.stations[pair])
      if !isOpen[station] || steps[station].isDone { continue }
      let distance = base + model.costs[pair] + price[station]
      if distance < steps[station].distance {
        steps[station] = Step(
          distance: distance, from: from, takenFrom: takenFrom, givenTo: Int32(pair))
      }
    }
  }

  private mutating func shift(_ most: Double, to station: Int, _ steps: [Step]) -> Double {
    var amount = min(most, room[station])
    var step = steps[station]
    while step.from >= 0 {
      amount = min(amount, flows[Int(step.takenFrom)])
      step = steps[Int(step.from)]
    }
    room[station] -= amount
    step = steps[station]
    while true {
      flows[Int(step.givenTo)] += amount
      if step.from < 0 { break }
      flows[Int(step.takenFrom)] -= amount
      step = steps[Int(step.from)]
    }
    return amount
  }
}
