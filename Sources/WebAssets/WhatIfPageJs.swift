// Made by Scripts/embed-web-assets --write; edit web/what-if/page.js.
// swift-format-ignore-file

extension WebAssets {
  /// The text of web/what-if/page.js.
  package static let whatIfPageJs = ##"""
"use strict";
/* The page: its state, what is asked of the program, what is shown. */

const $ = id => document.getElementById(id);
/* With more stations only changed and chosen ones have a marker; the others are dots of the canvas. */
const MARKER_LIMIT = 600;

let run;                      /* the document of /api/run */
let features = [];            /* blocks: id, name, population */
let layer, map;
let columns = {};             /* of the run's own stations, by name, a value a block */
let changed = new Map();      /* block → its position in `now` */
let now = {};                 /* columns of changed blocks */
let answer = null;
let settings;                 /* radius, minutes, where, at, colour */
let edits = { removed: [], moved: {}, added: [] };
let past = [], future = [];
let chosen = null;            /* key of a station: number of the run's, or "+n" of an added one */
let nextName = 1;
const markers = new Map();    /* key → Leaflet marker */
let circle = null;
let dragEnd = -Infinity;      /* when a marker was let go, ms */
let described = -1;           /* the block whose details are shown */

/* ---- the program ---- */

async function ask(path, body) {
  let response;
  try {
    response = await fetch(path, body === undefined ? {} : {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
    });
  } catch (error) {
    throw new Error(W.offline);
  }
  if (!response.ok) {
    let text = `${response.status}`;
    try { text = (await response.json()).error || text; } catch (error) { /* no JSON */ }
    throw new Error(text);
  }
  return response;
}

function body() {
  const label = [...settings.radius.map(r => [`${r}m`, "m"]), ...settings.minutes.map(m => [`${m}min`, "min"])];
  const rules = label.map(([name, unit]) => [name, settings.limits[name] ?? settings.limits[unit]])
    .filter(([name, limit]) => limit !== undefined && (settings.limits[name] !== undefined || !settings.isOwn))
    .map(([name, limit]) => `${name}<${limit}`);
  return {
    removed: edits.removed,
    moved: Object.entries(edits.moved).map(([station, [lat, lon]]) => ({ station: Number(station), lon, lat })),
    added: edits.added.map(({ name, lat, lon }) => ({ name, lon, lat })),
    radius: settings.radius, minutes: settings.minutes, where: settings.where || null, at: settings.at || null,
    underserved: rules.join(",") || null,
  };
}

let isBusy = false, isWanted = false, baseKey = null;

/* Asks for the scenario as it now is; while an answer is awaited, the latest state waits and the ones between are passed over. */
async function compute() {
  if (isBusy) { isWanted = true; return; }
  isBusy = true;
  do {
    isWanted = false;
    const asked = body();
    const key = JSON.stringify([asked.radius, asked.minutes, asked.where, asked.at, asked.underserved]);
    asked.blocks = key !== baseKey;
    try {
      const response = await ask("/api/scenario", asked);
      answer = await response.json();
      if (answer.blocks) { columns = answer.blocks.columns; baseKey = key; }
      now = answer.changed.columns;
      changed = new Map(answer.changed.rows.map((block, position) => [block, position]));
      say(W.took(number(answer.took_ms, 1)));
      show();
    } catch (error) {
      say(error.message, true);
    }
  } while (isWanted);
  isBusy = false;
  document.body.dataset.computed = String(Number(document.body.dataset.computed || 0) + 1);
}

function say(text, isError = false) {
  $("status").textContent = text;
  $("status").classList.toggle("error", isError);
}

/* ---- values ---- */

const before = (block, name) => columns[name] ? columns[name][block] : null;
const value = (block, name) => changed.has(block) && now[name] ? now[name][changed.get(block)] : before(block, name);
const measures = () => [...settings.radius.map(r => `${r}m`), ...settings.minutes.map(m => `${m}min`)];
const shareName = measure => `${run.population ? "pop" : "area"}_share_${measure}`;
const measureWords = measure => measure.endsWith("min") ? W.minute(measure.slice(0, -3)) : W.metres(measure.slice(0, -1));

function paint(block) {
  const [mode, measure] = settings.colour.split(":");
  const share = value(block, shareName(measure));
  const isFlagged = value(block, "underserved") === true;
  if (share === null || share === undefined) return { fill: null, isFlagged };
  if (mode === "share") return { fill: SHARE_COLOURS[shareClass(share)], isFlagged };
  const difference = share - before(block, shareName(measure));
  return { fill: CHANGE_COLOURS[difference > 0 ? "more" : difference < 0 ? "less" : "same"], isFlagged };
}

/* ---- stations ---- */

function stations() {
  const all = [];
  run.stations.forEach((station, index) => {
    const place = edits.moved[index] || [station.places[0][1], station.places[0][0]];
    all.push({ key: String(index), name: station.name || station.id, id: station.id, lat: place[0], lon: place[1],
      state: edits.removed.includes(index) ? "removed" : edits.moved[index] ? "moved" : "" });
  });
  for (const station of edits.added) all.push({ ...station, id: station.name, state: "added" });
  return all;
}

const hasMarker = station => run.stations.length <= MARKER_LIMIT || station.state !== "" || station.key === chosen;
let shown = [];

function drawStations() {
  shown = stations();
  const wanted = new Set();
  for (const station of shown.filter(hasMarker)) {
    wanted.add(station.key);
    drawMarker(station);
  }
  for (const [key, marker] of markers) {
    if (!wanted.has(key)) { marker.remove(); markers.delete(key); }
  }
  drawCircle();
  layer.redraw();
}

function drawMarker(station) {
  let marker = markers.get(station.key);
  const look = `station ${station.state} ${station.key === chosen ? "chosen" : ""}`;
  if (!marker) {
    marker = L.marker([station.lat, station.lon], { draggable: true, keyboard: true, icon: icon(look), autoPan: true });
    marker.on("click", event => { L.DomEvent.stopPropagation(event); choose(station.key); });
    marker.on("dragstart", () => { marker.from = JSON.stringify(edits); choose(station.key); });
    marker.on("drag", () => { place(station.key, marker.getLatLng()); drawCircle(); compute(); });
    marker.on("dragend", () => { dragEnd = performance.now(); place(station.key, marker.getLatLng()); remember(marker.from); drawStations(); compute(); });
    marker.addTo(map);
    marker.getElement().addEventListener("focus", () => choose(station.key));
    markers.set(station.key, marker);
  }
  if (marker.look !== look) {
    marker.look = look;
    marker.getElement().className = `leaflet-marker-icon leaflet-zoom-animated leaflet-interactive leaflet-marker-draggable ${look}`;
  }
  marker.setLatLng([station.lat, station.lon]);
  const state = station.state ? ` (${W[`${station.state}State`]})` : "";
  marker.getElement().setAttribute("role", "button");
  marker.getElement().setAttribute("aria-label", `${W.station} ${station.name}${state}`);
  marker.getElement().title = station.name + state;
}

const icon = look => L.divIcon({ className: look, iconSize: [15, 15] });

function dots() {
  return shown.filter(station => !hasMarker(station)).map(station => L.latLng(station.lat, station.lon));
}

/* The largest radius around the chosen station. */
function drawCircle() {
  const station = stations().find(one => one.key === chosen && one.state !== "removed");
  if (circle) { circle.remove(); circle = null; }
  if (!station || !settings.radius.length) return;
  circle = L.circle([station.lat, station.lon], { radius: Math.max(...settings.radius), color: "#1b1b1b", weight: 1.5, dashArray: "5 4", fill: false, interactive: false });
  circle.addTo(map);
}

function choose(key) {
  chosen = key;
  const station = stations().find(one => one.key === key);
  $("chosen").textContent = station ? W.chosen(station.name) : W.nothingChosen;
  $("remove").disabled = !station || station.state === "removed";
  for (const [other, marker] of markers) marker.getElement().classList.toggle("chosen", other === key);
  if (run.stations.length > MARKER_LIMIT) drawStations(); else drawCircle();
}

/* ---- changes, with undo ---- */

function remember(old) {
  if (old === JSON.stringify(edits)) return;
  past.push(old);
  future = [];
  updateButtons();
}

function change(body) {
  const old = JSON.stringify(edits);
  body();
  remember(old);
  drawStations();
  updateButtons();
  compute();
}

function travel(from, to) {
  if (!from.length) return;
  to.push(JSON.stringify(edits));
  edits = JSON.parse(from.pop());
  if (!stations().some(station => station.key === chosen)) choose(null); else choose(chosen);
  drawStations();
  updateButtons();
  compute();
}

function updateButtons() {
  $("undo").disabled = !past.length;
  $("redo").disabled = !future.length;
}

function place(key, latlng) {
  const at = [Number(latlng.lat.toFixed(7)), Number(latlng.wrap().lng.toFixed(7))];
  if (key.startsWith("+")) {
    edits.added = edits.added.map(station => station.key === key ? { ...station, lat: at[0], lon: at[1] } : station);
  } else {
    edits.moved = { ...edits.moved, [key]: at };
    edits.removed = edits.removed.filter(number => number !== Number(key));
  }
}

function add(latlng) {
  const key = `+${nextName}`;
  change(() => {
    const wrapped = latlng.wrap();
    edits.added = [...edits.added, { key, name: W.newName(nextName), lat: Number(wrapped.lat.toFixed(7)), lon: Number(wrapped.lng.toFixed(7)) }];
    nextName += 1;
  });
  choose(key);
}

function remove() {
  const key = chosen;
  if (key === null) return;
  change(() => {
    if (key.startsWith("+")) {
      edits.added = edits.added.filter(station => station.key !== key);
    } else if (!edits.removed.includes(Number(key))) {
      edits.removed = [...edits.removed, Number(key)];
      delete edits.moved[key];
    }
  });
  choose(null);
  $("map").focus({ preventScroll: true });
}

/* Moves the chosen station by pixels of the screen. */
function nudge(x, y) {
  const station = stations().find(one => one.key === chosen && one.state !== "removed");
  if (!station) return false;
  const point = map.latLngToContainerPoint([station.lat, station.lon]).add([x, y]);
  change(() => place(station.key, map.containerPointToLatLng(point)));
  return true;
}

/* ---- what is shown ---- */

function show() {
  showTotals();
  showFlagged();
  describe(described);
  layer.redraw();
}

function difference(a, b, isShare, moreIsBetter) {
  const cell = element("td");
  if (a === null || b === null) return cell;
  const delta = b - a;
  if (Math.abs(delta) < 1e-9) { cell.textContent = "0"; return cell; }
  const size = Math.abs(isShare ? delta * 100 : delta);
  cell.textContent = (delta > 0 ? "+" : "−") + number(size, size < 0.1 ? Math.min(6, 1 - Math.floor(Math.log10(size))) : isShare || size < 1 ? 1 : 0);
  cell.className = delta > 0 === moreIsBetter ? "better" : "worse";
  return cell;
}

function showTotals() {
  const rows = [];
  const row = (id, label, a, b, isShare, moreIsBetter) => {
    const line = element("tr", null, { id });
    const format = value => value === null ? "–" : isShare ? percent(value) : number(value);
    line.append(element("th", label, { scope: "row" }), element("td", format(a)), element("td", format(b)), difference(a, b, isShare, moreIsBetter));
    if (moreIsBetter === null) line.lastChild.className = "";
    rows.push(line);
  };
  const { before: a, now: b } = answer;
  row("total-stations", W.stations, a.stations, b.stations, false, null);
  row("total-underserved", W.underserved, a.underserved, b.underserved, false, false);
  for (const measure of measures()) {
    const [group, key] = measure.endsWith("min") ? ["minutes", measure.slice(0, -3)] : ["radii", measure.slice(0, -1)];
    const [one, two] = [a[group][key], b[group][key]];
    const words = measureWords(measure);
    if (run.population) {
      row(`total-share-${measure}`, W.peopleWithin(words), one.pop_share, two.pop_share, true, true);
      row(`total-beyond-${measure}`, W.peopleBeyond(words), one.pop_uncovered, two.pop_uncovered, false, false);
    } else {
      row(`total-area-${measure}`, W.areaWithin(words), one.area_share, two.area_share, true, true);
    }
  }
  $("totals").tBodies[0].replaceChildren(...rows);
}

function blockTitle(block) {
  const { id, name } = features[block];
  return name && name !== id ? `${name} (${id})` : id;
}

function showFlagged() {
  $("flaggedTitle").textContent = W.flagged(number(answer.now.underserved), number(answer.before.underserved));
  const items = answer.flagged.slice(0, 200).map(block => {
    const item = element("li"), button = element("button", null, { type: "button" });
    button.append(element("span", blockTitle(block)));
    const people = features[block].population;
    const facts = [people === null ? null : `${number(people)} ${W.people}`, reasonWords(value(block, "reasons")), before(block, "underserved") === true ? null : W.isNew];
    button.append(element("br"), element("small", facts.filter(fact => fact).join(" · ")));
    button.addEventListener("click", () => goTo(block));
    item.append(button);
    return item;
  });
  const more = answer.now.underserved - items.length;
  $("flagged").replaceChildren(...items);
  if (more > 0) $("flagged").append(element("li", W.andMore(number(more))));
}

function goTo(block) {
  const bounds = layer.outlines.latLngBounds(block);
  if (bounds) map.fitBounds(bounds.pad(1.5), { maxZoom: 17, animate: false });
  layer.mark(block);
  describe(block);
}

function describe(block) {
  const box = $("details");
  described = block;
  box.hidden = block < 0;
  if (block < 0) return;
  const list = element("dl");
  const fact = (label, text) => { if (text !== null && text !== "") list.append(element("dt", label), element("dd", text)); };
  const { id, population } = features[block];
  fact(W.id, id);
  fact(W.people, population === null ? null : number(population));
  for (const measure of measures()) {
    const [a, b] = [before(block, shareName(measure)), value(block, shareName(measure))];
    if (b === null || b === undefined) continue;
    fact((run.population ? W.peopleWithin : W.areaWithin)(measureWords(measure)), a === b ? percent(b) : `${percent(a)} → ${percent(b)}`);
  }
  const near = value(block, "nearest_station");
  if (near !== null && near !== undefined) fact(W.nearest, `${near} · ${W.metres(number(value(block, "nearest_m") ?? 0))}`);
  const walk = value(block, "walk_min");
  if (walk !== null && walk !== undefined) fact(W.walk, W.minutesLong(number(walk, 1)));
  fact(W.reasons, reasonWords(value(block, "reasons")));
  box.replaceChildren(element("h3", features[block].name || id), list);
}

function showLegend() {
  const [mode] = settings.colour.split(":");
  const items = [];
  const item = (key, text) => {
    const line = element("li");
    line.append(element("span", null, { class: `key ${key}`, "aria-hidden": "true" }), element("span", text));
    items.push(line);
  };
  if (mode === "share") {
    const edges = [0, ...SHARE_LIMITS.map(limit => limit * 100)];
    for (let number = 0; number < SHARE_LIMITS.length; number += 1) item(`k${number}`, W.part(edges[number], edges[number + 1]));
    item(`k${SHARE_LIMITS.length}`, W.whole);
  } else for (const key of ["less", "same", "more"]) item(`k${key}`, W[key]);
  item("kflag", W.flaggedKey);
  $("legend").replaceChildren(...items);
}

/* ---- settings ---- */

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

function readSettings() {
  settings.radius = JSON.parse($("radius").value);
  settings.minutes = JSON.parse($("minutes").value);
  settings.isOwn = String(settings.radius) === String(run.radius) && String(settings.minutes) === String(run.minutes);
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

function search() {
  const wanted = $("search").value.trim().toLowerCase();
  const items = [];
  const offer = (kind, title, go) => {
    const item = element("li"), button = element("button", null, { type: "button" });
    button.append(element("span", title), element("small", ` · ${kind}`));
    button.addEventListener("click", go);
    item.append(button);
    items.push(item);
  };
  if (wanted) {
    const fits = (...texts) => texts.some(text => text && String(text).toLowerCase().includes(wanted));
    for (const station of stations()) {
      if (items.length >= 10) break;
      if (fits(station.name, station.id)) offer(W.station, station.name, () => { map.setView([station.lat, station.lon], Math.max(map.getZoom(), 15), { animate: false }); choose(station.key); });
    }
    for (let block = 0; block < features.length && items.length < 20; block += 1) {
      if (fits(features[block].name, features[block].id)) offer(W.block, blockTitle(block), () => goTo(block));
    }
    if (!items.length) items.push(element("li", W.notFound));
  }
  $("found").replaceChildren(...items);
}

async function save(path, name) {
  try {
    say(W.computing);
    const response = await ask(path, body());
    const link = element("a", null, { download: name });
    link.href = URL.createObjectURL(await response.blob());
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    say(W.saved(name));
  } catch (error) {
    say(error.message, true);
  }
}

/* ---- events ---- */

const isAdding = () => $("add").getAttribute("aria-pressed") === "true";

function setAdding(flag) {
  $("add").setAttribute("aria-pressed", String(flag));
  document.body.classList.toggle("adding", flag);
}

function listen() {
  $("add").addEventListener("click", () => setAdding(!isAdding()));
  $("remove").addEventListener("click", remove);
  $("undo").addEventListener("click", () => travel(past, future));
  $("redo").addEventListener("click", () => travel(future, past));
  for (const id of ["radius", "minutes", "filter", "time"]) $(id).addEventListener("change", readSettings);
  $("colour").addEventListener("change", () => { settings.colour = $("colour").value; showLegend(); layer.redraw(); });
  $("search").addEventListener("input", search);
  $("saveStations").addEventListener("click", () => save("/api/scenario.geojson", "scenario.geojson"));
  $("saveCoverage").addEventListener("click", () => save("/api/coverage.geojson", "coverage.geojson"));
  map.on("click", event => {
    /* Where a marker lags behind the pointer, letting it go counts as a click beside it. */
    if (performance.now() - dragEnd < 300) return;
    const near = nearestDot(event.containerPoint);
    if (near) { choose(near.key); return; }
    describe(layer.outlines.find(event.latlng));
    if (isAdding()) add(event.latlng); else choose(null);
  });
  map.on("mousemove", event => {
    const block = layer.outlines.find(event.latlng);
    layer.mark(block);
    describe(block);
  });
  document.addEventListener("keydown", onKey, true);
  /* What shows where keys act is for those who use keys. */
  document.addEventListener("keydown", () => document.body.classList.add("by-keyboard"), true);
  document.addEventListener("pointerdown", () => document.body.classList.remove("by-keyboard"), true);
  setAdding(true);
}

/* A station without a marker within 10 pixels. */
function nearestDot(point) {
  let best = null, least = 10;
  for (const station of shown) {
    if (hasMarker(station)) continue;
    const distance = map.latLngToContainerPoint([station.lat, station.lon]).distanceTo(point);
    if (distance < least) [best, least] = [station, distance];
  }
  return best;
}

function onKey(event) {
  if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
  const isCommand = event.ctrlKey || event.metaKey;
  const key = event.key.toLowerCase();
  const moves = { arrowleft: [-1, 0], arrowright: [1, 0], arrowup: [0, -1], arrowdown: [0, 1] };
  if (isCommand && key === "z" && !event.shiftKey) travel(past, future);
  else if (isCommand && (key === "y" || key === "z")) travel(future, past);
  else if (isCommand || event.altKey) return;
  else if (key === "delete" || key === "backspace") remove();
  else if (key === "a") add(map.getCenter());
  else if (key === "escape") choose(null);
  else if (moves[key] && $("map").contains(document.activeElement) && chosen !== null) {
    const step = event.shiftKey ? 25 : 5;
    if (!nudge(moves[key][0] * step, moves[key][1] * step)) return;
    event.stopPropagation();
  } else return;
  event.preventDefault();
}

/* ---- beginning ---- */

async function begin() {
  say(W.loading);
  try {
    run = await (await ask("/api/run")).json();
    const collection = await (await ask("/api/blocks.geojson")).json();
    features = collection.features.map(feature => feature.properties);
    settings = { radius: run.radius, minutes: run.minutes, where: run.where || "", at: run.at || "", colour: "", limits: limitsOf(run.underserved), isOwn: true };
    map = L.map("map", { zoomSnap: 0.5, keyboard: true, boxZoom: false, doubleClickZoom: false, attributionControl: true });
    map.attributionControl.setPrefix("Leaflet");
    if (run.attribution) map.attributionControl.addAttribution(run.attribution);
    L.control.scale({ imperial: false }).addTo(map);
    $("map").append(element("div", null, { id: "centre" }));
    layer = new BlockLayer(new Outlines(collection.features), paint, dots);
    map.fitBounds(layer.outlines.latLngBounds());
    choices($("radius"), run.radius, [300, 500, 800, 1000], W.metres);
    choices($("minutes"), run.minutes, [5, 10, 15, 30], W.minute, W.noTime);
    $("filter").value = settings.where;
    $("filter").placeholder = W.filterHint;
    $("time").value = settings.at;
    $("time").placeholder = W.timeHint;
    $("filters").replaceChildren(...filterSuggestions().map(text => element("option", null, { value: text })));
    $("times").replaceChildren(...W.times.map(text => element("option", null, { value: text })));
    colours();
    layer.addTo(map);
    drawStations();
    choose(null);
    listen();
    await compute();
    layer.setStreets((await (await ask("/api/streets.geojson")).json()).coordinates);
  } catch (error) {
    say(error.message, true);
  }
}

begin();
"""##
}
