import Model

/// Streets by the traffic they carry, the widest first.
package enum StreetClass: Int, Sendable, Hashable, CaseIterable, Comparable {
  case motorway, primary, secondary, tertiary, residential, service, footway
  /// Railway lines; drawn in black and white.
  case rail

  package static func < (one: StreetClass, other: StreetClass) -> Bool {
    one.rawValue < other.rawValue
  }

  /// The class of a value of OpenStreetMap's key `highway`; nil for what is no street that exists (`proposed`,
  /// `construction`, `corridor` …).
  package init?(highway: String) {
    switch highway {
    case "motorway", "trunk", "motorway_link", "trunk_link": self = .motorway
    case "primary", "primary_link": self = .primary
    case "secondary", "secondary_link": self = .secondary
    case "tertiary", "tertiary_link": self = .tertiary
    case "residential", "unclassified", "living_street", "road": self = .residential
    case "service", "track", "pedestrian": self = .service
    case "footway", "path", "steps", "cycleway", "bridleway": self = .footway
    default: return nil
    }
  }

  /// Usual width on the ground with its verges, metres.
  private var metres: Double {
    switch self {
    case .motorway: 28
    case .primary: 22
    case .secondary: 16
    case .tertiary: 12
    case .residential: 8
    case .service: 4
    case .footway: 2
    case .rail: 6
    }
  }

  /// Least and greatest width on paper, millimetres.
  private var limits: ClosedRange<Double> {
    switch self {
    case .motorway: 0.55...1.9
    case .primary: 0.45...1.6
    case .secondary: 0.34...1.3
    case .tertiary: 0.26...1.0
    case .residential: 0.16...0.8
    case .service: 0.10...0.5
    case .footway: 0.10...0.3
    case .rail: 0.30...0.7
    }
  }

  /// Beyond this scale (1 : N) the class is left out: its lines would lie closer than eyes part them.
  private var smallestScale: Double {
    switch self {
    case .motorway, .primary: .infinity
    case .secondary: 400_000
    case .rail: 300_000
    case .tertiary: 150_000
    case .residential: 60_000
    case .service: 20_000
    case .footway: 12_000
    }
  }

  /// Width on paper at 1 : `scale`, millimetres: the street's own where that can be seen, within limits; nil where
  /// the class is not drawn.
  package func width(scale: Double) -> Double? {
    if scale > smallestScale { return nil }
    return min(max(metres * 1000 / scale, limits.lowerBound), limits.upperBound)
  }
}

/// One street or railway of the base.
package struct MapStreet: Sendable {
  package var points: [PlanarPoint]
  package var street: StreetClass

  package init(points: [PlanarPoint], street: StreetClass) {
    self.points = points
    self.street = street
  }
}
