// Made by Scripts/embed-web-assets --write; edit web/what-if/map.js.
// swift-format-ignore-file

extension WebAssets {
  /// The text of web/what-if/map.js.
  package static let whatIfMapJs = ##"""
/* */
"""##
}
