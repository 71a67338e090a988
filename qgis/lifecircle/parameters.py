"""Parameters of algorithms and the words of the command line they become."""

import re
import shlex
from pathlib import Path

from qgis.core import (
    QgsProcessing,
    QgsProcessingException,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorDestination,
    QgsProcessingParameterVectorLayer,
    QgsProcessingUtils,
    QgsProviderRegistry,
    QgsVectorFileWriter,
)

from .program import word


class Parameter:
    """A parameter of QGIS and the option of lifecircle it stands for."""

    def __init__(self, option, english, chinese, default=None, optional=True, advanced=False):
        self.option, self.label = option, word(english, chinese)
        self.name = option.upper().replace("-", "_")
        self.default, self.optional, self.advanced = default, optional, advanced

    def definition(self):
        """What QGIS shows."""
        definition = self.make()
        if self.advanced:
            definition.setFlags(definition.flags() | QgsProcessingParameterDefinition.FlagAdvanced)
        return definition

    def make(self):
        return QgsProcessingParameterString(
            self.name, self.label, defaultValue=self.default, optional=self.optional
        )

    def words(self, algorithm, parameters, context):
        """Words for the command line; none when the parameter is left out."""
        text = self.text(algorithm, parameters, context)
        return [f"--{self.option}", text] if text else []

    def text(self, algorithm, parameters, context):
        return algorithm.parameterAsString(parameters, self.name, context).strip()


class Layer(Parameter):
    """A layer of the project or a file; tables are layers too."""

    def __init__(self, *arguments, geometry=QgsProcessing.TypeVector, **more):
        super().__init__(*arguments, **more)
        self.geometry = geometry

    def make(self):
        return QgsProcessingParameterVectorLayer(
            self.name, self.label, [self.geometry], optional=self.optional
        )

    def text(self, algorithm, parameters, context):
        layer = algorithm.parameterAsVectorLayer(parameters, self.name, context)
        if layer is None:
            return ""
        return self.file(layer) or exported(layer, self.option, context)

    @staticmethod
    def file(layer):
        """The layer's own file where lifecircle reads the same from it, else None."""
        if layer.providerType() != "ogr" or layer.subsetString() or layer.isModified():
            return None
        parts = QgsProviderRegistry.instance().decodeUri("ogr", layer.source())
        path, name = parts.get("path") or "", parts.get("layerName")
        archive = re.match(r"(?:/vsizip/)?(.*\.zip)(?:/.*)?$", path, re.IGNORECASE)
        path = archive[1] if archive else path
        if path.lower().endswith(".gpkg"):
            # Without a name QGIS has opened the only layer.
            return f"{path}:{name}" if isinstance(name, str) and name else path
        known = re.search(r"\.(zip|shp|geojson|json|fgb|kml|csv|tsv|xlsx)$", path, re.IGNORECASE)
        return path if known and Path(path).is_file() else None


def exported(layer, name, context):
    """A copy of the layer as QGIS sees it, in a scratch GeoPackage."""
    path = QgsProcessingUtils.generateTempFilename(f"{name}.gpkg")
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.layerName = "GPKG", name
    answer = QgsVectorFileWriter.writeAsVectorFormatV2(
        layer, path, context.transformContext(), options
    )
    if answer[0] != QgsVectorFileWriter.NoError:
        raise QgsProcessingException(f"{layer.name()}: {answer[1]}")
    return path


class File(Parameter):
    """A file that need not be a layer."""

    def make(self):
        return QgsProcessingParameterFile(self.name, self.label, optional=self.optional)

    def text(self, algorithm, parameters, context):
        return algorithm.parameterAsFile(parameters, self.name, context)


class Choice(Parameter):
    """One of a few words."""

    def __init__(self, option, english, chinese, choices, **more):
        super().__init__(option, english, chinese, **more)
        self.choices = choices

    def make(self):
        return QgsProcessingParameterEnum(
            self.name,
            self.label,
            self.choices,
            defaultValue=self.default,
            optional=self.optional,
            usesStaticStrings=True,
        )

    def text(self, algorithm, parameters, context):
        return algorithm.parameterAsEnumString(parameters, self.name, context)


class Number(Parameter):
    """A number above or at 0."""

    def __init__(self, *arguments, whole=False, **more):
        super().__init__(*arguments, **more)
        self.kind = (
            QgsProcessingParameterNumber.Integer if whole else QgsProcessingParameterNumber.Double
        )

    def make(self):
        return QgsProcessingParameterNumber(
            self.name, self.label, self.kind, self.default, self.optional, minValue=0
        )

    def text(self, algorithm, parameters, context):
        if parameters.get(self.name) is None and self.default is None:
            return ""
        if self.kind == QgsProcessingParameterNumber.Integer:
            return str(algorithm.parameterAsInt(parameters, self.name, context))
        return format(algorithm.parameterAsDouble(parameters, self.name, context), ".15g")


class Flag(Parameter):
    """Present or not."""

    def make(self):
        return QgsProcessingParameterBoolean(self.name, self.label, False)

    def words(self, algorithm, parameters, context):
        isSet = algorithm.parameterAsBool(parameters, self.name, context)
        return [f"--{self.option}"] if isSet else []


class Further(Parameter):
    """Any other options, as typed on a command line."""

    def __init__(self):
        super().__init__(
            "further-options",
            "Further options, as on the command line",
            "其他选项，按命令行写法",
            advanced=True,
        )

    def words(self, algorithm, parameters, context):
        try:
            return shlex.split(self.text(algorithm, parameters, context))
        except ValueError as error:
            raise QgsProcessingException(f"{self.label}: {error}")


class Result(Parameter):
    """A layer that is written and loaded."""

    def make(self):
        return QgsProcessingParameterVectorDestination(
            self.name, self.label, optional=self.optional, createByDefault=not self.optional
        )

    def text(self, algorithm, parameters, context):
        return algorithm.parameterAsOutputLayer(parameters, self.name, context)


class Summary(Parameter):
    """The JSON summary; written to a scratch file when not asked for, since outputs are read from it."""

    def __init__(self):
        super().__init__("summary", "Summary (JSON)", "汇总（JSON）")

    def make(self):
        return QgsProcessingParameterFileDestination(
            self.name, self.label, "JSON (*.json)", optional=True, createByDefault=False
        )

    def text(self, algorithm, parameters, context):
        named = algorithm.parameterAsFileOutput(parameters, self.name, context)
        return named or QgsProcessingUtils.generateTempFilename("summary.json")
