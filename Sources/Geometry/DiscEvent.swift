/// A place on one circle where the polygon's interior or another disc begins or ends.
struct DiscEvent: BitwiseCopyable {
  /// Grows with the angle from 0 to 4 (the “diamond angle”): orders without trigonometry.
  let angle: Double
  /// Offset from the circle's centre, metres.
  let ux: Double
  let uy: Double
  /// +1 going counter-clockwise into the polygon, −1 out of it.
  let polygonStep: Int32
  /// +1 going counter-clockwise into another disc, −1 out of it.
  let discStep: Int32

  @inline(__always)
  init(ux: Double, uy: Double, polygonStep: Int32, discStep: Int32) {
    let p = ux / (abs(ux) + abs(uy))
    angle = uy >= 0 ? 1 - p : 3 + p
    self.ux = ux
    self.uy = uy
    self.polygonStep = polygonStep
    self.discStep = discStep
  }
}
