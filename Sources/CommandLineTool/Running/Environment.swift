import Glibc

/// The process's environment variables.
public enum Environment {
  /// Those the tool looks at, as they are now.
  public static var variables: [String: String] {
    var found: [String: String] = [:]
    for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
      if let value = getenv(name) { found[name] = String(cString: value) }
    }
    return found
  }
}
