internal import CMicroHTTPD
import Glibc
import Model

/// What the library calls back for every request: looks at its head, gathers its body, answers it.
///
/// Called from many threads; its members never change.
final class RequestDesk: Sendable {
  private let gate: RequestGuard
  private let language: Language
  private let bodySeconds: Int

  init(_ gate: RequestGuard, language: Language, bodySeconds: Int) {
    self.gate = gate
    self.language = language
    self.bodySeconds = bodySeconds
  }

  /// A request that is arriving. Only the thread of its connection sees it.
  private final class Arrival {
    let route: Route
    let head: RequestHead
    let size: Int
    let start = ContinuousClock.now
    var body: [UInt8] = []

    init(_ route: Route, _ head: RequestHead, size: Int) {
      self.route = route
      self.head = head
      self.size = size
    }
  }

  static let handle: MHD_AccessHandlerCallback = {
    context, connection, url, method, _, data, size, state in
    guard let context, let connection, let url, let method, let size, let state else {
      return hang_up
    }
    let desk = Unmanaged<RequestDesk>.fromOpaque(context).takeUnretainedValue()
    guard let known = state.pointee else {
      return desk.begin(connection, String(cString: url), String(cString: method), state)
    }
    let arrival = Unmanaged<Arrival>.fromOpaque(known).takeUnretainedValue()
    if size.pointee > 0 {
      let bytes = UnsafeRawBufferPointer(start: data, count: size.pointee)
      size.pointee = 0
      return desk.gather(bytes, arrival) ? go_on : hang_up
    }
    return desk.answer(arrival, connection)
  }

  static let complete: MHD_RequestCompletedCallback = { _, _, state, _ in
    guard let known = state?.pointee else { return }
    Unmanaged<Arrival>.fromOpaque(known).release()
    state?.pointee = nil
  }

  /// The head has arrived.
  private func begin(
    _ connection: OpaquePointer, _ path: String, _ method: String,
    _ state: UnsafeMutablePointer<UnsafeMutableRawPointer?>
  ) -> MHD_Result {
    let head = Self.head(connection, path, method)
    do throws(Refusal) {
      let (route, size) = try gate.check(head)
      let arrival = Arrival(route, head, size: size)
      state.pointee = Unmanaged.passRetained(arrival).toOpaque()
      return go_on
    } catch {
      return send(refusal(error), on: connection)
    }
  }

  /// False when the sender sends too much or takes too long: the connection is closed.
  private func gather(_ bytes: UnsafeRawBufferPointer, _ arrival: Arrival) -> Bool {
    if arrival.body.count + bytes.count > arrival.size { return false }
    if ContinuousClock.now - arrival.start > .seconds(bodySeconds) { return false }
    arrival.body.append(contentsOf: bytes)
    return true
  }

  private func answer(_ arrival: Arrival, _ connection: OpaquePointer) -> MHD_Result {
    let request = HTTPRequest(
      method: arrival.head.method, path: arrival.head.path, body: arrival.body)
    do {
      return send(try arrival.route.answer(request), on: connection)
    } catch let refused as Refusal {
      return send(refusal(refused), on: connection)
    } catch let error as AnalysisError {
      let status = [.usage, .badData, .noSolution].contains(error.kind) ? 422 : 500
      return send(Self.error(error.line(in: language), status), on: connection)
    } catch {
      return send(Self.error("\(error)", 500), on: connection)
    }
  }

  private func refusal(_ refusal: Refusal) -> HTTPResponse {
    var response = Self.error(refusal.message[language], refusal.status)
    if !refusal.allow.isEmpty {
      response.headers.append(("Allow", refusal.allow.joined(separator: ", ")))
    }
    return response
  }

  /// `{"error": sentence}`.
  private static func error(_ sentence: String, _ status: Int) -> HTTPResponse {
    .json("{\"error\":\(AttributeText.quoted(sentence, escapesMarkup: true))}", status: status)
  }

  private static func head(
    _ connection: OpaquePointer, _ path: String, _ method: String
  ) -> RequestHead {
    var head = RequestHead(method: method, path: path)
    withUnsafeMutablePointer(to: &head) { pointer in
      _ = MHD_get_connection_values(
        connection, header_values,
        { context, _, key, value in
          guard let context, let key else { return go_on }
          let name = String(cString: key).lowercased()
          let text = value.map { String(cString: $0) } ?? ""
          context.assumingMemoryBound(to: RequestHead.self)
            .pointee.headers[name, default: []].append(text)
          return go_on
        }, pointer)
    }
    head.hasQuery = MHD_get_connection_values(connection, query_values, nil, nil) > 0
    return head
  }

  private func send(_ response: HTTPResponse, on connection: OpaquePointer) -> MHD_Result {
    let made = response.body.withUnsafeBytes { bytes in
      // The bytes are copied; the pointer is not written through.
      MHD_create_response_from_buffer(
        bytes.count, UnsafeMutableRawPointer(mutating: bytes.baseAddress), copied_bytes)
    }
    guard let made else { return hang_up }
    defer { MHD_destroy_response(made) }
    let headers =
      [("Content-Type", response.contentType)] + HTTPResponse.securityHeaders + response.headers
    for (name, value) in headers {
      if MHD_add_response_header(made, name, value) != go_on { return hang_up }
    }
    return MHD_queue_response(connection, UInt32(response.status), made)
  }
}
