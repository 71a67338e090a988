internal import CGDAL
import Glibc
import Model
import Synchronization

/// The zip container of an XLSX file: parts unpacked one at a time, each within bounds.
///
/// The bytes live in memory under a name of their own in GDAL's memory files, so any path can be read and
/// nothing is unpacked to disk.
final class WorkbookPackage {
  /// The most bytes one part may unpack to.
  static let partLimit = 1 << 30
  /// Parts above 32 MiB that shrank more than this are refused: sheets shrink 10 to 100 times.
  static let ratioLimit = 400

  private static let serial = Atomic<Int>(0)
  private let name: String
  private let subject: Subject
  private let size: Int
  // GDAL reads the buffer until `VSIUnlink` in deinit; this array is never changed, so it does not move.
  private let storage: UnsafeMutableBufferPointer<UInt8>

  /// - Throws: 65 when `bytes` are no zip file.
  init(_ bytes: [UInt8], subject: Subject) throws {
    self.subject = subject
    size = bytes.count
    name = "/vsimem/workbook-\(Self.serial.wrappingAdd(1, ordering: .relaxed).newValue).zip"
    storage = .allocate(capacity: max(1, bytes.count))
    _ = storage.initialize(from: bytes)
    if let file = VSIFileFromMemBuffer(name, storage.baseAddress, vsi_l_offset(bytes.count), 0) {
      VSIFCloseL(file)
    }
  }

  deinit {
    VSIUnlink(name)
    storage.deallocate()
  }

  /// The unpacked bytes of the part at `path`, nil when the package has none.
  ///
  /// - Throws: 65 when the part is damaged or too large.
  func part(_ path: String) throws -> [UInt8]? {
    CPLPushErrorHandler(CPLQuietErrorHandler)
    defer { CPLPopErrorHandler() }
    let full = "/vsizip/\(name)/\(path.hasPrefix("/") ? String(path.dropFirst()) : path)"
    guard let file = VSIFOpenL(full, "rb") else { return nil }
    defer { VSIFCloseL(file) }
    VSIFSeekL(file, 0, SEEK_END)
    let expected = Int(clamping: VSIFTellL(file))
    VSIFSeekL(file, 0, SEEK_SET)
    guard expected <= Self.partLimit,
      expected < 32 << 20 || expected / Self.ratioLimit < max(1, size)
    else { throw tooLarge(path) }
    // One byte more than stated shows a part that is longer than its directory says.
    let bytes = [UInt8](unsafeUninitializedCapacity: expected + 1) { buffer, count in
      while let base = buffer.baseAddress, count < buffer.count {
        let got = VSIFReadL(base + count, 1, min(1 << 20, buffer.count - count), file)
        if got <= 0 { break }
        count += Int(got)
      }
    }
    guard bytes.count == expected else { throw damaged(path) }
    return bytes
  }

  private func tooLarge(_ path: String) -> AnalysisError {
    AnalysisError(
      .badData, subject,
      LocalizedText(
        "the part \(path) unpacks to more than a sheet can need", zh: "其中 \(path) 解压后过大"),
      hint: LocalizedText("save the sheet as CSV", zh: "请将工作表另存为 CSV"))
  }

  private func damaged(_ path: String) -> AnalysisError {
    AnalysisError(
      .badData, subject,
      LocalizedText("the part \(path) of the workbook is damaged", zh: "工作簿中的 \(path) 已损坏"),
      hint: LocalizedText(
        "open it in a spreadsheet program and save it again", zh: "请用表格软件打开后重新保存"))
  }
}
