import Model
import Synchronization

/// Writes a `FeatureTable` as GeoJSON (RFC 7946) or newline-delimited GeoJSON.
///
/// The collection is `{"type":"FeatureCollection","lifecircle":{…},"features":[`, one feature a line, `]}`.
/// A feature is `{"type":"Feature","id":…,"geometry":…,"properties":{own members, results}}`. The same table
/// gives the same bytes for any number of threads, and however it is cut into batches.
struct GeoJSONWriter {
  let tables: TableStream
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
    guard layout == .collection else {
      try writeBody(head: "", tail: "", to: file).add(to: &ledger, tables.frame)
      return
    }
    if file.isStream { try writeBody(head: "", tail: "", to: nil).add(to: &ledger, tables.frame) }
    var expected = ledger
    if !file.isStream { Remarks().add(to: &expected, tables.frame) }
    let document = manifest(expected)
    let found = try writeBody(head: Self.head(document), tail: "\n]}\n", to: file)
    if file.isStream { return }
    found.add(to: &ledger, tables.frame)
    if found.isEmpty { return }
    let revised = manifest(ledger)
    if revised == document { return }
    try file.truncate()
    _ = try writeBody(head: Self.head(revised), tail: "\n]}\n", to: file)
  }

  /// What making and writing the batches found to record.
  private struct Remarks {
    var making = Ledger()
    var writing = Ledger()

    var isEmpty: Bool { making.entries.isEmpty && writing.entries.isEmpty }

    /// In the order in which a table made at once is made, named and written.
    func add(to ledger: inout Ledger, _ frame: FeatureTable) {
      ledger.merge(making)
      ColumnNames(of: frame).record(for: frame, in: &ledger)
      ledger.merge(writing)
    }
  }

  private static func head(_ manifest: JSONValue?) -> String {
    let member = manifest.map { "\"lifecircle\":\(JSONText.encode($0))," } ?? ""
    return "{\"type\":\"FeatureCollection\",\(member)\"features\":["
  }

  /// Writes all features between `head` and `tail`; nowhere when `file` is nil.
  private func writeBody(head: String, tail: String, to file: AtomicFile?) throws -> Remarks {
    if !head.isEmpty { try file?.append(head) }
    var remarks = Remarks()
    var end = head.utf8.count
    var written = 0
    for batch in 0..<tables.count {
      let table = try tables.batch(batch, &remarks.making)
      remarks.writing.merge(try write(table, behind: written, to: file, at: &end))
      written += table.count
    }
    if !tail.isEmpty, let file { try Self.append(tail, to: file, at: end) }
    return remarks
  }

  /// Writes the features of one batch, of which `count` stand before it, from byte `end` on.
  private func write(
    _ table: FeatureTable, behind count: Int, to file: AtomicFile?, at end: inout Int
  ) throws -> Ledger {
    let names = ColumnNames(of: table)
    let runs = FeatureRun.runs(of: table.layer)
    let results = ResultText(names.results)
    let output = file.map { OrderedOutput($0, offset: end) }
    let pool = Mutex<[TextBuffer]>([])
    let ledgers = try results.withPointers { columns in
      let features = GeoJSONFeatures(
        table: table, precedingFeatures: count, layout: layout, own: OwnAttributes(names),
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
    if let output { end = output.end }
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
