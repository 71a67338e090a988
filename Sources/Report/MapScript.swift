import Model

/// The script that draws the map from the page's data with Leaflet. Text from data is only ever set as text.
enum MapScript {
  /// Classes of a share in fifths, dark for few people reached; their lightness falls evenly, so that they differ in grey
  /// and for colour-blind readers.
  static let colours = ["#7a2c02", "#b4560f", "#df8a3e", "#f3c08d", "#fdf0e1"]
  static let unknown = "#d5dbe1"

  static func text(_ language: Language) -> String {
    func word(_ english: String, _ chinese: String) -> String {
      language == .chinese ? chinese : english
    }
    let list = colours.map { "\"\($0)\"" }.joined(separator: ", ")
    return """
      (function () {
        "use strict";
        var data = JSON.parse(document.getElementById("map-data").textContent);
        var colours = [\(list)];
        var words = {
          people: "\(word("people: ", "人口："))", none: "–", flagged: "\(word("underserved", "服务不足"))",
          priority: "\(word("priority ", "优先次序 "))", found: "\(word("no block found", "没有找到网格"))",
          percent: "\(word(" %", "%"))", comma: "\(word(", ", "，"))"
        };
        var box = document.getElementById("map");
        var map = L.map(box, { preferCanvas: true, zoomControl: false, zoomSnap: 0.25, maxZoom: 19, keyboard: true });
        L.control.zoom({ zoomInTitle: "\(word("Zoom in", "放大"))", zoomOutTitle: "\(word("Zoom out", "缩小"))" }).addTo(map);
        L.control.scale({ imperial: false }).addTo(map);
        map.attributionControl.setPrefix("");
        var credit = document.createElement("span");
        credit.textContent = data.attribution;
        if (data.attribution) { map.attributionControl.addAttribution(credit.innerHTML); }
        var measure = 0;
        var onlyFlagged = false;
        var chosen = null;

        function colour(share) {
          if (share === null || share === undefined) { return "\(unknown)"; }
          return colours[Math.min(4, Math.floor(share * 5))];
        }
        function style(feature) {
          var flagged = feature.properties.u === true;
          var hidden = onlyFlagged && !flagged;
          return {
            fillColor: colour(feature.properties.s[measure]), fillOpacity: hidden ? 0.08 : 0.85,
            color: flagged ? "#111" : "#6b7683", weight: lineWidth(flagged), opacity: hidden ? 0.3 : 1
          };
        }
        // Lines stay thin beside the blocks they outline: about a tenth of the mean side of a block on the screen.
        var side = 24;
        function lineWidth(flagged) {
          return flagged ? Math.max(0.3, Math.min(2, side / 12)) : Math.max(0.1, Math.min(0.7, side / 30));
        }
        function dotRadius() { return Math.max(2, Math.min(5, side / 3)); }
        function measureSide() {
          if (!layers.length) { return; }
          var bounds = blocks.getBounds();
          var size = map.project(bounds.getSouthEast()).subtract(map.project(bounds.getNorthWest()));
          side = Math.sqrt(size.x * size.y / layers.length);
        }
        function number(value, digits) {
          return value === null ? words.none
            : value.toLocaleString("en-US", { maximumFractionDigits: digits });
        }
        function percent(share) {
          if (share === null) { return words.none; }
          var tenths = Math.round(share * 1000);
          // Neither all nor nothing by rounding.
          if (share < 1) { tenths = Math.min(tenths, 999); }
          if (share > 0) { tenths = Math.max(tenths, 1); }
          return (tenths / 10).toFixed(1) + words.percent;
        }
        function lines(properties) {
          var out = [properties.n && properties.n !== properties.i ? properties.i + " " + properties.n : properties.i];
          out.push(words.people + number(properties.p, 0));
          data.measures.forEach(function (name, index) { out.push(name + " " + percent(properties.s[index])); });
          if (properties.u) {
            out.push(words.flagged + (properties.k ? words.comma + words.priority + properties.k : ""));
            if (data.reasons[properties.r]) { out.push(data.reasons[properties.r]); }
          }
          return out;
        }
        function content(texts) {
          var element = document.createElement("div");
          texts.forEach(function (text, index) {
            var line = document.createElement(index === 0 ? "strong" : "div");
            line.textContent = text.length > 160 ? text.slice(0, 160) + "…" : text;
            element.appendChild(line);
          });
          return element;
        }
        function bring(layer) { if (layer.bringToFront) { layer.bringToFront(); } }

        var layers = [];
        var blocks = L.geoJSON(data.blocks, {
          style: style,
          onEachFeature: function (feature, layer) {
            layers.push(layer);
            layer.bindTooltip(function () { return content(lines(feature.properties)); }, { sticky: true });
            layer.on("mouseover", function () { mark(layer); });
            layer.on("mouseout", function () { if (chosen !== layer) { blocks.resetStyle(layer); } });
            layer.on("click", function () { choose(layer); });
          }
        }).addTo(map);
        // Features without a shape make no layer: count them so that numbers of blocks hold.
        var byFeature = [];
        var next = 0;
        data.blocks.features.forEach(function (feature) {
          byFeature.push(feature.geometry ? layers[next++] : null);
        });
        var places = L.layerGroup().addTo(map);
        var dots = [];
        data.stations.features.forEach(function (feature) {
          var at = feature.geometry.coordinates;
          dots.push(L.circleMarker([at[1], at[0]], {
            radius: 5, color: "#fff", weight: 1.5, fillColor: "#0b4f8a", fillOpacity: 1
          }).bindTooltip(content([feature.properties.n || feature.properties.i, feature.properties.d]
            .filter(Boolean))).addTo(places));
        });
        data.sites.features.forEach(function (feature, index) {
          var at = feature.geometry.coordinates;
          var pin = document.createElement("span");
          pin.className = "pin";
          pin.textContent = String(index + 1);
          L.marker([at[1], at[0]], {
            icon: L.divIcon({ html: pin.outerHTML, className: "", iconSize: [24, 24] }), keyboard: false
          }).bindTooltip(content([feature.properties.n || feature.properties.i, feature.properties.d]
            .filter(Boolean))).addTo(places);
        });
        if (layers.length) {
          map.fitBounds(blocks.getBounds(), { padding: [8, 8] });
        } else if (data.stations.features.length) {
          var first = data.stations.features[0].geometry.coordinates;
          map.setView([first[1], first[0]], 14);
        } else {
          map.setView([35, 105], 4);
        }

        function fitLines() {
          var before = [lineWidth(true), lineWidth(false), dotRadius()].join();
          measureSide();
          if ([lineWidth(true), lineWidth(false), dotRadius()].join() === before) { return; }
          blocks.setStyle(style);
          dots.forEach(function (dot) { dot.setRadius(dotRadius()); });
          if (chosen) { mark(chosen); }
        }
        map.on("zoomend", fitLines);
        fitLines();

        var detail = document.getElementById("map-detail");
        function mark(layer) { layer.setStyle({ weight: 4, color: "#0b4f8a" }); }
        function choose(layer) {
          if (chosen) { blocks.resetStyle(chosen); }
          chosen = layer;
          mark(layer);
          bring(layer);
          detail.textContent = "";
          detail.appendChild(content([lines(layer.feature.properties).join(" · ")]));
        }
        function show(index, scroll) {
          var layer = byFeature[index];
          if (!layer) { return; }
          map.fitBounds(layer.getBounds(), { maxZoom: 16, padding: [40, 40] });
          choose(layer);
          if (scroll) {
            document.getElementById("map-box").scrollIntoView();
            box.focus({ preventScroll: true });
          }
        }
        window.lifecircleMap = { show: show, map: map };

        document.getElementById("map-measure").addEventListener("change", function (event) {
          measure = Number(event.target.value);
          blocks.setStyle(style);
        });
        document.getElementById("map-flagged").addEventListener("change", function (event) {
          onlyFlagged = event.target.checked;
          blocks.setStyle(style);
        });
        var results = document.getElementById("map-results");
        document.getElementById("map-search").addEventListener("input", function (event) {
          var text = event.target.value.trim().toLowerCase();
          results.textContent = "";
          if (!text) { return; }
          var count = 0;
          data.blocks.features.some(function (feature, index) {
            var label = feature.properties.i + " " + feature.properties.n;
            if (label.toLowerCase().indexOf(text) < 0) { return false; }
            var item = document.createElement("li");
            var button = document.createElement("button");
            button.type = "button";
            var title = lines(feature.properties)[0];
            button.textContent = title.length > 60 ? title.slice(0, 60) + "…" : title;
            button.addEventListener("click", function () { show(index, false); });
            item.appendChild(button);
            results.appendChild(item);
            count += 1;
            return count === 20;
          });
          if (!count) {
            var item = document.createElement("li");
            item.textContent = words.found;
            results.appendChild(item);
          }
        });
      })();

      """
  }
}
