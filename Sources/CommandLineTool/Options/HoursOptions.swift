import Model

/// The options about opening hours, shared by all commands that read stations.
package enum HoursOptions {
  /// `--at`, `--hours-field`, `--unknown-hours`.
  package static let hours = OptionGroup(
    LocalizedText("Opening hours", zh: "开放时间"),
    [
      OptionSpecification(
        "at", "TIME", .text,
        LocalizedText(
          "Leave out stations that are closed then: a weekday as in “Sa 21:30”, or a date as in "
            + "“2026-11-15 10:00”",
          zh: "不计此时不开放的站点：星期如“周六 21:30”，或日期如“2026-11-15 10:00”")),
      OptionSpecification(
        "hours-field", "FIELD", .field,
        default: LocalizedText("found by common names", zh: "按常见名称查找"),
        LocalizedText(
          "Opening hours of a station, as in “Mo-Fr 08:30-17:00” or “周一至周五 8:30-17:00”; only with --at",
          zh: "站点开放时间，如“周一至周五 8:30-17:00”或“Mo-Fr 08:30-17:00”；须与 --at 同用")),
      OptionSpecification(
        "unknown-hours", "open|closed", .choice(["open", "closed"]),
        default: LocalizedText("none given: open; not understood: closed", zh: "未填写算开放，无法理解算不开放"),
        LocalizedText(
          "How stations count whose hours are missing or not understood; only with --at",
          zh: "开放时间未填写或无法理解的站点如何计；须与 --at 同用")),
    ])
}
