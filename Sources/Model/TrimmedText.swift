extension StringProtocol {
  /// Without white space, NUL characters and byte-order marks at both ends.
  public var trimmed: String {
    func isBlank(_ character: Character) -> Bool {
      character.isWhitespace || character == "\u{FEFF}" || character == "\0"
    }
    guard let first = firstIndex(where: { !isBlank($0) }),
      let last = lastIndex(where: { !isBlank($0) })
    else { return "" }
    return String(self[first...last])
  }
}
