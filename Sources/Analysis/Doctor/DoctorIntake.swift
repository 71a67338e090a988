import Foundation
import Layers
import Model

/// Reads one file as a run would, and again with the options its own complaints name, until it can be used.
struct DoctorIntake {
  let input: Doctor.Input
  let acceptsOldDatum: Bool
  let threads: Int

  /// How often a file is read again with a further option.
  private static let attempts = 4

  func admit() -> DoctorPatient {
    var patient = DoctorPatient(file: DoctorFile(path: input.path), request: request)
    if isStreetExtract {
      patient.file.role = .streets
      patient.file.add(
        DoctorFinding(
          "street_extract", .note,
          LocalizedText(
            "an OpenStreetMap extract; its streets are not examined here",
            zh: "OpenStreetMap 数据，此处不检查其中的道路")))
      return patient
    }
    for _ in 0..<Self.attempts {
      do {
        try read(&patient)
        return patient
      } catch let error as AnalysisError {
        guard DoctorRemedy.apply(error, to: &patient) else {
          patient.raw = nil
          patient.file.failure = error
          patient.file.add(Self.unusable(error, patient))
          return patient
        }
      } catch {
        let defect = AnalysisError(
          .defect, Subject(file: input.path), LocalizedText("\(error)", zh: "\(error)"))
        patient.file.failure = defect
        patient.file.add(Self.unusable(defect, patient))
        return patient
      }
    }
    return patient
  }

  private var request: LayerRequest {
    LayerRequest(
      role: input.role ?? (isTable ? .stations : .blocks), path: input.path,
      coordinateSystem: input.coordinateSystem, acceptsOldDatum: acceptsOldDatum,
      threads: threads)
  }

  private var lowerPath: String { input.path.lowercased() }

  private var isTable: Bool {
    let file = lowerPath.split(separator: ":", omittingEmptySubsequences: false)
    return TableReader.endings.contains { ending in
      lowerPath.hasSuffix("." + ending) || (file.first?.hasSuffix("." + ending) ?? false)
    }
  }

  private var isStreetExtract: Bool {
    [".osm", ".pbf", ".osm.gz", ".osm.bz2"].contains { lowerPath.hasSuffix($0) }
      && FileManager.default.isReadableFile(atPath: input.path)
  }

  private func read(_ patient: inout DoctorPatient) throws {
    var ledger = Ledger()
    let layer = try LayerReader.read(patient.request, ledger: &ledger)
    let role = input.role ?? Self.role(of: layer, isTable: isTable)
    if role != patient.request.role {
      // Hints name the options of the role: read again as what it is.
      patient.request.role = role
      ledger = Ledger()
      patient.raw = try LayerReader.read(patient.request, ledger: &ledger)
    } else {
      patient.raw = layer
    }
    patient.file.role = role
    DoctorRemedy.record(ledger, in: &patient)
  }

  /// By what most of its geometries are; points with people are demand points.
  private static func role(of layer: Layer, isTable: Bool) -> LayerRequest.Role {
    var areas = 0
    var lines = 0
    var points = 0
    for chunk in layer.chunks {
      for kind in chunk.shapes.kinds {
        if kind.isAreal { areas += 1 }
        if kind.isLineal { lines += 1 }
        if kind.isPuntal { points += 1 }
      }
    }
    if areas > 0, areas >= lines, areas >= points { return .blocks }
    if lines > points { return .streets }
    var ledger = Ledger()
    let chooser = FieldChooser(fields: layer.fields, path: layer.source.path)
    let people = try? chooser.choose(.population, option: nil, optionName: "", ledger: &ledger)
    return people == nil ? .stations : .demand
  }

  private static func unusable(_ error: AnalysisError, _ patient: DoctorPatient) -> DoctorFinding {
    var fix = error.hint
    if (error.message.english + error.hint.english).contains("before longitude") {
      let path = ShellWord.quoted(patient.file.path)
      fix = LocalizedText(
        "qgis_process run native:swapxy -- INPUT=\(path) OUTPUT=swapped.geojson",
        zh: "qgis_process run native:swapxy -- INPUT=\(path) OUTPUT=swapped.geojson")
    }
    let example = error.subject.row == nil && error.subject.id == nil
    return DoctorFinding(
      error.kind == .missingInput ? "cannot_be_opened" : "cannot_be_used", .problem,
      error.message, examples: example ? [] : [LedgerExample(error.subject)], fix: fix)
  }
}
