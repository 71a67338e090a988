import Foundation
import Geometry
import Layers
import Model

/// Brings a layer to WGS 84, and looks at its coordinates as such: null island, rounding, places far from all
/// others.
struct DoctorPlaces {
  let threads: Int

  /// Metres to the nearest other feature beyond which a place is out of the way.
  static let farMetres = 50_000.0

  func examine(_ patient: inout DoctorPatient) throws {
    guard let raw = patient.raw else { return }
    var layer = raw
    do {
      try layer.reprojectToWGS84(threads: threads)
    } catch let error as AnalysisError {
      patient.file.add(
        DoctorFinding(
          "cannot_be_converted", .problem, error.message,
          examples: [LedgerExample(error.subject)], fix: error.hint))
      return
    }
    patient.layer = layer
    let places = Self.places(layer)
    if patient.file.role == .stations || patient.file.role == .demand {
      nullIsland(places, &patient)
    }
    rounding(raw, &patient)
    outliers(places, &patient)
  }

  /// The middle of each feature's box; nil without coordinates.
  static func places(_ layer: Layer) -> [GeographicPoint?] {
    var places: [GeographicPoint?] = []
    places.reserveCapacity(layer.count)
    for chunk in layer.chunks {
      for feature in 0..<chunk.count {
        let box = chunk.shapes.boundingBox(of: feature)
        places.append(
          box.isEmpty
            ? nil
            : GeographicPoint(
              longitude: (box.minX + box.maxX) / 2, latitude: (box.minY + box.maxY) / 2))
      }
    }
    return places
  }

  private func nullIsland(_ places: [GeographicPoint?], _ patient: inout DoctorPatient) {
    let found = places.indices.filter { index in
      places[index].map { abs($0.longitude) < 0.01 && abs($0.latitude) < 0.01 } ?? false
    }
    if found.isEmpty { return }
    patient.file.add(
      DoctorFinding(
        "null_island", .problem,
        LocalizedText(
          "features at 0, 0, whose coordinates were missing: \(found.count)",
          zh: "\(found.count) 个要素位于 0, 0：坐标缺失"),
        count: found.count, examples: found.prefix(5).map { LedgerExample(patient.subject($0)) },
        fix: LocalizedText("fill in their coordinates, or delete them", zh: "请补全坐标或删除这些要素")))
  }

  /// How coarse the coordinates are written: 0.01° is up to 800 m off, 0.001° 80 m, 0.0001° 8 m.
  private func rounding(_ raw: Layer, _ patient: inout DoctorPatient) {
    if case .definition = raw.source.coordinateSystem { return }
    var fits = [true, true, true]
    var seen = 0
    for chunk in raw.chunks {
      for point in chunk.shapes.coordinates where point.isFinite {
        if point.x == 0 && point.y == 0 { continue }
        seen += 1
        for (level, scale) in [100.0, 1000, 10_000].enumerated() where fits[level] {
          let isMultiple = [point.x, point.y].allSatisfy {
            abs($0 * scale - ($0 * scale).rounded()) < 1e-6
          }
          if !isMultiple { fits[level] = false }
        }
        if !fits[2] { return }
      }
    }
    guard seen >= 2, let level = fits.firstIndex(of: true) else { return }
    let metres = [800, 80, 8][level]
    let step = ["0.01", "0.001", "0.0001"][level]
    patient.file.add(
      DoctorFinding(
        "coordinates_rounded", level == 2 ? .note : .warning,
        LocalizedText(
          "all coordinates are rounded to \(step)°: places are up to \(metres) m off",
          zh: "所有坐标均取整到 \(step)°：位置误差可达 \(metres) 米"),
        fix: level == 2
          ? .empty
          : LocalizedText(
            "export the coordinates with 6 decimals or more", zh: "请以至少 6 位小数重新导出坐标")))
  }

  /// Features more than 50 km from all others, when they are few.
  private func outliers(_ places: [GeographicPoint?], _ patient: inout DoctorPatient) {
    // Outlines of islands and districts may well stand apart.
    guard patient.file.role != .blocks, patient.file.role != .mask else { return }
    let known = places.indices.filter { index in
      places[index].map { abs($0.longitude) >= 0.01 || abs($0.latitude) >= 0.01 } ?? false
    }
    guard known.count >= 3 else { return }
    let kept = Set(known)
    let boxes = places.enumerated().map { index, place in
      !kept.contains(index)
        ? .empty
        : place.map {
          BoundingBox(
            minX: $0.longitude, minY: $0.latitude, maxX: $0.longitude, maxY: $0.latitude)
        } ?? .empty
    }
    let index = PackedBoxIndex(boxes)
    var far: [(index: Int, metres: Double)] = []
    for feature in known {
      guard let place = places[feature] else { continue }
      if hasNeighbour(feature, place, places, index) { continue }
      far.append((feature, nearestOther(feature, place, places, known)))
      // A sparse layer has no outliers.
      if far.count * 10 > known.count && far.count > 3 { return }
    }
    if far.isEmpty || far.count * 3 > known.count { return }
    patient.file.add(
      DoctorFinding(
        "place_far_away", .warning,
        LocalizedText(
          "features more than 50 km from all others: \(far.count)",
          zh: "\(far.count) 个要素距其他要素均超过 50 公里"),
        count: far.count,
        examples: far.prefix(5).map { item in
          LedgerExample(
            patient.subject(item.index),
            detail:
              "\(places[item.index].map(DoctorNumber.place) ?? ""), \(DoctorNumber.text(item.metres / 1000, 0)) km"
          )
        },
        fix: LocalizedText(
          "check their coordinates for exchanged digits or axes", zh: "请检查其坐标是否抄错或经纬度颠倒")))
  }

  private func hasNeighbour(
    _ feature: Int, _ place: GeographicPoint, _ places: [GeographicPoint?],
    _ index: PackedBoxIndex
  ) -> Bool {
    let height = Self.farMetres / 110_500
    let width = height / max(0.01, cos(place.latitude * .pi / 180))
    var isNear = false
    let box = BoundingBox(
      minX: place.longitude - width, minY: place.latitude - height,
      maxX: place.longitude + width, maxY: place.latitude + height)
    index.forEach(meeting: box) { other in
      guard other != feature, let otherPlace = places[other] else { return true }
      isNear = Geodesic.wgs84.distance(place, otherPlace) <= Self.farMetres
      return !isNear
    }
    return isNear
  }

  private func nearestOther(
    _ feature: Int, _ place: GeographicPoint, _ places: [GeographicPoint?], _ known: [Int]
  ) -> Double {
    known.reduce(Double.infinity) { best, other in
      guard other != feature, let otherPlace = places[other] else { return best }
      return min(best, Geodesic.wgs84.distance(place, otherPlace))
    }
  }
}
