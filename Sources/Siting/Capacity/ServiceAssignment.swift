/// Who is served where, each person at as many different stations as needed.
///
/// Places at stations stand for it: x of a demand's people at station j and s served, Σ x = covers × s and every
/// x ≤ s. Such places can always be dealt out so that nobody has two at one station (McNaughton's wrap-around
/// rule, 1959).
struct ServiceAssignment {
  /// The open stations only.
  let model: CapacityModel
  /// Places taken, by pair.
  private(set) var flows: [Double]
  /// People served, by merged demand.
  private(set) var served: [Double]
  private var room: [Double] = []

  /// What a program found; values a hair outside of what makes sense are put right.
  init(_ model: CapacityModel, flows: [Double], served: [Double], covers: Int) {
    self.model = model
    self.flows = flows.map { max(0, $0) }
    self.served = served
    for demand in 0..<model.demandCount {
      let places = self.flows[model.pairs(of: demand)].reduce(0, +)
      let people = min(served[demand], model.people[demand], places / Double(covers))
      self.served[demand] = max(0, people)
      let kept = places > 0 ? Double(covers) * self.served[demand] / places : 0
      for pair in model.pairs(of: demand) { self.flows[pair] *= kept }
    }
  }

  /// A quick assignment that need not be the best: demands in order of importance, then of fewest stations, take the
  /// largest rooms; communities take turns, a part of their people each.
  init(quick model: CapacityModel, _ terms: ServiceTerms) {
    self.model = model
    flows = [Double](repeating: 0, count: model.pairCount)
    served = [Double](repeating: 0, count: model.demandCount)
    room = model.capacities
    let order = (0..<model.demandCount).sorted {
      (model.importance[$1], model.pairs(of: $0).count, $0)
        < (model.importance[$0], model.pairs(of: $1).count, $1)
    }
    if terms.isShare {
      for turn in 1...Self.turns { take(turn: turn, order, terms) }
    }
    for demand in order { serve(model.people[demand] - served[demand], of: demand, terms.covers) }
  }

  private static let turns = 16

  /// Every community takes up to `turn` sixteenths of its people.
  private mutating func take(turn: Int, _ order: [Int], _ terms: ServiceTerms) {
    var wanted = terms.communityPeople.map { $0 * Double(turn) / Double(Self.turns) }
    for (demand, group) in model.groups.enumerated() where group >= 0 {
      wanted[Int(group)] -= served[demand]
    }
    for demand in order {
      let group = Int(model.groups[demand])
      if group < 0 || wanted[group] <= 0 { continue }
      let people = min(wanted[group], model.people[demand] - served[demand])
      wanted[group] -= serve(people, of: demand, terms.covers)
    }
  }

  /// Serves as many of `people` as the rooms allow and says how many.
  @discardableResult
  private mutating func serve(_ people: Double, of demand: Int, _ covers: Int) -> Double {
    let pairs = model.pairs(of: demand).sorted {
      let (one, other) = (room[Int(model.stations[$0])], room[Int(model.stations[$1])])
      return one != other ? one > other : $0 < $1
    }
    let rooms = pairs.map { room[Int(model.stations[$0])] }
    let count = min(people, Self.most(rooms, covers))
    if count <= 0 { return 0 }
    served[demand] += count
    var left = Double(covers) * count
    for pair in pairs where left > 0 {
      let places = min(left, count, room[Int(model.stations[pair])])
      flows[pair] += places
      room[Int(model.stations[pair])] -= places
      left -= places
    }
    return count
  }

  /// The largest s with Σ min(room, s) ≥ covers × s; rooms descend.
  private static func most(_ rooms: [Double], _ covers: Int) -> Double {
    if rooms.count < covers { return 0 }
    if covers == 1 { return rooms.reduce(0, +) }
    // Beside the station of most room, which counts s at most, the others together must have s.
    let others = rooms.dropFirst().reduce(0, +)
    return min(others, (rooms[0] + others) / 2)
  }
}

extension ServiceAssignment {
  /// Flows by station and demand of the problem, each merged demand's parts dealt out in proportion: every member
  /// then keeps x ≤ s too.
  func flows(_ problem: CapacityProblem) -> [ServiceFlow] {
    var result: [ServiceFlow] = []
    for group in 0..<model.demandCount {
      for member in model.members[group] {
        let part = problem.weights[member] / model.people[group]
        for pair in model.pairs(of: group) where flows[pair] * part > 1e-9 {
          result.append(
            ServiceFlow(
              station: model.station(Int(model.stations[pair])), demand: member,
              people: flows[pair] * part))
        }
      }
    }
    return result.indices.sorted {
      result[$0].demand != result[$1].demand ? result[$0].demand < result[$1].demand : $0 < $1
    }.map { result[$0] }
  }
}
