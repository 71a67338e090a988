import Model

/// The script that makes tables sortable and ties them to the map. Without it a page is complete all the same.
enum PageScript {
  static func text(_ language: Language) -> String {
    let locale = language == .chinese ? "zh-Hans-CN" : "en"
    let show = language == .chinese ? "在地图上查看：" : "Show on the map: "
    return """
      (function () {
        "use strict";
        var collator = new Intl.Collator("\(locale)", { numeric: true });
        function key(row, column) {
          var cell = row.cells[column];
          return cell.hasAttribute("data-v") ? Number(cell.getAttribute("data-v")) : cell.textContent;
        }
        // Unknown values stay last, whatever the direction.
        function compare(left, right, sign) {
          if (left === right) { return 0; }
          if (left === "–") { return 1; }
          if (right === "–") { return -1; }
          if (typeof left === "number" && typeof right === "number") { return sign * (left - right); }
          return sign * collator.compare(String(left), String(right));
        }
        function sort(table, heads, column) {
          var sign = heads[column].getAttribute("aria-sort") === "ascending" ? -1 : 1;
          var body = table.tBodies[0];
          var rows = Array.prototype.slice.call(body.rows).map(function (row) {
            return { row: row, key: key(row, column) };
          });
          rows.sort(function (a, b) { return compare(a.key, b.key, sign); });
          rows.forEach(function (entry) { body.appendChild(entry.row); });
          heads.forEach(function (head, index) {
            head.setAttribute("aria-sort", index !== column ? "none" : sign > 0 ? "ascending" : "descending");
          });
        }
        document.querySelectorAll("table").forEach(function (table) {
          if (table.tBodies[0].rows.length < 2) { return; }
          var heads = Array.prototype.slice.call(table.tHead.rows[0].cells);
          heads.forEach(function (head, column) {
            var button = document.createElement("button");
            button.type = "button";
            button.textContent = head.textContent;
            head.textContent = "";
            head.appendChild(button);
            head.setAttribute("aria-sort", "none");
            button.addEventListener("click", function () { sort(table, heads, column); });
          });
        });
        if (!window.lifecircleMap) { return; }
        document.querySelectorAll("tr[data-block]").forEach(function (row) {
          var cell = row.cells[1];
          var button = document.createElement("button");
          button.type = "button";
          button.textContent = cell.textContent;
          button.setAttribute("aria-label", "\(show)" + cell.textContent);
          cell.textContent = "";
          cell.appendChild(button);
          button.addEventListener("click", function () {
            window.lifecircleMap.show(Number(row.getAttribute("data-block")), true);
          });
        });
      })();

      """
  }
}
