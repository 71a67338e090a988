import Foundation

/// The usable edges around some stations, numbered from 0 in the order of the graph, so that the tables of a field are
/// as long as the field is large.
///
/// `@unchecked Sendable`: belongs to one worker, which changes it between fields only; while a field is prepared by
/// several threads all of them read.
final class EdgeNumbers: @unchecked Sendable {
  /// By number: the edge of the graph, ascending.
  private(set) var edges: [UInt32] = []
  /// By edge of the graph: its number plus one, 0 none. Zeroed by the system: only what is used takes memory.
  private let table: UnsafeMutablePointer<UInt32>

  init(edgeCount: Int) {
    table = calloc(max(1, edgeCount), 4)!.bindMemory(to: UInt32.self, capacity: edgeCount)
  }

  deinit { free(table) }

  /// Numbers the edges that may pass a box, and no others.
  func take(_ box: BoxTree.Box, _ index: StreetIndex) {
    for edge in edges { table[Int(edge)] = 0 }
    edges.removeAll(keepingCapacity: true)
    var last = UInt32.max
    // Pieces come in their order, which is that of the edges.
    index.tree.visit(meeting: box) { items in
      for item in items {
        let edge = index.pieces.base[item].edge
        if edge == last { continue }
        last = edge
        edges.append(edge)
        table[Int(edge)] = UInt32(edges.count)
      }
    }
  }

  var count: Int { edges.count }

  /// The number of an edge; -1 for one that has none.
  @inline(__always)
  func number(_ edge: Int) -> Int { Int(table[edge]) &- 1 }
}
