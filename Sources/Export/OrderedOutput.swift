import Glibc
import Model

/// Puts pieces that are formatted in parallel one behind the other in an output.
///
/// A worker waits only until the lengths of all earlier pieces are known; into a file it then writes beside the
/// others, into a stream it writes in its turn.
///
/// `unchecked Sendable`: the mutable members are only touched with `mutex` held.
final class OrderedOutput: @unchecked Sendable {
  private let file: AtomicFile
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let turn = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var next = 0
  private var offset: Int
  private var hasFailed = false

  /// - Parameter offset: bytes already in the file.
  init(_ file: AtomicFile, offset: Int) {
    self.file = file
    self.offset = offset
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(turn, nil)
  }

  deinit {
    pthread_mutex_destroy(mutex)
    pthread_cond_destroy(turn)
    mutex.deallocate()
    turn.deallocate()
  }

  /// Bytes in the output after all pieces put so far.
  var end: Int { offset }

  /// Writes piece `index`; every index from 0 must be put once, and be started in order.
  func put(_ bytes: UnsafeRawBufferPointer, index: Int) throws {
    pthread_mutex_lock(mutex)
    while next != index, !hasFailed { pthread_cond_wait(turn, mutex) }
    let start = offset
    let stops = hasFailed
    if !stops, file.isStream {
      pthread_mutex_unlock(mutex)
      do { try file.append(bytes) } catch {
        fail()
        throw error
      }
      pthread_mutex_lock(mutex)
    }
    if !stops {
      offset += bytes.count
      next += 1
      pthread_cond_broadcast(turn)
    }
    pthread_mutex_unlock(mutex)
    if !stops, !file.isStream { try file.write(bytes, at: start) }
  }

  /// Releases everybody who waits for a piece that will not come.
  func fail() {
    pthread_mutex_lock(mutex)
    hasFailed = true
    pthread_cond_broadcast(turn)
    pthread_mutex_unlock(mutex)
  }
}
