import Foundation
import Model
import Testing

@testable import Geometry

@Suite struct DiscUnionTests {
  static func covered(_ parts: [[[PlanarPoint]]], _ discs: [PlanarPoint], _ radius: Double)
    -> (covered: Double, area: Double)
  {
    let polygon = PlanarPolygon()
    polygon.assign(parts)
    let area = DiscUnion().area(
      of: polygon.outline, centresX: discs.map(\.x), centresY: discs.map(\.y), count: discs.count,
      radius: radius)
    return (area, polygon.area)
  }

  static func square(_ x: Double, _ y: Double, _ side: Double) -> [PlanarPoint] {
    [(0.0, 0.0), (1, 0), (1, 1), (0, 1), (0, 0)].map {
      PlanarPoint(x: x + side * $0.0, y: y + side * $0.1)
    }
  }

  @Test func `A disc inside a square covers pi r squared`() {
    let (covered, area) = Self.covered(
      [[Self.square(-10, -10, 20)]], [PlanarPoint(x: 0, y: 0)], 3)
    #expect(area == 400)
    #expect(abs(covered - 9 * Double.pi) < 1e-12)
  }

  @Test func `A square inside a disc is covered whole`() {
    let (covered, area) = Self.covered([[Self.square(-1, -1, 2)]], [PlanarPoint(x: 0, y: 0)], 3)
    #expect(covered == area)
  }

  @Test func `A station on a corner covers a quarter disc and on an edge half a disc`() {
    let corner = Self.covered([[Self.square(0, 0, 10)]], [PlanarPoint(x: 0, y: 0)], 4)
    #expect(abs(corner.covered - 4 * Double.pi) < 1e-12)
    let edge = Self.covered([[Self.square(0, 0, 10)]], [PlanarPoint(x: 5, y: 0)], 4)
    #expect(abs(edge.covered - 8 * Double.pi) < 1e-12)
  }

  @Test func `A hole takes its own part away`() {
    let parts = [[Self.square(-10, -10, 20), Self.square(-1, -1, 2)]]
    let (covered, _) = Self.covered(parts, [PlanarPoint(x: 0, y: 0)], 5)
    #expect(abs(covered - (25 * Double.pi - 4)) < 1e-12)
  }

  @Test func `Two overlapping discs count their lens once`() {
    let d = 3.0
    let r = 2.5
    let lens = 2 * r * r * acos(d / (2 * r)) - d / 2 * (4 * r * r - d * d).squareRoot()
    let (covered, _) = Self.covered(
      [[Self.square(-10, -10, 20)]], [PlanarPoint(x: 0, y: 0), PlanarPoint(x: d, y: 0)], r)
    #expect(abs(covered - (2 * Double.pi * r * r - lens)) < 1e-12)
  }

  @Test func `Coinciding and touching stations count once`() {
    let one = [PlanarPoint(x: 1, y: 1)]
    let box = [[Self.square(-3, -3, 7)]]
    let single = Self.covered(box, one, 3).covered
    #expect(abs(Self.covered(box, one + one + one, 3).covered - single) < 1e-12)
    let touching = Self.covered(
      [[Self.square(-10, -10, 20)]], [PlanarPoint(x: -2, y: 0), PlanarPoint(x: 2, y: 0)], 2)
    #expect(abs(touching.covered - 8 * Double.pi) < 1e-12)
  }

  @Test func `Clockwise rings give the same area`() {
    let ring = Self.square(0, 0, 10)
    let discs = [PlanarPoint(x: 2, y: 3), PlanarPoint(x: 9, y: 9)]
    let a = Self.covered([[ring]], discs, 4).covered
    let b = Self.covered([[ring.reversed()]], discs, 4).covered
    #expect(abs(a - b) < 1e-12)
  }

