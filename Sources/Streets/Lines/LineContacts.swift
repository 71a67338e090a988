import Model

/// Where lines meet each other or themselves.
///
/// *Vertices* are numbered as `StreetLines.places`, a *segment* by its first vertex. On one deck (level, bridge, tunnel
/// alike) lines meet where an end is within `joinMetres` of another line, where an inner vertex is within
/// `touchMetres` of one, and where segments cross; on different decks only where an end is within `joinMetres` of a
/// vertex. Vertices are preferred to places between them. A line does not meet itself within `2 · joinMetres`
/// along it.
struct LineContacts {
  /// Segments cross, at shares of their lengths.
  struct Crossing {
    var first: UInt32
    var second: UInt32
    var firstShare: Double
    var secondShare: Double
  }
  /// A vertex meets a segment between its vertices.
  struct Touch {
    var vertex: UInt32
    var segment: UInt32
    var share: Double
  }
  /// Two vertices meet; the first has the lower number.
  struct Meeting: Hashable {
    var first: UInt32
    var second: UInt32
  }

  private(set) var crossings: [Crossing] = []
  private(set) var touches: [Touch] = []
  private(set) var meetings: [Meeting] = []
  /// Metres along its line, by vertex.
  let along: [Double]

  private init(along: [Double]) { self.along = along }

  /// All contacts, each once, ordered by their numbers.
  static func find(_ lines: StreetLines, threads: Int) throws -> LineContacts {
    let table = VertexTable(lines)
    let grid = SegmentGrid(count: table.segments.count, reach: StreetLines.joinMetres) {
      let vertex = Int(table.segments[$0])
      return (lines.places[vertex], lines.places[vertex + 1])
    }
    // Stretches of buckets; their contacts are put together in order.
    let stretches = 64
    let buckets = grid.starts.count - 1
    let found = try Parallel.map(count: stretches, threads: threads) { stretch in
      var search = ContactSearch(table: table, lines: lines)
      search.run(
        grid, buckets: buckets * stretch / stretches..<buckets * (stretch + 1) / stretches)
      return search.contacts
    }
    var contacts = LineContacts(along: table.along)
    for part in found {
      contacts.crossings += part.crossings
      contacts.touches += part.touches
      contacts.meetings += part.meetings
    }
    contacts.joinSharedPlaces(lines, table)
    contacts.keepEachOnce()
    return contacts
  }

  /// Vertices of one deck at exactly the same place meet the first of them: in pairs, a thousand bus routes along one
  /// street would meet half a million times at each vertex.
  private mutating func joinSharedPlaces(_ lines: StreetLines, _ table: VertexTable) {
    var vertices = lines.places.indices.map { vertex in
      let place = lines.places[vertex]
      let bits = (UInt32(bitPattern: place.longitudeE7), UInt32(bitPattern: place.latitudeE7))
      return (place: UInt64(bits.0) << 32 | UInt64(bits.1), vertex: UInt32(vertex))
    }
    vertices.sort { ($0.place, $0.vertex) < ($1.place, $1.vertex) }
    var start = 0
    for at in vertices.indices {
      if vertices[at].place != vertices[start].place { start = at }
      let vertex = vertices[at].vertex
      let deck = table.decks[Int(table.lineOf[Int(vertex)])]
      let first = vertices[start..<at].first {
        table.decks[Int(table.lineOf[Int($0.vertex)])] == deck
      }
      if let first { meetings.append(Meeting(first: first.vertex, second: vertex)) }
    }
  }

  /// Segments that share several buckets were compared in each.
  private mutating func keepEachOnce() {
    crossings = Self.once(crossings) { UInt64($0.first) << 32 | UInt64($0.second) }
    touches = Self.once(touches) { UInt64($0.vertex) << 32 | UInt64($0.segment) }
    meetings = Self.once(meetings) { UInt64($0.first) << 32 | UInt64($0.second) }
  }

  private static func once<Contact>(_ contacts: [Contact], _ key: (Contact) -> UInt64) -> [Contact]
  {
    let sorted = contacts.sorted { key($0) < key($1) }
    var kept: [Contact] = []
    kept.reserveCapacity(sorted.count)
    for contact in sorted {
      if let last = kept.last, key(last) == key(contact) { continue }
      kept.append(contact)
    }
    return kept
  }

  /// What is known of each vertex and segment.
  struct VertexTable: Sendable {
    /// First vertex of each segment.
    var segments: [UInt32] = []
    var lineOf: [UInt32] = []
    var isEnd: [Bool] = []
    var along: [Double] = []
    /// By line, at its first place: metres for 1e-7 degrees.
    var scales: [(east: Double, north: Double)] = []
    var decks: [UInt16] = []

    init(_ lines: StreetLines) {
      segments.reserveCapacity(lines.places.count)
      lineOf.reserveCapacity(lines.places.count)
      isEnd.reserveCapacity(lines.places.count)
      along.reserveCapacity(lines.places.count)
      decks = lines.walks.map(\.deck)
      for line in 0..<lines.count {
        let range = lines.starts[line]..<lines.starts[line + 1]
        let first = lines.places[range.lowerBound]
        scales.append(LocalFrame.metresPerUnit(latitude: first.latitude))
        var metres = 0.0
        for vertex in range {
          let isLast = vertex == range.upperBound - 1
          if !isLast { segments.append(UInt32(vertex)) }
          lineOf.append(UInt32(line))
          isEnd.append(vertex == range.lowerBound || isLast)
          if vertex > range.lowerBound {
            metres += LocalFrame.distance(lines.places[vertex - 1], lines.places[vertex])
          }
          along.append(metres)
        }
      }
    }
  }

