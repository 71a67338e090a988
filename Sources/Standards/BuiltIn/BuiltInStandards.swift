// Made from geodata/standards by Scripts/embed-standards --write; edit the standards there.
// swift-format-ignore-file

/// The standards files of geodata/standards, by name.
enum BuiltInStandards {
  static let all: [(name: String, text: String)] = [
    ("amenity-checklists", amenityChecklists),
    ("example-county", exampleCounty),
    ("example-county-more", exampleCountyMore),
    ("gb50180-2018", gb501802018),
    ("life-circle-15min", lifeCircle15min),
    ("life-circle-groups", lifeCircleGroups),
    ("party-service-500m", partyService500m),
    ("response-7min", response7min),
    ("rural-urban", ruralUrban),
    ("tdt1062-2021", tdt10622021),
  ]
}
