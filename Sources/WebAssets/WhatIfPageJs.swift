// Made by Scripts/embed-web-assets --write; edit web/what-if/page.js.
// swift-format-ignore-file

extension WebAssets {
  /// The text of web/what-if/page.js.
  package static let whatIfPageJs = ##"""
/* */
"""##
}
