import Model

extension StreetLines {
  /// Street segments between the nodes at which the lines meet (see `LineContacts`).
  ///
  /// What meets becomes one node at the place of its first vertex; nothing moves by more than `2 · joinMetres`. Where a
  /// chain of places each near the next would move further, as in lines broken into pieces of centimetres, it becomes
  /// several nodes joined by links of their true length. Lines that lie on each other stay parallel edges: the
  /// shortest counts. A piece that returns to its own node within `2 · joinMetres` is dropped. Does not depend on
  /// `threads`. Lines across the 180th meridian must be split there, as GeoJSON has it.
  ///
  /// - Throws: `.badData` for more than 2³¹ places.
  public func segments(threads: Int = 1) throws -> StreetSegments {
    guard places.count < Int(Int32.max) else {
      throw AnalysisError(
        .badData, .none,
        LocalizedText("\(places.count) places in the streets", zh: "道路共有 \(places.count) 个点"),
        hint: LocalizedText("cut the layer to the area needed", zh: "请裁剪图层到所需范围"))
    }
    let contacts = try LineContacts.find(self, threads: threads)
    var noding = LineNoding(self, contacts)
    noding.join()
    return noding.segments()
  }
}

/// Nodes out of contacts, and pieces of lines between them.
///
/// A *site* is a place on one line where a node must be: its ends, and what contacts name.
private struct LineNoding {
  private let lines: StreetLines
  private let contacts: LineContacts
  private static let noSite = UInt32.max

  /// By vertex: its site.
  private var siteOf: [UInt32]
  /// By site: its place, the site that stands for it (itself: a leader), and how far those that it stands for are.
  private var places: [FixedPoint] = []
  private var leaders: [UInt32] = []
  private var radii: [Float] = []
  /// Sites between vertices, by segment and share.
  private var inner: [(segment: UInt32, share: Double, site: UInt32)] = []
  private var pairs: [(first: UInt32, second: UInt32)] = []

  init(_ lines: StreetLines, _ contacts: LineContacts) {
    self.lines = lines
    self.contacts = contacts
    siteOf = [UInt32](repeating: Self.noSite, count: lines.places.count)
    addSites()
  }

  private mutating func addSites() {
    var isSite = [Bool](repeating: false, count: lines.places.count)
    for line in 0..<lines.count {
      isSite[lines.starts[line]] = true
      isSite[lines.starts[line + 1] - 1] = true
    }
    for touch in contacts.touches { isSite[Int(touch.vertex)] = true }
    for meeting in contacts.meetings {
      isSite[Int(meeting.first)] = true
      isSite[Int(meeting.second)] = true
    }
    for vertex in isSite.indices where isSite[vertex] {
      siteOf[vertex] = addSite(lines.places[vertex])
    }
    for touch in contacts.touches {
      let site = addSite(lines.places[Int(touch.vertex)])
      inner.append((touch.segment, touch.share, site))
      pairs.append((siteOf[Int(touch.vertex)], site))
    }
    for crossing in contacts.crossings {
      let vertex = Int(crossing.first)
      let place = PlaneSegments.place(
        lines.places[vertex], lines.places[vertex + 1], crossing.firstShare)
      let (first, second) = (addSite(place), addSite(place))
      inner.append((crossing.first, crossing.firstShare, first))
      inner.append((crossing.second, crossing.secondShare, second))
      pairs.append((first, second))
    }
    for meeting in contacts.meetings {
      pairs.append((siteOf[Int(meeting.first)], siteOf[Int(meeting.second)]))
    }
    inner.sort { ($0.segment, $0.share, $0.site) < ($1.segment, $1.share, $1.site) }
  }

  private mutating func addSite(_ place: FixedPoint) -> UInt32 {
    let site = UInt32(places.count)
    places.append(place)
    leaders.append(site)
    radii.append(0)
    return site
  }

  private mutating func leader(_ site: UInt32) -> UInt32 {
    var site = site
    while leaders[Int(site)] != site {
      leaders[Int(site)] = leaders[Int(leaders[Int(site)])]
      site = leaders[Int(site)]
    }
    return site
  }

  /// Unites what meets, as long as no site is further than twice the tolerance from its leader.
  mutating func join() {
    for pair in pairs {
      let a = leader(pair.first)
      let b = leader(pair.second)
      if a == b { continue }
      let (low, high) = (Int(min(a, b)), Int(max(a, b)))
      let apart =
        places[low] == places[high] ? 0 : Float(LocalFrame.distance(places[low], places[high]))
      let radius = max(radii[low], apart + radii[high])
      if Double(radius) > 2 * StreetLines.joinMetres { continue }
      leaders[high] = UInt32(low)
      radii[low] = radius
    }
  }

  mutating func segments() -> StreetSegments {
    var segments = StreetSegments()
    var nodeOf = [UInt32](repeating: Self.noSite, count: places.count)
    var at = 0
    for line in 0..<lines.count {
      emit(line, &segments, &nodeOf, &at)
    }
    for pair in pairs {
      let (a, b) = (leader(pair.first), leader(pair.second))
      if a != b {
        segments.append(tail: nodeOf[Int(a)], head: nodeOf[Int(b)])
      }
    }
    segments.facts = facts()
    return segments
  }

  /// The pieces of one line.
  private mutating func emit(
    _ line: Int, _ segments: inout StreetSegments, _ nodeOf: inout [UInt32], _ at: inout Int
  ) {
    let walk = lines.walks[line]
    let range = lines.starts[line]..<lines.starts[line + 1]
    var shape: [FixedPoint] = []
    var tail = LineNoding.noSite
    var tailMetres = 0.0
    var last = lines.places[range.lowerBound]
    func node(_ site: UInt32, _ metres: Double, _ noding: inout LineNoding) {
      let leader = Int(noding.leader(site))
      let place = noding.places[leader]
      if nodeOf[leader] == Self.noSite {
        nodeOf[leader] = UInt32(segments.nodes.count)
        segments.nodes.append(place)
      }
      let head = nodeOf[leader]
      let isStub = tail == head && metres - tailMetres <= 2 * StreetLines.joinMetres
      if tail != Self.noSite, !isStub {
        if shape.last == place { shape.removeLast() }
        segments.append(
          tail: tail, head: head, shape: shape, forwardFactor: walk.forwardFactor,
          backwardFactor: walk.backwardFactor, traits: walk.traits)
      }
      shape.removeAll(keepingCapacity: true)
      (tail, tailMetres, last) = (head, metres, place)
    }
    for vertex in range {
      let metres = contacts.along[vertex]
      let site = siteOf[vertex]
      if site != Self.noSite {
        node(site, metres, &self)
      } else if lines.places[vertex] != last {
        last = lines.places[vertex]
        shape.append(last)
      }
      while at < inner.count, inner[at].segment == vertex {
        let next = contacts.along[vertex + 1]
        node(inner[at].site, metres + inner[at].share * (next - metres), &self)
        at += 1
      }
    }
  }

  private func facts() -> NetworkFacts {
    var facts = NetworkFacts()
    facts.ways = lines.given
    facts.walkableWays = lines.count
    for line in 0..<lines.count {
      let metres = contacts.along[lines.starts[line + 1] - 1]
      facts.metres += metres
      if lines.walks[line].traits.contains(.footway) { facts.footwayMetres += metres }
    }
    return facts
  }
}
