/// The product's version, as `--version` and the manifest of a result say it.
public enum ProductVersion {
  public static let text = "0.1.0"
}
