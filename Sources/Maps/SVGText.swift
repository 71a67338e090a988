/// Finishes the SVG that Cairo wrote.
enum SVGText {
  /// Numbers surfaces from 1 (Cairo counts all of the process's, so the same map would differ from run to run) and
  /// says in words what the picture shows.
  static func finished(_ bytes: [UInt8], title: String, description: String) -> [UInt8] {
    var text = renumbered(bytes)
    guard let start = text.firstIndex(of: UInt8(ascii: "\n")),
      let end = text[(start + 1)...].firstIndex(of: UInt8(ascii: ">"))
    else { return text }
    let words =
      " role=\"img\">\n<title>\(escaped(title))</title>\n<desc>\(escaped(description))</desc>"
    text.replaceSubrange(end...end, with: words.utf8)
    return text
  }

  /// Text between tags or in an attribute of XML 1.0.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// Gives each `surface` and number the position of its first appearance.
  private static func renumbered(_ bytes: [UInt8]) -> [UInt8] {
    let word = Array("surface".utf8)
    var numbers: [[UInt8]: Int] = [:]
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      guard bytes[index] == word[0], bytes[index...].starts(with: word) else {
        result.append(bytes[index])
        index += 1
        continue
      }
      let start = index + word.count
      let end = bytes[start...].firstIndex { !(48...57).contains($0) } ?? bytes.count
      let number = numbers[Array(bytes[start..<end]), default: numbers.count + 1]
      numbers[Array(bytes[start..<end])] = number
      result += word
      result += String(number).utf8
      index = end
    }
    return result
  }
}
