/// The product's version, as `--version` and the manifest of a result say it.
public enum ProductVersion {
  public static let text = "0.1.0"
  /// The day of the version, as manual pages and packages say it.
  public static let date = "2026-11-21"
}
