import Model

/// A picture in the forms that renderers need.
public struct ReportFigure: Sendable {
  /// Scalable form, a whole SVG document.
  public var svg: String
  /// The same as PNG; nil: formats that need one leave the figure out.
  public var png: [UInt8]?
  /// Width and height, in points of 1/72 inch.
  public var width: Double
  public var height: Double
  public var caption: String
  /// What it shows, for those who do not see it.
  public var alternative: String

  public init(
    svg: String, png: [UInt8]? = nil, width: Double, height: Double, caption: String,
    alternative: String
  ) {
    self.svg = svg
    self.png = png
    self.width = width
    self.height = height
    self.caption = caption
    self.alternative = alternative
  }
}
