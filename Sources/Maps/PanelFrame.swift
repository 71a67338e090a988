import Foundation
import Model

/// Where a panel's plane lies on paper: x right and y down, millimetres.
package struct PanelFrame: Sendable, Hashable {
  /// The frame's box on paper.
  package let box: BoundingBox
  /// The map is drawn at 1 : `scale`.
  package let scale: Double
  /// The point of the plane in the middle of the frame.
  package let centre: PlanarPoint

  /// Room left around the extent, as a share of the frame on every side.
  static let padding = 0.03

  /// The largest map of at most two significant digits in its scale that shows all of `extent` in `box`.
  package init(_ extent: BoundingBox, in box: BoundingBox) {
    self.init(extent, in: box, scale: Self.scale(of: extent, in: box))
  }

  package init(_ extent: BoundingBox, in box: BoundingBox, scale: Double) {
    self.box = box
    self.scale = scale
    centre = PlanarPoint(
      x: (extent.minX + extent.maxX) / 2, y: (extent.minY + extent.maxY) / 2)
  }

  /// A lone point has no size: it is shown with this much around it, metres.
  private static let leastExtent = 100.0

  static func scale(of extent: BoundingBox, in box: BoundingBox) -> Double {
    let inner = 1 - 2 * padding
    let across =
      max(extent.maxX - extent.minX, leastExtent) * 1000 / ((box.maxX - box.minX) * inner)
    let down =
      max(extent.maxY - extent.minY, leastExtent) * 1000 / ((box.maxY - box.minY) * inner)
    return rounded(max(across, down))
  }

  /// Up to two significant digits: 13,472 becomes 14,000.
  static func rounded(_ scale: Double) -> Double {
    let unit = pow(10, log10(scale).rounded(.down) - 1)
    return (scale / unit - 1e-9).rounded(.up) * unit
  }

  /// Far outside every sheet; keeps numbers within what the drawing library takes.
  private static let farthest = 20_000.0

  /// A place of the plane on paper.
  @inline(__always)
  package func paper(_ point: PlanarPoint) -> (x: Double, y: Double) {
    let x = (box.minX + box.maxX) / 2 + (point.x - centre.x) * 1000 / scale
    let y = (box.minY + box.maxY) / 2 - (point.y - centre.y) * 1000 / scale
    return (
      min(max(x, -Self.farthest), Self.farthest), min(max(y, -Self.farthest), Self.farthest)
    )
  }

  /// What the frame shows of the plane, with a border of `margin` millimetres.
  package func ground(margin: Double) -> BoundingBox {
    let halfWidth = ((box.maxX - box.minX) / 2 + margin) * scale / 1000
    let halfHeight = ((box.maxY - box.minY) / 2 + margin) * scale / 1000
    return BoundingBox(
      minX: centre.x - halfWidth, minY: centre.y - halfHeight, maxX: centre.x + halfWidth,
      maxY: centre.y + halfHeight)
  }
}
