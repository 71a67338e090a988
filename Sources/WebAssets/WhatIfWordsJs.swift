// Made by Scripts/embed-web-assets --write; edit web/what-if/words.js.
// swift-format-ignore-file

extension WebAssets {
  /// The text of web/what-if/words.js.
  package static let whatIfWordsJs = ##"""
"use strict";
/* All texts of the page, in English and Chinese. */
const WORDS = {
  en: {
    title: "What if? Try other stations", map: "Map of blocks and stations", panel: "Results and settings", tools: "Stations",
    details: "Details of the place pointed at", legend: "Legend",
    add: "Add by click", addHelp: "While this is on, a click on the map adds a station (key A: at the middle of the map)",
    remove: "Remove", removeHelp: "Removes the chosen station (Delete)",
    undo: "Undo", undoHelp: "Ctrl+Z", redo: "Redo", redoHelp: "Ctrl+Y",
    totals: "Who is reached", before: "before", now: "now", difference: "difference",
    settings: "Settings", radius: "Radius", minutes: "Walk", service: "With service", tier: "Of tier", filter: "Other condition", moment: "Open", time: "… at another time", colour: "Map shows",
    search: "Search", saveStations: "Save stations", saveCoverage: "Save result",
    saveStationsHelp: "The scenario's stations as GeoJSON, for: lifecircle coverage --stations",
    saveCoverageHelp: "The blocks with all results as GeoJSON, for: lifecircle compare",
    keys: "Keys: A adds at the middle of the map; arrow keys move the chosen station; Delete removes it; Ctrl+Z, Ctrl+Y undo and redo.",
    stations: "stations", underserved: "underserved blocks", people: "people", blocks: "blocks",
    peopleWithin: m => `people within ${m}`, peopleBeyond: m => `people beyond ${m}`, areaWithin: m => `area within ${m}`,
    share: m => `share of people within ${m}`, change: m => `change: people within ${m}`,
    noTime: "no walking time", none: "none", metres: n => `${n} m`, minute: n => `${n} min`,
    whole: "all", part: (a, b) => `${a}–${b} %`, noValue: "not known", flaggedKey: "underserved",
    less: "fewer", same: "no change", more: "more",
    flagged: (n, was) => `Underserved blocks: ${n} (before: ${was})`, andMore: n => `… and ${n} more`,
    isNew: "new", took: ms => `computed in ${ms} ms`, computing: "computing …", loading: "loading …",
    newName: n => `New station ${n}`, chosen: n => `Chosen: ${n}`, nothingChosen: "Click a station to choose it; drag it to move it.",
    id: "id", nearest: "nearest station", walk: "walk", reasons: "reasons", notFound: "nothing found", station: "station", block: "block",
    removedState: "removed", movedState: "moved", addedState: "new", saved: f => `saved as ${f}`,
    offline: "The program no longer answers: start lifecircle serve again.", minutesLong: n => `${n} min`,
    filterHint: "e.g. seats >= 20", timeHint: "e.g. Sa 21:30",
    kind: (name, n) => `${name} (${n})`, everyService: "any", everyTier: "any", condition: text => `As on the command line: --where "${text}"`,
    offers: (n, all) => `The new station offers ${n} of ${all} services`, newServices: "Services",
    anyTime: "at any time", nowTime: "now", otherTime: "at another time:",
    moments: [["We 10:00", "workday 10:00"], ["We 19:30", "weekday evening 19:30"], ["Sa 10:00", "Saturday 10:00"], ["Sa 21:30", "Saturday 21:30"], ["Su 10:00", "Sunday 10:00"], ["Su 19:30", "Sunday evening 19:30"]],
    beyond: (n, u) => `beyond ${n} ${u}`,
    codes: { no_street_nearby: "no street nearby", cut_off: "streets cut off", barrier: "behind a barrier", edge_of_network: "at the edge of the street data", no_station_in_own_area: "no station in its own area", no_geometry: "no usable area" },
  },
  zh: {
    title: "试设站点，即时重算", map: "网格与站点地图", panel: "结果与设置", tools: "站点",
    details: "所指位置的详情", legend: "图例",
    add: "点击添加", addHelp: "开启时，点击地图即添加站点（按 A 键：在地图中心添加）",
    remove: "删除", removeHelp: "删除所选站点（Delete 键）",
    undo: "撤销", undoHelp: "Ctrl+Z", redo: "重做", redoHelp: "Ctrl+Y",
    totals: "覆盖情况", before: "原来", now: "现在", difference: "变化",
    settings: "设置", radius: "服务半径", minutes: "步行时间", service: "提供服务", tier: "站点层级", filter: "其他条件", moment: "开放时段", time: "其他时刻", colour: "地图显示",
    search: "查找", saveStations: "保存站点", saveCoverage: "保存结果",
    saveStationsHelp: "方案的全部站点，GeoJSON，可用于 lifecircle coverage --stations",
    saveCoverageHelp: "带全部结果的网格，GeoJSON，可用于 lifecircle compare",
    keys: "按键：A 在地图中心添加；方向键移动所选站点；Delete 删除；Ctrl+Z、Ctrl+Y 撤销与重做。",
    stations: "站点", underserved: "覆盖不足网格", people: "人口", blocks: "网格",
    peopleWithin: m => `${m}内人口`, peopleBeyond: m => `${m}外人数`, areaWithin: m => `${m}内面积`,
    share: m => `${m}内人口比例`, change: m => `${m}内人口的变化`,
    noTime: "不计步行时间", none: "无", metres: n => `${n} 米`, minute: n => `${n} 分钟`,
    whole: "全部", part: (a, b) => `${a}–${b}%`, noValue: "未知", flaggedKey: "覆盖不足",
    less: "减少", same: "不变", more: "增加",
    flagged: (n, was) => `覆盖不足网格：${n} 个（原来 ${was} 个）`, andMore: n => `……另有 ${n} 个`,
    isNew: "新增", took: ms => `重算用时 ${ms} 毫秒`, computing: "计算中……", loading: "载入中……",
    newName: n => `新站点 ${n}`, chosen: n => `已选：${n}`, nothingChosen: "点击站点即选中，拖动即移动。",
    id: "编号", nearest: "最近站点", walk: "步行", reasons: "原因", notFound: "没有找到", station: "站点", block: "网格",
    removedState: "已删除", movedState: "已移动", addedState: "新增", saved: f => `已保存为 ${f}`,
    offline: "程序已不再响应，请重新运行 lifecircle serve。", minutesLong: n => `${n} 分钟`,
    filterHint: "如 seats >= 20", timeHint: "如 周六 21:30",
    kind: (name, n) => `${name}（${n} 个）`, everyService: "不限", everyTier: "不限", condition: text => `等同于命令行 --where "${text}"`,
    offers: (n, all) => `新站点提供 ${all} 项服务中的 ${n} 项`, newServices: "服务项目",
    anyTime: "不限时刻", nowTime: "现在", otherTime: "其他时刻：",
    moments: [["We 10:00", "工作日 10:00"], ["We 19:30", "工作日晚间 19:30"], ["Sa 10:00", "周六 10:00"], ["Sa 21:30", "周六 21:30"], ["Su 10:00", "周日 10:00"], ["Su 19:30", "周日晚间 19:30"]],
    beyond: (n, u) => `${n} ${u === "m" ? "米" : "分钟"}外`,
    codes: { no_street_nearby: "附近无道路", cut_off: "道路不连通", barrier: "被屏障阻隔", edge_of_network: "位于路网数据边缘", no_station_in_own_area: "本区域无站点", no_geometry: "无可用面积" },
  },
};
const LANGUAGE = document.documentElement.lang.startsWith("zh") ? "zh" : "en";
const W = WORDS[LANGUAGE];
const number = (value, digits = 0) => value.toLocaleString(LANGUAGE === "zh" ? "zh-CN" : "en-GB", { maximumFractionDigits: digits, minimumFractionDigits: digits });
const percent = value => `${number(value * 100, 1)}${LANGUAGE === "zh" ? "" : " "}%`;

/* `beyond_500m;cut_off` in words. */
function reasonWords(text) {
  return (text || "").split(";").filter(code => code).map(code => {
    const beyond = /^beyond_([0-9.]+)(m|min)$/.exec(code);
    return beyond ? W.beyond(beyond[1], beyond[2]) : W.codes[code] || code;
  }).join(LANGUAGE === "zh" ? "、" : ", ");
}

/* An element with text; names from data only ever pass through here. */
function element(tag, text, attributes = {}) {
  const made = document.createElement(tag);
  if (text !== undefined && text !== null) made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

for (const node of document.querySelectorAll("[data-word]")) node.textContent = W[node.dataset.word];
for (const node of document.querySelectorAll("[data-label]")) node.setAttribute("aria-label", W[node.dataset.label]);
for (const node of document.querySelectorAll("[data-title]")) node.title = W[node.dataset.title];
document.title = `${W.title} · lifecircle`;
"""##
}
