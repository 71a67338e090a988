import CommandLineTool
import Glibc

let code = Tool.run(
  arguments: Array(CommandLine.arguments.dropFirst()), environment: Environment.variables)
// After a failure workers may still be busy, such as one that digests an input. `exit` would tear OpenSSL down
// under it, a crash; what is printed is flushed here, and nothing else is left to do.
fflush(nil)
_exit(code)
