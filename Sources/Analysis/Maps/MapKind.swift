import Export
import Maps
import Model

/// The maps that can be drawn of a run; the raw values are those of `--map`.
public enum MapKind: String, Sendable, Hashable, CaseIterable {
  /// Blocks by the share reached, flagged ones hatched, stations by tier.
  case coverage
  /// What no station reaches, by the people there.
  case gaps
  /// Walking-time bands around stations.
  case isochrones
  /// Proposed sites with their rank and what they bring.
  case sites
  /// Coverage without and with the proposed sites, side by side.
  case beforeAfter = "before-after"
  /// One small coverage map a community.
  case communities
}

/// What the maker of a map may choose.
package struct MapOptions: Sendable {
  package var language: Language
  package var page: MapPage
  /// Nil: a title that says what the map shows.
  package var title: String?
  /// 审图号; nil: a remark that there is none.
  package var approvalNumber: String?
  /// The measure shown, as a position among radii, then times; nil: the first.
  package var reach: Int?
  /// The block field with the community's name; nil: found by common names.
  package var communityField: String?
  /// Further lines on the data, printed under the map's own.
  package var notes: [String]
  package var threads: Int

  package init(
    language: Language, page: MapPage = .a4Landscape, title: String? = nil,
    approvalNumber: String? = nil, reach: Int? = nil, communityField: String? = nil,
    notes: [String] = [], threads: Int = 1
  ) {
    self.language = language
    self.page = page
    self.title = title
    self.approvalNumber = approvalNumber
    self.reach = reach
    self.communityField = communityField
    self.notes = notes
    self.threads = threads
  }
}

/// One proposed site as a map shows it.
struct MapSite: Sendable {
  var places: [GeographicPoint]
  /// Its name, else its id.
  var name: String
  /// People it brings to those of the sites before it; NaN when unknown.
  var gain: Double
}

extension MapSite {
  /// The chosen sites of an answer in the order of their rank.
  static func ranked(_ answer: SiteAnswer, of candidates: CandidateSet) -> [MapSite] {
    answer.ranked.map { site in
      let name = candidates.names.isEmpty ? nil : candidates.names[site.site]
      return MapSite(
        places: candidates.places[site.site], name: name ?? candidates.sites[site.site].id,
        gain: site.gain)
    }
  }
}

/// The results that maps are drawn from. Nothing is computed anew.
struct MapFindings: Sendable {
  /// What was read, without proposed sites.
  var inputs: CoverageInputs
  /// Coverage as it is.
  var found: CoverageFindings
  /// Coverage with the proposed sites; for `before-after`.
  var after: CoverageFindings?
  /// For `sites` and `before-after`, by rank.
  var sites: [MapSite] = []
  /// The features of `UncoveredLayer.make`; for `gaps`.
  var gaps: FeatureTable?
  /// For `isochrones`.
  var isochrones: MapIsochrones?
}

/// Walking-time polygons as a map shows them: the layer of `IsochroneDrawing.table` and its rows.
struct MapIsochrones: Sendable {
  var layer: Layer
  var rows: [IsochroneOutcome.Row]
  /// km/h.
  var speed: Double
}
