import CommandLineTool
import Glibc

exit(
  Tool.run(arguments: Array(CommandLine.arguments.dropFirst()), environment: Environment.variables))
