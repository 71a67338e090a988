import Model

/// Where streets are cut by the end of the data.
struct LooseEnds {
  /// Last places before a missing node, then places where streets cross the declared extent; in file order.
  private(set) var places: [FixedPoint] = []
  private(set) var missingNodes = 0
  private(set) var missingExamples: [LedgerExample] = []
  private(set) var frameCrossings = 0

  init(_ contents: ExtractContents, refs: GraphArray<UInt32>, file: String) {
    let isMissing = contents.places.contains(ExtractContents.noPlace)
    if isMissing { findMissing(contents, refs, file) }
    if let frame = contents.frame { findCrossings(contents, refs, frame) }
  }

  private mutating func findMissing(
    _ contents: ExtractContents, _ refs: GraphArray<UInt32>, _ file: String
  ) {
    for way in 0..<contents.streets.count {
      var missing = 0
      let range = contents.streets.starts[way]..<contents.streets.starts[way + 1]
      for index in range {
        if contents.places[Int(refs[index])] == ExtractContents.noPlace {
          missing += 1
          continue
        }
        let place = contents.places[Int(refs[index])]
        let neighbours = [index - 1, index + 1].filter(range.contains)
        if neighbours.contains(where: {
          contents.places[Int(refs[$0])] == ExtractContents.noPlace
        }) {
          places.append(place)
        }
      }
      missingNodes += missing
      if missing > 0, missingExamples.count < Ledger.exampleLimit {
        let id = contents.wayIDs[Int(contents.streets.ordinals[way])]
        missingExamples.append(LedgerExample(Subject(file: file, id: "way/\(id)")))
      }
    }
  }

  private mutating func findCrossings(
    _ contents: ExtractContents, _ refs: GraphArray<UInt32>, _ frame: BoundingBox
  ) {
    let low = FixedPoint(longitude: frame.minX, latitude: frame.minY)
    let high = FixedPoint(longitude: frame.maxX, latitude: frame.maxY)
    func isInside(_ place: FixedPoint) -> Bool {
      place.longitudeE7 >= low.longitudeE7 && place.longitudeE7 <= high.longitudeE7
        && place.latitudeE7 >= low.latitudeE7 && place.latitudeE7 <= high.latitudeE7
    }
    var found: [FixedPoint] = []
    contents.places.withUnsafeBufferPointer { all in
      for way in 0..<contents.streets.count {
        var last: (place: FixedPoint, isInside: Bool)?
        for index in contents.streets.starts[way]..<contents.streets.starts[way + 1] {
          let place = all[Int(refs[index])]
          if place == ExtractContents.noPlace {
            last = nil
            continue
          }
          let next = (place: place, isInside: isInside(place))
          if let last, last.isInside != next.isInside {
            found.append(
              last.isInside
                ? Self.exit(from: last.place, to: place, low, high)
                : Self.exit(from: place, to: last.place, low, high))
          }
          last = next
        }
      }
    }
    frameCrossings = found.count
    places += found
  }

  /// Where the line from a place inside to one outside leaves the box (J. D. Liang and B. A. Barsky, *A New Concept
  /// and Method for Line Clipping*, ACM Trans. Graph. 3, 1984: the smallest of the four parameters).
  private static func exit(
    from: FixedPoint, to: FixedPoint, _ low: FixedPoint, _ high: FixedPoint
  ) -> FixedPoint {
    let x = (
      from: Double(from.longitudeE7), step: Double(to.longitudeE7) - Double(from.longitudeE7)
    )
    let y = (from: Double(from.latitudeE7), step: Double(to.latitudeE7) - Double(from.latitudeE7))
    var part = 1.0
    if x.step > 0 { part = min(part, (Double(high.longitudeE7) - x.from) / x.step) }
    if x.step < 0 { part = min(part, (Double(low.longitudeE7) - x.from) / x.step) }
    if y.step > 0 { part = min(part, (Double(high.latitudeE7) - y.from) / y.step) }
    if y.step < 0 { part = min(part, (Double(low.latitudeE7) - y.from) / y.step) }
    return FixedPoint(
      longitudeE7: Int32((x.from + part * x.step).rounded()),
      latitudeE7: Int32((y.from + part * y.step).rounded()))
  }
}
