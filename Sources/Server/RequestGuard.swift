import Model

/// Decides from its head whether a request is answered at all.
///
/// Any page in the same browser can send requests to this machine, and a foreign host name can be made to point at it
/// (DNS rebinding): a request must name this server as its host, and come from its own page or from no page.
struct RequestGuard: Sendable {
  let routes: RoutingTable
  /// `127.0.0.1:8765`, `localhost:8765`.
  let hosts: Set<String>
  /// Largest body, bytes.
  let bodyLimit: Int

  init(routes: RoutingTable, port: Int, bodyLimit: Int) {
    self.routes = routes
    self.bodyLimit = bodyLimit
    var hosts: Set<String> = ["127.0.0.1:\(port)", "localhost:\(port)"]
    // What browsers leave out when it is HTTP's own.
    if port == 80 { hosts.formUnion(["127.0.0.1", "localhost"]) }
    self.hosts = hosts
  }

  /// The route of a request and the size of its body.
  ///
  /// - Throws: `Refusal`.
  func check(_ head: RequestHead) throws(Refusal) -> (route: Route, bodySize: Int) {
    try checkHost(head)
    try checkOrigin(head)
    try checkPath(head.path)
    let route: Route
    switch routes.match(method: head.method, path: head.path) {
    case .noSuchPath:
      throw Refusal(404, "there is nothing at this address", zh: "没有这个地址")
    case .otherMethods(let methods):
      throw Refusal(
        405, "this address is for \(methods.joined(separator: ", "))",
        zh: "该地址只支持 \(methods.joined(separator: "、"))", allow: methods)
    case .route(let found): route = found
    }
    if head.hasQuery {
      throw Refusal(400, "no address here takes a query (?…)", zh: "此处的地址都不带查询（?…）")
    }
    return (route, try bodySize(head, route))
  }

  private func checkHost(_ head: RequestHead) throws(Refusal) {
    guard let host = head.only("host"), hosts.contains(host.lowercased()) else {
      throw Refusal(
        403, "the Host header does not name this server", zh: "Host 请求头不是本服务的地址")
    }
  }

  private func checkOrigin(_ head: RequestHead) throws(Refusal) {
    let refusal = Refusal(403, "requests of other pages are refused", zh: "拒绝来自其他页面的请求")
    if let origins = head.headers["origin"] {
      guard origins.count == 1, origins[0].hasPrefix("http://"),
        hosts.contains(String(origins[0].dropFirst("http://".count)))
      else { throw refusal }
    }
    // Newer browsers say where even plain GET requests come from. Following a link to the page itself is all right.
    for site in head.headers["sec-fetch-site"] ?? [] where site != "same-origin" && site != "none" {
      let isVisit =
        head.method == "GET" && head.path == "/" && head.only("sec-fetch-mode") == "navigate"
        && head.only("sec-fetch-dest") == "document"
      if !isVisit { throw refusal }
    }
  }

  private func checkPath(_ path: String) throws(Refusal) {
    let isPlain = path.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }
    let steps = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
    guard path.hasPrefix("/"), isPlain, !steps.contains(".."), !steps.contains("."),
      path == "/" || !steps.contains("")
    else { throw Refusal(400, "the address is malformed", zh: "地址格式有误") }
  }

  /// 0 for a request without a body.
  private func bodySize(_ head: RequestHead, _ route: Route) throws(Refusal) -> Int {
    if head.headers["transfer-encoding"] != nil {
      throw Refusal(
        411, "a body must come with Content-Length, not in chunks",
        zh: "请求体须给出 Content-Length，不接受分块传输")
    }
    let length = head.headers["content-length"]
    if route.method == .get {
      if let length, length != ["0"] {
        throw Refusal(400, "this address takes no body", zh: "该地址不接受请求体")
      }
      return 0
    }
    let type = (head.only("content-type") ?? "").split(separator: ";").first ?? ""
    guard type.lowercased().filter({ $0 != " " }) == "application/json" else {
      throw Refusal(
        415, "the body must be JSON (Content-Type: application/json)",
        zh: "请求体须为 JSON（Content-Type: application/json）")
    }
    guard let text = head.only("content-length") else {
      throw Refusal(411, "Content-Length is missing", zh: "缺少 Content-Length")
    }
    guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      throw Refusal(400, "Content-Length is no number", zh: "Content-Length 不是数字")
    }
    guard let size = Int(text), size <= bodyLimit else {
      throw Refusal(
        413, "the body is larger than \(bodyLimit) bytes", zh: "请求体超过 \(bodyLimit) 字节")
    }
    return size
  }
}
