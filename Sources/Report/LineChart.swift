import Model

/// A small chart of lines as an SVG document of our own: axes, ticks, a legend below.
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
  /// The vertical axis ends at 0 and 1.
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
  private static let looks: [(colour: String, dash: String)] = [
    ("#0b4f8a", "none"), ("#b4560f", "6 3"), ("#3b6e22", "2 3"), ("#6b3fa0", "8 3 2 3"),
  ]

  /// The figure; nil without two points to join.
  public func figure(caption: String, alternative: String) -> ReportFigure? {
    guard series.contains(where: { $0.points.count > 1 }) else { return nil }
    return ReportFigure(
      svg: svg, width: Self.width, height: Self.height, caption: caption, alternative: alternative)
  }

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

  // MARK: Drawing

  var svg: String {
    var out =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(Int(Self.width))\" height=\"\(Int(Self.height))\" "
      + "viewBox=\"0 0 \(Int(Self.width)) \(Int(Self.height))\" "
      + "font-family=\"'Noto Sans CJK SC','Noto Sans','Microsoft YaHei',sans-serif\" font-size=\"10\">\n"
    out += "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n"
    let (across, up) = (horizontal, vertical)
    out += axes(across, up)
    for (index, line) in series.enumerated() {
      out += draw(line, Self.looks[index % Self.looks.count], index, across, up)
    }
    return out + legend + "</svg>\n"
  }

  private func text(
    _ text: String, _ x: Double, _ y: Double, _ anchor: String, _ extra: String = ""
  ) -> String {
    "<text x=\"\(Self.plain(x))\" y=\"\(Self.plain(y))\" text-anchor=\"\(anchor)\" fill=\"#1d2733\"\(extra)>"
      + "\(MarkupText.escaped(text))</text>\n"
  }

  private static func plain(_ value: Double) -> String {
    DecimalText.text((value * 100).rounded() / 100)
  }

  private func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ colour: String, _ extra: String = ""
  ) -> String {
    "<line x1=\"\(Self.plain(x1))\" y1=\"\(Self.plain(y1))\" x2=\"\(Self.plain(x2))\" y2=\"\(Self.plain(y2))\" "
      + "stroke=\"\(colour)\"\(extra)/>\n"
  }

  private func axes(_ across: ChartScale, _ up: ChartScale) -> String {
    let frame = Self.frame
    var out = ""
    for tick in up.ticks {
      let y = up.position(tick)
      out += line(frame.left, y, frame.right, y, "#d5dbe1")
      out += text(up.label(tick), frame.left - 6, y + 3.5, "end")
    }
    for tick in across.ticks {
      let x = across.position(tick)
      out += line(x, frame.bottom, x, frame.bottom + 4, "#4a5868")
      out += text(across.label(tick), x, frame.bottom + 16, "middle")
    }
    out += line(frame.left, frame.bottom, frame.right, frame.bottom, "#4a5868")
    out += text(horizontalTitle, (frame.left + frame.right) / 2, frame.bottom + 33, "middle")
    out += text(verticalTitle, frame.left - 60, frame.top - 14, "start")
    if let mark, mark.value >= across.low, mark.value <= across.high {
      let x = across.position(mark.value)
      out += line(x, frame.top, x, frame.bottom, "#4a5868", " stroke-dasharray=\"1 3\"")
      out += text(mark.label, x, frame.top - 3, "middle")
    }
    return out
  }

  private func draw(
    _ line: Series, _ look: (colour: String, dash: String), _ number: Int, _ across: ChartScale,
    _ up: ChartScale
  ) -> String {
    let places = line.points.map { (x: across.position($0.x), y: up.position($0.y)) }
    let path = places.map { "\(Self.plain($0.x)),\(Self.plain($0.y))" }.joined(separator: " ")
    var out =
      "<polyline points=\"\(path)\" fill=\"none\" stroke=\"\(look.colour)\" stroke-width=\"1.8\" "
      + "stroke-dasharray=\"\(look.dash)\"/>\n"
    if places.count <= 40 {
      for place in places { out += marker(place.x, place.y, number, look.colour) }
    }
    return out
  }

  /// Circles, squares, triangles, diamonds in turn.
  private func marker(_ x: Double, _ y: Double, _ number: Int, _ colour: String) -> String {
    let corners: [(Double, Double)]
    switch number % 4 {
    case 0:
      return
        "<circle cx=\"\(Self.plain(x))\" cy=\"\(Self.plain(y))\" r=\"2.6\" fill=\"\(colour)\"/>\n"
    case 1: corners = [(-2.5, -2.5), (2.5, -2.5), (2.5, 2.5), (-2.5, 2.5)]
    case 2: corners = [(0, -3.2), (3, 2.4), (-3, 2.4)]
    default: corners = [(0, -3.4), (3.4, 0), (0, 3.4), (-3.4, 0)]
    }
    let path = corners.map { "\(Self.plain(x + $0.0)),\(Self.plain(y + $0.1))" }
    return "<polygon points=\"\(path.joined(separator: " "))\" fill=\"\(colour)\"/>\n"
  }

  private var legend: String {
    var out = ""
    var x = Self.frame.left
    for (index, series) in series.enumerated() {
      let look = Self.looks[index % Self.looks.count]
      let y = Self.height - 16
      out += line(
        x, y, x + 26, y, look.colour,
        " stroke-width=\"1.8\" stroke-dasharray=\"\(look.dash)\"")
      out += marker(x + 13, y, index, look.colour)
      out += text(series.label, x + 32, y + 3.5, "start")
      let letters = series.label.unicodeScalars.reduce(0.0) { $0 + ($1.value >= 0x2E80 ? 10 : 5.6) }
      x += 32 + letters + 22
    }
    return out
  }
}

/// A linear axis whose ticks are 1, 2 or 5 times a power of ten apart.
struct ChartScale {
  let low: Double
  let high: Double
  let ticks: [Double]
  private let step: Double
  private let from: Double
  private let to: Double

  /// An axis that holds both values, drawn between two places.
  init(_ least: Double, _ most: Double, from: Double, to: Double) {
    let span = max(most - least, abs(most) * 1e-9, 1e-9)
    let step = Self.step(span / 5)
    let low = (least / step).rounded(.down)
    let high = max((most / step).rounded(.up), low + 1)
    self.step = step
    self.low = low * step
    self.high = high * step
    self.from = from
    self.to = to
    ticks = stride(from: low, through: high, by: 1).map { $0 * step }
  }

  /// The least of 1, 2, 5 × 10ⁿ that is not below `wanted`.
  private static func step(_ wanted: Double) -> Double {
    var power = 1.0
    while power > wanted { power /= 10 }
    while power * 10 <= wanted { power *= 10 }
    return [1, 2, 5, 10].map { $0 * power }.first { $0 >= wanted - 1e-12 } ?? 10 * power
  }

  func position(_ value: Double) -> Double {
    from + (value - low) / (high - low) * (to - from)
  }

  func label(_ tick: Double) -> String {
    if step >= 1 { return Figures.whole(tick) }
    var decimals = 0
    var step = step
    while step < 0.999, decimals < 6 {
      step *= 10
      decimals += 1
    }
    return Figures.decimals(tick, decimals)
  }
}
