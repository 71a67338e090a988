import Coverage
import Maps
import Model

/// Walking-time bands around stations, nested, the longest beneath.
struct IsochroneMap {
  private let ground: MapGround
  private let isochrones: MapIsochrones
  private var layer: Layer { isochrones.layer }
  private var rows: [IsochroneOutcome.Row] { isochrones.rows }

  /// - Throws: 64 without isochrones among the findings.
  init(_ ground: MapGround) throws {
    self.ground = ground
    guard let isochrones = ground.findings.isochrones, !isochrones.rows.isEmpty else {
      throw MissingFindings.error(.isochrones, LocalizedText("isochrones", zh: "等时圈"))
    }
    self.isochrones = isochrones
  }

  func scene() -> MapScene {
    // At most as many bands as there are colours: the longest are told apart least.
    let minutes = Array(Set(rows.map(\.minutes)).sorted().suffix(MapPalette.minutes.count))
    let colours = Array(MapPalette.pick(minutes.count, of: MapPalette.minutes).reversed())
    let order = rows.indices.sorted {
      (-rows[$0].minutes, $0) < (-rows[$1].minutes, $1)
    }
    let bands = order.compactMap { row in
      minutes.firstIndex(of: rows[row].minutes).map {
        MapArea(rings: ground.plane.rings(layer, row), style: $0)
      }
    }
    let areas = (0..<ground.blocks.count).map {
      MapArea(rings: ground.plane.rings(ground.blocks, $0), style: 0)
    }
    let isMerged = rows.allSatisfy { $0.station == nil }
    let outline = BlockClasses.outline(areas.count).map { max($0, 0.1) } ?? 0.06
    let plain = MapStyle(fill: MapColour(0xF7F7F5))
    let edge = MapStyle(stroke: MapColour(0x6A6A6A), strokeWidth: outline)
    let styles = colours.map {
      MapStyle(fill: $0, stroke: isMerged ? .softInk : nil, strokeWidth: 0.12)
    }
    let panel = MapPanel(
      extent: .around(areas.isEmpty ? bands : areas),
      layers: [.areas(areas, styles: [plain])] + ground.over(.areas(bands, styles: styles))
        + [.areas(areas, styles: [edge]), ground.stations.layer(ground.plane)],
      labels: ground.stations.labels(ground.plane, first: 0))
    return ground.scene(
      title: ground.text("Walking time to the nearest station", "步行至最近站点的等时圈"),
      subtitle: ground.text(
        "Streets within \(Self.list(minutes, ", ")) minutes on foot",
        "步行 \(Self.list(minutes, "、")) 分钟可达范围"),
      panels: [panel], legend: legend(minutes, colours, plain) + ground.stations.legend,
      method: method)
  }

  private static func list(_ minutes: [Double], _ separator: String) -> String {
    minutes.map { BlockFlags.number($0) }.joined(separator: separator)
  }

  private func legend(
    _ minutes: [Double], _ colours: [MapColour], _ plain: MapStyle
  ) -> [LegendEntry] {
    [.heading(ground.text("Walking time", "步行时间"))]
      + zip(minutes, colours).map { time, colour in
        let number = BlockFlags.number(time)
        return .area(
          MapStyle(fill: colour, stroke: .softInk, strokeWidth: 0.15),
          ground.text("up to \(number) minutes", "\(number) 分钟以内"))
      } + [.area(plain, ground.text("block", "网格"))]
  }

  private var method: String {
    let speed = BlockFlags.number(isochrones.speed)
    return ground.text(
      "Method: polygons around the streets walked at \(speed) km/h within the time, the limit included. Projection: transverse Mercator on the middle of the map, WGS 84.",
      "方法：以 \(speed) km/h 沿道路步行、限定时间内可达街段的外廓，含边界。投影：以图幅中心为中央经线的横轴墨卡托投影，WGS 84 坐标系。")
  }
}