  /// Independent reference: the area by integrating the covered length of 4,000 horizontal lines.
  static func byScanlines(_ parts: [[[PlanarPoint]]], _ discs: [PlanarPoint], _ radius: Double)
    -> Double
  {
    let points = parts.flatMap { $0.flatMap { $0 } }
    let low = points.map(\.y).min()!
    let high = points.map(\.y).max()!
    let lines = 4_000
    let step = (high - low) / Double(lines)
    var total = 0.0
    for line in 0..<lines {
      let y = low + (Double(line) + 0.5) * step
      var cuts: [Double] = []
      for ring in parts.flatMap({ $0 }) {
        for (p, q) in zip(ring, ring.dropFirst()) where (p.y > y) != (q.y > y) {
          cuts.append(p.x + (y - p.y) / (q.y - p.y) * (q.x - p.x))
        }
      }
      cuts.sort()
      var chords = discs.compactMap { disc -> (Double, Double)? in
        let h = radius * radius - (y - disc.y) * (y - disc.y)
        return h > 0 ? (disc.x - h.squareRoot(), disc.x + h.squareRoot()) : nil
      }
      chords.sort { $0.0 < $1.0 }
      for pair in stride(from: 0, to: cuts.count - 1, by: 2) {
        var reached = cuts[pair]
        for chord in chords {
          let from = max(chord.0, reached)
          let to = min(chord.1, cuts[pair + 1])
          if to > from {
            total += (to - from) * step
            reached = to
          }
        }
      }
    }
    return total
  }

  @Test func `Random star polygons with random discs agree with line by line integration`() {
    var generator = SeededGenerator(seed: 7)
    for trial in 0..<120 {
      let n = Int.random(in: 3...40, using: &generator)
      func star(_ cx: Double, _ cy: Double, _ scale: Double) -> [PlanarPoint] {
        var ring = (0..<n).map { k -> PlanarPoint in
          let a = 2 * Double.pi * Double(k) / Double(n)
          let r = scale * Double.random(in: 0.4...1, using: &generator)
          return PlanarPoint(x: cx + r * cos(a), y: cy + r * sin(a))
        }
        ring.append(ring[0])
        return ring
      }
      var parts = [[star(0, 0, 100)]]
      if trial % 3 == 1 { parts[0].append(star(5, 5, 30).reversed()) }
      if trial % 4 == 1 { parts.append([star(300, 20, 80)]) }
      let discs = (0..<Int.random(in: 1...12, using: &generator)).map { _ in
        PlanarPoint(
          x: Double.random(in: -150...400, using: &generator),
          y: Double.random(in: -150...150, using: &generator))
      }
      let radius = Double.random(in: 20...160, using: &generator)
      let exact = Self.covered(parts, discs, radius)
      let reference = Self.byScanlines(parts, discs, radius)
      // 4,000 lines leave about 1e-4 of the area; a wrong arc or turn would be off by far more.
      #expect(abs(exact.covered - reference) < 3e-4 * exact.area, "trial \(trial)")
    }
  }

  @Test func `Vertices on circles and discs on vertices do not break the count`() {
    var generator = SeededGenerator(seed: 11)
    for trial in 0..<200 {
      // Integer coordinates and radii 5, 13, 25 …: many vertices lie exactly on circles.
      let radius = [5.0, 13, 25, 10].randomElement(using: &generator)!
      let side = Double(Int.random(in: 1...30, using: &generator))
      let ring = Self.square(0, 0, side)
      let discs = (0..<Int.random(in: 1...6, using: &generator)).map { _ in
        PlanarPoint(
          x: Double(Int.random(in: -12...30, using: &generator)),
          y: Double(Int.random(in: -12...30, using: &generator)))
      }
      let exact = Self.covered([[ring]], discs, radius)
      let reference = Self.byScanlines([[ring]], discs, radius)
      #expect(abs(exact.covered - reference) < 3e-4 * exact.area + 1e-9, "trial \(trial)")
    }
  }

