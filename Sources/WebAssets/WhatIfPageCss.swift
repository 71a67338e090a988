// Made by Scripts/embed-web-assets --write; edit web/what-if/page.css.
// swift-format-ignore-file

extension WebAssets {
  /// The text of web/what-if/page.css.
  package static let whatIfPageCss = ##"""
/* */
"""##
}
