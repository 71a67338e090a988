import Layers
import Model

/// Which blocks go together: cells of a quadtree over their middles, or blocks with one value of a field.
struct TilePartition {
  /// One tile's blocks.
  struct Group: Sendable {
    /// Of the field the set is cut by.
    var value: String?
    /// Ascending.
    var blocks: [Int]
  }

  /// By block: the middle of its box in degrees; nil where it has no geometry.
  private let middles: [Coordinate?]

  init(_ layer: Layer) {
    middles = layer.chunks.flatMap { chunk in
      (0..<chunk.count).map { offset in
        let box = chunk.shapes.boundingBox(of: offset)
        return box.isEmpty
          ? nil : Coordinate(x: (box.minX + box.maxX) / 2, y: (box.minY + box.maxY) / 2)
      }
    }
  }

  /// Tiles of at most `limit` blocks (nil: no limit), in the order of their names: by value in order of first
  /// appearance, then along the quadtree. Blocks at one place stay together however many they are.
  func groups(values: [String?]?, limit: Int?) -> [Group] {
    var order: [String?: Int] = [:]
    var groups: [Group] = []
    for block in middles.indices {
      let value = values?[block]
      if order[value] == nil {
        order[value] = groups.count
        groups.append(Group(value: value, blocks: []))
      }
      groups[order[value] ?? 0].blocks.append(block)
    }
    guard let limit else { return groups }
    return groups.flatMap { group in
      split(group.blocks, limit).map { Group(value: group.value, blocks: $0) }
    }
  }

  /// Where all cells are one place: 40,000 km halved so often are a centimetre.
  private static let depthLimit = 32

  /// The blocks (ascending) by cell. Blocks without geometry go with the block before them, else the one after.
  private func split(_ blocks: [Int], _ limit: Int) -> [[Int]] {
    var placed: [(block: Int, middle: Coordinate)] = []
    var followers: [Int: [Int]] = [:]
    for block in blocks {
      if let middle = middles[block] {
        placed.append((block, middle))
      } else {
        followers[placed.last?.block ?? -1, default: []].append(block)
      }
    }
    if placed.isEmpty { return [blocks] }
    followers[placed[0].block, default: []].insert(contentsOf: followers[-1] ?? [], at: 0)
    var square = BoundingBox.empty
    for (_, middle) in placed { square.extend(x: middle.x, y: middle.y) }
    let side = max(square.maxX - square.minX, square.maxY - square.minY)
    square.maxX = square.minX + side
    square.maxY = square.minY + side
    var cells: [[Int]] = []
    Self.split(placed, square, limit, depth: 0, &cells)
    return cells.map { cell in
      cell.flatMap { [$0] + (followers[$0] ?? []) }.sorted()
    }
  }

  /// Quadrants in the order south-west, north-west, north-east, south-east: each beside the one before.
  private static func split(
    _ placed: [(block: Int, middle: Coordinate)], _ square: BoundingBox, _ limit: Int, depth: Int,
    _ cells: inout [[Int]]
  ) {
    if placed.isEmpty { return }
    if placed.count <= limit || depth == depthLimit {
      cells.append(placed.map(\.block))
      return
    }
    let x = (square.minX + square.maxX) / 2
    let y = (square.minY + square.maxY) / 2
    for (isEast, isNorth) in [(false, false), (false, true), (true, true), (true, false)] {
      let part = placed.filter { ($0.middle.x >= x) == isEast && ($0.middle.y >= y) == isNorth }
      let quadrant = BoundingBox(
        minX: isEast ? x : square.minX, minY: isNorth ? y : square.minY,
        maxX: isEast ? square.maxX : x, maxY: isNorth ? square.maxY : y)
      split(part, quadrant, limit, depth: depth + 1, &cells)
    }
  }
}
