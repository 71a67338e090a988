"use strict";
/* What a new station is and offers: its tier, its services. */

const addition = () => edits.added.find(station => station.key === chosen);

function showOffers() {
  const station = addition();
  const box = $("offers");
  box.hidden = !station || !(run.services.length || run.tiers.length);
  if (box.hidden) return;
  $("newTier").value = station.tier || "";
  for (const tick of $("newServices").querySelectorAll("input")) tick.checked = station.services.includes(tick.value);
  $("offersTitle").textContent = W.offers(number(station.services.length), number(run.services.length));
}

function readOffers() {
  const tier = $("newTier").value || null;
  const services = [...$("newServices").querySelectorAll("input:checked")].map(tick => tick.value);
  change(() => {
    edits.added = edits.added.map(station => station.key === chosen ? { ...station, tier, services } : station);
  });
  showOffers();
}

function beginOffers() {
  kinds($("newTier"), run.tiers, W.none);
  const ticks = run.services.map(({ value }) => {
    const label = element("label", null, { class: "tick" });
    label.append(element("input", null, { type: "checkbox", value }), element("span", value));
    return label;
  });
  $("newServices").hidden = !ticks.length;
  $("newServices").append(...ticks);
  $("offers").addEventListener("change", readOffers);
}
