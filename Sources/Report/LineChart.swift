import Maps
import Model

/// A small chart of lines: axes, ticks, a legend below; as an SVG document of our own and as a picture.
///
/// Lines differ by dash and marker besides colour, for grey prints and colour-blind readers.
public struct LineChart: Sendable {
  public struct Series: Sendable, Hashable {
    public var label: String
    /// Ascending in x; points that are not finite are left out.
    public var points: [Coordinate]

    public init(_ label: String, _ points: [Coordinate]) {
      self.label = label
      self.points = points
    }
  }

  public var horizontalTitle: String
  public var verticalTitle: String
  public var series: [Series]
  /// A value on the horizontal axis to be marked, with its label: the one the run used.
  public var mark: (value: Double, label: String)?
  /// The vertical axis ends at 0 and 1, labelled in per cent.
  public var isShare: Bool

  public init(
    horizontalTitle: String, verticalTitle: String, series: [Series],
    mark: (value: Double, label: String)? = nil, isShare: Bool = false
  ) {
    self.horizontalTitle = horizontalTitle
    self.verticalTitle = verticalTitle
    self.series = series.map { line in
      Series(line.label, line.points.filter(\.isFinite))
    }.filter { !$0.points.isEmpty }
    self.mark = mark
    self.isShare = isShare
  }

  /// Points of 1/72 inch.
  public static let width = 480.0
  public static let height = 300.0
  private static let frame = (left: 76.0, top: 30.0, right: 462.0, bottom: 222.0)
  private static let looks: [(colour: UInt32, dashes: [Double])] = [
    (0x0B4F8A, []), (0xB4560F, [6, 3]), (0x3B6E22, [2, 3]), (0x6B3FA0, [8, 3, 2, 3]),
  ]
  private static let pictureDots = 200.0

  /// The figure; nil without two points to join.
  ///
  /// - Throws: `AnalysisError` when the picture cannot be drawn.
  public func figure(
    caption: String, alternative: String, language: Language
  ) throws -> ReportFigure? {
    guard series.contains(where: { $0.points.count > 1 }) else { return nil }
    let picture = LinePicture(
      width: Self.width, height: Self.height, language: language, marks: marks)
    return ReportFigure(
      svg: svg, png: try picture.png(dpi: Self.pictureDots), width: Self.width,
      height: Self.height, caption: caption, alternative: alternative)
  }

  /// The chart as an SVG document.
  var svg: String { ChartSVG.text(marks, width: Self.width, height: Self.height) }

  // MARK: Scales

  private var horizontal: ChartScale {
    let values = series.flatMap { $0.points.map(\.x) }
    return ChartScale(
      values.min() ?? 0, values.max() ?? 1, from: Self.frame.left, to: Self.frame.right)
  }

  private var vertical: ChartScale {
    if isShare { return ChartScale(0, 1, from: Self.frame.bottom, to: Self.frame.top) }
    let values = series.flatMap { $0.points.map(\.y) }
    return ChartScale(
      values.min() ?? 0, values.max() ?? 1, from: Self.frame.bottom, to: Self.frame.top)
  }

  // MARK: Marks

  /// Everything that is drawn, from back to front.
  var marks: [PictureMark] {
    let (across, up) = (horizontal, vertical)
    return axes(across, up)
      + series.enumerated().flatMap { index, line in lineMarks(line, index, across, up) } + legend
  }

  private func axes(_ across: ChartScale, _ up: ChartScale) -> [PictureMark] {
    let frame = Self.frame
    var marks: [PictureMark] = []
    for tick in up.ticks {
      let y = up.position(tick)
      marks.append(Self.line(frame.left, y, frame.right, y, 0xD5DBE1))
      let label = isShare ? Figures.whole(tick * 100) : up.label(tick)
      marks.append(.text(label, PlanarPoint(x: frame.left - 6, y: y + 3.5), .end))
    }
    for tick in across.ticks {
      let x = across.position(tick)
      marks.append(Self.line(x, frame.bottom, x, frame.bottom + 4, 0x4A5868))
      marks.append(.text(across.label(tick), PlanarPoint(x: x, y: frame.bottom + 16), .middle))
    }
    marks.append(Self.line(frame.left, frame.bottom, frame.right, frame.bottom, 0x4A5868))
    let middle = (frame.left + frame.right) / 2
    marks.append(.text(horizontalTitle, PlanarPoint(x: middle, y: frame.bottom + 33), .middle))
    marks.append(.text(verticalTitle, PlanarPoint(x: frame.left - 60, y: frame.top - 14), .start))
    return marks + markOfRun(across)
  }

  private func markOfRun(_ across: ChartScale) -> [PictureMark] {
    guard let mark, mark.value >= across.low, mark.value <= across.high else { return [] }
    let x = across.position(mark.value)
    return [
      Self.line(x, Self.frame.top, x, Self.frame.bottom, 0x4A5868, dashes: [1, 3]),
      .text(mark.label, PlanarPoint(x: x, y: Self.frame.top - 3), .middle),
    ]
  }

  private static func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ colour: UInt32, width: Double = 1,
    dashes: [Double] = []
  ) -> PictureMark {
    .line(
      [PlanarPoint(x: x1, y: y1), PlanarPoint(x: x2, y: y2)], colour: colour, width: width,
      dashes: dashes)
  }

  /// Lines of more points have no markers.
  private static let mostMarkers = 40

  private func lineMarks(
    _ line: Series, _ number: Int, _ across: ChartScale, _ up: ChartScale
  ) -> [PictureMark] {
    let look = Self.looks[number % Self.looks.count]
    let places = line.points.map {
      PlanarPoint(x: across.position($0.x), y: up.position($0.y))
    }
    let path = PictureMark.line(places, colour: look.colour, width: 1.8, dashes: look.dashes)
    if places.count > Self.mostMarkers { return [path] }
    return [path] + places.map { Self.marker($0, number, look.colour) }
  }

  /// Discs, squares, triangles, diamonds in turn.
  private static func marker(_ place: PlanarPoint, _ number: Int, _ colour: UInt32) -> PictureMark {
    let corners: [(x: Double, y: Double)]
    switch number % 4 {
    case 0: return .disc(place, radius: 2.6, colour: colour)
    case 1: corners = [(-2.5, -2.5), (2.5, -2.5), (2.5, 2.5), (-2.5, 2.5)]
    case 2: corners = [(0, -3.2), (3, 2.4), (-3, 2.4)]
    default: corners = [(0, -3.4), (3.4, 0), (0, 3.4), (-3.4, 0)]
    }
    return .polygon(
      corners.map { PlanarPoint(x: place.x + $0.x, y: place.y + $0.y) }, colour: colour)
  }

  private var legend: [PictureMark] {
    var marks: [PictureMark] = []
    var x = Self.frame.left
    let y = Self.height - 16
    for (index, series) in series.enumerated() {
      let look = Self.looks[index % Self.looks.count]
      marks.append(Self.line(x, y, x + 26, y, look.colour, width: 1.8, dashes: look.dashes))
      marks.append(Self.marker(PlanarPoint(x: x + 13, y: y), index, look.colour))
      marks.append(.text(series.label, PlanarPoint(x: x + 32, y: y + 3.5), .start))
      let letters = series.label.unicodeScalars.reduce(0.0) { $0 + ($1.value >= 0x2E80 ? 10 : 5.6) }
      x += 32 + letters + 22
    }
    return marks
  }
}
