// Made by Scripts/embed-web-assets --write; edit web/what-if/stations.js.
// swift-format-ignore-file

extension WebAssets {
  /// The text of web/what-if/stations.js.
  package static let whatIfStationsJs = ##"""
"use strict";
/* Stations on the map: markers, dots, the circle around the chosen one. */

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
  showOffers();
  for (const [other, marker] of markers) marker.getElement().classList.toggle("chosen", other === key);
  if (run.stations.length > MARKER_LIMIT) drawStations(); else drawCircle();
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
"""##
}
