"""The algorithms, one a command of lifecircle."""

import json

from qgis.core import (
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingOutputBoolean,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
)

from . import program
from .parameters import Choice, File, Flag, Further, Layer, Number, Parameter, Result, Summary
from .program import word

POLYGON, POINT = QgsProcessing.TypeVectorPolygon, QgsProcessing.TypeVectorPoint


def blocks():
    return Layer("blocks", "Blocks (polygons)", "网格（面）", optional=False, geometry=POLYGON)


def stations():
    return Layer("stations", "Stations (points or a table)", "站点（点或表）", optional=False)


def streets(optional=True):
    return File(
        "streets",
        "Streets: .osm.pbf, .lcg or a layer of lines",
        "路网：.osm.pbf、.lcg 或线图层",
        optional=optional,
    )


def demand():
    return Layer("demand", "Where people are (points or a table)", "人口点（点或表）")


def system(role, english, chinese):
    return Parameter(
        f"{role}-crs",
        f"Coordinate system of {english} (GCJ02, BD09, EPSG:…)",
        f"{chinese}坐标系（GCJ02、BD09、EPSG:…）",
        advanced=role != "stations",
    )


def systems(*roles):
    names = {
        "blocks": ("the blocks", "网格"),
        "stations": ("the stations", "站点"),
        "demand": ("the people", "人口点"),
        "candidates": ("the candidates", "候选点"),
    }
    return [system(role, *names[role]) for role in roles]


def pace():
    return [
        Choice(
            "profile",
            "Walker: adult 4.0, elderly 2.9, brisk 5.0 km/h",
            "步行者：adult 4.0、elderly 2.9、brisk 5.0 公里/小时",
            ["adult", "elderly", "brisk"],
            default="adult",
        ),
        Number("speed", "Walking speed (km/h), wins", "步行速度（公里/小时），优先", advanced=True),
    ]


def limits(radius, minutes):
    return [
        Parameter("radius", "Radii (metres, with commas)", "服务半径（米，逗号分隔）", default=radius),
        Parameter(
            "minutes", "Walking times (minutes, or none)", "步行时间（分钟，或 none）", default=minutes
        ),
    ]


def choices_of_stations():
    return [
        Parameter(
            "within", "Only stations with the same value of this field", "只用该字段值相同的站点",
            advanced=True,
        ),
        Parameter("at", "Only stations open then (Sa 21:30)", "只计此时开放的站点（周六 21:30）", advanced=True),
    ]


def grouping():
    return Parameter("group-by", "Totals by fields (commas)", "按字段汇总（逗号分隔）")


class CommandAlgorithm(QgsProcessingAlgorithm):
    """Common to all: parameters become a command line, outputs are read from the summary."""

    command = ""
    title = ("", "")
    explanation = ("", "")

    def parameters(self):
        """All parameters in the order of the dialogue."""
        raise NotImplementedError

    def results(self):
        """Further outputs: definitions of QGIS by their place in the summary."""
        return {}

    def name(self):
        return self.command

    def displayName(self):
        return word(*self.title)

    def group(self):
        return ""

    def groupId(self):
        return ""

    def shortHelpString(self):
        return word(*self.explanation)

    def createInstance(self):
        return type(self)()

    def initAlgorithm(self, configuration=None):
        for parameter in self.parameters():
            self.addParameter(parameter.definition())
        for output in self.results().values():
            self.addOutput(output)

    def processAlgorithm(self, parameters, context, feedback):
        words, answer, summary = [self.command], {}, None
        for parameter in self.parameters():
            more = parameter.words(self, parameters, context)
            words += more
            if isinstance(parameter, Summary):
                summary = more[-1]
            if parameters.get(parameter.name) and isinstance(parameter, (Result, Summary)):
                answer[parameter.name] = more[-1]
        self.note(program.run(words, feedback), feedback)
        if summary:
            with open(summary, encoding="utf-8") as source:
                values = json.load(source)
            for key, output in self.results().items():
                answer[output.name()] = values.get(key)
        return answer

    def note(self, code, feedback):
        """What an exit code of 1 means."""


