"use strict";
/* Blocks, streets and many stations on one canvas: fast with 100,000 blocks, where a map object for each would not be. */

/* Orange below 80 %, blue from there: told apart also by readers who do not see red and green, and by lightness in grey. */
const SHARE_COLOURS = ["#fde0c5", "#f7c08a", "#c9dcec", "#86b3d6", "#2c7bb6"];
const SHARE_LIMITS = [0.5, 0.8, 0.95, 1];
const CHANGE_COLOURS = { less: "#b35806", same: "#f1f1ef", more: "#542788" };
/* Blocks in one path: a path of all 100,000 takes minutes to fill. */
const BATCH = 200;
const SMALL = 5;
const FLAG_COLOUR = "#8a1c5b";

function shareClass(share) {
  let number = 0;
  while (number < SHARE_LIMITS.length && share >= SHARE_LIMITS[number]) number += 1;
  return number;
}

/* Outlines in the map's plane at zoom 0, and which block holds a place. */
class Outlines {
  constructor(features) {
    this.count = features.length;
    this.box = new Float64Array(4 * this.count).fill(NaN);
    this.bounds = [Infinity, Infinity, -Infinity, -Infinity];
    const starts = [0], ringStarts = [0], places = [];
    features.forEach((feature, block) => {
      const box = [Infinity, Infinity, -Infinity, -Infinity];
      for (const part of feature.geometry ? feature.geometry.coordinates : []) {
        for (const ring of part) {
          for (const [longitude, latitude] of ring) {
            const point = L.CRS.EPSG3857.latLngToPoint(L.latLng(latitude, longitude), 0);
            places.push(point.x, point.y);
            box[0] = Math.min(box[0], point.x); box[1] = Math.min(box[1], point.y);
            box[2] = Math.max(box[2], point.x); box[3] = Math.max(box[3], point.y);
          }
          ringStarts.push(places.length / 2);
        }
      }
      starts.push(ringStarts.length - 1);
      if (box[0] > box[2]) return;
      this.box.set(box, 4 * block);
      for (const side of [0, 1]) {
        this.bounds[side] = Math.min(this.bounds[side], box[side]);
        this.bounds[side + 2] = Math.max(this.bounds[side + 2], box[side + 2]);
      }
    });
    this.starts = Int32Array.from(starts);
    this.ringStarts = Int32Array.from(ringStarts);
    this.places = Float64Array.from(places);
    this.sortIntoCells();
  }

  sortIntoCells() {
    this.side = Math.max(1, Math.min(256, Math.ceil(Math.sqrt(this.count))));
    this.cells = new Map();
    for (let block = 0; block < this.count; block += 1) {
      if (Number.isNaN(this.box[4 * block])) continue;
      const [left, top] = this.cell(this.box[4 * block], this.box[4 * block + 1]);
      const [right, bottom] = this.cell(this.box[4 * block + 2], this.box[4 * block + 3]);
      for (let row = top; row <= bottom; row += 1) {
        for (let column = left; column <= right; column += 1) {
          const key = row * this.side + column;
          if (!this.cells.has(key)) this.cells.set(key, []);
          this.cells.get(key).push(block);
        }
      }
    }
  }

  cell(x, y) {
    const place = (value, axis) => {
      const extent = this.bounds[axis + 2] - this.bounds[axis] || 1;
      return Math.max(0, Math.min(this.side - 1, Math.floor((value - this.bounds[axis]) / extent * this.side)));
    };
    return [place(x, 0), place(y, 1)];
  }

  /* The block at a place, -1 for none. */
  find(latlng) {
    const point = L.CRS.EPSG3857.latLngToPoint(latlng, 0);
    const [column, row] = this.cell(point.x, point.y);
    for (const block of this.cells.get(row * this.side + column) || []) {
      if (this.holds(block, point)) return block;
    }
    return -1;
  }

