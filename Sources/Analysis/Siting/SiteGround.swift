import Coverage
import Layers
import Model

struct SiteGround: Sendable {
  static func read(
    _ places: SitePlaces, _ request: SiteRequest, _ ledger: inout Ledger
  ) throws -> SiteGround { SiteGround() }

  func prepared(
    _ request: SiteRequest, _ ledger: inout Ledger, _ times: inout StageTimes
  ) throws -> SitePrepared { fatalError("stub") }

  func recount(
    _ answer: SiteAnswer, _ request: SiteRequest, ledger: inout Ledger
  ) throws -> SiteRecount? { nil }
}
