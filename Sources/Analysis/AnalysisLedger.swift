import Model

/// What the pipeline itself records: choices, repairs and doubts about blocks, stations and people.
extension LedgerCode {
  static let polygonRepaired = LedgerCode(
    "polygon_repaired", .warning,
    LocalizedText("invalid polygons were repaired", zh: "几何无效的面已修复"))
  static let blockWithoutArea = LedgerCode(
    "block_without_area", .warning,
    LocalizedText(
      "blocks without a usable area have empty results", zh: "没有有效面积的网格，结果留空"))
  static let blockNotPolygon = LedgerCode(
    "block_not_polygon", .warning,
    LocalizedText(
      "blocks that are not polygons have empty results", zh: "不是面状要素的网格，结果留空"))
  static let duplicateBlockID = LedgerCode(
    "duplicate_block_id", .warning,
    LocalizedText("block ids that occur more than once", zh: "重复的网格编号"))
  static let populationMissing = LedgerCode(
    "population_missing", .warning,
    LocalizedText("blocks without a population value", zh: "缺少人口数的网格"))
  static let populationNegative = LedgerCode(
    "population_negative", .warning,
    LocalizedText(
      "negative populations are taken as missing", zh: "人口数为负，按缺失处理"))
  static let populationNotNumber = LedgerCode(
    "population_not_number", .warning,
    LocalizedText(
      "population values that are no numbers are taken as missing", zh: "人口数不是数字，按缺失处理"))
  static let populationFromText = LedgerCode(
    "population_from_text", .note,
    LocalizedText("population values stored as text were read as numbers", zh: "以文本存储的人口数已按数字读取"))
  static let noPopulationField = LedgerCode(
    "no_population_field", .warning,
    LocalizedText(
      "no population field: people are unknown, shares are shares of area",
      zh: "没有人口字段：人口未知，覆盖率按面积计算"))
  static let stationOutsideBlocks = LedgerCode(
    "station_outside_blocks", .warning,
    LocalizedText("stations outside every block", zh: "位于所有网格之外的服务站"))
  static let stationNotPoint = LedgerCode(
    "station_not_point", .warning,
    LocalizedText(
      "stations given as lines or areas are placed at a point inside them",
      zh: "以线或面表示的服务站取其内部一点"))
  static let demandNotPoint = LedgerCode(
    "demand_not_point", .warning,
    LocalizedText(
      "demand given as lines or areas is placed at a point inside them", zh: "以线或面表示的人口点取其内部一点"))
  static let stationWithoutPlace = LedgerCode(
    "station_without_place", .warning,
    LocalizedText("stations without coordinates were left out", zh: "没有坐标的服务站未计入"))
  static let duplicateStation = LedgerCode(
    "duplicate_station", .warning,
    LocalizedText("stations at the same place as another", zh: "与其他服务站位置相同的服务站"))
  static let duplicateStationID = LedgerCode(
    "duplicate_station_id", .warning,
    LocalizedText("station ids that occur more than once", zh: "重复的服务站编号"))
  static let filteredBlocks = LedgerCode(
    "blocks_filtered", .note,
    LocalizedText("blocks left out by --blocks-where", zh: "被 --blocks-where 排除的网格"))
  static let filteredStations = LedgerCode(
    "stations_filtered", .note,
    LocalizedText("stations left out by --where", zh: "被 --where 排除的服务站"))
  static let filteredDemand = LedgerCode(
    "demand_filtered", .note,
    LocalizedText("demand points left out by --demand-where", zh: "被 --demand-where 排除的需求点"))
  static let demandWithoutPeople = LedgerCode(
    "demand_without_people", .note,
    LocalizedText(
      "demand points have no people column: every point counts 1", zh: "需求点没有人口字段：每点按 1 人计"))
  static let demandOutsideBlocks = LedgerCode(
    "demand_outside_blocks", .warning,
    LocalizedText("demand points outside every block were left out", zh: "位于所有网格之外的需求点未计入"))
  static let demandWithoutPlace = LedgerCode(
    "demand_without_place", .warning,
    LocalizedText(
      "demand points without coordinates were left out", zh: "没有坐标的需求点未计入"))
  static let demandUnknownBlock = LedgerCode(
    "demand_unknown_block", .warning,
    LocalizedText(
      "demand points name a block that does not exist; their location decides",
      zh: "需求点所属网格编号不存在，改按位置归属"))
  static let demandBadWeight = LedgerCode(
    "demand_bad_population", .warning,
    LocalizedText(
      "demand points without a usable number of people count 0", zh: "人数无效的需求点按 0 计"))
  static let demandDiffers = LedgerCode(
    "demand_differs", .note,
    LocalizedText(
      "blocks whose own population differs from the sum of their demand points; the block's own value counts",
      zh: "网格人口与其需求点人口之和不同，以网格人口为准"))
  static let blockWithoutDemand = LedgerCode(
    "block_without_demand", .note,
    LocalizedText(
      "blocks with people but without demand points: people are spread over the area",
      zh: "有人口但没有需求点的网格，人口按面积均摊"))
  static let maskMissesBlock = LedgerCode(
    "mask_misses_block", .note,
    LocalizedText(
      "blocks outside the mask: people are spread over the whole block",
      zh: "在居住范围之外的网格，人口按整个网格均摊"))
  static let rasterBadCells = LedgerCode(
    "raster_bad_cells", .warning,
    LocalizedText(
      "raster cells with negative or unreadable values count 0", zh: "栅格中为负或无效的像元按 0 计"))
  static let rasterDiffers = LedgerCode(
    "raster_differs", .note,
    LocalizedText(
      "blocks whose own population differs from the raster's; the block's own value counts",
      zh: "网格人口与栅格人口不同，以网格人口为准"))
  static let rasterMissesBlock = LedgerCode(
    "raster_misses_block", .note,
    LocalizedText(
      "blocks without people in the raster: people are spread over the whole block",
      zh: "栅格中没有人口的网格，人口按整个网格均摊"))
  static let withinWithoutStations = LedgerCode(
    "within_without_stations", .warning,
    LocalizedText(
      "blocks whose own area has no station (--within)", zh: "所属范围内没有服务站的网格（--within）"))
  static let stationWithoutWithin = LedgerCode(
    "station_without_within", .warning,
    LocalizedText(
      "stations without a value in the --within field serve no block",
      zh: "--within 字段为空的服务站不服务任何网格"))
  static let blocksOverlap = LedgerCode(
    "blocks_overlap", .warning,
    LocalizedText("blocks that overlap another block", zh: "与其他网格重叠的网格"))
  static let overlapsNotChecked = LedgerCode(
    "overlaps_not_checked", .note,
    LocalizedText(
      "overlaps between blocks were not looked for in so large a file; lifecircle doctor does",
      zh: "文件较大，未检查网格重叠；可用 lifecircle doctor 检查"))
  static let farFromStations = LedgerCode(
    "stations_far_from_blocks", .warning,
    LocalizedText(
      "no station is within 50 km of any block: is a coordinate system wrong",
      zh: "所有网格 50 公里内都没有服务站，请检查坐标系"))
}
