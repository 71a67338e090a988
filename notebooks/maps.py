"""What the notebooks share: running the program, reading the example county, and the frame of every map."""

import io
import itertools
import os
import subprocess
import tempfile
import warnings
from pathlib import Path

import geopandas as gpd
import matplotlib.pyplot as plt
import pandas as pd
from IPython.display import Image, display
from matplotlib import font_manager
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from PIL import Image as Picture

ROOT = next(p for p in Path(__file__).resolve().parents if (p / "Package.swift").exists())
COUNTY = ROOT / "geodata" / "example-county"
EXTRACT = COUNTY / "songling.osm.pbf"
# Real data kept outside the repository, as the tests look for them.
SHARED = Path(os.environ.get("LIFECIRCLE_SHARED", ROOT.parent / "shared")) / "geodata"
PROGRAM = os.environ.get("LIFECIRCLE_BIN", str(ROOT / ".build" / "release" / "lifecircle"))
PICTURES = Path(os.environ.get("LIFECIRCLE_PICTURES", tempfile.gettempdir()))

# Vermilion of Okabe and Ito: stands out from blue and grey to everyone.
ALERT = "#D55E00"
# Yellow to blue and light to dark, so that the order survives grey printing; the darkest still shows streets.
STEPS = ["#fff3c4", "#c3e3b5", "#7cc3c2", "#4a94c8"]
WATER = "#d3dfee"
WIDTH, MAP_WIDTH = 10.0, 6.9  # inches; the legend stands to the right of the map

plt.rcParams["savefig.dpi"] = 110
for font in font_manager.findSystemFonts():
    if Path(font).name.startswith("NotoSansCJK-Regular"):
        font_manager.fontManager.addfont(font)
_INSTALLED = {font.name for font in font_manager.fontManager.ttflist}
CHINESE = next((n for n in ("Noto Sans CJK SC", "Noto Sans CJK JP") if n in _INSTALLED), None)
plt.rcParams["font.family"] = ["DejaVu Sans", CHINESE] if CHINESE else ["DejaVu Sans"]
plt.rcParams["hatch.linewidth"] = 0.6


def lifecircle(command, *arguments, codes=(0,), **options):
    """Runs the program; `demand_crs="EPSG:4326"` stands for `--demand-crs EPSG:4326`. Another exit code raises."""
    words = [command, *arguments]
    for name, value in options.items():
        words += ["--" + name.replace("_", "-"), value]
    done = subprocess.run(
        [PROGRAM, *map(str, words), "--lang", "en", "--quiet"], capture_output=True, encoding="utf-8"
    )
    if done.returncode not in codes:
        raise RuntimeError(f"lifecircle {command} ended with {done.returncode}: {done.stderr}")
    return done


def label(english, chinese):
    """Both languages where a Chinese font is installed, else English alone."""
    return f"{chinese} {english}" if CHINESE else english


def metric(layer):
    """A transverse Mercator plane through the middle of a layer: true metres for a town, for drawing."""
    west, south, east, north = layer.to_crs(4326).total_bounds
    return f"+proj=tmerc +lat_0={(south + north) / 2:.4f} +lon_0={(west + east) / 2:.4f} +ellps=WGS84 +units=m"


def tag(layer, key):
    """Values of an OpenStreetMap tag, which GDAL keeps in a column or in `other_tags`; None where absent."""
    if key in layer.columns:
        return layer[key].astype(object).where(layer[key].notna(), None)
    found = layer["other_tags"].astype(object).str.extract(rf'"{key}"=>"((?:[^"\\]|\\.)*)"')[0]
    return found.astype(object).where(found.notna(), None)


