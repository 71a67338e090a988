import Model
import Testing

@testable import Report

@Suite struct LineChartTests {
  @Test func `Ticks are one, two or five times a power of ten apart and hold all values`() {
    let metres = ChartScale(400, 1_200, from: 0, to: 100)
    #expect(metres.ticks == [400, 600, 800, 1_000, 1_200])
    let people = ChartScale(63_312, 87_900, from: 0, to: 100)
    #expect(people.ticks == [60_000, 65_000, 70_000, 75_000, 80_000, 85_000, 90_000])
    let speed = ChartScale(3, 5.4, from: 0, to: 100)
    #expect(speed.ticks.map { speed.label($0) } == ["3.0", "3.5", "4.0", "4.5", "5.0", "5.5"])
  }

  @Test func `Values are placed in proportion`() {
    let scale = ChartScale(0, 1, from: 200, to: 0)
    #expect(scale.position(0) == 200)
    #expect(scale.position(0.25) == 150)
    #expect(scale.position(1) == 0)
  }

  @Test func `A chart of one value does not divide by nothing`() {
    let chart = LineChart(
      horizontalTitle: "x", verticalTitle: "y",
      series: [.init("a", [Coordinate(x: 3, y: 7), Coordinate(x: 3, y: 7)])])
    #expect(!chart.svg.contains("nan"))
    #expect(!chart.svg.contains("inf"))
    #expect(complaint(aboutXML: chart.svg) == nil)
  }

  @Test func `There is no figure without two points, and unknown values are left out`() throws {
    let chart = LineChart(
      horizontalTitle: "x", verticalTitle: "y",
      series: [.init("a", [Coordinate(x: 1, y: .nan), Coordinate(x: 2, y: 5)])])
    #expect(try chart.figure(caption: "", alternative: "", language: .english) == nil)
  }

  @Test func `A figure has a picture of 200 dots per inch beside the drawing`() throws {
    let chart = LineChart(
      horizontalTitle: "x", verticalTitle: "人口占比",
      series: [.init("a", [Coordinate(x: 0, y: 0), Coordinate(x: 2, y: 5)])])
    let figure = try #require(
      try chart.figure(caption: "", alternative: "", language: .chinese))
    let png = try #require(figure.png)
    // 480 × 300 points are 6⅔ × 4⅙ inches: width and height stand in bytes 16–23 of a PNG.
    let sides = [16, 20].map { at in png[at..<(at + 4)].reduce(0) { $0 << 8 | Int($1) } }
    #expect(sides == [1_333, 833])
  }

  @Test func `A chart with hostile labels is well formed`() {
    let figure = hostileDocument().sections[0].blocks.compactMap {
      if case .figure(let figure) = $0 { figure } else { nil }
    }[0]
    #expect(complaint(aboutXML: figure.svg) == nil)
    #expect(!figure.svg.contains("<script"))
  }
}
