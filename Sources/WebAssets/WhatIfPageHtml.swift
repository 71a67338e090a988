// Made by Scripts/embed-web-assets --write; edit web/what-if/page.html.
// swift-format-ignore-file

extension WebAssets {
  /// The text of web/what-if/page.html.
  package static let whatIfPageHtml = ##"""
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>lifecircle</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/leaflet.css">
<link rel="stylesheet" href="/page.css">
</head>
<body>
<main id="map" tabindex="0" data-label="map"></main>
<aside id="panel" data-label="panel">
  <h1 data-word="title"></h1>
  <p id="status" role="status" aria-live="polite"></p>
  <div class="buttons" role="toolbar" data-label="tools">
    <button id="add" type="button" aria-pressed="true" data-word="add" data-title="addHelp"></button>
    <button id="remove" type="button" disabled data-word="remove" data-title="removeHelp"></button>
    <button id="undo" type="button" disabled data-word="undo" data-title="undoHelp"></button>
    <button id="redo" type="button" disabled data-word="redo" data-title="redoHelp"></button>
  </div>
  <p id="chosen" class="note"></p>
  <details id="offers" hidden>
    <summary id="offersTitle"></summary>
    <label><span data-word="tier"></span><select id="newTier"></select></label>
    <fieldset id="newServices"><legend data-word="newServices"></legend></fieldset>
  </details>
  <table id="totals">
    <caption data-word="totals"></caption>
    <thead><tr><td></td><th scope="col" data-word="before"></th><th scope="col" data-word="now"></th><th scope="col" data-word="difference"></th></tr></thead>
    <tbody></tbody>
  </table>
  <fieldset>
    <legend data-word="settings"></legend>
    <label><span data-word="radius"></span><select id="radius"></select></label>
    <label><span data-word="minutes"></span><select id="minutes"></select></label>
    <label><span data-word="service"></span><select id="service"></select></label>
    <label><span data-word="tier"></span><select id="tier"></select></label>
    <label><span data-word="filter"></span><input id="filter" list="filters" maxlength="500" autocomplete="off"><datalist id="filters"></datalist></label>
    <p id="condition" class="note"></p>
    <label><span data-word="moment"></span><select id="moment"></select></label>
    <label><span data-word="time"></span><input id="time" maxlength="100" autocomplete="off"></label>
    <label><span data-word="colour"></span><select id="colour"></select></label>
  </fieldset>
  <ul id="legend" data-label="legend"></ul>
  <label class="search"><span data-word="search"></span><input id="search" type="search" autocomplete="off"></label>
  <ul id="found" class="list"></ul>
  <h2 id="flaggedTitle"></h2>
  <ol id="flagged" class="list"></ol>
  <div class="buttons">
    <button id="saveStations" type="button" data-word="saveStations" data-title="saveStationsHelp"></button>
    <button id="saveCoverage" type="button" data-word="saveCoverage" data-title="saveCoverageHelp"></button>
  </div>
  <p class="note" data-word="keys"></p>
</aside>
<section id="details" data-label="details" hidden></section>
<script src="/leaflet.js"></script>
<script src="/words.js"></script>
<script src="/map.js"></script>
<script src="/state.js"></script>
<script src="/program.js"></script>
<script src="/stations.js"></script>
<script src="/edits.js"></script>
<script src="/results.js"></script>
<script src="/choices.js"></script>
<script src="/offers.js"></script>
<script src="/search.js"></script>
<script src="/saving.js"></script>
<script src="/page.js"></script>
</body>
</html>
"""##
}
