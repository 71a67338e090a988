import Foundation
import Model
import Testing

@testable import Streets

@Suite struct StoreTests {
  @Test(arguments: [(2, true, true), (60, false, true), (500, true, false), (3000, true, true)])
  func `A saved graph opens with the same arrays`(
    nodes: Int, isDirected: Bool, hasFacts: Bool
  ) throws {
    let graph = StoreFixtures.graph(
      nodes: nodes, seed: 7, isDirected: isDirected, hasFacts: hasFacts)
    try StoreFixtures.inFolder { folder in
      try graph.save(to: folder + "/a.lcg")
      for threads in [1, 3] {
        let opened = try StreetGraph.open(folder + "/a.lcg", threads: threads)
        #expect(StoreFixtures.differences(graph, opened) == [])
      }
      let names = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(names == ["a.lcg"])
    }
  }

  @Test func `A graph without streets is saved and opened`() throws {
    let graph = StreetGraphBuilder.build(StreetSegments())
    try StoreFixtures.inFolder { folder in
      try graph.save(to: folder + "/a.lcg")
      let opened = try StreetGraph.open(folder + "/a.lcg")
      #expect(StoreFixtures.differences(graph, opened) == [])
    }
  }

  @Test func `The same graph gives the same bytes, also when it comes from a file`() throws {
    let graph = StoreFixtures.graph(nodes: 300, seed: 3)
    let bytes = try StoreFixtures.bytes(graph)
    #expect(bytes == (try StoreFixtures.bytes(StoreFixtures.graph(nodes: 300, seed: 3))))
    try StoreFixtures.inFolder { folder in
      try graph.save(to: folder + "/a.lcg")
      let saved = Array(try Data(contentsOf: URL(fileURLWithPath: folder + "/a.lcg")))
      #expect(saved == bytes)
      // Saving over the file one reads from: the mapped one stays.
      let opened = try StreetGraph.open(folder + "/a.lcg")
      try opened.save(to: folder + "/a.lcg")
      #expect(StoreFixtures.differences(graph, opened) == [])
      let again = Array(try Data(contentsOf: URL(fileURLWithPath: folder + "/a.lcg")))
      #expect(again == bytes)
    }
  }

  @Test func `The arrays of an opened graph lie in the mapped file`() throws {
    let graph = StoreFixtures.graph(nodes: 300, seed: 3)
    try StoreFixtures.inFolder { folder in
      try graph.save(to: folder + "/a.lcg")
      let opened = try StreetGraph.open(folder + "/a.lcg")
      let file = try #require(opened.nodes.owner as? MappedFile)
      let owners: [AnyObject] = [
        opened.edgeTails.owner, opened.edgeForward.owner, opened.shapePoints.owner,
        opened.outgoing.arcs.owner, opened.componentOf.owner, opened.barriers.segments.owner,
      ]
      #expect(owners.allSatisfy { $0 === file })
      let first = UnsafeRawPointer(opened.nodes.base)
      #expect(first >= file.bytes.baseAddress! && Int(bitPattern: first) % 64 == 0)
    }
  }

  @Test func `Saving where one may not write leaves nothing behind`() throws {
    let graph = StoreFixtures.graph(nodes: 10, seed: 3)
    #expect(throws: AnalysisError.self) { try graph.save(to: "/nowhere/at/all.lcg") }
    try StoreFixtures.inFolder { folder in
      try FileManager.default.createDirectory(
        atPath: folder + "/a.lcg", withIntermediateDirectories: true)
      let error = #expect(throws: AnalysisError.self) { try graph.save(to: folder + "/a.lcg") }
      #expect(error?.kind == .outputNotWritable)
      let names = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(names == ["a.lcg"])
    }
  }

  @Test func `A missing file, a folder and an empty file have their own errors`() throws {
    try StoreFixtures.inFolder { folder in
      let missing = #expect(throws: AnalysisError.self) {
        try StreetGraph.open(folder + "/none.lcg")
      }
      #expect(missing?.kind == .missingInput)
      #expect(throws: AnalysisError.self) { try StreetGraph.open(folder) }
      let empty = try StoreFixtures.failure([], in: folder)?.kind
      #expect(empty == .badData)
    }
  }

  @Test func `The checksum does not depend on threads and sees order, length and every bit`() {
    var random = SeededNumbers(5)
    var bytes = (0..<1_100_017).map { _ in UInt8.random(in: 0...255, using: &random) }
    let sum = bytes.withUnsafeBytes { WordChecksum.sum($0) }
    #expect(bytes.withUnsafeBytes { WordChecksum.sum($0, threads: 3) } == sum)
    for _ in 0..<6 {
      let at = Int.random(in: 0..<bytes.count, using: &random)
      let bit = UInt8(1) << UInt8.random(in: 0..<8, using: &random)
      bytes[at] ^= bit
      #expect(bytes.withUnsafeBytes { WordChecksum.sum($0) } != sum)
      bytes[at] ^= bit
    }
    #expect(
      [1, 2].withUnsafeBytes { WordChecksum.sum($0) }
        != [2, 1].withUnsafeBytes { WordChecksum.sum($0) })
    let zeros = [UInt8](repeating: 0, count: 64)
    let sums = (0...64).map { count in
      zeros.withUnsafeBytes {
        WordChecksum.sum(UnsafeRawBufferPointer(rebasing: $0[..<count]))
      }
    }
    #expect(Set(sums).count == 65)
  }
}
