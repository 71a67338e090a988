/// The colours of classes.
///
/// Each ramp walks through CIELAB (CIE 1976) with lightness L* falling in equal steps, so that its order survives
/// grey printing and any colour vision; hue turns on the way, for those who see it. The steps were computed here from
/// L*, chroma and hue; a test recomputes L* and looks at every ramp through the eyes of Machado, Oliveira and
/// Fernandes (2009).
package enum MapPalette {
  /// Shares reached, from none (light) to all (dark): yellow to blue.
  package static let share = ramp(0xFCF4CD, 0xB7D8A4, 0x5FBB99, 0x00989C, 0x007293, 0x114A72)

  /// People beyond the reach, from few to many: sand to dark red.
  package static let people = ramp(0xFEE4C7, 0xE8B285, 0xCE8051, 0xB14D28, 0x920309)

  /// Walking time, from the farthest band (light) to the nearest (dark): violet.
  package static let minutes = ramp(0xEEDDF1, 0xC3A9D1, 0x9578B4, 0x624C9A)

  /// What could not be measured; lies beside every ramp, told apart by its dashed outline.
  package static let unknown = MapColour(0xD9D9D9)

  /// `count` colours of a ramp, light to dark, its two ends among them.
  ///
  /// - Precondition: `1 ... ramp.count`.
  package static func pick(_ count: Int, of ramp: [MapColour]) -> [MapColour] {
    precondition((1...ramp.count).contains(count), "a ramp has \(ramp.count) colours")
    if count == 1 { return [ramp[ramp.count / 2]] }
    return (0..<count).map { ramp[($0 * (ramp.count - 1) * 2 + count - 1) / (2 * (count - 1))] }
  }

  private static func ramp(_ colours: UInt32...) -> [MapColour] { colours.map { MapColour($0) } }
}
