import Model

/// The options about people who are not known block by block, shared by all commands that count them.
enum PeopleOptions {
  private static let people = LocalizedText("people", zh: "人")
  private static let table = LocalizedText("the table of communities", zh: "社区人口表")

  static let group = OptionGroup(
    LocalizedText("People known otherwise", zh: "其他人口来源"),
    [
      OptionSpecification(
        "community-people", "FILE", .inputPath,
        LocalizedText(
          "Table of people (or households) by community: spread over its blocks without people of their own, by "
            + "floor space of --buildings, else area within --mask, else area",
          zh: "社区人口（或户数）表：分摊到没有人口数的网格，依次按 --buildings 建筑面积、--mask 居住面积、网格面积")
      ).taking(FileEndings.tables),
      OptionSpecification(
        "community-field", "FIELD", .field,
        LocalizedText("Field of the blocks that names their community", zh: "网格所属社区字段")),
      OptionSpecification(
        "household-size", "PEOPLE", .number(.positive(upTo: 20), unit: people),
        LocalizedText(
          "People a household, where only households are known", zh: "户均人口，只有户数时据此换算")),
      OptionSpecification(
        "buildings", "FILE", .inputPath,
        LocalizedText(
          "Building footprints with floors or heights: people of a block are at its buildings, by footprint × floors",
          zh: "带层数或高度的建筑轮廓：网格人口按基底面积 × 层数分布于建筑")),
      CommonOptions.coordinateSystem("buildings", LocalizedText("the buildings", zh: "建筑图层")),
    ])
}
