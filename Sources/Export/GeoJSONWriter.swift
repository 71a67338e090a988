import Model
import Synchronization

/// Writes a `FeatureTable` as GeoJSON (RFC 7946) or newline-delimited GeoJSON.
///
/// The collection is `{"type":"FeatureCollection","lifecircle":{…},"features":[`, one feature a line, `]}`.
/// A feature is `{"type":"Feature","id":…,"geometry":…,"properties":{own members, results}}`. The same table
/// gives the same bytes for any number of threads.
struct GeoJSONWriter {
  let table: FeatureTable
  var layout: GeoJSONFeatures.Layout = .collection
  var threads = 1

  /// Writes to `file`, from its start, and leaves it uncommitted.
  ///
  /// - Parameters:
  ///   - manifest: makes the `lifecircle` member from the ledger with what writing adds to it. It is asked before
  ///     writing and, when writing found something to record, a second time: then the file is written again.
  ///     A stream cannot be, so for it a trial run comes first.
  ///   - ledger: the run's ledger so far; gains what happened to geometries.
  func write(
    to file: AtomicFile, ledger: inout Ledger, manifest: (Ledger) -> JSONValue?
  ) throws {
    let names = ColumnNames(of: table)
    names.record(for: table, in: &ledger)
    guard layout == .collection else {
      ledger.merge(try writeBody(names, head: "", tail: "", to: file))
      return
    }
    if file.isStream { ledger.merge(try writeBody(names, head: "", tail: "", to: nil)) }
    let document = manifest(ledger)
    let found = try writeBody(names, head: Self.head(document), tail: "\n]}\n", to: file)
    if found.entries.isEmpty || file.isStream { return }
    ledger.merge(found)
    let revised = manifest(ledger)
    if revised == document { return }
    try file.truncate()
    _ = try writeBody(names, head: Self.head(revised), tail: "\n]}\n", to: file)
  }

  private static func head(_ manifest: JSONValue?) -> String {
    let member = manifest.map { "\"lifecircle\":\(JSONText.encode($0))," } ?? ""
    return "{\"type\":\"FeatureCollection\",\(member)\"features\":["
  }

  /// Writes all features between `head` and `tail`; nowhere when `file` is nil.
  private func writeBody(
    _ names: ColumnNames, head: String, tail: String, to file: AtomicFile?
  ) throws -> Ledger {
    let runs = FeatureRun.runs(of: table.layer)
    let results = ResultText(names.results)
    if !head.isEmpty { try file?.append(head) }
    let output = file.map { OrderedOutput($0, offset: head.utf8.count) }
    let pool = Mutex<[TextBuffer]>([])
    let ledgers = try results.withPointers { columns in
      let features = GeoJSONFeatures(
        table: table, layout: layout, own: OwnAttributes(names),
        columns: columns, longestResults: results.longest)
      let shared = Borrowed(features)
      return try Parallel.map(count: runs.count, threads: threads) { index in
        let buffer = pool.withLock { $0.popLast() } ?? TextBuffer()
        defer { pool.withLock { $0.append(buffer) } }
        buffer.count = 0
        var ledger = Ledger()
        shared.value.append(runs[index], to: buffer, ledger: &ledger)
        do { try output?.put(buffer.bytes, index: index) } catch {
          output?.fail()
          throw error
        }
        return ledger
      }
    }
    if !tail.isEmpty, let file, let output { try Self.append(tail, to: file, at: output.end) }
    var merged = Ledger()
    for ledger in ledgers { merged.merge(ledger) }
    return merged
  }

  private static func append(_ tail: String, to file: AtomicFile, at offset: Int) throws {
    if file.isStream { return try file.append(tail) }
    try Array(tail.utf8).withUnsafeBytes { try file.write($0, at: offset) }
  }
}

/// Sendable because the pointers inside are only read, and their arrays outlive the parallel section.
private struct Borrowed<Value>: @unchecked Sendable {
  let value: Value
  init(_ value: Value) { self.value = value }
}
