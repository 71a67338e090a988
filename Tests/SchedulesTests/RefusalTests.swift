import Schedules
import Testing

/// What is outside the subset is named, never guessed.
@Suite struct RefusalTests {
  @Test(arguments: [
    ("", ""), (" ; ", ""), ("Mo-", ""), ("Mo-Fr 08:00-", ""), ("Mo-Fr 08:00+", "08:00+"),
    ("Mo-Fr 08:00-17:00+", "08:00-17:00+"), ("Mo sunrise-sunset", "sunrise"),
    ("Mo (sunset-01:00)-22:00", "("), ("week 10 Mo 08:00-10:00", "week"),
    ("2026 Mo 08:00-10:00", "2026"), ("easter off", "easter"), ("Mo-Fr 08:00", "08:00"),
    ("Mo-Fr 8-17", "8"), ("Mo-Fr 8.30-17.00", "8"), ("Mo-Fr 08:00-25:00-26:00", "-"),
    ("Mo 24:00-25:00", "24:00"), ("Mo 08:61-10:00", "08:61"), ("Mo 08:00-48:30", "48:30"),
    ("Mo 22:00-次日30:00", "22:00-次日30:00"),
    ("Mo 8:5-9:00", "5"), ("Mo-Xx 08:00-17:00", "Xx"), ("Sa[6] 08:00-10:00", "6"),
    ("Feb 30 08:00-10:00", "30"), ("13月 08:00-10:00", "13月"), ("May 5-3 08:00-10:00", "5-3"),
    ("每月9-3日 8:00-9:00", "9-3日"),
    ("Mo-Fr 08:00-17:00 || off", "|"), ("Mo-Fr 08:00-17:00/30", "/"), ("unknown", "unknown"),
    ("\"by appointment\"", "\"by appointment\""),
    ("Mo-Fr \"by appointment\"", "\"by appointment\""),
    ("\"never closed", "\"never closed"), ("PH +1 day off", "+"), ("Mo-Fr 08:00-17:00 am", "am"),
    ("工作时间", "工作时间"), ("随叫随到", "随叫随到"), ("不详", "不详"), ("无", "无"),
    ("周一至周五 8:30-17:00（节假日除外）", "("), ("上午9点-5点", "上午9点-5点"),
    ("晚上10:00-2:00", "2:00"), ("晚上2点-5点", "晚上2点"), ("下午1:30-1:00", "下午1:30-1:00"),
    ("每月32日 9:00-10:00", "32日"), ("Mo 99999999999999999999:00-10:00", "99999999999999999999"),
  ])
  func `The part that is not understood is named`(_ text: String, _ part: String) throws {
    let error = try #require(throws: ScheduleError.self) { try OpeningHours(text) }
    #expect(error.part == part)
    #expect(!error.reason.english.isEmpty && !error.reason.chinese.isEmpty)
  }

  /// Texts cut and mixed at random end in an answer or a complaint; seed 7.
  @Test func `Spoilt texts are read or refused, and what is read can be asked`() throws {
    var random = Shuffler(state: 7)
    let pieces = [
      "Mo", "-", "Fr", " ", ",", ";", "08:00", "17:00", "24/7", "off", "PH", "[", "1", "]", "Jan",
      "15", "周", "一", "至", "上午", "点", "每月", "15日", "\"", "+", ":", "第", "次日", "\n", "９", "🙂",
    ]
    var read = 0
    for _ in 0..<4_000 {
      let count = Int.random(in: 1...9, using: &random)
      let text = (0..<count).map { _ in pieces.randomElement(using: &random)! }.joined()
      guard let hours = try? OpeningHours(text) else { continue }
      read += 1
      for span in hours.openMinutes(on: read % 7) {
        #expect(span.lowerBound < span.upperBound && span.upperBound <= 1_440, "\(text)")
      }
    }
    #expect(read > 20)
  }

  /// Splitmix64.
  private struct Shuffler: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
  }
}
