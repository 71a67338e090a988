import Model

/// A label offered to a node: walking length in the upper, station in the lower 32 bits.
struct LabelOffer: BitwiseCopyable, Sendable {
  var node: UInt32
  var key: UInt64
}

extension StreetGraph {
  /// The nearest station of every node within `limit` (≤) and the walking length to it with the station's leg and
  /// extra: exact; of stations equally far the lowest number.
  ///
  /// Nodes lie along a space-filling curve, so equal ranges of numbers are compact districts. Each is searched by
  /// itself in cache; what crosses a district's border is offered to its neighbour, which searches on from
  /// there, until no offer improves anything. The labels are the one least solution, whatever the order of work.
  public func nearestStations(
    _ entrances: [StationEntrance], direction: WalkDirection = .towardsStations,
    limit: UInt32 = .max - 1, threads: Int
  ) -> StationLabels {
    let bounded = min(limit, .max - 1)
    let offers = startingOffers(entrances, direction, limit: bounded)
    let keys = GraphArray<UInt64>(count: nodeCount) { labels in
      let search = DistrictSearch(
        table: searchArcs(direction), nodeCount: nodeCount, limit: bounded, labels: labels,
        stations: entrances.count)
      search.run(offers, threads: threads)
    }
    return StationLabels(keys: keys, limit: bounded)
  }

  /// What the entrances offer to the ends of their edges.
  private func startingOffers(
    _ entrances: [StationEntrance], _ direction: WalkDirection, limit: UInt32
  ) -> [LabelOffer] {
    var offers: [LabelOffer] = []
    offers.reserveCapacity(2 * entrances.count)
    for entrance in entrances {
      precondition(entrance.station >= 0)
      let ends = stationEnds(entrance.place, direction)
      let edge = Int(entrance.place.edge)
      for (node, walk) in [(edgeTails[edge], ends.tail), (edgeHeads[edge], ends.head)]
      where walk != Self.noWay {
        let sum = UInt64(walk) + entrance.ownMillimetres
        if sum > UInt64(limit) { continue }
        offers.append(LabelOffer(node: node, key: sum << 32 | UInt64(entrance.station)))
      }
    }
    return offers
  }
}

extension StationEntrance {
  /// Leg and extra.
  @inline(__always)
  var ownMillimetres: UInt64 { UInt64(place.legMillimetres) + UInt64(extraMillimetres) }
}

/// One nearest-station search over all districts of a graph.
///
/// `@unchecked Sendable`: within a round each district's labels and outbox are written by one worker only, and
/// rounds do not overlap.
private final class DistrictSearch: @unchecked Sendable {
  let table: ArcTable
  let nodeCount: Int
  let limit: UInt32
  let labels: UnsafeMutablePointer<UInt64>
  let bucketShift: UInt32
  /// A district has 2^districtShift nodes.
  let districtShift: UInt32
  var inbox: [[LabelOffer]]
  let outbox: UnsafeMutablePointer<[LabelOffer]>
  /// By district: its arcs have been read before.
  let isRead: UnsafeMutablePointer<Bool>

  /// What one worker keeps between districts.
  struct Worker {
    var queue: BucketQueue
    /// Some sum of what was read ahead, so that reading is not left out.
    var read: UInt32 = 0
  }

  /// Districts up to this size fit into a core's own cache.
  private static let cachedShift: UInt32 = 16

  init(
    table: ArcTable, nodeCount: Int, limit: UInt32, labels: UnsafeMutablePointer<UInt64>,
    stations: Int
  ) {
    self.table = table
    self.nodeCount = nodeCount
    self.limit = limit
    self.labels = labels
    bucketShift = BucketQueue.shift(for: table)
    districtShift = Self.districtShift(nodeCount: nodeCount, stations: stations)
    let districts = max(1, (nodeCount + (1 << Int(districtShift)) - 1) >> Int(districtShift))
    inbox = [[LabelOffer]](repeating: [], count: districts)
    outbox = .allocate(capacity: districts)
    outbox.initialize(repeating: [], count: districts)
    isRead = .allocate(capacity: districts)
    isRead.initialize(repeating: false, count: districts)
  }

  deinit {
    outbox.deinitialize(count: inbox.count)
    outbox.deallocate()
    isRead.deallocate()
  }

  /// Large enough that most walks end in the district where they begin (some 160 stations), and not smaller than
  /// what fits a core's own cache.
  private static func districtShift(nodeCount: Int, stations: Int) -> UInt32 {
    let wanted = min(nodeCount, 160 * (nodeCount / max(1, stations)))
    var shift: UInt32 = 15
    while shift < 31, 1 << Int(shift) < wanted { shift += 1 }
    return shift
  }

