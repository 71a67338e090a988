import Foundation
import Testing

/// A run that is stopped: exit code 130, one line, nothing left under the output's name.
@Suite struct InterruptTests {
  /// More than a pipe holds, so once it is written the program is known to be reading.
  private static let rows = Data(
    ("lon,lat\n" + String(repeating: "124.000000,44.300000\n", count: 100_000)).utf8)

  @Test(arguments: [SIGINT, SIGTERM])
  func `An interrupted run ends with 130 and leaves no file`(signal: Int32) throws {
    let out = FileManager.default.temporaryDirectory
      .appendingPathComponent("golden-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: out, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: out) }
    let process = Process()
    process.executableURL = GoldenRun.program
    process.arguments = ["convert", "-", "out.csv", "--from", "EPSG:4326", "--to", "GCJ02"]
    process.currentDirectoryURL = out
    let input = Pipe()
    let error = Pipe()
    process.standardInput = input
    process.standardError = error
    try process.run()
    try input.fileHandleForWriting.write(contentsOf: Self.rows)
    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    try input.fileHandleForWriting.close()
    let text = String(decoding: error.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    #expect(process.terminationReason == .exit)
    #expect(process.terminationStatus == 130)
    #expect(LinePattern.lines(text).count == 1, "\(text)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: out.path).isEmpty)
  }
}
