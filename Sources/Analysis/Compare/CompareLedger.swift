import Model

/// What a comparison records.
extension LedgerCode {
  static let compareIDsByRow = LedgerCode(
    "compare_ids_by_row", .warning,
    LocalizedText(
      "a result has no ids: blocks are matched by row number", zh: "结果没有编号：按行号匹配网格"))
  static let compareParametersUnknown = LedgerCode(
    "compare_parameters_unknown", .warning,
    LocalizedText(
      "a result does not say how it was made, as GeoJSON and GeoPackage do: its parameters and inputs were not compared",
      zh: "结果未注明生成方式（GeoJSON 与 GeoPackage 会注明）：参数与输入无法核对"))
  static let compareMeasureSkipped = LedgerCode(
    "compare_measure_skipped", .warning,
    LocalizedText(
      "radii and times that only one result has are not compared", zh: "只有一份结果才有的半径或时间未作比较"))
  static let compareFlagsSkipped = LedgerCode(
    "compare_flags_skipped", .warning,
    LocalizedText(
      "the tests that flag a block differ: flags are shown, their changes are not counted",
      zh: "两次的服务不足判定条件不同：标记照列，但不统计变化"))
  static let compareNotComparable = LedgerCode(
    "compare_not_comparable", .warning,
    LocalizedText(
      "compared although the results are not comparable (--anyway)",
      zh: "两份结果不可比，仍按 --anyway 比较"))
  static let compareBlockAppeared = LedgerCode(
    "compare_block_appeared", .note,
    LocalizedText("blocks that only the later result has", zh: "仅后一份结果有的网格"))
  static let compareBlockGone = LedgerCode(
    "compare_block_gone", .note,
    LocalizedText("blocks that only the earlier result has", zh: "仅前一份结果有的网格"))
  static let compareAreaDiffers = LedgerCode(
    "compare_area_differs", .warning,
    LocalizedText(
      "blocks of the same id whose area differs by more than 1 %: was the boundary changed",
      zh: "编号相同而面积相差超过 1% 的网格，边界是否已变"))
}
