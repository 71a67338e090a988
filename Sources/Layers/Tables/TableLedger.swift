import Model

/// Ledger codes of reading tables.
enum TableLedger {
  static let sheet = LedgerCode(
    "sheet_chosen", .note,
    LocalizedText("one sheet of several was taken", zh: "文件含多个工作表，取其中之一"))
  static let titleRows = LedgerCode(
    "table_title_rows", .note,
    LocalizedText("rows above the header were left out", zh: "表头以上的行未读入"))
  static let joinedHeader = LedgerCode(
    "table_header_joined", .note,
    LocalizedText("a header of two rows was joined into one", zh: "两行表头已合并为一行"))
  static let noHeader = LedgerCode(
    "table_without_header", .warning,
    LocalizedText("no header row found: columns are numbered", zh: "未找到表头，各列按序号命名"))
  static let renamed = LedgerCode(
    "table_column_renamed", .note,
    LocalizedText(
      "a column without a name, or with one used before, was renamed", zh: "列名为空或重复，已另行命名"))
  static let unitRows = LedgerCode(
    "table_unit_rows", .note,
    LocalizedText("a row of units or column numbers was left out", zh: "单位行或栏次行未读入"))
  static let summaryRows = LedgerCode(
    "table_summary_rows", .note,
    LocalizedText("rows of totals were left out", zh: "合计、小计等行未读入"))
  static let noteRows = LedgerCode(
    "table_note_rows", .note, LocalizedText("rows of notes were left out", zh: "注释、填表说明等行未读入"))
  static let sectionRows = LedgerCode(
    "table_section_rows", .note,
    LocalizedText("heading rows inside the table were left out", zh: "表中的分节标题行未读入"))
  static let repeatedHeader = LedgerCode(
    "table_header_repeated", .note,
    LocalizedText("repeated header rows were left out", zh: "重复出现的表头行未读入"))
  static let merged = LedgerCode(
    "merged_cells_filled", .note,
    LocalizedText("a merged cell's value was given to all its rows", zh: "合并单元格的值已填入所跨各行"))
  static let mergedNumber = LedgerCode(
    "merged_number_not_repeated", .warning,
    LocalizedText(
      "a number merged over several rows counts once, at the first row",
      zh: "跨行合并的数值只计入首行，不重复"))
  static let longRows = LedgerCode(
    "ragged_row", .warning,
    LocalizedText(
      "a row has more cells than the header; the extra ones were left out", zh: "该行单元格多于表头，多出的未读入"))
  static let shortRows = LedgerCode(
    "short_row", .note,
    LocalizedText(
      "a row has fewer cells than the header; the rest are empty", zh: "该行单元格少于表头，其余按空值"))
  static let cellErrors = LedgerCode(
    "cell_error", .warning,
    LocalizedText("a cell holds an error and counts as empty", zh: "单元格为错误值，按空值处理"))
  static let groupedNumbers = LedgerCode(
    "thousands_separators", .note,
    LocalizedText("a column's numbers had thousands separators", zh: "该列数字含千位分隔符，已去除"))
  static let placeholders = LedgerCode(
    "placeholder_as_null", .note,
    LocalizedText(
      "dashes and the like in a column of numbers count as empty", zh: "数字列中的“-”“无”等按空值处理"))
  static let columns = LedgerCode(
    "coordinate_columns", .note, LocalizedText("coordinate columns found by name", zh: "按列名找到坐标列"))
  static let latitudeFirst = LedgerCode(
    "latitude_first", .note,
    LocalizedText("coordinate pairs have the latitude first", zh: "坐标对为先纬度后经度"))
  static let commaDecimals = LedgerCode(
    "comma_meaning", .note,
    LocalizedText("commas within coordinates were interpreted", zh: "坐标数字中的逗号已解读"))
  static let degreesMinutes = LedgerCode(
    "degrees_minutes_seconds", .note,
    LocalizedText("degrees, minutes and seconds were converted", zh: "度分秒已换算为十进制度"))
  static let maybeSwapped = LedgerCode(
    "coordinates_maybe_swapped", .warning,
    LocalizedText(
      "longitude and latitude look swapped", zh: "经度与纬度疑似颠倒"))
  static let surveyAxes = LedgerCode(
    "survey_axes", .warning,
    LocalizedText(
      "X is the northing and Y the easting, as surveyors write them; taken accordingly",
      zh: "按测量习惯 X 为北向、Y 为东向，已据此读取"))
  static let systemFromName = LedgerCode(
    "crs_from_column_name", .note,
    LocalizedText("the coordinate system is told by the column names", zh: "坐标系由列名得知"))
  static let optionAgainstName = LedgerCode(
    "crs_option_against_name", .warning,
    LocalizedText(
      "the column names tell another coordinate system than the option; the option is used",
      zh: "列名所示坐标系与选项不同，以选项为准"))
  static let unstatedInChina = LedgerCode(
    "crs_unstated_in_china", .warning,
    LocalizedText(
      "degrees inside China without a stated system; coordinates from Chinese online maps are some 500 m off",
      zh: "中国境内未注明坐标系；从国内网络地图取得的坐标偏差约 500 米"))

  /// A row that has no usable coordinates, by what the layer is for.
  static func withoutCoordinates(_ role: LayerRequest.Role) -> LedgerCode {
    switch role {
    case .stations:
      LedgerCode(
        "station_without_coordinates", .warning,
        LocalizedText("stations without usable coordinates were left out", zh: "站点缺少可用坐标，未参与计算"))
    case .candidates:
      LedgerCode(
        "candidate_without_coordinates", .warning,
        LocalizedText(
          "candidates without usable coordinates were left out", zh: "候选点缺少可用坐标，未参与计算"))
    default:
      LedgerCode(
        "row_without_coordinates", .warning,
        LocalizedText("rows without usable coordinates have no place", zh: "该行缺少可用坐标，没有位置"))
    }
  }
}
