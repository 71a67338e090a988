// Made by Scripts/embed-web-assets --write; edit web/what-if/choices.js.
// swift-format-ignore-file

extension WebAssets {
  /// The text of web/what-if/choices.js.
  package static let whatIfChoicesJs = ##"""
"use strict";
/* Settings to choose from. */

function limitsOf(text) {
  const limits = {};
  for (const rule of text.split(",").filter(one => one)) {
    const [name, limit] = rule.split("<");
    limits[name] = Number(limit);
    limits[name.endsWith("min") ? "min" : "m"] ??= Number(limit);
  }
  limits.m ??= 0.5;
  limits.min ??= 0.95;
  return limits;
}

function choices(select, own, others, words, none) {
  const lists = [own, ...others.map(value => [value])].filter((list, index, all) => all.findIndex(other => String(other) === String(list)) === index);
  select.replaceChildren(...lists.filter(list => list.length).map(list => element("option", list.map(words).join(LANGUAGE === "zh" ? "、" : ", "), { value: JSON.stringify(list) })));
  if (none) select.append(element("option", none, { value: "[]" }));
  select.value = JSON.stringify(own);
}

function colours() {
  const old = settings.colour, list = [];
  for (const measure of measures()) list.push(element("option", W.share(measureWords(measure)), { value: `share:${measure}` }));
  for (const measure of measures()) list.push(element("option", W.change(measureWords(measure)), { value: `change:${measure}` }));
  $("colour").replaceChildren(...list);
  $("colour").value = list.some(option => option.value === old) ? old : list[0].value;
  settings.colour = $("colour").value;
  showLegend();
}

/* Tiers or services found in the data, with the number of stations; nothing to choose from, nothing shown. */
function kinds(select, found, every) {
  select.closest("label").hidden = !found.length;
  const words = found.map(({ value, stations }) => element("option", W.kind(value, number(stations)), { value }));
  select.replaceChildren(element("option", every, { value: "" }), ...words);
}

/* ---- time of day ---- */

const OTHER = "other";

function moments() {
  const list = [["", W.anyTime], ["now", W.nowTime], ...W.moments, [OTHER, W.otherTime]];
  $("moment").replaceChildren(...list.map(([value, words]) => element("option", words, { value })));
  $("time").value = settings.at;
  $("time").placeholder = W.timeHint;
  showMoment();
}

/* The list follows what is written: the same time, else “other”. */
function showMoment() {
  const written = $("time").value.trim();
  const known = [...$("moment").options].some(option => option.value === written);
  $("moment").value = known ? written : OTHER;
}

/* What is written follows the list; “other” leaves it to the reader. */
function chooseMoment() {
  const value = $("moment").value;
  if (value === OTHER) { $("time").focus(); $("time").select(); return; }
  $("time").value = value === "now" ? clockTime(new Date()) : value;
  readSettings();
}

/* `2026-11-15 10:00`, of the clock of this machine. */
function clockTime(date) {
  const two = number => String(number).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/* ---- reading ---- */

function readSettings() {
  settings.radius = JSON.parse($("radius").value);
  settings.minutes = JSON.parse($("minutes").value);
  settings.isOwn = String(settings.radius) === String(run.radius) && String(settings.minutes) === String(run.minutes);
  settings.service = $("service").value;
  settings.tier = $("tier").value;
  settings.where = $("filter").value.trim();
  settings.at = $("time").value.trim();
  colours();
  drawCircle();
  compute();
}

/* Conditions worth offering: every value of an attribute that few values have, `;`-lists taken apart. */
function filterSuggestions() {
  const values = new Map();
  for (const { properties } of run.stations) {
    for (const [key, given] of Object.entries(properties)) {
      if (typeof given !== "string" || ["id", "name"].includes(key) || given.length > 200) continue;
      if (!values.has(key)) values.set(key, new Set());
      const parts = given.split(/[;；,，、|]/).map(part => part.trim()).filter(part => part);
      for (const part of parts) values.get(key).add(parts.length > 1 ? `L${part}` : `E${part}`);
    }
  }
  const list = [];
  for (const [key, found] of values) {
    if (found.size > 24 || /hours|时间/.test(key)) continue;
    const isList = [...found].some(part => part.startsWith("L"));
    for (const part of new Set([...found].map(one => one.slice(1)))) {
      const text = part.replaceAll("'", "''");
      list.push(isList ? `${key} LIKE '%${text}%'` : `${key} = '${text}'`);
    }
  }
  return list.slice(0, 80);
}

function beginChoices() {
  choices($("radius"), run.radius, [300, 500, 800, 1000], W.metres);
  choices($("minutes"), run.minutes, [5, 10, 15, 30], W.minute, W.noTime);
  kinds($("service"), run.services, W.everyService);
  kinds($("tier"), run.tiers, W.everyTier);
  $("filter").value = settings.where;
  $("filter").placeholder = W.filterHint;
  $("filters").replaceChildren(...filterSuggestions().map(text => element("option", null, { value: text })));
  moments();
  colours();
  for (const id of ["radius", "minutes", "service", "tier", "filter", "time"]) $(id).addEventListener("change", readSettings);
  $("time").addEventListener("change", showMoment);
  $("moment").addEventListener("change", chooseMoment);
  $("colour").addEventListener("change", () => { settings.colour = $("colour").value; showLegend(); layer.redraw(); });
}
"""##
}
