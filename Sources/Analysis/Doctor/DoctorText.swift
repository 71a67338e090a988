import Layers
import Model

/// Looks for text that was decoded wrongly, and for the encoding that would decode it.
struct DoctorText {
  let threads: Int

  /// Encodings tried for a file whose text is doubtful, in this order.
  private static let candidates = ["UTF-8", "GB18030", "BIG5"]

  func examine(_ patient: inout DoctorPatient) throws {
    guard let raw = patient.raw else { return }
    let found = try tally(raw)
    guard found.sum.isDoubtful else { return }
    let better = try betterEncoding(patient.request, than: found.sum, driver: raw.source.driver)
    let example = found.examples.map { LedgerExample(patient.subject($0.index), detail: $0.text) }
    var finding = DoctorFinding(
      "wrong_encoding", .problem,
      LocalizedText(
        "text is garbled when read as \(raw.source.encoding)",
        zh: "按 \(raw.source.encoding) 读取时文字为乱码"),
      count: found.count, examples: example)
    if let better {
      let option = DoctorOption(patient.option("encoding"), better.name)
      finding.what.english += "; as \(better.name) it is Chinese, for example “\(better.sample)”"
      finding.what.chinese += "；按 \(better.name) 读取则正常，例如“\(better.sample)”"
      finding.fix = LocalizedText(option.text, zh: option.text)
      patient.file.add(option)
      var request = patient.request
      request.encoding = better.name
      patient.request = request
      var ledger = Ledger()
      // What follows sees the right names.
      if let layer = try? LayerReader.read(request, ledger: &ledger) {
        patient.raw = layer
        DoctorRemedy.record(ledger, in: &patient)
        try DoctorIdentity(threads: threads).describe(&patient)
      }
    } else {
      finding.severity = .warning
      finding.what.english += "; no other encoding reads it: it was garbled before it was saved"
      finding.what.chinese += "；其他编码也无法读出：保存之前已损坏"
      finding.fix = LocalizedText(
        "export the file again from its source, as UTF-8", zh: "请从源数据重新导出为 UTF-8")
    }
    patient.file.add(finding)
  }

  private struct Survey {
    var sum = HanScript.Tally()
    /// Doubtful values.
    var count = 0
    var examples: [(index: Int, text: String)] = []
    var sample = ""
  }

  /// Tallies the text of all string values, and the field names.
  private func tally(_ layer: Layer) throws -> Survey {
    let parts = try Parallel.map(count: layer.chunks.count, threads: threads) { index in
      Self.tally(layer.chunks[index])
    }
    var survey = Survey()
    for field in layer.fields { survey.sum = survey.sum + HanScript.tally(field.name) }
    for part in parts {
      survey.sum = survey.sum + part.sum
      survey.count += part.count
      survey.examples += part.examples.prefix(3 - min(3, survey.examples.count))
      if survey.sample.isEmpty { survey.sample = part.sample }
    }
    return survey
  }

  private static func tally(_ chunk: FeatureChunk) -> Survey {
    var survey = Survey()
    chunk.attributes.bytes.withUnsafeBufferPointer { bytes in
      for index in 0..<chunk.attributes.count {
        let range = chunk.attributes.starts[index]..<chunk.attributes.starts[index + 1]
        for member in AttributeScanner(bytes, in: range) where member.kind == .string {
          // Plain ASCII says nothing about an encoding.
          guard bytes[member.value].contains(where: { $0 >= 0x80 }) else { continue }
          let text = AttributeText.text(ofToken: bytes[member.value])
          let tally = HanScript.tally(text)
          survey.sum = survey.sum + tally
          if tally.lost > 0 || tally.latin > 0 || (tally.han >= 2 && tally.commonShare < 0.5) {
            survey.count += 1
            if survey.examples.count < 3 {
              survey.examples.append((chunk.firstIndex + index, String(text.prefix(30))))
            }
          } else if survey.sample.isEmpty, tally.han >= 2 {
            survey.sample = String(text.prefix(16))
          }
        }
      }
    }
    return survey
  }

  private func betterEncoding(
    _ request: LayerRequest, than given: HanScript.Tally, driver: String
  ) throws -> (name: String, sample: String)? {
    // The other formats say what they are in, or are UTF-8 by definition.
    guard ["ESRI Shapefile", "CSV", "TSV", "TXT"].contains(driver) else { return nil }
    for name in Self.candidates {
      var request = request
      request.encoding = name
      var ledger = Ledger()
      guard let layer = try? LayerReader.read(request, ledger: &ledger) else { continue }
      let found = try tally(layer)
      if found.sum.han >= 2, found.sum.lost == 0, found.sum.latin == 0,
        found.sum.commonShare >= 0.7
      {
        return (name, found.sample)
      }
    }
    return nil
  }
}
