// Made by Scripts/embed-web-assets --write; edit web/what-if/program.js.
// swift-format-ignore-file

extension WebAssets {
  /// The text of web/what-if/program.js.
  package static let whatIfProgramJs = ##"""
"use strict";
/* What is asked of the program. */

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
    added: edits.added.map(({ name, lat, lon, tier, services }) => ({ name, lon, lat, tier, services })),
    radius: settings.radius, minutes: settings.minutes,
    tiers: settings.tier ? [settings.tier] : [], services: settings.service ? [settings.service] : [], where: settings.where || null, at: settings.at || null,
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
    const key = JSON.stringify([asked.radius, asked.minutes, asked.tiers, asked.services, asked.where, asked.at, asked.underserved]);
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
"""##
}
