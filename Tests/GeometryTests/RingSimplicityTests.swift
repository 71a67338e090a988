import Foundation
import Model
import Testing

@testable import Geometry

@Suite struct RingSimplicityTests {
  static func isSimple(_ points: [(Double, Double)]) -> Bool {
    let ring = (points + [points[0]]).map { Coordinate(x: $0.0, y: $0.1) }
    return ring.withUnsafeBufferPointer { RingSimplicity().isCertainlySimple($0) }
  }

  @Test func `A triangle and a comb are simple`() {
    #expect(Self.isSimple([(0, 0), (4, 0), (0, 3)]))
    #expect(Self.isSimple([(0, 0), (10, 0), (10, 5), (8, 5), (8, 1), (2, 1), (2, 5), (0, 5)]))
  }

  @Test func `A bow tie, a spike, a repeated point and a touching vertex are doubtful`() {
    #expect(!Self.isSimple([(0, 0), (2, 2), (2, 0), (0, 2)]))
    #expect(!Self.isSimple([(0, 0), (4, 0), (4, 4), (4, 8), (4, 4), (0, 4)]))
    #expect(!Self.isSimple([(0, 0), (4, 0), (4, 0), (4, 4), (0, 4)]))
    #expect(!Self.isSimple([(0, 0), (4, 0), (2, 0), (2, 4)]))
    #expect(!Self.isSimple([(0, 0), (10, 0), (10, 5), (5, 0), (0, 5)]))
  }

  /// Ground truth: exact integer arithmetic on every pair of edges.
  static func touches(_ ring: [(Int, Int)]) -> Bool {
    let n = ring.count
    func cross(_ a: (Int, Int), _ b: (Int, Int), _ c: (Int, Int)) -> Int {
      ((b.0 - a.0) * (c.1 - a.1) - (b.1 - a.1) * (c.0 - a.0)).signum()
    }
    func on(_ a: (Int, Int), _ b: (Int, Int), _ p: (Int, Int)) -> Bool {
      cross(a, b, p) == 0 && min(a.0, b.0) <= p.0 && p.0 <= max(a.0, b.0)
        && min(a.1, b.1) <= p.1 && p.1 <= max(a.1, b.1)
    }
    for i in 0..<n {
      let (a, b) = (ring[i], ring[(i + 1) % n])
      if a == b { return true }
      for j in (i + 1)..<max(n, i + 1) {
        let (c, d) = (ring[j], ring[(j + 1) % n])
        if j == i + 1 {
          if on(a, b, d) || on(c, d, a) { return true }
          continue
        }
        if i == 0 && j == n - 1 {
          if on(c, d, b) || on(a, b, c) { return true }
          continue
        }
        if on(a, b, c) || on(a, b, d) || on(c, d, a) || on(c, d, b) { return true }
        if cross(a, b, c) * cross(a, b, d) < 0 && cross(c, d, a) * cross(c, d, b) < 0 {
          return true
        }
      }
    }
    return false
  }

  @Test func `Random integer rings are judged as by exact arithmetic`() {
    var generator = SeededGenerator(seed: 5)
    var simple = 0
    for _ in 0..<20_000 {
      let n = Int.random(in: 3...7, using: &generator)
      let ring = (0..<n).map { _ in
        (Int.random(in: 0...9, using: &generator), Int.random(in: 0...9, using: &generator))
      }
      let isSimple = Self.isSimple(ring.map { (Double($0.0), Double($0.1)) })
      if isSimple { simple += 1 }
      #expect(isSimple == !Self.touches(ring), "\(ring)")
    }
    #expect(simple > 1_000)
  }

  @Test func `Long rings are judged by the sweep as short ones are`() {
    var generator = SeededGenerator(seed: 6)
    for trial in 0..<200 {
      var ring = (0..<100).map { k -> (Double, Double) in
        let a = 2 * Double.pi * Double(k) / 100
        let r = Double.random(in: 50...100, using: &generator)
        return (r * cos(a), r * sin(a))
      }
      #expect(Self.isSimple(ring), "trial \(trial)")
      ring.swapAt(10, 40)
      #expect(!Self.isSimple(ring), "trial \(trial)")
    }
  }
}
