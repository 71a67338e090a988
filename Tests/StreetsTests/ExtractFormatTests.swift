import Foundation
import Testing

@testable import Streets

/// Small files in the formats that cannot be drawn as text; each holds a path from 0° east over 0.001° east on the
/// equator to 0.001° north of there. Made with osmium-tool and bzip2.
@Suite struct ExtractFormatTests {
  private func graph(_ text: String, _ name: String, onePass: Bool) throws -> StreetGraph {
    let drawn = try DrawnExtract(text: "", name: name)
    try Data(base64Encoded: text)!.write(to: URL(fileURLWithPath: drawn.path))
    return StreetGraphBuilder.build(try drawn.read(onePass: onePass).segments)
  }

  private func checkPath(_ graph: StreetGraph) {
    #expect(graph.edgeCount == 1)
    let shape = graph.shape(of: 0).map { [$0.longitudeE7, $0.latitudeE7] }
    let path: [[Int32]] = [[0, 0], [10_000, 0], [10_000, 10_000]]
    #expect(shape == path || shape == path.reversed())
  }

  @Test(arguments: [true, false])
  func `A file packed with bzip2 is read`(onePass: Bool) throws {
    checkPath(try graph(Self.packed, "small.osm.bz2", onePass: onePass))
  }

  /// A node was moved, a motorway became a path, and another path was deleted.
  @Test(arguments: [true, false])
  func `A history file gives its last state`(onePass: Bool) throws {
    checkPath(try graph(Self.history, "small.osh.pbf", onePass: onePass))
  }

  @Test(arguments: [true, false])
  func `Ways that carry the places of their nodes need no nodes`(onePass: Bool) throws {
    checkPath(try graph(Self.located, "small.osm.pbf", onePass: onePass))
  }

  private static let packed = """
    QlpoOTFBWSZTWblKrNUAADfZgAAQQIH5B6fv3eAgAIqEkiTQxppMTCNp6kCJKTQ0aaZNAAC4w/MZVixTbMG10keGvnDR\
    o9iqOSQNjVEjAPKcyPCBGxKGQaxMoMh29kJAyOtFVJ3fPfPeTDMDTt0VOleqBysE6mKieu2XLg/Qoe4NH7BDMcXNvGzj\
    fc7xyG4xdUtWsNfO1/i7kinChIXKVWao
    """

  private static let history = """
    AAAADQoJT1NNSGVhZGVyGE8QQxpLeJxT4vMvzg1OzkjNTdQNM9AzU+JySc0rTvXLT0ktVhL1yCwuyS/KTE7M8cxLyy/K\
    TSzJzM9rYuTNL87NLM3VN9QzNNUzAADrhhYnAAAACwoHT1NNRGF0YRhaEFgaVnic42LhYuBiEAoQ8uNiYWJiYNLS42Jh\
    ZGRiFOJraLn/gJuhYcoUuf+Tp8hJsTAAgRKY1GJhApJGQHWMjE5sQOaCOYxeHAwLetn+f2BhCAKrAQBRnA5dAAAACwoH\
    T1NNRGF0YRhsEJgBGmd4nOOS5WLgYs/ITM8oT6zk4sjNL8kvArEYuFgKEksyhMql5DgYhRgZpRiZlAQ4GAUaDq3/wCrB\
    oMCgwWzA6MTExCIlD5VnAcozCTSc2fkfIc/MxMQENIAJrgCbASIcTBhaGQCxZhrk
    """

  private static let located = """
    AAAADQoJT1NNSGVhZGVyGEkQPRpFeJxT4vMvzg1OzkjNTdQNM9AzU+JySc0rTvXLT0kt1uL3yU9OLMnMzyv2zwtPrCxu\
    YuTNL87NLM3VN9QzNNUzAABe/BOeAAAACwoHT1NNRGF0YRhKEEAaRnic4xLmYuBiz8hMzyhPrORiKUgsyeBiENKUUudg\
    FGJklGJkUuLiYBRgkGBQYNBgdmJmYmIKYmVYMIeRwYuVAUQDAEzcCbg=
    """
}
