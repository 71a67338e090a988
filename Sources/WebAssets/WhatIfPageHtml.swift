// Made by Scripts/embed-web-assets --write; edit web/what-if/page.html.
// swift-format-ignore-file

extension WebAssets {
  /// The text of web/what-if/page.html.
  package static let whatIfPageHtml = ##"""
<!doctype html>
<title>lifecircle</title>
"""##
}