  /// Compares the segments of buckets pair by pair.
  private struct ContactSearch {
    let table: VertexTable
    let lines: StreetLines
    var contacts = LineContacts(along: [])

    mutating func run(_ grid: SegmentGrid, buckets: Range<Int>) {
      grid.items.withUnsafeBufferPointer { items in
        grid.starts.withUnsafeBufferPointer { starts in
          for bucket in buckets {
            let range = Int(starts[bucket])..<Int(starts[bucket + 1])
            for i in range {
              for j in i + 1..<max(i + 1, range.upperBound) where items[i] != items[j] {
                let (p, q) = (min(items[i], items[j]), max(items[i], items[j]))
                compare(Int(table.segments[Int(p)]), Int(table.segments[Int(q)]))
              }
            }
          }
        }
      }
    }

    /// Segments `p` < `q`, by their first vertices.
    @inline(__always)
    private mutating func compare(_ p: Int, _ q: Int) {
      let (a, b, c, d) = (
        lines.places[p], lines.places[p + 1], lines.places[q], lines.places[q + 1]
      )
      let lineP = Int(table.lineOf[p])
      let scale = table.scales[lineP]
      let slackY = Int(StreetLines.joinMetres / scale.north) + 1
      guard overlap(a.latitudeE7, b.latitudeE7, c.latitudeE7, d.latitudeE7, slackY) else { return }
      let slackX = Int(StreetLines.joinMetres / scale.east) + 1
      guard overlap(a.longitudeE7, b.longitudeE7, c.longitudeE7, d.longitudeE7, slackX) else {
        return
      }
      if q == p + 1, lineP == Int(table.lineOf[q]), goesOn(a, b, d, scale) { return }
      let isAlike = table.decks[lineP] == table.decks[Int(table.lineOf[q])]
      var isMet = false
      for (vertex, segment) in [(p, q), (p + 1, q), (q, p), (q + 1, p)]
      where isAlike || table.isEnd[vertex] {
        if meet(vertex, segment, scale, isAlike: isAlike) { isMet = true }
      }
      if isAlike, !isMet, PlaneSegments.cross(a, b, c, d) { addCrossing(p, q) }
    }

    @inline(__always)
    private func overlap(_ a: Int32, _ b: Int32, _ c: Int32, _ d: Int32, _ slack: Int) -> Bool {
      Int(max(a, b)) + slack >= Int(min(c, d)) && Int(min(a, b)) - slack <= Int(max(c, d))
    }

    /// True when a line does not turn back at `b`.
    private func goesOn(
      _ a: FixedPoint, _ b: FixedPoint, _ d: FixedPoint, _ scale: (east: Double, north: Double)
    ) -> Bool {
      let before = PlaneSegments.difference(a, b)
      let after = PlaneSegments.difference(b, d)
      return before.x * after.x * scale.east * scale.east
        + before.y * after.y * scale.north * scale.north >= 0
    }

    /// Adds the contact of a vertex with a segment, if there is one; true also when it is none for being too near
    /// along the same line.
    private mutating func meet(
      _ vertex: Int, _ segment: Int, _ scale: (east: Double, north: Double), isAlike: Bool
    ) -> Bool {
      let limit = table.isEnd[vertex] ? StreetLines.joinMetres : StreetLines.touchMetres
      let place = lines.places[vertex]
      let (c, d) = (lines.places[segment], lines.places[segment + 1])
      let (share, metres) = PlaneSegments.nearest(place, c, d, scale)
      if metres > limit { return false }
      let toFirst = PlaneSegments.nearest(place, c, c, scale).metres
      let toSecond = PlaneSegments.nearest(place, d, d, scale).metres
      if min(toFirst, toSecond) <= limit {
        let other = toFirst <= toSecond ? segment : segment + 1
        // Those at the same place are joined all at once.
        if isAlike, lines.places[other] == place { return true }
        if isApart(vertex, table.along[other], lineOf: segment), vertex != other {
          contacts.meetings.append(
            Meeting(first: UInt32(min(vertex, other)), second: UInt32(max(vertex, other))))
        }
        return true
      }
      if !isAlike { return false }
      let along =
        table.along[segment] + share * (table.along[segment + 1] - table.along[segment])
      if isApart(vertex, along, lineOf: segment) {
        contacts.touches.append(
          Touch(vertex: UInt32(vertex), segment: UInt32(segment), share: share))
      }
      return true
    }

    private func isApart(_ vertex: Int, _ metres: Double, lineOf segment: Int) -> Bool {
      table.lineOf[vertex] != table.lineOf[segment]
        || abs(table.along[vertex] - metres) > 2 * StreetLines.joinMetres
    }

    private mutating func addCrossing(_ p: Int, _ q: Int) {
      let (a, b, c, d) = (
        lines.places[p], lines.places[p + 1], lines.places[q], lines.places[q + 1]
      )
      let first = PlaneSegments.crossing(a, b, c, d)
      let second = PlaneSegments.crossing(c, d, a, b)
      if table.lineOf[p] == table.lineOf[q] {
        let from = table.along[p] + first * (table.along[p + 1] - table.along[p])
        let to = table.along[q] + second * (table.along[q + 1] - table.along[q])
        if abs(from - to) <= 2 * StreetLines.joinMetres { return }
      }
      contacts.crossings.append(
        Crossing(
          first: UInt32(p), second: UInt32(q), firstShare: first, secondShare: second))
    }
  }
}
