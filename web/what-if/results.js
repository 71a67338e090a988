"use strict";
/* What an answer shows: totals, flagged blocks, details, legend. */

function show() {
  showTotals();
  showCondition();
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

/* What the command line would be told, where a choice stands for it. */
function showCondition() {
  const isChoice = settings.service || settings.tier;
  $("condition").textContent = isChoice && answer.where ? W.condition(answer.where) : "";
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
