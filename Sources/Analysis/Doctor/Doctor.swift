import Geometry
import Layers
import Model

/// Examines input files before a run: what each is, what a run would drop, repair or doubt, and what to type
/// about it.
public struct Doctor: Sendable {
  /// One file to examine.
  public struct Input: Sendable, Hashable {
    public var path: String
    /// Nil: found from the content.
    public var role: LayerRequest.Role?
    public var coordinateSystem: CoordinateSystem?

    public init(
      path: String, role: LayerRequest.Role? = nil, coordinateSystem: CoordinateSystem? = nil
    ) {
      self.path = path
      self.role = role
      self.coordinateSystem = coordinateSystem
    }
  }

  private let inputs: [Input]
  private let acceptsOldDatum: Bool
  private let threads: Int

  public init(_ inputs: [Input], acceptsOldDatum: Bool = false, threads: Int = 1) {
    self.inputs = inputs
    self.acceptsOldDatum = acceptsOldDatum
    self.threads = threads
  }

  /// Reads and examines every file, then how they fit together.
  ///
  /// Files that cannot be used are findings; what is thrown is a defect.
  public func examine(
    progress: @Sendable (LocalizedText, Double) -> Void = { _, _ in }
  ) throws -> DoctorReport {
    var patients: [DoctorPatient] = []
    let steps = Double(inputs.count * 2 + 1)
    for (index, input) in inputs.enumerated() {
      progress(LocalizedText("reading", zh: "读取"), Double(index) / steps)
      let intake = DoctorIntake(
        input: input, acceptsOldDatum: acceptsOldDatum, threads: threads)
      patients.append(intake.admit())
    }
    settleRoles(&patients)
    for index in patients.indices {
      progress(LocalizedText("examining", zh: "检查"), Double(inputs.count + index) / steps)
      try examine(&patients[index])
    }
    let together = try DoctorPairing(threads: threads).examine(&patients)
    for index in patients.indices { patients[index].file.sortFindings() }
    progress(LocalizedText("examining", zh: "检查"), 1)
    return DoctorReport(files: patients.map(\.file), together: together)
  }

  /// Only one layer is the blocks: the one named so, else the polygon layer with the most features; the others
  /// serve for comparison.
  private func settleRoles(_ patients: inout [DoctorPatient]) {
    let areal = patients.indices.filter { patients[$0].file.role == .blocks }
    let named = areal.first { inputs[$0].role == .blocks }
    let largest = areal.max { left, right in
      (patients[left].raw?.count ?? 0, -left) < (patients[right].raw?.count ?? 0, -right)
    }
    guard let blocks = named ?? largest else { return }
    for index in areal where index != blocks && inputs[index].role == nil {
      patients[index].file.role = .mask
    }
  }

  private func examine(_ patient: inout DoctorPatient) throws {
    guard patient.raw != nil else { return }
    try DoctorIdentity(threads: threads).describe(&patient)
    try DoctorText(threads: threads).examine(&patient)
    try DoctorPlaces(threads: threads).examine(&patient)
    switch patient.file.role {
    case .blocks, .mask: try DoctorBlocks(threads: threads).examine(&patient)
    case .stations, .demand: try DoctorStations(threads: threads).examine(&patient)
    default: break
    }
  }
}

/// One file under examination.
struct DoctorPatient: Sendable {
  var file: DoctorFile
  var request: LayerRequest
  /// As read, in its own coordinate system; nil when it cannot be used.
  var raw: Layer?
  /// In WGS 84 degrees, polygons repaired; nil when it cannot be brought there.
  var layer: Layer?
  var idField: String?
  var nameField: String?
  var populationField: String?
  /// Codes of the findings that the last reading gave.
  var ledgerCodes: Set<String> = []
  /// Area of each polygon feature in m², 0 for others; filled by the examination of blocks.
  var areas: [Double] = []
  /// Id of each feature: the id field, else the Feature id, else the row number.
  var ids: [String] = []

  /// Where the feature at `index` stands.
  func subject(_ index: Int) -> Subject {
    guard let raw else { return Subject(file: file.path) }
    let (chunk, offset) = raw.locate(index)
    return Subject(
      file: file.path, row: raw.chunks[chunk].row(offset),
      id: idField == nil ? nil : ids.indices.contains(index) ? ids[index] : nil)
  }

  /// `--blocks-crs` and the like of its role; polygon layers for comparison are named as blocks.
  func option(_ suffix: String) -> String {
    let role = file.role == .mask ? .blocks : file.role ?? request.role
    return "--\(role.rawValue)-\(suffix)"
  }
}
