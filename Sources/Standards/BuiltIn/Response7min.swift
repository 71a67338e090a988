// Made from geodata/standards by Scripts/embed-standards --write; edit the standards there.
// swift-format-ignore-file

extension BuiltInStandards {
  static let response7min = #"""
// Local practice: somebody is there 7 minutes after a call, of which dispatch takes some.
// 地方做法：接报后 7 分钟到场，其中含派单时间。
{
  format: "lifecircle-standard/1",
  id: "response-7min",
  version: "1.0",
  name: {zh: "7 分钟响应（地方做法）", en: "7-minute response (local practice)"},
  note: {
    zh: "7 分钟包括派单 2 分钟；其余 5 分钟用于从最近驿站赶到。时间、速度与比例均为地方做法，请按本地规定修改。",
    en: "Of the 7 minutes 2 are for dispatch; 5 remain for the way from the nearest station. Times, speeds and shares are local practice: edit them to your rules.",
  },
  optional: true,
  levels: [
    {field: "community", name: {zh: "社区", en: "community"}},
    {field: "street", name: {zh: "街道", en: "sub-district"}},
  ],
  exclude: [{uninhabited: true, name: {zh: "无人口网格", en: "uninhabited blocks"}}],
  rules: [
    {
      id: "foot-7min", name: {zh: "步行 7 分钟到场（派单 2 分钟，4 千米/时）", en: "on foot within 7 minutes (2 for dispatch, 4 km/h)"},
      reach: {response_min: 7, dispatch_min: 2, speed: 4}, target: {at_least: 0.8},
      source: {confidence: "local_practice"},
    },
    {
      id: "bicycle-7min", name: {zh: "骑行 7 分钟到场（派单 2 分钟，12 千米/时）", en: "by bicycle within 7 minutes (2 for dispatch, 12 km/h)"},
      reach: {response_min: 7, dispatch_min: 2, speed: 12}, target: {at_least: 0.95},
      source: {confidence: "local_practice"},
    },
    {
      id: "night-7min", name: {zh: "夜间（周三 22:00）步行 7 分钟到场", en: "at night (Wednesday 22:00), on foot within 7 minutes"},
      what: {open_at: "We 22:00"}, reach: {response_min: 7, dispatch_min: 2, speed: 4},
      source: {confidence: "local_practice", note: {zh: "不设目标", en: "no target"}},
    },
  ],
}

"""#
}
