import Model
import Streets

/// Walks from sample points of one block, in millimetres, with all that decides how many arrive within a time.
///
/// Scratch memory of one worker, reused for every block.
final class WalkSamples {
  /// Walking lengths to the nearest station, its extra minutes included at the run's speed.
  let nearest = StationSamples()
  private let extras: StationExtras
  /// Where extras differ: kind and walking length (without extra) of each station near a sample.
  private var near = ScratchArray<UInt64>()
  private var nearEnds = ScratchArray<Int32>()

  init(_ extras: StationExtras) { self.extras = extras }

  func reset() {
    nearest.reset()
    near.removeAll()
    nearEnds.removeAll()
  }

  /// Adds one sample with its weight; the stations near it matter where extras differ only.
  func add(
    _ walk: PlaceWalk, _ weight: Double, _ service: StreetService
  ) {
    nearest.add(walk.millimetres, weight, walk.station)
    if extras.areEqual { return }
    if let joint = walk.joint {
      service.reach.forEachStation(reaching: joint) { station, millimetres in
        let kind = UInt64(extras.kinds[Int(station)])
        near.append(kind << 32 | UInt64(millimetres))
      }
    }
    nearEnds.append(Int32(near.count))
  }

  /// Share of the weight within a time (≤, extra minutes included) at a speed; by other weights when given.
  func share(minutes: Double, speed: Double, of weights: ArraySlice<Double>? = nil) -> Double {
    let longest = extras.longestWalks(minutes: minutes, speed: speed)
    if extras.areEqual {
      if longest[0] < 0 { return 0 }
      let limit = Double(longest[0]) + Double(extras.millimetres[0])
      return nearest.share(of: weights) { [nearest] in nearest.metres(of: $0) <= limit }
    }
    return nearest.share(of: weights) { isReached($0, longest) }
  }

  private func isReached(_ sample: Int, _ longest: [Int64]) -> Bool {
    let first = sample == 0 ? 0 : Int(nearEnds[sample - 1])
    for index in first..<Int(nearEnds[sample]) {
      let walk = Int64(near[index] & 0xFFFF_FFFF)
      if walk <= longest[Int(near[index] >> 32)] { return true }
    }
    return false
  }
}
