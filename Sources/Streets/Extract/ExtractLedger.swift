import Model

extension LedgerCode {
  static let streetNodesMissing = LedgerCode(
    "street_nodes_missing", .warning,
    LocalizedText(
      "the extract lacks nodes of streets; the streets are cut there",
      zh: "路网文件缺少部分道路节点，道路在该处中断"))
  static let streetsLeaveFrame = LedgerCode(
    "streets_leave_frame", .note,
    LocalizedText(
      "streets leave the extent of the extract; what lies beyond is not known",
      zh: "道路延伸到路网文件范围之外，范围外情况未知"))
  static let waysRepeated = LedgerCode(
    "ways_repeated", .note,
    LocalizedText(
      "a way occurs several times in the extract; the last occurrence counts",
      zh: "路网文件中同一道路多次出现，以最后一次为准"))
  static let waysTooShort = LedgerCode(
    "ways_too_short", .note,
    LocalizedText(
      "a street with fewer than two usable nodes was left out", zh: "可用节点不足两个的道路已略去"))
  static let gatesClosed = LedgerCode(
    "gates_closed", .note,
    LocalizedText(
      "a gate closed to people on foot cuts a street", zh: "对行人关闭的门将道路断开"))
}
