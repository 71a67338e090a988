extension WalkRules {
  /// The rules of the contract (§4).
  ///
  /// “unless foot or sidewalk allows” is taken to hold for `motorroad=yes`, `expressway=yes` and trunk bridges
  /// alike: an explicit permission on the way beats a guess from its class. `sidewalk=separate` allows nothing, as
  /// that pavement is drawn as a way of its own. A vehicle's `oneway` says nothing of people on foot.
  package static let standard = WalkRules(rows: [
    row(["highway": "*"], walkable: true),
    row(
      [
        "highway":
          "motorway|motorway_link|construction|proposed|abandoned|disused|razed|platform|raceway|bus_guideway|busway|escape"
      ], walkable: false),

    row(barred(["motorroad": "yes"]), walkable: false),
    row(barred(["expressway": "yes"]), walkable: false),
    row(barred(["highway": "trunk|trunk_link", "bridge": "*!no"]), walkable: false),
    row(barred(["highway": "trunk|trunk_link", "layer": ">0"]), walkable: false),

    row(["access": "no", "foot": "!" + permitted], walkable: false),
    row(["foot": "no|use_sidepath"], walkable: false),
    row(["access": "private", "foot": "!" + permitted], isPrivate: true),
    row(["foot": "private"], isPrivate: true),

    row(["highway": "steps"], factor: 2),
    row(["highway": "footway|path|pedestrian|steps|living_street|corridor"], footway: true),

    row(["oneway:foot": "yes|1|true"], backward: false),
    row(["oneway:foot": "-1|reverse"], forward: false),
    row(["foot:forward": "no"], forward: false),
    row(["foot:backward": "no"], backward: false),
  ])

  /// Values of `foot` that permit walking where `access` or the class of a road would not.
  static let permitted = "yes|designated|permissive|destination"

  /// `tags`, and neither `foot` nor a sidewalk allows.
  private static func barred(_ tags: [String: String]) -> [String: String] {
    tags.merging(
      [
        "foot": "!" + permitted, "sidewalk": "!yes|both|left|right",
        "sidewalk:both": "!yes", "sidewalk:left": "!yes", "sidewalk:right": "!yes",
      ]) { own, _ in own }
  }

  private static func row(
    _ tags: [String: String], walkable: Bool? = nil, factor: Float? = nil, footway: Bool? = nil,
    isPrivate: Bool? = nil, forward: Bool? = nil, backward: Bool? = nil
  ) -> Row {
    var row = Row(
      conditions: tags.sorted { $0.key < $1.key }.map {
        Row.Condition(key: $0.key, pattern: TagPattern($0.value)!)
      })
    row.walkable = walkable
    row.factor = factor
    row.footway = footway
    row.isPrivate = isPrivate
    row.forward = forward
    row.backward = backward
    return row
  }
}
