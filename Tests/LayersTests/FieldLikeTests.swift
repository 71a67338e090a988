import Layers
import Model
import Testing

/// A standard's field names find the same thing under another common name.
struct FieldLikeTests {
  private func chooser(_ names: [(String, FieldType)]) -> FieldChooser {
    FieldChooser(fields: names.map { Field(name: $0.0, type: $0.1) }, path: "grid.shp")
  }

  @Test func `The field of that name wins`() {
    let fields = chooser([("社区", .string), ("Community", .string)])
    #expect(fields.field(like: "community") == "Community")
  }

  @Test(arguments: [
    ("community", "社区"), ("street", "街道"), ("cluster", "片区"), ("population", "人口"),
    ("households", "户数"), ("elderly", "老年人"), ("children", "儿童"), ("area_m2", "面积（平方米）"),
  ])
  func `Common Chinese names are found`(name: String, field: String) {
    let isText = ["community", "street", "cluster"].contains(name)
    #expect(
      chooser([("备注", .string), (field, isText ? .string : .integer)]).field(like: name) == field)
  }

  @Test func `What has no other name is not guessed`() {
    let fields = chooser([("社区", .string), ("人口", .integer)])
    #expect(fields.field(like: "complaints") == nil)
    #expect(fields.field(like: "cluster") == nil)
  }
}
