import Model

/// The one text encoding of a Shapefile's table: option, then `.cpg`, then the header's language byte, then
/// whether the whole file is UTF-8, then GB18030.
struct ShapefileEncoding {
  var name: String
  var choice: Choice

  /// Decides, and records in the ledger what was detected or passed over.
  ///
  /// - Throws: 64 when the option names an unknown encoding.
  static func find(
    request: LayerRequest, codePage: String?, table: DBFTable, file: BigFile,
    shown: String, ledger: inout Ledger
  ) throws -> ShapefileEncoding {
    if let option = request.encoding {
      return ShapefileEncoding(name: try named(option, request: request), choice: .option)
    }
    if let codePage, !codePage.isEmpty {
      if let name = TextDecoder.canonicalName(codePage) {
        return ShapefileEncoding(name: name, choice: .file)
      }
      ledger.record(
        VectorLedger.encodingUnknown, Subject(file: shown), detail: ".cpg: \(codePage.prefix(40))")
    }
    if let page = languagePages[table.languageByte],
      let name = TextDecoder.canonicalName(page)
    {
      return ShapefileEncoding(name: name, choice: .file)
    }
    let (isUTF8, sawText) = table.isUTF8(file)
    if !sawText { return ShapefileEncoding(name: "UTF-8", choice: .assumed) }
    let name = isUTF8 ? "UTF-8" : "GB18030"
    ledger.record(.encodingDetected, Subject(file: shown), detail: name)
    return ShapefileEncoding(name: name, choice: .detected)
  }

  /// The canonical name of the encoding an option gives.
  ///
  /// - Throws: 64 when it is unknown.
  static func named(_ option: String, request: LayerRequest) throws -> String {
    if let name = TextDecoder.canonicalName(option) { return name }
    throw AnalysisError(
      .usage, .none,
      LocalizedText(
        "\(request.encodingOption) \(option): unknown encoding",
        zh: "\(request.encodingOption) \(option)：未知编码"),
      hint: LocalizedText("for example UTF-8, GB18030, GBK, Big5", zh: "例如 UTF-8、GB18030、GBK、Big5"))
  }

  /// Code pages by language driver id (dBASE and FoxPro tables). 0x00 and 0x57 say nothing: they are what
  /// most software writes whatever the text is.
  private static let languagePages: [UInt8: String] = [
    0x01: "CP437", 0x02: "CP850", 0x03: "CP1252", 0x08: "CP865", 0x09: "CP437", 0x0A: "CP850",
    0x0B: "CP437", 0x0D: "CP437", 0x0E: "CP850", 0x0F: "CP437", 0x10: "CP850", 0x11: "CP437",
    0x12: "CP850", 0x13: "CP932", 0x14: "CP850", 0x15: "CP437", 0x16: "CP850", 0x17: "CP865",
    0x18: "CP437", 0x19: "CP437", 0x1A: "CP850", 0x1B: "CP437", 0x1C: "CP863", 0x1D: "CP850",
    0x1F: "CP852", 0x22: "CP852", 0x23: "CP852", 0x24: "CP860", 0x25: "CP850", 0x26: "CP866",
    0x37: "CP850", 0x40: "CP852", 0x4D: "CP936", 0x4E: "CP949", 0x4F: "CP950", 0x50: "CP874",
    0x58: "CP1252", 0x59: "CP1252", 0x64: "CP852", 0x65: "CP866", 0x66: "CP865", 0x67: "CP861",
    0x6A: "CP737", 0x6B: "CP857", 0x6C: "CP863", 0x78: "CP950", 0x79: "CP949", 0x7A: "CP936",
    0x7B: "CP932", 0x7C: "CP874", 0x7D: "CP1255", 0x7E: "CP1256", 0x86: "CP737", 0x87: "CP852",
    0x88: "CP857", 0xC8: "CP1250", 0xC9: "CP1251", 0xCA: "CP1254", 0xCB: "CP1253", 0xCC: "CP1257",
  ]
}
