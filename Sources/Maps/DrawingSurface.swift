internal import CPangoCairo
import Model

/// One Cairo surface that collects its file in memory; its user unit is the millimetre, x right and y down.
struct DrawingSurface: ~Copyable {
  private let surface: OpaquePointer
  /// Valid while the surface lives.
  let context: OpaquePointer
  private let format: MapFormat
  private let sink: ByteSink

  /// Receives what Cairo writes.
  private final class ByteSink {
    var bytes: [UInt8] = []
  }

  static let pointsPerMillimetre = 72 / 25.4

  /// Cairo's own limit for the side of a picture, and ours for its dots (four bytes each).
  private static let (longestSide, mostDots) = (32_767.0, 250e6)

  /// - Throws: 64 when a picture would be too large.
  init(_ format: MapFormat, _ page: MapPage, dpi: Double, title: String) throws {
    let sink = ByteSink()
    let unit = format == .png ? dpi / 25.4 : Self.pointsPerMillimetre
    let size = (width: page.width * unit, height: page.height * unit)
    let dots = format == .png ? try Self.dots(size.width, size.height, dpi) : (0, 0)
    let surface = Self.surface(format, size, dots, title, sink)
    let context: OpaquePointer = cairo_create(surface)
    cairo_scale(context, unit, unit)
    // Objects of Cairo are never nil: one that could not be made says so when the file is finished.
    self.format = format
    self.sink = sink
    self.surface = surface
    self.context = context
  }

  private static func surface(
    _ format: MapFormat, _ size: (width: Double, height: Double), _ dots: (Int32, Int32),
    _ title: String, _ sink: ByteSink
  ) -> OpaquePointer {
    // The sink outlives the surface: both are one value's, and the surface is destroyed before it goes.
    let closure = Unmanaged.passUnretained(sink).toOpaque()
    let surface: OpaquePointer
    switch format {
    case .png: surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, dots.0, dots.1)
    case .svg:
      surface = cairo_svg_surface_create_for_stream(write, closure, size.width, size.height)
      cairo_svg_surface_restrict_to_version(surface, CAIRO_SVG_VERSION_1_1)
    case .pdf:
      surface = cairo_pdf_surface_create_for_stream(write, closure, size.width, size.height)
      cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, PlainText.line(title))
      // Cairo would write the time of day.
      cairo_pdf_surface_set_metadata(
        surface, CAIRO_PDF_METADATA_CREATE_DATE, "2000-01-01T00:00:00Z")
    }
    return surface
  }

  deinit {
    cairo_destroy(context)
    cairo_surface_destroy(surface)
    withExtendedLifetime(sink) {}
  }

  private static let write: cairo_write_func_t = { closure, data, count in
    guard let closure, let data else { return CAIRO_STATUS_WRITE_ERROR }
    Unmanaged<ByteSink>.fromOpaque(closure).takeUnretainedValue().bytes
      .append(contentsOf: UnsafeBufferPointer(start: data, count: Int(count)))
    return CAIRO_STATUS_SUCCESS
  }

  /// Columns and rows of a picture.
  private static func dots(
    _ width: Double, _ height: Double, _ dpi: Double
  ) throws -> (Int32, Int32) {
    guard width >= 1, height >= 1, max(width, height) <= longestSide, width * height <= mostDots
    else {
      throw AnalysisError(
        .usage, .none,
        LocalizedText(
          "a picture of this page at \(dpi) dpi would have \(groupedDigits(width)) × \(groupedDigits(height)) dots",
          zh: "该页面在 \(dpi) dpi 下的图像为 \(groupedDigits(width)) × \(groupedDigits(height)) 像素"),
        hint: LocalizedText(
          "give a lower --dpi, or write SVG or PDF, which have no dots",
          zh: "请降低 --dpi，或输出不受像素限制的 SVG 或 PDF"))
    }
    return (Int32(width.rounded()), Int32(height.rounded()))
  }

  /// Ends a page of a PDF and begins the next.
  func beginPage(_ page: MapPage) {
    cairo_show_page(context)
    cairo_pdf_surface_set_size(
      surface, page.width * Self.pointsPerMillimetre, page.height * Self.pointsPerMillimetre)
  }

  /// The whole file.
  consuming func finish() throws -> [UInt8] {
    try check("cairo_t")
    if format == .png {
      let closure = Unmanaged.passUnretained(sink).toOpaque()
      try Self.check(
        cairo_surface_write_to_png_stream(surface, Self.write, closure),
        "cairo_surface_write_to_png_stream")
    } else {
      cairo_show_page(context)
      cairo_surface_finish(surface)
      try Self.check(cairo_surface_status(surface), "cairo_surface_finish")
    }
    return sink.bytes
  }

  private func check(_ function: String) throws {
    try Self.check(cairo_surface_status(surface), function)
    try Self.check(cairo_status(context), function)
  }

  private static func check(_ status: cairo_status_t, _ function: String) throws {
    if status == CAIRO_STATUS_SUCCESS { return }
    let reason = String(cString: cairo_status_to_string(status))
    throw AnalysisError(
      status == CAIRO_STATUS_NO_MEMORY ? .inputOutput : .defect, .none,
      LocalizedText(
        "the map cannot be drawn: \(function): \(reason)", zh: "无法绘制地图：\(function)：\(reason)"))
  }
}
