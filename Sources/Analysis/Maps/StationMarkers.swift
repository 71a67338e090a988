import Layers
import Maps
import Model

/// Stations as symbols, told apart by tier.
struct StationMarkers {
  private let stations: StationInput
  private let tierOf: [Int]
  /// Tiers in order of first appearance, most four; empty: all stations are alike.
  private let tiers: [String]
  private let language: Language

  /// Shapes by tier; more tiers than shapes are drawn alike.
  private static let shapes: [MarkerStyle.Shape] = [.square, .circle, .triangle, .diamond]

  init(_ stations: StationInput, _ language: Language, threads: Int) {
    self.stations = stations
    self.language = language
    // Doubts about the field were told when it was read for the results, if it was.
    var noticed = Ledger()
    let texts =
      (try? StationCatalog.column(stations, .tier, nil, "--tier-field", threads, &noticed)) ?? nil
    var order: [String] = []
    for text in texts ?? [] {
      if let text, !order.contains(text), order.count <= Self.shapes.count { order.append(text) }
    }
    tiers = order.count <= Self.shapes.count ? order : []
    let tiers = tiers
    tierOf = stations.ids.indices.map { index in
      guard let texts, index < texts.count, let text = texts[index] else { return 0 }
      return tiers.firstIndex(of: text) ?? 0
    }
  }

  /// Diameter in millimetres: smaller where there are many.
  private var size: Double {
    switch stations.ids.count {
    case ...40: 2.8
    case ...150: 2.3
    case ...600: 1.7
    default: 1.1
    }
  }

  private var styles: [MarkerStyle] {
    Self.shapes.map { MarkerStyle($0, size: size, fill: .black, stroke: .white) }
  }

  func layer(_ plane: MapPlane) -> MapLayer {
    let markers = stations.places.enumerated().flatMap { index, places in
      places.prefix(1).map { MapMarker(plane.point($0), style: tierOf[index]) }
    }
    return .markers(markers, styles: styles)
  }

  /// More stations than this are symbols without names.
  private static let mostNamed = 150

  /// Names of stations, in their order; `first` is the priority of the first tier.
  func labels(_ plane: MapPlane, first: Int) -> [MapLabel] {
    if stations.ids.count > Self.mostNamed { return [] }
    return stations.places.enumerated().compactMap { index, places in
      places.first.map {
        MapLabel(
          stations.names[index] ?? stations.ids[index], at: plane.point($0),
          anchor: .point(symbol: size), priority: first + tierOf[index])
      }
    }
  }

  var legend: [LegendEntry] {
    if stations.ids.isEmpty { return [] }
    let heading = LocalizedText("Stations", zh: "服务站点")[language]
    let styles = styles.map { style in
      var style = style
      style.size = 2.8
      return style
    }
    if tiers.isEmpty {
      let count = groupedDigits(Double(stations.ids.count))
      return [
        .marker(
          styles[0], language == .chinese ? "服务站点（\(count)）" : "station (\(count))")
      ]
    }
    return [.heading(heading)]
      + tiers.enumerated().map { index, tier in
        let count = groupedDigits(Double(tierOf.count { $0 == index }))
        let name = PlainText.line(tier)
        return .marker(
          styles[index], language == .chinese ? "\(name)（\(count)）" : "\(name) (\(count))")
      }
  }
}
