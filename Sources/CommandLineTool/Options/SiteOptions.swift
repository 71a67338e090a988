import Model

/// Everything `lifecircle site` accepts.
package enum SiteOptions {
  private static let candidates = LocalizedText("the candidates", zh: "候选点图层")
  private static let metres = LocalizedText("metres", zh: "米")
  private static let minutes = LocalizedText("minutes", zh: "分钟")
  private static let seconds = LocalizedText("seconds", zh: "秒")
  private static let people = LocalizedText("people", zh: "人")
  private static let share = LocalizedText("a share from 0 to 1", zh: "0 至 1 的份额")
  private static let cost = LocalizedText("the unit of the costs", zh: "与费用相同的单位")

  package static let specification = CommandSpecification(
    name: "site",
    summary: LocalizedText(
      "where new stations reach most people, with proof", zh: "推荐新增站点选址，并给出最优性证明"),
    description: LocalizedText(
      "Chooses new stations among candidates; existing ones stay and count. People and places come as for "
        + "coverage, or as ready costs (--costs). The answer is printed with a bound no choice can pass: "
        + "“optimal” only when proven. Afterwards coverage is run again with the new stations.",
      zh:
        "从候选点中选出新增站点；现有站点保留并计入。人口与地点与 coverage 相同，也可直接给出费用表（--costs）。结果附有任何方案都无法超过的界限，只有证明后才写“最优”；最后加入新站点重新计算覆盖以复核。"
    ),
    groups: [
      model, conditions, matrix, CoverageOptions.inputs(required: false), PeopleOptions.group,
      places, measures, HoursOptions.hours, StreetOptions.walking, CoverageOptions.fields,
      CoverageOptions.filters, reading, outputs,
      CommonOptions.running,
    ],
    examples: examples)

  static let model = OptionGroup(
    LocalizedText("Model", zh: "模型"),
    [
      OptionSpecification(
        "model", "NAME", .choice(["max-coverage", "set-cover", "p-median", "p-center"]),
        required: true,
        LocalizedText(
          "max-coverage: most people covered by --new stations or a --budget; set-cover: fewest stations for a "
            + "share of people; p-median: least total of people times cost; p-center: least largest cost, both by "
            + "--new or --budget",
          zh:
            "max-coverage：以 --new 个站点或 --budget 覆盖最多人口；set-cover：以最少站点覆盖目标份额；p-median：人数乘费用之和最小；p-center：最大费用最小（后两者按 --new 或 --budget）"
        )),
      OptionSpecification(
        "new", "N", .integer(1...1_000_000),
        LocalizedText("How many stations to add, at most", zh: "最多新增的站点数")),
      OptionSpecification(
        "budget", "COST", .number(.closed(0, 1e15), unit: cost),
        LocalizedText(
          "What the new stations may cost together, beside --new or instead of it (not set-cover)",
          zh: "新增站点费用之和的上限，可单独给出或与 --new 同用（set-cover 除外）")
      ),
      OptionSpecification(
        "target-share", "SHARE", .number(.closed(0, 1), unit: share),
        default: LocalizedText("1", zh: "1"),
        LocalizedText("Share of people to be covered (set-cover)", zh: "要覆盖的人口份额（set-cover）")),
      OptionSpecification(
        "time-limit", "SECONDS", .number(.positive(upTo: 1e7), unit: seconds),
        LocalizedText(
          "Stop solving then with the best answer and its bound", zh: "到时停止求解，给出当前最好结果及其界限")),
      OptionSpecification(
        "mip-gap", "SHARE", .number(.closed(0, 1), unit: share),
        default: LocalizedText("0.000001", zh: "0.000001"),
        LocalizedText(
          "Stop as soon as objective and bound differ by at most this share",
          zh: "目标值与界限的相对差不超过此值即停止")),
    ])

  static let conditions = OptionGroup(
    LocalizedText("Conditions", zh: "条件"),
    [
      OptionSpecification(
        "backup", "", .flag,
        LocalizedText(
          "People count as covered only by two stations (max-coverage, set-cover)",
          zh: "由两个站点同时覆盖才算覆盖（max-coverage、set-cover）")),
      OptionSpecification(
        "capacity", "PEOPLE", .number(.positive(upTo: 1e12), unit: people),
        LocalizedText(
          "Most people a station serves, new or existing",
          zh: "每个站点（新增与现有）最多服务的人数")),
      OptionSpecification(
        "capacity-field", "FIELD", .field,
        LocalizedText(
          "Field of the candidates with the people each serves, or its square metres with --area-per-person",
          zh: "候选点字段：可服务人数；与 --area-per-person 同用时为面积（平方米）")),
      OptionSpecification(
        "station-capacity-field", "FIELD", .field,
        default: LocalizedText(
          "the field of --capacity-field, where the stations have it",
          zh: "与 --capacity-field 同名的字段（如有）"),
        LocalizedText(
          "Field of the existing stations with the same; empty is without a limit",
          zh: "现有站点的同类字段；空值表示不限")),
      OptionSpecification(
        "area-per-person", "M2",
        .number(.positive(upTo: 1e6), unit: LocalizedText("m²", zh: "平方米")),
        LocalizedText(
          "Square metres a person needs, to make capacity of floor area", zh: "人均所需面积，用以由面积推算容量")),
      OptionSpecification(
        "force", "ID,…", .fields,
        LocalizedText("Candidates that must be chosen", zh: "必须选用的候选点")),
      OptionSpecification(
        "forbid", "ID,…", .fields,
        LocalizedText("Candidates that must not be chosen", zh: "不得选用的候选点")),
      OptionSpecification(
        "exclusive", "FIELD", .field,
        LocalizedText(
          "At most one candidate of those with the same value of this field",
          zh: "该字段取值相同的候选点中至多选一个")),
      OptionSpecification(
        "min-spacing", "METRES", .number(.positive(upTo: 100_000), unit: metres),
        LocalizedText(
          "Least distance between a new station and any other", zh: "新站点与其他站点之间的最小距离")),
      OptionSpecification(
        "equity", "RULE", .text,
        LocalizedText(
          "weight:K counts people of underserved blocks K times, weight:FIELD:K those of a group; worst:FIELD "
            + "makes the lowest share among communities as high as can be",
          zh:
            "weight:K 将服务不足网格的人口计 K 倍，weight:字段:K 将某类人群计 K 倍；worst:字段 使覆盖份额最低的社区尽可能高"
        )),
    ])

  private static let matrix = OptionGroup(
    LocalizedText("Ready costs instead of places", zh: "直接给出费用（不用地点）"),
    [
      OptionSpecification(
        "costs", "FILE", .inputPath,
        LocalizedText(
          "Table demand,site,cost; pairs it does not hold are unreachable",
          zh: "表 demand,site,cost；表中没有的成对视为不可达")
      ).taking(FileEndings.tables),
      OptionSpecification(
        "weights", "FILE", .inputPath,
        default: LocalizedText("every demand counts 1", zh: "每个需求计 1"),
        LocalizedText("Table demand,weight: people", zh: "表 demand,weight：人数")
      ).taking(FileEndings.tables),
      OptionSpecification(
        "sites", "FILE", .inputPath,
        default: LocalizedText("every site is a candidate", zh: "全部为候选点"),
        LocalizedText(
          "Table site,cost,fixed: what a site costs, and 1 for an existing station",
          zh: "表 site,cost,fixed：费用，现有站点为 1")
      ).taking(FileEndings.tables),
      OptionSpecification(
        "limit", "COST", .number(.closed(0, 1e15), unit: cost),
        LocalizedText("Costs up to this (≤) are covered", zh: "费用不超过此值即为覆盖（≤）")),
    ])

  static let places = OptionGroup(
    LocalizedText("Candidates", zh: "候选点"),
    [
      OptionSpecification(
        "candidates", "FILE|WORD", .candidates,
        default: LocalizedText("block-centres", zh: "block-centres"),
        LocalizedText(
          "Layer or table of premises; or grid:100 (metres, inside the blocks), junctions (of streets), "
            + "block-centres, intersections (all places an optimum within a radius can be at)",
          zh:
            "候选用房图层或表；或 grid:100（网格内按米数布点）、junctions（道路交叉口）、block-centres（网格中心）、intersections（半径覆盖最优解可能所在的全部位置）"
        )),
      OptionSpecification(
        "candidate-id-field", "FIELD", .field, LocalizedText("Id of a candidate", zh: "候选点编号")),
      OptionSpecification(
        "cost-field", "FIELD", .field,
        LocalizedText("What a candidate costs", zh: "候选点的费用")),
      OptionSpecification(
        "candidates-where", "EXPR", .expression,
        LocalizedText(
          "Use only candidates whose attributes fulfil this", zh: "只用属性满足条件的候选点")),
    ])

  private static let measures = OptionGroup(
    LocalizedText("Measures", zh: "指标"),
    [
      OptionSpecification(
        "radius", "METRES",
        .numbers(.positive(upTo: 100_000), unit: metres, allowsNone: false),
        default: LocalizedText("500, unless there are --streets or --minutes", zh: "500；有路网或时间时不用"),
        LocalizedText("Covered is who is within this straight distance (≤)", zh: "直线距离不超过此值即为覆盖")),
      OptionSpecification(
        "minutes", "MINUTES", .numbers(.positive(upTo: 1_440), unit: minutes, allowsNone: true),
        default: LocalizedText("15 along --streets", zh: "有路网时为 15"),
        LocalizedText("Covered is who walks at most so long (≤)", zh: "步行时间不超过此值即为覆盖")),
    ] + CoverageOptions.pace)

  static let reading = OptionGroup(
    CoverageOptions.reading.title,
    [
      CommonOptions.coordinateSystem("candidates", candidates),
      CommonOptions.encoding("candidates", candidates),
      CommonOptions.columns("candidates", candidates),
    ] + CoverageOptions.reading.options)

  static let outputs = OptionGroup(
    LocalizedText("Results", zh: "结果"),
    [
      CommonOptions.output(
        LocalizedText(
          "Chosen sites: .geojson, .gpkg, .shp, .fgb, .csv or .xlsx; a table for --costs; - is GeoJSON on "
            + "standard output",
          zh: "选中的站点：.geojson、.gpkg、.shp、.fgb、.csv、.xlsx；--costs 时为表；- 表示向标准输出写 GeoJSON")),
      OptionSpecification(
        "summary", "FILE.json", .outputPath,
        LocalizedText(
          "Objective, bound, chosen sites, trade-off, alternatives, recount and ledger as JSON",
          zh: "目标值、界限、选中站点、权衡曲线、备选方案、复核与台账，JSON 格式")),
      OptionSpecification(
        "trade-off", "N", .integer(0...1_000),
        default: LocalizedText("0: the chosen sites one after the other", zh: "0：按选中站点逐个累计"),
        LocalizedText(
          "Solve for 1, 2, … N new stations, or for N parts of the --budget, and print the curve (not set-cover)",
          zh: "分别求解新增 1、2……N 个站点，或把 --budget 分成 N 档，并给出曲线（set-cover 除外）")),
      OptionSpecification(
        "alternatives", "K", .integer(0...100), default: LocalizedText("0", zh: "0"),
        LocalizedText(
          "Next best different answers, and what each costs in people", zh: "次优的不同方案，以及各少覆盖多少人")),
      OptionSpecification(
        "bom", "", .flag,
        LocalizedText(
          "Begin a CSV result with a byte order mark, for Excel", zh: "CSV 结果以 BOM 开头，便于 Excel 打开")),
      CommonOptions.saveRun,
    ])

  private static let examples = [
    CommandExample(
      line:
        "lifecircle site --blocks grid.geojson --stations stations.geojson --demand buildings.csv "
        + "--candidates premises.geojson --model max-coverage --new 5 -o sites.geojson",
      explanation: LocalizedText(
        "five premises that bring most people within 500 metres", zh: "选 5 处用房，使 500 米内人口最多")),
    CommandExample(
      line:
        "lifecircle site --blocks grid.geojson --stations stations.geojson --streets city.osm.pbf "
        + "--candidates junctions --minutes 15 --model set-cover --target-share 0.95 --summary s.json",
      explanation: LocalizedText(
        "fewest stations for 95 % within 15 minutes on foot", zh: "用最少站点使 95% 人口 15 分钟步行可达")),
    CommandExample(
      line: "lifecircle site --costs costs.csv --weights people.csv --sites sites.csv --limit 800 "
        + "--model max-coverage --budget 120 -o chosen.csv",
      explanation: LocalizedText("ready costs and a budget", zh: "现成的费用表与预算")),
  ]
}
