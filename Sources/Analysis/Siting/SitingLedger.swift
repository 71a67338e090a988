import Model

/// What a siting run records.
extension LedgerCode {
  static let pairRepeated = LedgerCode(
    "pair_repeated", .warning,
    LocalizedText(
      "pairs of demand and site that stand twice with the same cost count once",
      zh: "需求与候选点成对重复且费用相同，只计一次"))
  static let rowRepeated = LedgerCode(
    "row_repeated", .warning,
    LocalizedText("rows that repeat an earlier one count once", zh: "与前面相同的行只计一次"))
  static let demandUnreachable = LedgerCode(
    "demand_unreachable", .note,
    LocalizedText(
      "demand that no site reaches, existing or candidate", zh: "任何现有站点或候选点都无法到达的需求"))
  static let demandLeftOut = LedgerCode(
    "demand_left_out", .warning,
    LocalizedText(
      "blocks with people whom no station and no candidate reaches: these people were left out",
      zh: "有居民无法到达任何站点或候选点的网格，这些居民未计入"))
  static let siteReachesNobody = LedgerCode(
    "site_reaches_nobody", .note,
    LocalizedText("candidates that reach nobody", zh: "无法到达任何人的候选点"))
  static let candidateOutsideBlocks = LedgerCode(
    "candidate_outside_blocks", .note,
    LocalizedText("candidates outside every block", zh: "位于所有网格之外的候选点"))
  static let candidateNotOnStreets = LedgerCode(
    "candidate_not_on_streets", .warning,
    LocalizedText(
      "candidates that no street is near, or only behind a barrier, reach nobody",
      zh: "附近没有道路或被屏障阻挡的候选点，无法到达任何人"))
  static let candidateWithoutPlace = LedgerCode(
    "candidate_without_place", .warning,
    LocalizedText("candidates without coordinates were left out", zh: "没有坐标的候选点未计入"))
  static let costNotNumber = LedgerCode(
    "cost_not_number", .warning,
    LocalizedText("costs that are no numbers are taken as missing", zh: "费用不是数字，按缺失处理"))
  static let duplicateCandidateID = LedgerCode(
    "duplicate_candidate_id", .warning,
    LocalizedText(
      "candidate ids that occur more than once; the row number is added", zh: "重复的候选点编号，已加上行号"))
  static let candidatesFiltered = LedgerCode(
    "candidates_filtered", .note,
    LocalizedText("candidates left out by --candidates-where", zh: "被 --candidates-where 排除的候选点"))
  static let candidatesGenerated = LedgerCode(
    "candidates_generated", .note,
    LocalizedText("candidates were made, not read", zh: "候选点由程序生成"))
  static let fewerStationsSuffice = LedgerCode(
    "fewer_stations_suffice", .note,
    LocalizedText(
      "further stations would add nobody and were not chosen", zh: "再增加站点不会多覆盖任何人，因此未选"))
  static let notProvenOptimal = LedgerCode(
    "not_proven_optimal", .note,
    LocalizedText(
      "the answer is not proven to be the best; the bound says how far it can be from it",
      zh: "结果未被证明最优，界限说明最多相差多少"))
  static let existingUnlimited = LedgerCode(
    "existing_unlimited", .warning,
    LocalizedText(
      "existing stations of which nothing says how many people they serve were taken to serve any number",
      zh: "未注明可服务人数的现有站点，按不限容量计算"))
  static let recountDiffers = LedgerCode(
    "recount_differs", .note,
    LocalizedText(
      "the recount differs from the model because people are spread over areas",
      zh: "因人口分布在面上，复核结果与模型不同"))
  static let recountDisagrees = LedgerCode(
    "recount_disagrees", .warning,
    LocalizedText(
      "the recount differs from the model though all people are at points: please report it",
      zh: "人口均为点位而复核结果与模型不同，请反馈"))
}
