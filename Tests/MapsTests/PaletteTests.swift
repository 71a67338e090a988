import Foundation
import Testing

@testable import Maps

/// Colours measured by the formulas of CIE 15:2004 (sRGB of IEC 61966-2-1, white D65).
private struct Measured {
  var lightness: Double
  var a: Double
  var b: Double

  init(linear: [Double]) {
    let x = 0.4124564 * linear[0] + 0.3575761 * linear[1] + 0.1804375 * linear[2]
    let y = 0.2126729 * linear[0] + 0.7151522 * linear[1] + 0.0721750 * linear[2]
    let z = 0.0193339 * linear[0] + 0.1191920 * linear[1] + 0.9503041 * linear[2]
    func f(_ t: Double) -> Double {
      t > 216.0 / 24_389 ? cbrt(t) : (24_389.0 / 27 * t + 16) / 116
    }
    lightness = 116 * f(y) - 16
    a = 500 * (f(x / 0.95047) - f(y))
    b = 200 * (f(y) - f(z / 1.08883))
  }

  /// CIE 1976 colour difference; about 2.3 is just noticeable (Mahy and others 1994).
  func difference(_ other: Measured) -> Double {
    ((lightness - other.lightness) * (lightness - other.lightness) + (a - other.a) * (a - other.a)
      + (b - other.b) * (b - other.b)).squareRoot()
  }
}

/// Kinds of colour vision with their matrices on linear RGB at severity 1: G. M. Machado, M. M. Oliveira and
/// L. A. F. Fernandes, A physiologically-based model for simulation of color vision deficiency, IEEE TVCG 15 (2009).
private let visions: [(name: String, matrix: [[Double]])] = [
  ("usual", [[1, 0, 0], [0, 1, 0], [0, 0, 1]]),
  (
    "protanopia",
    [
      [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
      [-0.003882, -0.048116, 1.051998],
    ]
  ),
  (
    "deuteranopia",
    [
      [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
      [-0.011820, 0.042940, 0.968881],
    ]
  ),
  (
    "tritanopia",
    [
      [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
      [0.004733, 0.691367, 0.303900],
    ]
  ),
]

private func linear(_ colour: MapColour) -> [Double] {
  [colour.red, colour.green, colour.blue].map { byte in
    let value = Double(byte) / 255
    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
  }
}

private func measured(_ colour: MapColour, _ matrix: [[Double]] = visions[0].matrix) -> Measured {
  let rgb = linear(colour)
  return Measured(
    linear: matrix.map { row in
      min(max(row[0] * rgb[0] + row[1] * rgb[1] + row[2] * rgb[2], 0), 1)
    })
}

@Suite struct PaletteTests {
  static let ramps = [
    ("share", MapPalette.share), ("people", MapPalette.people), ("minutes", MapPalette.minutes),
  ]

  @Test func `The formulas give white, black and a grey of known lightness`() {
    #expect(abs(measured(.white).lightness - 100) < 1e-3)
    #expect(measured(.black).lightness == 0)
    // 119 of 255 is 18 % grey's neighbour: L* 50.03.
    #expect(abs(measured(MapColour(0x777777)).lightness - 50.03) < 0.02)
  }

  @Test(arguments: ramps)
  func `Lightness falls by at least 11 from class to class, so order survives grey printing`(
    name: String, ramp: [MapColour]
  ) {
    for (light, dark) in zip(ramp, ramp.dropFirst()) {
      #expect(measured(light).lightness - measured(dark).lightness >= 11, "\(name)")
    }
  }

  @Test(arguments: ramps, visions.map(\.name))
  func `Neighbouring classes stay apart for every kind of colour vision`(
    ramp: (String, [MapColour]), vision: String
  ) throws {
    let matrix = try #require(visions.first { $0.name == vision }).matrix
    for (one, other) in zip(ramp.1, ramp.1.dropFirst()) {
      let (one, other) = (measured(one, matrix), measured(other, matrix))
      // Over four times what is just noticeable, and still in the order of lightness.
      #expect(one.difference(other) >= 4 * 2.3, "\(ramp.0)")
      #expect(one.lightness - other.lightness >= 6, "\(ramp.0)")
    }
  }

  @Test func `Fewer classes take the ends of the ramp and keep its order`() {
    #expect(MapPalette.pick(2, of: MapPalette.share) == [MapPalette.share[0], MapPalette.share[5]])
    #expect(MapPalette.pick(6, of: MapPalette.share) == MapPalette.share)
    for count in 2...5 {
      let picked = MapPalette.pick(count, of: MapPalette.people)
      #expect(picked.count == count && Set(picked).count == count)
      #expect(picked.first == MapPalette.people.first && picked.last == MapPalette.people.last)
    }
  }
}
