import Model

/// What reading, cutting and connecting streets records.
extension LedgerCode {
  static let streetsRead = LedgerCode(
    "streets_read", .note, LocalizedText("the walking network as read", zh: "读入的步行路网"))
  static let filteredStreets = LedgerCode(
    "streets_filtered", .note,
    LocalizedText("streets left out by --streets-where", zh: "被 --streets-where 排除的道路"))
  static let streetsNotWalked = LedgerCode(
    "streets_not_walked", .note,
    LocalizedText("lines that the walking rules leave out", zh: "按步行规则不可步行的线"))
  static let streetsWithoutLength = LedgerCode(
    "streets_without_length", .note,
    LocalizedText("lines without two different places were left out", zh: "没有两个不同点的线未计入"))
  static let streetNotLine = LedgerCode(
    "street_not_line", .warning,
    LocalizedText("streets that are not lines were left out", zh: "不是线状要素的道路未计入"))
  static let streetTagsFound = LedgerCode(
    "street_tags_found", .note,
    LocalizedText("attributes that decide what is walkable", zh: "据以判断可否步行的字段"))
  static let everyLineWalked = LedgerCode(
    "every_line_walked", .note,
    LocalizedText(
      "the layer has no “highway” attribute: every line is taken as walkable",
      zh: "图层没有 highway 字段，所有线均按可步行处理"))
  static let streetsNotConnected = LedgerCode(
    "streets_not_connected", .note,
    LocalizedText(
      "groups of streets below 2,000 m without a way to the rest are not used",
      zh: "与其余道路不连通且总长不足 2000 米的路段未使用"))
  static let networkWithoutFootways = LedgerCode(
    "network_without_footways", .warning,
    LocalizedText(
      "the streets hold motor roads only, no footways: walks may be shorter than computed",
      zh: "路网只有机动车道路，没有步行道：实际步行可能比计算结果更近"))
  static let networkFrameUnknown = LedgerCode(
    "network_frame_unknown", .note,
    LocalizedText(
      "the streets do not state their extent: where they end for lack of data is judged by their own outline",
      zh: "路网未注明范围，其边界按道路自身的外廓判断"))
  static let streetsCut = LedgerCode(
    "streets_cut", .note,
    LocalizedText("places where a barrier or closed gate cuts a street", zh: "道路被屏障或关闭的门切断之处"))
  static let barriersPassed = LedgerCode(
    "barriers_passed", .note,
    LocalizedText(
      "crossings of a barrier that stay: at gates, on bridges, in tunnels",
      zh: "屏障上保留的通道：门、桥梁、隧道"))
  static let barriersCutNothing = LedgerCode(
    "barriers_cut_nothing", .note,
    LocalizedText(
      "no walkable street is cut by --barriers or --gates", zh: "--barriers、--gates 未切断任何可步行道路"))
  static let barriersElsewhere = LedgerCode(
    "barriers_elsewhere", .warning,
    LocalizedText(
      "--barriers and --gates lie outside the streets: is their coordinate system right",
      zh: "--barriers、--gates 位于路网范围之外，请检查其坐标系"))
  static let barrierNotLine = LedgerCode(
    "barrier_not_line", .warning,
    LocalizedText("barriers that are neither lines nor areas were left out", zh: "既非线也非面的屏障未计入"))
  static let barrierNotAtGround = LedgerCode(
    "barrier_not_at_ground", .note,
    LocalizedText(
      "barriers on bridges, in tunnels or on another level stand in nobody's way",
      zh: "位于桥上、隧道内或其他层的屏障不阻挡步行"))
  static let gateNotPoint = LedgerCode(
    "gate_not_point", .warning,
    LocalizedText("gates that are not points were left out", zh: "不是点的门未计入"))
  static let gateClosed = LedgerCode(
    "gate_closed", .note,
    LocalizedText("gates of --gates that are closed to people on foot", zh: "--gates 中对行人关闭的门"))
  static let slopeApplied = LedgerCode(
    "slope_applied", .note,
    LocalizedText(
      "street parts whose walking time follows their slope (Tobler)", zh: "按坡度（Tobler）计算步行时间的路段"))
  static let slopeMissing = LedgerCode(
    "slope_missing", .warning,
    LocalizedText(
      "street parts outside the elevation raster are taken as level", zh: "高程栅格之外的路段按平路计算"))
  static let isochroneEmpty = LedgerCode(
    "isochrone_empty", .note,
    LocalizedText(
      "limits within which a station does not even reach its street give no polygon",
      zh: "时间短于站点到道路所需，没有等时圈"))
  static let isochroneCell = LedgerCode(
    "isochrone_cell", .note,
    LocalizedText(
      "spacing of the lattice that outlines are drawn on, chosen by the streets around the stations (how many have it)",
      zh: "按站点周边路网选定的轮廓格网间距（括号内为站点数）"))
  static let isochroneFidelity = LedgerCode(
    "isochrone_fidelity", .note,
    LocalizedText(
      "street points drawn to test the polygons: share classified right, and with places a leg reaches",
      zh: "用于检验等时圈的道路抽样点：判断正确的比例，括号内把直线段可达处也算作正确"))
}
