"use strict";
/* Stations and blocks found by name or id. */

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
