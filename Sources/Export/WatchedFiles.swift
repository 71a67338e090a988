internal import CGDAL
import Glibc
import Model
import Synchronization

/// Files GDAL writes through us, because its FlatGeobuf and KML drivers do not look whether a write succeeded: on
/// a full disk both leave a cut file and report success (seen with GDAL 3.6.2).
///
/// GDAL's file system plugin of the prefix below passes every call to the C library and keeps the first error of
/// each file.
enum WatchedFiles {
  static let prefix = "/vsilifecircle/"

  /// An open file; GDAL uses one on one thread at a time.
  private final class Handle {
    let path: String
    let file: UnsafeMutablePointer<FILE>

    init(_ path: String, _ file: UnsafeMutablePointer<FILE>) {
      self.path = path
      self.file = file
    }

    func fail() { note(path, errno) }

    static func of(_ pointer: UnsafeMutableRawPointer?) -> Handle {
      Unmanaged<Handle>.fromOpaque(pointer!).takeUnretainedValue()
    }
  }

  private static let failures = Mutex<[String: Int32]>([:])

  private static func note(_ path: String, _ code: Int32) {
    failures.withLock { if $0[path] == nil { $0[path] = code } }
  }

  /// The first error writing `path`, taken out of the record; nil when all went well.
  static func takeFailure(of path: String) -> Int32? {
    failures.withLock { $0.removeValue(forKey: path) }
  }

  /// Adds the file system to GDAL, once.
  static let installed: Bool = {
    guard let callbacks = VSIAllocFilesystemPluginCallbacksStruct() else { return false }
    defer { VSIFreeFilesystemPluginCallbacksStruct(callbacks) }
    addNameCalls(to: &callbacks.pointee)
    addReadingCalls(to: &callbacks.pointee)
    addWritingCalls(to: &callbacks.pointee)
    // GDAL keeps this pointer for good.
    return VSIInstallPluginHandler(strdup(prefix), callbacks) == 0
  }()

  private static func addNameCalls(to calls: inout VSIFilesystemPluginCallbacksStruct) {
    calls.open = { _, name, mode in
      guard let name, let mode, let file = fopen(name, mode) else { return nil }
      return Unmanaged.passRetained(Handle(String(cString: name), file)).toOpaque()
    }
    calls.stat = { _, name, status, _ in
      guard let name, let status else { return -1 }
      // GDAL's `stat64` and the C library's `stat` are one layout on 64-bit Linux.
      return stat(name, UnsafeMutablePointer<stat>(status))
    }
    calls.unlink = { _, name in name.map { unlink($0) } ?? -1 }
  }

  private static func addReadingCalls(to calls: inout VSIFilesystemPluginCallbacksStruct) {
    calls.tell = { vsi_l_offset(bitPattern: Int64(ftello(Handle.of($0).file))) }
    calls.seek = { fseeko(Handle.of($0).file, off_t(truncatingIfNeeded: $1), $2) }
    calls.eof = { feof(Handle.of($0).file) }
    calls.read = { fread($1, $2, $3, Handle.of($0).file) }
  }

  private static func addWritingCalls(to calls: inout VSIFilesystemPluginCallbacksStruct) {
    calls.write = { pointer, bytes, size, count in
      let handle = Handle.of(pointer)
      let written = fwrite(bytes, size, count, handle.file)
      if written != count { handle.fail() }
      return written
    }
    calls.flush = { pointer in
      let handle = Handle.of(pointer)
      let result = fflush(handle.file)
      if result != 0 { handle.fail() }
      return result
    }
    calls.truncate = { pointer, size in
      let handle = Handle.of(pointer)
      fflush(handle.file)
      return ftruncate(fileno(handle.file), off_t(truncatingIfNeeded: size))
    }
    calls.close = { pointer in
      let handle = Unmanaged<Handle>.fromOpaque(pointer!).takeRetainedValue()
      let result = fclose(handle.file)
      if result != 0 { handle.fail() }
      return result
    }
  }
}
