import Foundation
import Glibc
import Model
import Testing

@testable import Export

private func content(_ path: String) throws -> String {
  try String(contentsOfFile: path, encoding: .utf8)
}

private func failure(_ body: () throws -> Void) -> AnalysisError? {
  do { try body() } catch { return error as? AnalysisError }
  return nil
}

@Test func `An output appears at commit and not before`() throws {
  let folder = try TemporaryFolder()
  let file = try AtomicFile(folder.file("a.txt"))
  try file.append("complete")
  #expect(!folder.names.contains("a.txt"))
  try file.commit()
  #expect(folder.names == ["a.txt"])
  #expect(try content(folder.file("a.txt")) == "complete")
}

@Test func `An output that is not committed leaves nothing behind`() throws {
  let folder = try TemporaryFolder()
  try "old".write(toFile: folder.file("a.txt"), atomically: false, encoding: .utf8)
  do {
    let file = try AtomicFile(folder.file("a.txt"))
    try file.append("half")
    #expect(folder.names.count == 2)
  }
  #expect(folder.names == ["a.txt"])
  #expect(try content(folder.file("a.txt")) == "old")
}

@Test func `A replaced file keeps its mode and a new one follows the umask`() throws {
  let folder = try TemporaryFolder()
  try "old".write(toFile: folder.file("a"), atomically: false, encoding: .utf8)
  chmod(folder.file("a"), 0o640)
  for name in ["a", "b"] {
    let file = try AtomicFile(folder.file(name))
    try file.append("new")
    try file.commit()
  }
  let mask = umask(0)
  umask(mask)
  func mode(_ name: String) -> mode_t {
    var status = stat()
    stat(folder.file(name), &status)
    return status.st_mode & 0o777
  }
  #expect(mode("a") == 0o640)
  #expect(mode("b") == 0o666 & ~mask)
}

@Test func `A symbolic link stays and what it points to is replaced`() throws {
  let folder = try TemporaryFolder()
  try "old".write(toFile: folder.file("target"), atomically: false, encoding: .utf8)
  symlink("target", folder.file("link"))
  symlink("missing", folder.file("dangling"))
  for name in ["link", "dangling"] {
    let file = try AtomicFile(folder.file(name))
    try file.append("new")
    try file.commit()
  }
  #expect(folder.names == ["dangling", "link", "missing", "target"])
  #expect(try content(folder.file("target")) == "new")
  #expect(try content(folder.file("missing")) == "new")
  var status = stat()
  lstat(folder.file("link"), &status)
  #expect(status.st_mode & S_IFMT == S_IFLNK)
}

@Test func `Paths that cannot be written are refused with their reason`() throws {
  let folder = try TemporaryFolder()
  symlink("circle", folder.file("circle"))
  for path in [folder.path, folder.file("none/a.txt"), folder.file("circle")] {
    let error = failure { _ = try AtomicFile(path) }
    #expect(error?.kind == .outputNotWritable)
    #expect(error?.subject.file == path)
  }
  #expect(folder.names == ["circle"])
}

@Test func `A pipe is written directly`() throws {
  let folder = try TemporaryFolder()
  let pipe = folder.file("pipe")
  #expect(mkfifo(pipe, 0o600) == 0)
  // Open for both directions, so that neither side waits for the other.
  let reader = open(pipe, O_RDWR)
  defer { close(reader) }
  let file = try AtomicFile(pipe)
  #expect(file.isStream)
  try file.append("through")
  try file.commit()
  var bytes = [UInt8](repeating: 0, count: 16)
  let count = read(reader, &bytes, bytes.count)
  #expect(String(decoding: bytes[..<count], as: UTF8.self) == "through")
  #expect(folder.names == ["pipe"])
}

@Test func `A reader that goes away is an error and not a signal`() throws {
  let folder = try TemporaryFolder()
  let pipe = folder.file("pipe")
  #expect(mkfifo(pipe, 0o600) == 0)
  let reader = open(pipe, O_RDONLY | O_NONBLOCK)
  let file = try AtomicFile(pipe)
  close(reader)
  let error = failure { try file.append("nobody reads") }
  #expect(error?.kind == .inputOutput)
}

