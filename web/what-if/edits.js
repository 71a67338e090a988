"use strict";
/* Changes to the scenario, with undo. */

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
    edits.added = [...edits.added, {
      key, name: W.newName(nextName), lat: Number(wrapped.lat.toFixed(7)), lon: Number(wrapped.lng.toFixed(7)),
      tier: settings.tier || null, services: run.services.map(service => service.value),
    }];
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