class Coverage(CommandAlgorithm):
    command = "coverage"
    title = ("Coverage of blocks", "网格覆盖")
    explanation = (
        "For every block: the share of its area and people within each radius and walking time of a station, and "
        "whether it is underserved. Without streets, walking time is estimated.",
        "逐网格计算各半径、各步行时间内的面积与人口份额，并标出服务不足的网格。不给路网时步行时间为估算。",
    )

    def parameters(self):
        return [
            blocks(), stations(), streets(), demand(),
            *limits("500", "15"), *pace(), *choices_of_stations(), grouping(),
            *systems("stations", "blocks", "demand"), Further(),
            Result("output", "Coverage", "覆盖结果", optional=False),
            Result("uncovered", "Gaps", "空白区"),
            Summary(),
        ]  # fmt: skip

    def results(self):
        return {
            "underserved": QgsProcessingOutputNumber("UNDERSERVED", "Underserved blocks"),
            "population": QgsProcessingOutputNumber("POPULATION", "People"),
        }


class Isochrone(CommandAlgorithm):
    command = "isochrone"
    title = ("Isochrones of stations", "站点步行等时圈")
    explanation = (
        "The area from which one walks to a station within the minutes, along the streets.",
        "沿街道在给定分钟内可走到站点的范围。",
    )

    def parameters(self):
        return [
            stations(), streets(optional=False),
            Parameter("minutes", "Walking times (minutes)", "步行时间（分钟）", default="5,10,15"),
            *pace(), Flag("merge", "One area for all stations", "全部站点合并为一个面"),
            *systems("stations"), Further(),
            Result("output", "Isochrones", "等时圈", optional=False),
        ]  # fmt: skip


class Site(CommandAlgorithm):
    command = "site"
    title = ("New sites", "新站址推荐")
    explanation = (
        "Chooses new stations among candidates; existing ones stay and count. The log shows the bound no choice can "
        "pass; “optimal” only when proven.",
        "从候选点中选择新站点，现有站点保留并计入。日志给出任何方案都不能超过的界限；只有得到证明才称“最优”。",
    )

    def parameters(self):
        return [
            blocks(), stations(), streets(), demand(),
            Layer("candidates", "Candidates (points or a table)", "候选点（点或表）"),
            Choice("model", "Model", "模型", ["max-coverage", "set-cover", "p-median", "p-center"],
                   default="max-coverage", optional=False),
            Number("new", "How many new stations", "新增站点数", whole=True),
            Number("budget", "Budget", "预算"),
            Number("target-share", "Target share of people (set-cover)", "目标人口份额（set-cover）"),
            *limits(None, None), *pace(), *choices_of_stations(),
            Number("time-limit", "Time limit (seconds)", "求解时限（秒）", advanced=True),
            *systems("stations", "blocks", "demand", "candidates"), Further(),
            Result("output", "Chosen sites", "选中站点", optional=False),
            Summary(),
        ]  # fmt: skip

    def results(self):
        return {
            "status": QgsProcessingOutputString("STATUS", "optimal, feasible or infeasible"),
            "objective": QgsProcessingOutputNumber("OBJECTIVE", "Objective"),
            "bound": QgsProcessingOutputNumber("BOUND", "Bound"),
        }


class Check(CommandAlgorithm):
    command = "check"
    title = ("Check against a standard", "按标准核对")
    explanation = (
        "Holds the blocks against the rules of a standard, a built-in one by name or a .json5 file of your own.",
        "按标准（内置名称或自编 .json5 文件）逐条核对。",
    )

    def parameters(self):
        return [
            blocks(), stations(), streets(), demand(),
            Parameter("standard", "Standard: a name or a file", "标准：名称或文件",
                      default="party-service-500m", optional=False),
            Parameter("declared", "Declared stations by tier (1+10+18)", "申报站点数（1+10+18）"),
            grouping(), *pace(), *choices_of_stations()[1:],
            *systems("stations", "blocks", "demand"), Further(),
            Result("output", "Blocks with verdicts", "核对结果", optional=False),
            Summary(),
        ]  # fmt: skip

    def results(self):
        return {"met": QgsProcessingOutputBoolean("MET", "Every target is met")}

    def note(self, code, feedback):
        if code == 1:
            feedback.pushWarning(word("Not every target is met.", "有目标未达标。"))
