import Model

/// One address and the method it is asked with.
public struct Route: Sendable {
  public enum Method: String, Sendable, Hashable {
    /// Answers `HEAD` too.
    case get = "GET"
    /// Takes a JSON document.
    case post = "POST"
  }

  public var method: Method
  public var path: String
  /// Called from any thread, for several requests at once.
  ///
  /// Throws: `AnalysisError` — of bad data or usage: the request is at fault (422); else the program is (500).
  public var answer: @Sendable (HTTPRequest) throws -> HTTPResponse

  public init(
    _ method: Method, _ path: String,
    answer: @escaping @Sendable (HTTPRequest) throws -> HTTPResponse
  ) {
    self.method = method
    self.path = path
    self.answer = answer
  }
}

/// All addresses of a server. Only these are answered: no address stands for a file.
struct RoutingTable: Sendable {
  private let routes: [Route]

  init(_ routes: [Route]) { self.routes = routes }

  /// What a method and path come to.
  enum Match {
    case route(Route)
    case noSuchPath
    /// The path is there, but not for this method; the methods it has.
    case otherMethods([String])
  }

  func match(method: String, path: String) -> Match {
    let here = routes.filter { $0.path == path }
    if here.isEmpty { return .noSuchPath }
    let asked = method == "HEAD" ? "GET" : method
    if let route = here.first(where: { $0.method.rawValue == asked }) { return .route(route) }
    return .otherMethods(here.flatMap { $0.method == .get ? ["GET", "HEAD"] : ["POST"] })
  }
}
