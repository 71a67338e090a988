internal import CPangoCairo
import Model

/// Sets text by Pango, always as plain text. Lengths are millimetres and the same for every format: glyphs are not
/// fitted to dots, so a label that has room at 96 dpi has it on paper.
final class TextSetter {
  private let context: OpaquePointer
  private let language: Language

  /// Debian's fonts-noto-cjk has it; without it Pango takes what else has the characters.
  private static let family = "Noto Sans CJK SC"

  init(_ language: Language) {
    self.language = language
    context = pango_font_map_create_context(pango_cairo_font_map_get_default())
    let options = cairo_font_options_create()
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
    pango_cairo_context_set_font_options(context, options)
    cairo_font_options_destroy(options)
    pango_context_set_round_glyph_positions(context, 0)
    pango_context_set_language(
      context, pango_language_from_string(language == .chinese ? "zh-cn" : "en"))
    pango_context_set_base_dir(context, PANGO_DIRECTION_LTR)
  }

  deinit { g_object_unref(UnsafeMutableRawPointer(context)) }

  /// Text of `size` millimetres an em. Within `width`, it breaks into at most `lines` lines, and what is left over
  /// ends in an ellipsis; without a width it is one line.
  func block(
    _ text: String, size: Double, isBold: Bool = false, width: Double? = nil, lines: Int = 1
  ) -> TextBlock {
    let layout: OpaquePointer = pango_layout_new(context)
    let font = pango_font_description_new()
    pango_font_description_set_family_static(font, Self.family)
    pango_font_description_set_weight(
      font, isBold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL)
    pango_font_description_set_absolute_size(font, size * Double(PANGO_SCALE))
    pango_layout_set_font_description(layout, font)
    pango_font_description_free(font)
    if let width {
      pango_layout_set_width(layout, Int32(width * Double(PANGO_SCALE)))
      pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR)
      // A negative height is a number of lines.
      pango_layout_set_height(layout, Int32(-lines))
      pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END)
    } else {
      pango_layout_set_single_paragraph_mode(layout, 1)
    }
    let plain = PlainText.line(text)
    pango_layout_set_text(layout, plain, Int32(plain.utf8.count))
    return TextBlock(layout, plain)
  }

  /// One line of at most `room` millimetres in which the text gives way to its suffix.
  func block(
    _ text: String, suffix: String, size: Double, isBold: Bool, room: Double
  ) -> TextBlock {
    let free = block(text + suffix, size: size, isBold: isBold)
    if free.width <= room { return free }
    if suffix.isEmpty { return block(text, size: size, isBold: isBold, width: room) }
    var kept = Array(PlainText.line(text))
    // About what fits, then character by character.
    kept.removeLast(kept.count - min(kept.count, Int(Double(kept.count) * room / free.width) + 4))
    while true {
      let cut = block(String(kept) + "…" + suffix, size: size, isBold: isBold)
      if cut.width <= room || kept.isEmpty { return cut }
      kept.removeLast()
    }
  }
}

/// Text that was set: knows its size, and can be drawn. One owner of one Pango layout; stays on one thread.
final class TextBlock {
  let layout: OpaquePointer
  let text: String
  /// Advance width and line height, millimetres.
  let width: Double
  let height: Double

  fileprivate init(_ layout: OpaquePointer, _ text: String) {
    self.layout = layout
    self.text = text
    var box = PangoRectangle()
    pango_layout_get_extents(layout, nil, &box)
    width = Double(box.width) / Double(PANGO_SCALE)
    height = Double(box.height) / Double(PANGO_SCALE)
  }

  deinit { g_object_unref(UnsafeMutableRawPointer(layout)) }

  /// Some of the text gave way to an ellipsis.
  var isShortened: Bool { pango_layout_is_ellipsized(layout) != 0 }
}