def extract_layer(path, layer):
    """A layer of an OpenStreetMap extract (points, lines, multipolygons), read by GDAL's own reader."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # relations cut at the border of an extract
        return gpd.read_file(path, layer=layer, on_invalid="ignore").dropna(subset="geometry")


class BaseMap:
    """Streets, railways and water of an extract, in a metric plane."""

    def __init__(self, path, plane):
        lines = extract_layer(path, "lines").to_crs(plane)
        areas = extract_layer(path, "multipolygons").to_crs(plane)
        self.streets = lines[lines["highway"].notna()]
        self.rails = lines[tag(lines, "railway") == "rail"]
        self.water = areas[tag(areas, "natural") == "water"]
        self.coast = lines[tag(lines, "natural") == "coastline"]

    def draw(self, axes):
        """Water, streets and railways, above areas of the theme (zorder up to 2.3) and below its points."""
        self.water.plot(ax=axes, color=WATER, edgecolor="#6b8fb5", linewidth=0.6, zorder=2.4)
        if len(self.coast):
            self.coast.plot(ax=axes, color="#6b8fb5", linewidth=1.4, zorder=2.4)
        main = self.streets["highway"].isin(["motorway", "trunk", "primary", "secondary", "tertiary"])
        self.streets[~main].plot(ax=axes, color="0.45", linewidth=0.25, zorder=2.5)
        self.streets[main].plot(ax=axes, color="0.35", linewidth=0.8, zorder=2.6)
        if not len(self.rails):
            return
        self.rails.plot(ax=axes, color="black", linewidth=1.6, zorder=2.7)
        self.rails.plot(ax=axes, color="white", linewidth=0.9, linestyle=(0, (4, 4)), zorder=2.8)


def frame(bounds, title, source, scale=1000, margin=120):
    """Figure and axes with title, scale bar of `scale` metres, north arrow and source line around `bounds` (metres)."""
    x0, y0, x1, y1 = bounds
    width, height = x1 - x0 + 2 * margin, y1 - y0 + 2 * margin
    figure = plt.figure(figsize=(WIDTH, 0.75 + MAP_WIDTH * height / width), layout="none")
    tall = figure.get_figheight()
    axes = figure.add_axes([0.01, 0.32 / tall, MAP_WIDTH / WIDTH, 1 - 0.75 / tall])
    axes.set(xlim=(x0 - margin, x1 + margin), ylim=(y0 - margin, y1 + margin), aspect="equal", xticks=[], yticks=[])
    for side in axes.spines.values():
        side.set_color("0.6")
    figure.text(0.01, 1 - 0.2 / tall, title, fontsize=12, va="center")
    figure.text(0.01, 0.14 / tall, source, fontsize=7.5, color="0.3", va="center")
    at, low = axes.transAxes, 0.03
    share = scale / width
    axes.add_patch(
        plt.Rectangle((0.015, 0.015), share + 0.03, 0.062, transform=at, facecolor="white", alpha=0.85, zorder=8)
    )
    for part, colour in ((0, "black"), (1, "white")):
        axes.add_patch(
            plt.Rectangle(
                (0.03 + part * share / 2, low), share / 2, 0.009, transform=at, facecolor=colour, edgecolor="black",
                linewidth=0.7, zorder=9,
            )
        )
    text = f"{scale / 1000:g} km" if scale >= 1000 else f"{scale:g} m"
    axes.text(0.03 + share / 2, low + 0.016, text, transform=at, ha="center", va="bottom", fontsize=8, zorder=9)
    axes.annotate(
        "N", (0.965, 0.975), (0.965, 0.9), xycoords=at, textcoords=at, ha="center", va="center", fontsize=10,
        arrowprops={"arrowstyle": "-|>", "color": "black", "shrinkA": 3, "shrinkB": 0}, zorder=9,
    )
    return figure, axes


def key(figure, handles, title=None):
    """The legend, to the right of the map."""
    tall = figure.get_figheight()
    figure.legend(
        handles=handles, title=title, loc="upper left", bbox_to_anchor=(0.01 + MAP_WIDTH / WIDTH, 1 - 0.4 / tall), frameon=False,
        fontsize=8.5, title_fontsize=9, alignment="left", labelspacing=0.7, handlelength=1.6,
    )


def area_key(colour, text, **more):
    """A legend entry of an area."""
    return Patch(**{"facecolor": colour, "edgecolor": "0.5", "linewidth": 0.5, "label": text} | more)


def point_key(marker, text, colour="white", size=6, edge="black"):
    """A legend entry of a point."""
    return Line2D(
        [], [], marker=marker, color="none", markerfacecolor=colour, markeredgecolor=edge, markersize=size, label=text
    )


def line_key(colour, text, **more):
    """A legend entry of a line."""
    return Line2D([], [], color=colour, label=text, **more)


def base_keys():
    """Legend entries of the base map."""
    return [
        line_key("0.4", label("street", "道路"), linewidth=0.8),
        line_key("black", label("railway", "铁路"), linewidth=1.6, linestyle=(0, (3, 1))),
        area_key(WATER, label("water", "水面")),
    ]


def show(figure, name=None):
    """Shows a figure as a PNG of at most 192 colours, which keeps notebooks small; `name` also saves it."""
    for axes in figure.axes:
        if not axes.axison or not len(axes.get_xticks()):
            axes.set(xlabel="", ylabel="")  # geopandas names the axes of maps
    whole = io.BytesIO()
    figure.savefig(whole, format="png")
    plt.close(figure)
    small = io.BytesIO()
    Picture.open(whole).convert("RGB").quantize(192, Picture.Quantize.MAXCOVERAGE, dither=Picture.Dither.NONE).save(small, "png", optimize=True)
    if name:
        (PICTURES / name).write_bytes(small.getvalue())
    display(Image(small.getvalue()))


_NUMBER = itertools.count(1)


def table(rows, formats=None):
    """A plain table without an index, the same markup in every run."""
    style = pd.DataFrame(rows).style.set_uuid(f"t{next(_NUMBER)}").hide(axis="index")
    return style.format(formats or {}, precision=3, na_rep="–")
