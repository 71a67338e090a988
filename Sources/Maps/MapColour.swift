/// One colour of a map, sRGB.
package struct MapColour: Sendable, Hashable {
  package var red: UInt8
  package var green: UInt8
  package var blue: UInt8

  /// A colour as written on the web: `0x1F77B4`.
  package init(_ hex: UInt32) {
    red = UInt8(truncatingIfNeeded: hex >> 16)
    green = UInt8(truncatingIfNeeded: hex >> 8)
    blue = UInt8(truncatingIfNeeded: hex)
  }

  package static let white = MapColour(0xFFFFFF)
  package static let black = MapColour(0x000000)
  /// Text and outlines: dark enough to read, softer than black.
  package static let ink = MapColour(0x1E1E1E)
  /// Secondary text.
  package static let softInk = MapColour(0x4A4A4A)
}
