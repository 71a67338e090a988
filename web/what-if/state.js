"use strict";
/* What the page knows: the run, the scenario, the last answer, and the values of blocks in it. */

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
let settings;                 /* radius, minutes, tier, service, where, at, colour */
let edits = { removed: [], moved: {}, added: [] };
let past = [], future = [];
let chosen = null;            /* key of a station: number of the run's, or "+n" of an added one */
let nextName = 1;
const markers = new Map();    /* key → Leaflet marker */
let circle = null;
let dragEnd = -Infinity;      /* when a marker was let go, ms */
let described = -1;           /* the block whose details are shown */

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
