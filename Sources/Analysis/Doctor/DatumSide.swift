import Geometry
import Layers
import Model

/// One layer as the test of hypotheses sees it: in degrees, in the system its label states.
struct DatumSide: Sendable {
  /// Coordinates as the file gives them; a projected layer in WGS 84.
  let layer: Layer
  /// What the coordinates are labelled as: WGS 84, GCJ-02 or BD-09.
  let label: CoordinateSystem
  /// False for projected layers, whose coordinates are not from an online map.
  let isMovable: Bool

  /// Nil for a layer that cannot be used, or lies outside the box in which Chinese maps are shifted.
  init?(_ patient: DoctorPatient) {
    guard let raw = patient.raw, let converted = patient.layer else { return nil }
    if case .definition = raw.source.coordinateSystem {
      layer = converted
      label = .wgs84
      isMovable = false
    } else {
      layer = raw
      label = raw.source.coordinateSystem
      isMovable = true
    }
    let places = DoctorPlaces.places(layer).compactMap { $0 }
    let inside = places.count {
      ChinaOffset.isInside(Coordinate(x: $0.longitude, y: $0.latitude))
    }
    guard !places.isEmpty, inside * 2 > places.count else { return nil }
  }

  /// The first coordinate of each point feature; nil for others.
  var points: [Coordinate?] {
    var points: [Coordinate?] = []
    for chunk in layer.chunks {
      for feature in 0..<chunk.count {
        let range = chunk.shapes.coordinateRange(of: feature)
        let isPoint = chunk.shapes.kinds[feature].isPuntal && !range.isEmpty
        points.append(isPoint ? chunk.shapes.coordinates[range.lowerBound] : nil)
      }
    }
    return points
  }
}

/// The text attributes of a layer by which features of another may name its features.
struct NamingFields: Sendable {
  struct Column: Sendable {
    var name: String
    var values: [String?]
    /// Different values.
    var distinct: Int
  }

  let columns: [Column]

  /// All fields with at least two different values that are words, and the id field.
  init(_ layer: Layer, idField: String?, threads: Int) throws {
    var columns: [Column] = []
    for field in layer.fields.prefix(60) {
      guard [.string, .integer, .integer64].contains(field.type) else { continue }
      let values = try layer.strings(named: field.name, threads: threads).map { text -> String? in
        let plain = text.map(Self.plain) ?? ""
        return plain.isEmpty ? nil : plain
      }
      let isTelling =
        field.name == idField
        || field.type == .string && values.contains { $0?.contains(where: \.isLetter) ?? false }
      guard isTelling || Self.namesBlock(field.name) else { continue }
      let distinct = Set(values.compactMap { $0 }).count
      if distinct >= 2 || isTelling && distinct >= 1 {
        columns.append(Column(name: field.name, values: values, distinct: distinct))
      }
    }
    self.columns = columns
  }

  static func namesBlock(_ name: String) -> Bool {
    let plain = name.lowercased()
    return ["block", "grid", "网格", "社区", "街道", "adcode", "区划", "code"].contains {
      plain.contains($0)
    }
  }

  private static func plain(_ text: String) -> String {
    String(text.filter { !$0.isWhitespace })
  }

  /// The value without the word for what kind of area it is, for names written short (龙岗, 龙岗区).
  static func short(_ value: String) -> String {
    for ending in ["新区", "街道", "社区", "地区", "区", "县", "市", "镇", "乡"]
    where value.hasSuffix(ending) && value.count >= ending.count + 2 {
      return String(value.dropLast(ending.count))
    }
    return value
  }
}
