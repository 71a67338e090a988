import Maps
import Model

/// Marks as an SVG document.
enum ChartSVG {
  static func text(_ marks: [PictureMark], width: Double, height: Double) -> String {
    let (across, up) = (plain(width), plain(height))
    var out =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(across)\" height=\"\(up)\" "
      + "viewBox=\"0 0 \(across) \(up)\" "
      + "font-family=\"'Noto Sans CJK SC','Noto Sans','Microsoft YaHei',sans-serif\" font-size=\"10\">\n"
    out += "<rect width=\"\(across)\" height=\"\(up)\" fill=\"#ffffff\"/>\n"
    for mark in marks { out += element(mark) }
    return out + "</svg>\n"
  }

  private static func element(_ mark: PictureMark) -> String {
    switch mark {
    case .line(let points, let colour, let width, let dashes):
      let pattern = dashes.isEmpty ? "" : " stroke-dasharray=\"\(list(dashes))\""
      return "<polyline points=\"\(path(points))\" fill=\"none\" stroke=\"\(hex(colour))\" "
        + "stroke-width=\"\(plain(width))\"\(pattern)/>\n"
    case .polygon(let points, let colour):
      return "<polygon points=\"\(path(points))\" fill=\"\(hex(colour))\"/>\n"
    case .disc(let centre, let radius, let colour):
      return "<circle cx=\"\(plain(centre.x))\" cy=\"\(plain(centre.y))\" r=\"\(plain(radius))\" "
        + "fill=\"\(hex(colour))\"/>\n"
    case .text(let text, let place, let anchor):
      return "<text x=\"\(plain(place.x))\" y=\"\(plain(place.y))\" "
        + "text-anchor=\"\(anchor.rawValue)\" fill=\"#1e1e1e\">\(MarkupText.escaped(text))</text>\n"
    }
  }

  private static func path(_ points: [PlanarPoint]) -> String {
    points.map { "\(plain($0.x)),\(plain($0.y))" }.joined(separator: " ")
  }

  private static func list(_ numbers: [Double]) -> String {
    numbers.map(plain).joined(separator: " ")
  }

  private static func plain(_ value: Double) -> String {
    DecimalText.text((value * 100).rounded() / 100)
  }

  private static func hex(_ colour: UInt32) -> String {
    let digits = String(colour, radix: 16)
    return "#" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
  }
}