@Test func `A full device is an input or output error on any number of threads`() {
  let table = makeTable((0..<5000).map { _ in TestFeature() }, chunkSize: 100)
  for threads in [1, 2, 8] {
    var options = ExportOptions()
    options.threads = threads
    let error = failure {
      var ledger = Ledger()
      try Exporter.write(
        table, to: OutputTarget(format: .geoJSON, path: "/dev/full"), options: options,
        ledger: &ledger)
    }
    #expect(error?.kind == .inputOutput)
  }
}

@Test func `A file beyond the size limit leaves nothing behind`() throws {
  let folder = try TemporaryFolder()
  AtomicFile.prepare()
  var old = rlimit()
  getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &old)
  // A gigabyte: far above what other tests write at the same time; the offset is what counts here.
  var small = rlimit(rlim_cur: 1 << 30, rlim_max: old.rlim_max)
  setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &small)
  defer { setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &old) }
  let file = try AtomicFile(folder.file("big.geojson"))
  let error = failure {
    try Array("x".utf8).withUnsafeBytes { try file.write($0, at: 1 << 30) }
  }
  #expect(error?.kind == .inputOutput)
  file.discard()
  #expect(folder.names.isEmpty)
}

@Test(arguments: [
  "sqlite3_exec(COMMIT) failed: database or disk is full",
  "Error while writing object of 728 bytes to .shp file: No space left on device",
])
func `A full disk says what to do in a library's words, too`(words: String) {
  let error = AnalysisError.writeFailed("a.gpkg", saying: words)
  #expect(error.kind == .inputOutput && error.subject.file == "a.gpkg")
  #expect(error.message.english.contains(words))
  #expect(error.hint.english == "free some space and run again")
  #expect(AnalysisError.writeFailed("a.gpkg", saying: "no such column").hint == .empty)
}

@Test func `Pending temporaries can be removed at once`() throws {
  let folder = try TemporaryFolder()
  let path = folder.file(".temporary")
  try "x".write(toFile: path, atomically: false, encoding: .utf8)
  let slot = try #require(PendingPaths.add(path))
  // Only this test's slot: other tests' files are pending at the same time.
  PendingPaths.remove(slot)
  #expect(folder.names == [".temporary"])
}

@Test func `Outputs of a transaction appear together`() throws {
  let folder = try TemporaryFolder()
  let transaction = OutputTransaction()
  try transaction.write("1", to: folder.file("a"))
  try transaction.write("2", to: folder.file("b"))
  #expect(folder.names.allSatisfy { $0.hasPrefix(".") })
  try transaction.commit()
  #expect(folder.names == ["a", "b"])
}

@Test func `A transaction that fails half-way takes back what it renamed`() throws {
  let folder = try TemporaryFolder()
  try "old".write(toFile: folder.file("a"), atomically: false, encoding: .utf8)
  let transaction = OutputTransaction()
  try transaction.write("new", to: folder.file("a"))
  try transaction.write("new", to: folder.file("b"))
  try transaction.write("new", to: folder.file("c"))
  // A folder in the way of the last rename.
  mkdir(folder.file("c"), 0o777)
  let error = failure { try transaction.commit() }
  #expect(error?.kind == .outputNotWritable)
  #expect(folder.names == ["a", "c"])
  #expect(try content(folder.file("a")) == "old")
}

@Test func `Endings choose the format and an input is never overwritten`() throws {
  #expect(try OutputTarget("x.GeoJSON").format == .geoJSON)
  #expect(try OutputTarget("-").format == .geoJSON)
  #expect(try OutputTarget("/dev/null").format == .geoJSON)
  let layer = try OutputTarget("a b.gpkg:blocks")
  #expect(layer.path == "a b.gpkg" && layer.layerName == "blocks")
  #expect(try OutputTarget("PG:dbname=x").format == .postGIS)
  #expect(failure { _ = try OutputTarget("x.dwg") }?.kind == .usage)
  let folder = try TemporaryFolder()
  try "x".write(toFile: folder.file("a.csv"), atomically: false, encoding: .utf8)
  link(folder.file("a.csv"), folder.file("b.csv"))
  let target = try OutputTarget(folder.file("b.csv"))
  #expect(failure { try target.refuse(inputs: [folder.file("a.csv")]) }?.kind == .usage)
  #expect(!target.isSameFile(as: folder.file("none.csv")))
}
