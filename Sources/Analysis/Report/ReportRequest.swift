import Model
import Report

/// One report: a place, what else is asked of it, and the files to write.
public struct ReportRequest: Sendable {
  /// Blocks, stations and people; its outputs are not used.
  public var coverage: CoverageRequest
  /// A standard to hold the place against; its outputs are not used.
  public var check: CheckRequest?
  /// New stations to look for; its outputs are not used.
  public var site: SiteRequest?
  /// Nil: a title of our own.
  public var title: String?
  public var organisation: String?
  /// The approval number of public maps in China (审图号).
  public var approvalNumber: String?
  public var files: [ReportFile]
  /// One map in place of the report; then `files` is empty.
  public var map: MapRequest?

  public init(
    coverage: CoverageRequest, check: CheckRequest? = nil, site: SiteRequest? = nil,
    title: String? = nil, organisation: String? = nil, approvalNumber: String? = nil,
    files: [ReportFile], map: MapRequest? = nil
  ) {
    self.coverage = coverage
    self.check = check
    self.site = site
    self.title = title
    self.organisation = organisation
    self.approvalNumber = approvalNumber
    self.files = files
    self.map = map
  }

  var inputPaths: [String] {
    coverage.inputPaths + (check?.inputPaths ?? []) + (site?.inputPaths ?? [])
  }

  /// Every file asked for, in order.
  var outputPaths: [String] { files.map(\.path) + (map?.files ?? []) }
}
