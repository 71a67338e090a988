/// Sends people to open stations with room: most people (those who count most first), or everybody at least cost.
///
/// Successive shortest paths between stations, with a price for each full one (the transport form of Jewell
/// 1958 and of Edmonds and Karp 1972); exact but for rounding.
struct CapacityTransport {
  private let model: CapacityModel
  /// People by pair of the model.
  private(set) var flows: [Double]
  private(set) var served = 0.0
  /// Σ people served × what each counts.
  private(set) var worth = 0.0
  /// Merged demands with people for whom no room was found.
  private(set) var unserved: [Int] = []

  /// Open stations of the model; everything below is by position in it.
  private let open: [Int]
  /// By station of the model; −1 for a closed one.
  private let position: [Int32]
  private var room: [Double]
  private var price: [Double]
  /// Stations from which no path leads to room; none ever will again.
  private var isDead: [Bool]
  private let least: Double

  /// - Parameters:
  ///   - isOpen: by station of the model, existing ones included.
  ///   - isShut: open stations that have no room yet; `giveRoom` gives it to them.
  ///   - deadline: demands whose turn comes later stay unserved.
  init(_ model: CapacityModel, isOpen: [Bool], isShut: [Bool]? = nil, deadline: Deadline) {
    self.model = model
    open = isOpen.indices.filter { isOpen[$0] }
    var position = [Int32](repeating: -1, count: model.stationCount)
    for (index, station) in open.enumerated() { position[station] = Int32(index) }
    self.position = position
    flows = [Double](repeating: 0, count: model.pairCount)
    room = open.map { isShut?[$0] == true ? 0 : model.capacities[$0] }
    price = [Double](repeating: 0, count: open.count)
    isDead = [Bool](repeating: false, count: open.count)
    least = 1e-12 * max(1, model.people.reduce(0, +))
    for demand in 0..<model.demandCount {
      let isLate = demand & 63 == 63 && deadline.hasPassed
      let left = isLate ? model.people[demand] : sendAll(model.people[demand], from: demand)
      if left > least { unserved.append(demand) }
      // Everybody or nobody: the rest no longer matters.
      if isLate || left > least && model.goal == .leastCost {
        unserved += Array((demand + 1)..<max(demand + 1, model.demandCount))
        return
      }
    }
  }

  /// Sends as many people of a demand as there is room for; how many of `people` are left.
  private mutating func sendAll(_ people: Double, from demand: Int) -> Double {
    var left = people
    while left > least {
      let sent = send(left, from: demand)
      if sent <= 0 { break }
      left -= sent
      served += sent
      worth += sent * model.importance[demand]
    }
    return left
  }

  /// Opens a station that was shut and sends those who found no room. For most people only, where all paths cost
  /// the same.
  mutating func giveRoom(to station: Int) {
    assert(model.goal == .mostPeople)
    room[Int(position[station])] = model.capacities[station]
    for index in isDead.indices { isDead[index] = false }
    let waiting = unserved
    unserved = []
    for demand in waiting {
      let pairs = model.starts[demand]..<model.starts[demand + 1]
      let left = sendAll(model.people[demand] - flows[pairs].reduce(0, +), from: demand)
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
    var steps = [Step](repeating: Step(), count: open.count)
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
      for index in model.stationStarts[open[station]]..<model.stationStarts[open[station] + 1] {
        let pair = Int(model.stationPairs[index])
        if flows[pair] <= least { continue }
        let base = steps[station].distance - model.costs[pair] - price[station]
        relax(
          Int(model.pairDemands[pair]), base: base, from: Int32(station), takenFrom: Int32(pair),
          &steps)
      }
    }
    for station in visited { isDead[station] = true }
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
      let station = Int(position[Int(model.stations[pair])])
      if station < 0 || isDead[station] || steps[station].isDone { continue }
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
