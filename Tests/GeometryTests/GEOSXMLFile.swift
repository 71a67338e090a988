import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// One operation of GEOS's XML tests.
struct GEOSXMLOperation {
  /// `file#case.operation`, counted from 1: `general/TestValid.xml#3.1`.
  var label: String
  /// Lower case.
  var name: String
  /// Geometry texts by name, lower case.
  var geometries: [String: String]
  /// `arg1`, `arg2`, `arg3` as written.
  var arguments: [String]
  var expected: String
  /// True when the file rounds coordinates to a grid.
  var isFixedPrecision: Bool
}

/// Reads a file of GEOS's XML tests into its operations.
final class GEOSXMLFile: NSObject, XMLParserDelegate {
  private(set) var operations: [GEOSXMLOperation] = []
  private let name: String
  private var text = ""
  private var caseNumber = 0
  private var operationNumber = 0
  private var geometries: [String: String] = [:]
  private var attributes: [String: String] = [:]
  private var isFixed = false

  init(name: String, data: Data) {
    self.name = name
    super.init()
    let parser = XMLParser(data: data)
    parser.delegate = self
    if !parser.parse() { operations = [] }
  }

  func parser(
    _ parser: XMLParser, didStartElement element: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    text = ""
    switch element {
    case "precisionModel":
      isFixed =
        attributes["scale"] != nil || (attributes["type"]?.uppercased() ?? "FLOATING") == "FIXED"
    case "case":
      caseNumber += 1
      operationNumber = 0
      geometries = [:]
    case "op":
      self.attributes = attributes
      operationNumber += 1
    default: break
    }
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

  func parser(
    _ parser: XMLParser, didEndElement element: String, namespaceURI: String?,
    qualifiedName: String?
  ) {
    let value = text.trimmingCharacters(in: .whitespacesAndNewlines)
    switch element {
    case "a", "b": geometries[element] = value
    case "op":
      operations.append(
        GEOSXMLOperation(
          label: "\(name)#\(caseNumber).\(operationNumber)",
          name: (attributes["name"] ?? "").lowercased(), geometries: geometries,
          arguments: ["arg1", "arg2", "arg3"].compactMap { attributes[$0] }, expected: value,
          isFixedPrecision: isFixed))
    default: break
    }
  }
}
