/// Which ways of an OSM extract may be walked, and how.
///
/// Rows are read from top to bottom. A row whose conditions all hold sets the properties it names; a later row
/// overrides an earlier one. A way that no row makes walkable is not walkable.
package struct WalkRules: Sendable, Hashable {
  /// One row: conditions on tags, all of which must hold, and what follows.
  package struct Row: Sendable, Hashable {
    package struct Condition: Sendable, Hashable {
      package var key: String
      package var pattern: TagPattern
    }

    package var conditions: [Condition]
    package var walkable: Bool?
    /// Factor on the length, > 0: 1 level street, 2 steps.
    package var factor: Float?
    /// For people on foot only or first; see `EdgeTraits.footway`.
    package var footway: Bool?
    /// See `EdgeTraits.isPrivate`.
    package var isPrivate: Bool?
    /// May be walked in the way's direction, against it.
    package var forward: Bool?
    package var backward: Bool?
    /// Line in the user's file, nil for a row of the built-in table.
    package var line: Int?

    package init(conditions: [Condition], line: Int? = nil) {
      self.conditions = conditions
      self.line = line
    }
  }

  package var rows: [Row]
  /// False drops private ways (`--private no`).
  package var keepsPrivate = true
  /// What `NetworkFacts.rules` says: "default" or the SHA-256 of the user's file.
  package var name = "default"

  package init(rows: [Row]) { self.rows = rows }

  /// Every tag key the rows look at.
  package var keys: Set<String> { Set(rows.lazy.flatMap(\.conditions).map(\.key)) }

  /// What the rows make of a way with these tags.
  package func verdict(_ tags: [String: String]) -> WalkVerdict {
    var verdict = WalkVerdict()
    var (forward, backward, factor) = (true, true, Float(1))
    for row in rows where row.conditions.allSatisfy({ $0.pattern.holds(tags[$0.key]) }) {
      verdict.isWalkable = row.walkable ?? verdict.isWalkable
      factor = row.factor ?? factor
      forward = row.forward ?? forward
      backward = row.backward ?? backward
      if let footway = row.footway { verdict.traits.set(.footway, footway) }
      if let isPrivate = row.isPrivate { verdict.traits.set(.isPrivate, isPrivate) }
    }
    if verdict.traits.contains(.isPrivate), !keepsPrivate { verdict.isWalkable = false }
    if !forward && !backward { verdict.isWalkable = false }
    verdict.forwardFactor = forward ? factor : 0
    verdict.backwardFactor = backward ? factor : 0
    verdict.traits.set(.steps, tags["highway"] == "steps")
    verdict.traits.set(.bridge, tags["bridge"].map { $0 != "no" } ?? false)
    verdict.traits.set(.tunnel, tags["tunnel"].map { $0 != "no" } ?? false)
    return verdict
  }
}

/// What the rules say of one way.
package struct WalkVerdict: Sendable, Hashable {
  package var isWalkable = false
  /// As in `StreetSegments`: 0 where that direction is not allowed.
  package var forwardFactor: Float = 1
  package var backwardFactor: Float = 1
  package var traits: EdgeTraits = []
}

extension EdgeTraits {
  fileprivate mutating func set(_ trait: EdgeTraits, _ isSet: Bool) {
    if isSet { insert(trait) } else { remove(trait) }
  }
}
