import Model

/// A ledger as a manifest keeps it: in both languages, so that whoever joins the tiles can say it in either.
enum LedgerRecord {
  static func json(_ ledger: Ledger) -> [JSONValue] {
    ledger.entries.map { entry in
      .object([
        .init("code", .string(entry.code)),
        .init("severity", .string(entry.severity == .warning ? "warning" : "note")),
        .init("count", .integer(Int64(entry.count))),
        .init(
          "message",
          .object([
            .init("en", .string(entry.message.english)),
            .init("zh", .string(entry.message.chinese)),
          ])),
        .init("examples", .array(entry.examples.map(json))),
      ])
    }
  }

  private static func json(_ example: LedgerExample) -> JSONValue {
    var members: [JSONValue.Member] = [
      .init("file", .optional(example.subject.file.map(PathName.last))),
      .init("row", example.subject.row.map { .integer(Int64($0)) } ?? .null),
      .init("id", .optional(example.subject.id)),
      .init("detail", .string(example.detail)),
    ]
    if let chinese = example.chineseDetail { members.append(.init("detail_zh", .string(chinese))) }
    return .object(members)
  }

  static func ledger(_ records: [TileRecord]) throws -> Ledger {
    var ledger = Ledger()
    for record in records {
      let message = try record.record("message")
      let examples = try record.records("examples").map { example in
        let detail = try example.text("detail")
        return LedgerExample(
          Subject(
            file: try example.optionalText("file"),
            row: try example.optional("row") == nil ? nil : example.whole("row"),
            id: try example.optionalText("id")),
          detail: LocalizedText(detail, zh: try example.optionalText("detail_zh") ?? detail))
      }
      ledger.add(
        LedgerCode(
          try record.text("code"), try record.text("severity") == "warning" ? .warning : .note,
          LocalizedText(try message.text("en"), zh: try message.text("zh"))),
        count: try record.whole("count"), examples: examples)
    }
    return ledger
  }
}