  func run(_ offers: [LabelOffer], threads: Int) {
    for offer in offers { inbox[Int(offer.node >> districtShift)].append(offer) }
    var active = Array(inbox.indices)
    var isFirst = true
    while !active.isEmpty {
      let (round, first) = (active, isFirst)
      // Nothing in the body throws.
      try? Parallel.forEach(
        count: round.count, threads: threads,
        state: { Worker(queue: BucketQueue(shift: self.bucketShift)) },
        { worker, index in self.search(round[index], isFirst: first, &worker) },
        finish: { $0.queue.deallocate() })
      active = deliver(from: round)
      isFirst = false
    }
  }

  /// Hands what crossed a border to the districts where it improves something, and returns those.
  private func deliver(from round: [Int]) -> [Int] {
    for district in round { inbox[district].removeAll(keepingCapacity: true) }
    for district in round {
      for offer in outbox[district] where offer.key < labels[Int(offer.node)] {
        inbox[Int(offer.node >> districtShift)].append(offer)
      }
      outbox[district].removeAll(keepingCapacity: true)
    }
    return inbox.indices.filter { !inbox[$0].isEmpty }
  }

  /// Searches one district from the offers in its inbox.
  private func search(_ district: Int, isFirst: Bool, _ worker: inout Worker) {
    let lower = district << Int(districtShift)
    let size = min(nodeCount, lower + 1 << Int(districtShift)) - lower
    let labels = labels + lower
    if isFirst { labels.initialize(repeating: StationLabels.unreached, count: size) }
    var queue = worker.queue
    defer { worker.queue = queue }
    var bucket = Int.max
    var lastBucket = 0
    for offer in inbox[district] where offer.key < labels[Int(offer.node) - lower] {
      labels[Int(offer.node) - lower] = offer.key
      let at = Int(offer.key >> 32) >> Int(queue.shift)
      queue.push(offer.node - UInt32(lower), at)
      bucket = min(bucket, at)
      lastBucket = max(lastBucket, at)
    }
    if bucket == Int.max { return }
    if !isRead[district] {
      isRead[district] = true
      if districtShift <= Self.cachedShift { readArcs(lower: lower, size: size, &worker) }
    }
    spread(&queue, from: bucket, to: lastBucket, lower: lower, size: size, &outbox[district])
  }

  /// Reads the arcs of a district once in order, which brings them into the core's cache faster than the search, which
  /// jumps about, would.
  private func readArcs(lower: Int, size: Int, _ worker: inout Worker) {
    let range = Int(table.starts[lower])..<Int(table.starts[lower + size])
    var sum: UInt32 = 0
    // One of each cache line.
    for index in stride(from: range.lowerBound, to: range.upperBound, by: 8) {
      sum &+= table.arcs.base[index].head
    }
    for node in stride(from: lower, to: lower + size, by: 16) { sum &+= table.starts.base[node] }
    worker.read &+= sum
  }

  /// Empties the buckets in order; a node whose label falls within the bucket being emptied is taken again.
  private func spread(
    _ queue: inout BucketQueue, from first: Int, to last: Int, lower: Int, size: Int,
    _ out: inout [LabelOffer]
  ) {
    let labels = labels + lower
    let starts = table.starts.base + lower
    let arcs = table.arcs.base
    let limit = UInt64(limit)
    let shift = UInt64(queue.shift)
    let (base, count) = (UInt32(lower), UInt32(size))
    var bucket = first
    var last = last
    while bucket <= last {
      var position = queue.detach(bucket)
      if position == 0 {
        bucket += 1
        continue
      }
      while position != 0 {
        let node = Int(queue.take(&position))
        let key = labels[node]
        let length = key >> 32
        // Shortened since, and taken from an earlier bucket already.
        if Int(length >> shift) != bucket { continue }
        let station = key & 0xFFFF_FFFF
        for index in Int(starts[node])..<Int(starts[node + 1]) {
          let arc = arcs[index]
          let sum = length + UInt64(arc.walkMillimetres)
          if sum > limit { continue }
          let offered = sum << 32 | station
          let head = arc.head &- base
          if head >= count {
            out.append(LabelOffer(node: arc.head, key: offered))
          } else if offered < labels[Int(head)] {
            labels[Int(head)] = offered
            let at = Int(sum >> shift)
            queue.push(head, at)
            if at > last { last = at }
          }
        }
      }
    }
  }
}
