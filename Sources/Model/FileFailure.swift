import Glibc

extension AnalysisError {
  /// The failure of opening an input, by the system's error number.
  public static func cannotOpen(_ subject: Subject, code: Int32) -> AnalysisError {
    switch code {
    case ENOENT, ENOTDIR:
      AnalysisError(
        .missingInput, subject, LocalizedText("no such file", zh: "文件不存在"),
        hint: LocalizedText("check the path and its spelling", zh: "请检查路径和文件名"))
    case EACCES, EPERM:
      AnalysisError(
        .missingInput, subject, LocalizedText("no permission to read it", zh: "没有读取权限"),
        hint: LocalizedText("change its permissions", zh: "请修改其权限"))
    case EISDIR:
      AnalysisError(
        .missingInput, subject,
        LocalizedText("is a directory, not a file", zh: "是文件夹，不是文件"),
        hint: LocalizedText("name a file in it", zh: "请给出其中的文件"))
    default:
      AnalysisError(
        .missingInput, subject,
        LocalizedText(
          "cannot be opened: \(SystemError.text(code))", zh: "无法打开：\(SystemError.text(code))"))
    }
  }

  /// The failure of reading on in an input that was opened.
  public static func readingFailed(_ subject: Subject, code: Int32) -> AnalysisError {
    AnalysisError(
      .inputOutput, subject,
      LocalizedText(
        "reading failed: \(SystemError.text(code))", zh: "读取失败：\(SystemError.text(code))"))
  }

  /// A file that is read several times, and was not the same each time.
  public static func changedWhileRead(_ path: String) -> AnalysisError {
    AnalysisError(
      .badData, Subject(file: path),
      LocalizedText("the file changed while it was being read", zh: "读取过程中文件被改动"),
      hint: LocalizedText("run again when nobody writes to it", zh: "请在无人改写该文件时重新运行"))
  }
}

/// The system's own words for an error number.
public enum SystemError {
  public static func text(_ number: Int32) -> String { String(cString: strerror(number)) }
}
