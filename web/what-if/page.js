"use strict";
/* Pointer, keys, and how it all begins. */

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

async function begin() {
  say(W.loading);
  try {
    run = await (await ask("/api/run")).json();
    const collection = await (await ask("/api/blocks.geojson")).json();
    features = collection.features.map(feature => feature.properties);
    settings = { radius: run.radius, minutes: run.minutes, tier: "", service: "", where: run.where || "", at: run.at || "", colour: "", limits: limitsOf(run.underserved), isOwn: true };
    map = L.map("map", { zoomSnap: 0.5, keyboard: true, boxZoom: false, doubleClickZoom: false, attributionControl: true });
    map.attributionControl.setPrefix("Leaflet");
    if (run.attribution) map.attributionControl.addAttribution(run.attribution);
    L.control.scale({ imperial: false }).addTo(map);
    $("map").append(element("div", null, { id: "centre" }));
    layer = new BlockLayer(new Outlines(collection.features), paint, dots);
    map.fitBounds(layer.outlines.latLngBounds());
    beginChoices();
    beginOffers();
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
