import Layers
import Model

/// Reads what stations of several layers say of themselves in fields that not every layer has.
struct StationFieldReading {
  let stations: StationInput
  let threads: Int

  init(_ stations: StationInput, _ threads: Int) {
    self.stations = stations
    self.threads = threads
  }

  /// A purpose's field of every layer that has one.
  struct Column {
    /// Their names, without repetition, in the layers' order.
    var fields: [String]
    /// By station; nil where its layer has no such field.
    var texts: [String?]
  }

  /// The field for a purpose by its common names.
  func columns(
    _ purpose: FieldChooser.Purpose, _ option: String, _ ledger: inout Ledger
  ) throws -> Column {
    let fields = try stations.layers.map { layer in
      try FieldChooser(fields: layer.fields, path: layer.source.path)
        .choose(purpose, option: nil, optionName: option, ledger: &ledger)
    }
    let texts = try zip(stations.layers, fields).map { layer, field in
      try field.map { try FieldColumns(layer: layer, threads: threads).texts($0) }
    }
    var seen: Set<String> = []
    return Column(
      fields: fields.compactMap { $0 }.filter { seen.insert($0).inserted },
      texts: stations.rows.map { texts[$0.layer]?[$0.feature] })
  }

  /// A field that says yes or no.
  struct Flag {
    var name: String
    /// Of type boolean wherever a layer has it.
    var isBoolean: Bool
    var holds: [Bool]
    /// True where some stations have it and some not.
    var divides: Bool { holds.contains(true) && holds.contains(false) }
  }

  /// Fields of type boolean, and those with one of some names, in order of first appearance.
  func flags(alsoNamed names: Set<String>) throws -> [Flag] {
    var flags: [Flag] = []
    for field in stations.layers.flatMap(\.fields)
    where (field.type == .boolean || names.contains(field.name))
      && !flags.contains(where: { $0.name == field.name })
    {
      flags.append(try flag(field.name))
    }
    return flags
  }

  private func flag(_ name: String) throws -> Flag {
    var isBoolean = true
    let texts = try stations.layers.map { layer -> [String?]? in
      guard let field = layer.fields.first(where: { $0.name == name }) else { return nil }
      isBoolean = isBoolean && field.type == .boolean
      return try FieldColumns(layer: layer, threads: threads).texts(name)
    }
    return Flag(
      name: name, isBoolean: isBoolean,
      holds: stations.rows.map { StationCatalog.isYes(texts[$0.layer]?[$0.feature]) })
  }
}
