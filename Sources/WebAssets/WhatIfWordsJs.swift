// Made by Scripts/embed-web-assets --write; edit web/what-if/words.js.
// swift-format-ignore-file

extension WebAssets {
  /// The text of web/what-if/words.js.
  package static let whatIfWordsJs = ##"""
/* */
"""##
}
