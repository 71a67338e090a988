// Made by Scripts/embed-web-assets --write; edit web/what-if/page.css.
// swift-format-ignore-file

extension WebAssets {
  /// The text of web/what-if/page.css.
  package static let whatIfPageCss = ##"""
:root { color-scheme: light; font: 15px/1.45 "Noto Sans", "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", sans-serif; }
* { box-sizing: border-box; }
html, body { height: 100%; margin: 0; }
body { display: grid; grid-template-columns: 1fr 390px; color: #1b1b1b; background: #fff; }
#map { height: 100vh; background: #f3f2ee; outline-offset: -3px; }
#map:focus { outline: none; }
.by-keyboard #map:focus { outline: 3px solid #0b57a4; }
#panel { height: 100vh; overflow-y: auto; padding: 10px 14px; border-left: 1px solid #bbb; }
h1 { font-size: 1.15rem; margin: 0 0 2px; }
h2 { font-size: 1rem; margin: 14px 0 4px; }
p { margin: 4px 0; }
#status { min-height: 1.5em; color: #444; font-size: .86rem; }
#status.error { color: #9b1c1c; font-weight: 600; }
.note { color: #555; font-size: .82rem; min-height: 1.3em; }
.buttons { display: flex; flex-wrap: wrap; gap: 6px; margin: 6px 0; }
button { font: inherit; font-size: .9rem; min-height: 36px; padding: 4px 10px; border: 1px solid #777; border-radius: 4px; background: #f6f6f6; color: inherit; cursor: pointer; }
button:disabled { color: #8a8a8a; border-color: #bbb; cursor: default; }
button[aria-pressed="true"] { background: #0b57a4; border-color: #0b57a4; color: #fff; }
button:focus-visible, select:focus-visible, input:focus-visible, .leaflet-marker-icon:focus-visible { outline: 3px solid #f0a202; outline-offset: 1px; }
table { border-collapse: collapse; width: 100%; font-size: .86rem; }
caption { text-align: left; font-weight: 600; padding: 4px 0; }
th, td { padding: 2px 4px; border-bottom: 1px solid #ddd; text-align: right; font-variant-numeric: tabular-nums; font-weight: normal; }
tbody th { text-align: left; }
thead th { color: #555; }
td.better { color: #0b57a4; font-weight: 600; }
td.worse { color: #8a3b00; font-weight: 600; }
fieldset { border: 1px solid #ccc; border-radius: 4px; margin: 10px 0; padding: 4px 10px 8px; }
legend { font-weight: 600; font-size: .9rem; }
label { display: grid; grid-template-columns: 118px 1fr; gap: 6px; align-items: center; margin: 4px 0; font-size: .88rem; }
select, input { font: inherit; min-height: 32px; width: 100%; border: 1px solid #888; border-radius: 3px; padding: 2px 6px; background: #fff; color: inherit; }
label[hidden] { display: none; }
#condition { min-height: 0; overflow-wrap: anywhere; }
#offers { border: 1px solid #ccc; border-radius: 4px; margin: 4px 0; padding: 2px 10px 6px; font-size: .88rem; }
#offers summary { min-height: 32px; display: list-item; padding: 5px 0; cursor: pointer; }
#offers summary:focus-visible { outline: 3px solid #f0a202; outline-offset: 1px; }
#newServices { display: flex; flex-wrap: wrap; gap: 0 14px; margin: 4px 0; }
#newServices[hidden] { display: none; }
label.tick { display: flex; min-height: 30px; margin: 0; overflow-wrap: anywhere; }
label.tick input { width: 18px; height: 18px; min-height: 0; flex: none; }
#legend { list-style: none; display: flex; flex-wrap: wrap; gap: 3px 10px; padding: 0; margin: 6px 0; font-size: .78rem; }
#legend li { display: flex; align-items: center; gap: 4px; }
.key { width: 18px; height: 12px; display: inline-block; border: 1px solid #888; }
.key.k0 { background: #fde0c5; } .key.k1 { background: #f7c08a; } .key.k2 { background: #c9dcec; } .key.k3 { background: #86b3d6; } .key.k4 { background: #2c7bb6; }
.key.knull { background: repeating-linear-gradient(45deg, #fff 0 3px, #bbb 3px 4px); }
.key.kflag { background: #fff; border: 3px solid #8a1c5b; }
.key.kless { background: #b35806; } .key.ksame { background: #f1f1ef; } .key.kmore { background: #542788; }
.list { padding: 0; margin: 2px 0; max-height: 260px; overflow-y: auto; font-size: .84rem; }
ol.list { padding-left: 2.2em; }
ul.list { list-style: none; }
.list button { display: inline-block; vertical-align: top; width: 100%; text-align: left; border: 0; background: none; min-height: 30px; padding: 3px 4px; overflow-wrap: anywhere; }
.list button:hover { background: #eef3f8; }
.list small { color: #555; }
#details { position: absolute; left: 10px; bottom: 26px; z-index: 1000; max-width: min(380px, 70vw); background: rgba(255, 255, 255, .95); border: 1px solid #888; border-radius: 4px; padding: 6px 10px; font-size: .84rem; pointer-events: none; }
#details h3 { font-size: .92rem; margin: 0; overflow-wrap: anywhere; }
#details dl { display: grid; grid-template-columns: auto 1fr; gap: 0 10px; margin: 2px 0; }
#details dt { color: #555; }
#details dd { margin: 0; overflow-wrap: anywhere; }
.station { border-radius: 50%; background: #1b1b1b; border: 2px solid #fff; box-shadow: 0 0 0 1px #1b1b1b; }
.station.moved { background: #fff; border: 4px solid #1b1b1b; }
.station.added { border-radius: 2px; transform-origin: center; background: #f0a202; border: 2px solid #1b1b1b; box-shadow: none; }
.station.removed { background: none; border: 0; box-shadow: none; }
.station.removed::before { content: "×"; font: 700 20px/14px sans-serif; color: #6b6b6b; position: absolute; left: 1px; top: 0; }
.station.chosen { outline: 3px solid #f0a202; outline-offset: 3px; }
.adding .leaflet-grab { cursor: crosshair; }
#centre { position: absolute; left: 50%; top: 50%; width: 24px; height: 24px; margin: -12px; z-index: 900; pointer-events: none; display: none; }
#centre::before, #centre::after { content: ""; position: absolute; background: #1b1b1b; }
#centre::before { left: 11px; top: 0; width: 2px; height: 24px; }
#centre::after { left: 0; top: 11px; width: 24px; height: 2px; }
.by-keyboard #map:focus #centre { display: block; }
@media (pointer: coarse) {
  .station::after { content: ""; position: absolute; inset: -9px; }
}
@media (max-width: 760px) {
  html, body { height: auto; }
  body { display: block; }
  #map { height: 52vh; position: sticky; top: 0; z-index: 5; }
  #panel { height: auto; border-left: 0; border-top: 1px solid #bbb; position: relative; z-index: 6; background: #fff; }
  #details { position: fixed; left: 6px; right: 60px; top: 6px; bottom: auto; max-width: none; margin-left: 46px; font-size: .74rem; line-height: 1.3; }
  button { min-height: 42px; }
}
"""##
}