  @Test func `One disc beside a comb cuts every tooth`() {
    // Teeth of 10 m, 200 m long, towards the disc: dozens of crossings, chords and whole edges.
    var ring: [PlanarPoint] = [PlanarPoint(x: 200, y: 0)]
    for tooth in 0..<12 {
      let y = 20 * Double(tooth)
      ring += [(0.0, y), (0, y + 10), (200, y + 10), (200, y + 20)].map {
        PlanarPoint(x: $0.0, y: $0.1)
      }
    }
    ring += [(300.0, 240.0), (300, 0), (200, 0)].map { PlanarPoint(x: $0.0, y: $0.1) }
    let hole = [(220.0, 100.0), (280, 100), (280, 140), (220, 140), (220, 100)].map {
      PlanarPoint(x: $0.0, y: $0.1)
    }
    for turn in 0..<4 {
      // Each way of lying beside the box once, so that no direction is special.
      let parts = [[ring, hole]].map { rings in
        rings.map { ring in
          ring.map { point in
            [
              point, PlanarPoint(x: -point.y, y: point.x), PlanarPoint(x: -point.x, y: -point.y),
              PlanarPoint(x: point.y, y: -point.x),
            ][turn]
          }
        }
      }
      for (distance, radius) in [(80.0, 130.0), (1, 250), (400, 450), (400, 640), (0.01, 90)] {
        let centre = PlanarPoint(x: -distance, y: 117)
        let disc = [
          centre, PlanarPoint(x: -centre.y, y: centre.x), PlanarPoint(x: -centre.x, y: -centre.y),
          PlanarPoint(x: centre.y, y: -centre.x),
        ][turn]
        let exact = Self.covered(parts, [disc], radius)
        let reference = Self.byScanlines(parts, [disc], radius)
        #expect(
          abs(exact.covered - reference) < 3e-4 * exact.area, "turn \(turn), radius \(radius)")
      }
    }
  }

  @Test func `A disc that another outdoes throughout the polygon changes nothing`() {
    var generator = SeededGenerator(seed: 31)
    var discsLeft = 0
    for _ in 0..<300 {
      let ring = Self.square(0, 0, 150)
      let discs = (0..<6).map { _ in
        PlanarPoint(
          x: Double.random(in: -500...650, using: &generator),
          y: Double.random(in: -500...650, using: &generator))
      }
      let union = DiscUnion()
      let polygon = PlanarPolygon()
      polygon.assign([[ring]])
      union.selectCentres(discs.map(\.x), discs.map(\.y), discs.count, polygon.outline.box)
      discsLeft += union.centresX.count
      let kept = (0..<union.centresX.count).map {
        PlanarPoint(x: union.centresX[$0], y: union.centresY[$0])
      }
      // No place of the square has its nearest centre among those left out.
      for _ in 0..<200 {
        let place = PlanarPoint(
          x: Double.random(in: 0...150, using: &generator),
          y: Double.random(in: 0...150, using: &generator))
        func nearest(_ centres: [PlanarPoint]) -> Double {
          centres.map { hypot($0.x - place.x, $0.y - place.y) }.min()!
        }
        #expect(nearest(kept) == nearest(discs))
      }
    }
    // Of six stations about a block a few can be nearest in it.
    #expect(discsLeft < 300 * 4)
  }

  @Test func `Whether a place is inside does not hang on the sign of zero or on many vertices`() {
    // A ring of 1,000 vertices about the origin: edges of several words, vertices on northing ±0.
    let ring = (0...1_000).map { index -> PlanarPoint in
      let angle = 2 * Double.pi * Double(index % 1_000) / 1_000
      return PlanarPoint(x: 10 * cos(angle), y: index % 500 == 0 ? -0.0 : 10 * sin(angle))
    }
    let polygon = PlanarPolygon()
    polygon.assign([[ring]])
    for y in [0.0, -0.0, 5, -5, 9.9] {
      for x in stride(from: -11.05, through: 11, by: 0.1) {
        let radius = hypot(x, y)
        if abs(radius - 10) < 0.01 { continue }
        #expect(polygon.outline.contains(x, y) == (radius < 10), "\(x) \(y)")
      }
    }
  }
}