  holds(block, point) {
    const box = this.box.subarray(4 * block, 4 * block + 4);
    if (point.x < box[0] || point.y < box[1] || point.x > box[2] || point.y > box[3]) return false;
    let isInside = false;
    for (let ring = this.starts[block]; ring < this.starts[block + 1]; ring += 1) {
      for (let corner = this.ringStarts[ring]; corner + 1 < this.ringStarts[ring + 1]; corner += 1) {
        const [ax, ay, bx, by] = this.places.subarray(2 * corner, 2 * corner + 4);
        if ((ay > point.y) !== (by > point.y) && point.x < ax + (point.y - ay) / (by - ay) * (bx - ax)) isInside = !isInside;
      }
    }
    return isInside;
  }

  latLngBounds(block) {
    const box = block === undefined ? this.bounds : this.box.subarray(4 * block, 4 * block + 4);
    if (!(box[0] <= box[2])) return null;
    return L.latLngBounds(
      L.CRS.EPSG3857.pointToLatLng(L.point(box[0], box[1]), 0), L.CRS.EPSG3857.pointToLatLng(L.point(box[2], box[3]), 0));
  }
}

/* The canvas. `paint(block)` says how a block is filled and whether it is flagged; `dots()` lists stations without a marker. */
const BlockLayer = L.Renderer.extend({
  initialize(outlines, paint, dots) {
    L.Renderer.prototype.initialize.call(this, { padding: 0.3 });
    this.outlines = outlines;
    this.paint = paint;
    this.dots = dots;
    this.streets = [];
    this.marked = -1;
  },

  setStreets(lines) {
    this.streets = lines.map(line => Float64Array.from(line.flatMap(([longitude, latitude]) => {
      const point = L.CRS.EPSG3857.latLngToPoint(L.latLng(latitude, longitude), 0);
      return [point.x, point.y];
    })));
    this.redraw();
  },

  mark(block) {
    if (block === this.marked) return;
    this.marked = block;
    this.redraw();
  },

  redraw() {
    if (!this._map || this.frame) return;
    this.frame = L.Util.requestAnimFrame(() => { this.frame = null; this._update(); }, this);
  },

  _initContainer() {
    this._container = document.createElement("canvas");
    this._ctx = this._container.getContext("2d");
  },

  _destroyContainer() { L.DomUtil.remove(this._container); },

  _update() {
    if (!this._map || (this._map._animatingZoom && this._bounds)) return;
    L.Renderer.prototype._update.call(this);
    const size = this._bounds.getSize(), canvas = this._container, factor = L.Browser.retina ? 2 : 1;
    L.DomUtil.setPosition(canvas, this._bounds.min);
    canvas.width = factor * size.x;
    canvas.height = factor * size.y;
    canvas.style.width = `${size.x}px`;
    canvas.style.height = `${size.y}px`;
    this.scale = Math.pow(2, this._map.getZoom());
    const origin = this._map.getPixelOrigin();
    this.left = origin.x + this._bounds.min.x;
    this.top = origin.y + this._bounds.min.y;
    this._ctx.setTransform(factor, 0, 0, factor, 0, 0);
    this.drawBlocks(size);
    this.drawStreets(size);
    this.drawFlags(size);
    this.drawDots(size);
  },

  /* The side of a middling block on the screen, pixels: outlines of very small ones would hide their colours. */
  side() {
    const [left, top, right, bottom] = this.outlines.bounds;
    return this.scale * Math.sqrt((right - left) * (bottom - top) / Math.max(1, this.outlines.count));
  },

  isVisible(block, size) {
    const { box } = this.outlines, at = 4 * block;
    return box[at] * this.scale - this.left <= size.x && box[at + 2] * this.scale - this.left >= 0
      && box[at + 1] * this.scale - this.top <= size.y && box[at + 3] * this.scale - this.top >= 0;
  },

  trace(block) {
    const { starts, ringStarts, places } = this.outlines, ctx = this._ctx;
    for (let ring = starts[block]; ring < starts[block + 1]; ring += 1) {
      let lastX = NaN, lastY = NaN;
      for (let corner = ringStarts[ring]; corner < ringStarts[ring + 1]; corner += 1) {
        const x = places[2 * corner] * this.scale - this.left, y = places[2 * corner + 1] * this.scale - this.top;
        if (Math.abs(x - lastX) < 0.7 && Math.abs(y - lastY) < 0.7) continue;
        if (Number.isNaN(lastX)) ctx.moveTo(x, y); else ctx.lineTo(x, y);
        lastX = x; lastY = y;
      }
      ctx.closePath();
    }
  },

  /* Blocks of one colour together. */
  drawBlocks(size) {
    const groups = new Map(), ctx = this._ctx;
    for (let block = 0; block < this.outlines.count; block += 1) {
      if (!this.isVisible(block, size)) continue;
      const { fill } = this.paint(block);
      if (!groups.has(fill)) groups.set(fill, []);
      groups.get(fill).push(block);
    }
    const isOutlined = this.side() >= SMALL;
    ctx.lineWidth = 0.6;
    ctx.strokeStyle = "#6f6f6f";
    for (const [fill, blocks] of groups) {
      ctx.fillStyle = fill || this.hatching();
      for (let from = 0; from < blocks.length; from += BATCH) {
        ctx.beginPath();
        for (const block of blocks.slice(from, from + BATCH)) this.trace(block);
        ctx.globalAlpha = 0.85;
        ctx.fill("evenodd");
        ctx.globalAlpha = 1;
        if (isOutlined) ctx.stroke();
      }
    }
  },

  hatching() {
    const tile = document.createElement("canvas");
    tile.width = tile.height = 6;
    const ctx = tile.getContext("2d");
    ctx.strokeStyle = "#bbb";
    ctx.beginPath(); ctx.moveTo(0, 6); ctx.lineTo(6, 0); ctx.stroke();
    return this._ctx.createPattern(tile, "repeat");
  },

  drawStreets(size) {
    const ctx = this._ctx;
    ctx.beginPath();
    for (const line of this.streets) {
      for (let at = 0; at < line.length; at += 2) {
        const x = line[at] * this.scale - this.left, y = line[at + 1] * this.scale - this.top;
        if (at === 0) {
          if (x < -size.x || x > 2 * size.x || y < -size.y || y > 2 * size.y) break;
          ctx.moveTo(x, y);
        } else ctx.lineTo(x, y);
      }
    }
    ctx.lineWidth = 0.7;
    ctx.strokeStyle = "rgba(60, 60, 60, .38)";
    ctx.stroke();
  },

  drawFlags(size) {
    const ctx = this._ctx;
    const flagged = [];
    for (let block = 0; block < this.outlines.count; block += 1) {
      if (this.side() >= SMALL && this.isVisible(block, size) && this.paint(block).isFlagged) flagged.push(block);
    }
    ctx.lineWidth = this.side() < 16 ? 1.2 : 2;
    ctx.strokeStyle = FLAG_COLOUR;
    for (let from = 0; from < flagged.length; from += BATCH) {
      ctx.beginPath();
      for (const block of flagged.slice(from, from + BATCH)) this.trace(block);
      ctx.stroke();
    }
    if (this.marked < 0) return;
    ctx.beginPath();
    this.trace(this.marked);
    ctx.lineWidth = 3.5;
    ctx.strokeStyle = "#f0a202";
    ctx.stroke();
  },

  drawDots(size) {
    const ctx = this._ctx;
    ctx.beginPath();
    const radius = this.side() >= SMALL ? 3.5 : 1.5;
    for (const latlng of this.dots()) {
      const point = L.CRS.EPSG3857.latLngToPoint(latlng, 0);
      const x = point.x * this.scale - this.left, y = point.y * this.scale - this.top;
      if (x < 0 || y < 0 || x > size.x || y > size.y) continue;
      ctx.moveTo(x + radius, y);
      ctx.arc(x, y, radius, 0, 2 * Math.PI);
    }
    ctx.fillStyle = "#1b1b1b";
    ctx.fill();
    ctx.lineWidth = radius > 2 ? 1 : 0.3;
    ctx.strokeStyle = "#fff";
    ctx.stroke();
  },
});
