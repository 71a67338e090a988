internal import CGEOS
import Model

extension GEOSGeometry {
  /// Reads well-known text.
  ///
  /// - Throws: `GEOSError` with the parser's complaint.
  package convenience init(wkt: String) throws {
    let context = GEOSContext.current
    guard let reader = GEOSWKTReader_create_r(context.handle) else {
      throw context.failure("GEOSWKTReader_create_r", "no text")
    }
    defer { GEOSWKTReader_destroy_r(context.handle, reader) }
    guard let handle = GEOSWKTReader_read_r(context.handle, reader, wkt) else {
      throw context.failure("GEOSWKTReader_read_r", "“\(wkt.prefix(80))”")
    }
    self.init(owning: handle)
  }

  /// Reads well-known binary.
  ///
  /// - Throws: `GEOSError` when bytes are missing or of an unknown type.
  package convenience init(wkb: [UInt8]) throws {
    let context = GEOSContext.current
    guard let reader = GEOSWKBReader_create_r(context.handle) else {
      throw context.failure("GEOSWKBReader_create_r", "no bytes")
    }
    defer { GEOSWKBReader_destroy_r(context.handle, reader) }
    guard let handle = GEOSWKBReader_read_r(context.handle, reader, wkb, wkb.count) else {
      throw context.failure("GEOSWKBReader_read_r", "\(wkb.count) bytes")
    }
    self.init(owning: handle)
  }

  /// Reads well-known binary written in hexadecimal digits, upper or lower case.
  package convenience init(hexadecimalWKB text: String) throws {
    let context = GEOSContext.current
    guard let reader = GEOSWKBReader_create_r(context.handle) else {
      throw context.failure("GEOSWKBReader_create_r", "no text")
    }
    defer { GEOSWKBReader_destroy_r(context.handle, reader) }
    let bytes = Array(text.utf8)
    guard let handle = GEOSWKBReader_readHEX_r(context.handle, reader, bytes, bytes.count) else {
      throw context.failure("GEOSWKBReader_readHEX_r", "“\(text.prefix(40))”")
    }
    self.init(owning: handle)
  }

  /// Well-known text in two dimensions; `decimals` of -1 writes every digit a Double needs.
  package func wkt(decimals: Int = -1) throws -> String {
    let context = GEOSContext.current
    guard let writer = GEOSWKTWriter_create_r(context.handle) else {
      throw context.failure("GEOSWKTWriter_create_r", summary)
    }
    defer { GEOSWKTWriter_destroy_r(context.handle, writer) }
    GEOSWKTWriter_setTrim_r(context.handle, writer, 1)
    GEOSWKTWriter_setRoundingPrecision_r(
      context.handle, writer, decimals < 0 ? 17 : Int32(decimals))
    GEOSWKTWriter_setOutputDimension_r(context.handle, writer, 2)
    let text = withExtendedLifetime(self) { GEOSWKTWriter_write_r(context.handle, writer, handle) }
    guard let text else { throw context.failure("GEOSWKTWriter_write_r", summary) }
    defer { GEOSFree_r(context.handle, text) }
    return String(cString: text)
  }

  /// Well-known binary, two-dimensional, little-endian.
  package func wkb() throws -> [UInt8] {
    let context = GEOSContext.current
    guard let writer = GEOSWKBWriter_create_r(context.handle) else {
      throw context.failure("GEOSWKBWriter_create_r", summary)
    }
    defer { GEOSWKBWriter_destroy_r(context.handle, writer) }
    GEOSWKBWriter_setOutputDimension_r(context.handle, writer, 2)
    GEOSWKBWriter_setByteOrder_r(context.handle, writer, Int32(GEOS_WKB_NDR.rawValue))
    var size = 0
    let bytes = withExtendedLifetime(self) {
      GEOSWKBWriter_write_r(context.handle, writer, handle, &size)
    }
    guard let bytes else { throw context.failure("GEOSWKBWriter_write_r", summary) }
    defer { GEOSFree_r(context.handle, bytes) }
    return Array(UnsafeBufferPointer(start: bytes, count: size))
  }

  /// Well-known binary in upper-case hexadecimal digits.
  package func hexadecimalWKB() throws -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var text: [UInt8] = []
    for byte in try wkb() {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}
