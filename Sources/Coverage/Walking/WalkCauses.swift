/// Why people do not reach a station in time on foot along streets; several may hold in one block.
package struct WalkCauses: OptionSet, Sendable, Hashable, BitwiseCopyable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// No usable street within the snapping distance.
  package static let noStreetNearby = WalkCauses(rawValue: 1 << 0)
  /// The streets people live at join no street with a station.
  package static let cutOff = WalkCauses(rawValue: 1 << 1)
  /// There are streets near, but every straight leg to them crosses water, a railway, a wall or a fence.
  package static let barrier = WalkCauses(rawValue: 1 << 2)
  /// The street data end before the answer is certain: streets beyond could bring a station into reach.
  package static let edgeOfNetwork = WalkCauses(rawValue: 1 << 3)

  /// Codes as printed in `reasons`, in this order.
  package static let names: [(cause: WalkCauses, code: String)] = [
    (.noStreetNearby, "no_street_nearby"), (.cutOff, "cut_off"), (.barrier, "barrier"),
    (.edgeOfNetwork, "edge_of_network"),
  ]
}
