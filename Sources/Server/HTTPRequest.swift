/// One request whose body, if any, has arrived whole.
public struct HTTPRequest: Sendable {
  /// In capitals.
  public var method: String
  /// The path asked for, percent escapes resolved; equal to a route's.
  public var path: String
  public var body: [UInt8]

  public init(method: String, path: String, body: [UInt8] = []) {
    self.method = method
    self.path = path
    self.body = body
  }
}

/// What is answered.
public struct HTTPResponse: Sendable {
  public var status: Int
  public var contentType: String
  public var body: [UInt8]
  /// Besides those every answer has (`HTTPResponse.securityHeaders`).
  public var headers: [(name: String, value: String)] = []

  public init(status: Int = 200, contentType: String, body: [UInt8]) {
    self.status = status
    self.contentType = contentType
    self.body = body
  }

  /// A text that never changes while the server runs.
  public static func text(_ text: String, type: String) -> HTTPResponse {
    HTTPResponse(contentType: "\(type); charset=utf-8", body: Array(text.utf8))
  }

  /// A JSON document as text.
  public static func json(_ text: String, status: Int = 200) -> HTTPResponse {
    HTTPResponse(
      status: status, contentType: "application/json; charset=utf-8", body: Array(text.utf8))
  }
}

extension HTTPResponse {
  /// Sent with every answer: nothing is kept, framed, guessed at or fetched from anywhere else, and no script or style
  /// runs that is not a file of ours.
  static let securityHeaders: [(name: String, value: String)] = [
    (
      "Content-Security-Policy",
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cache-Control", "no-store"),
  ]
}
