"""The Processing provider and the plugin that registers it."""

from processing.core.ProcessingConfig import ProcessingConfig, Setting
from qgis.core import QgsApplication, QgsProcessingProvider

from .algorithms import Check, Coverage, Isochrone, Site
from .program import PROGRAM_SETTING, word


class LifecircleProvider(QgsProcessingProvider):
    """Algorithms that run the lifecircle program."""

    def id(self):
        return "lifecircle"

    def name(self):
        return "lifecircle"

    def longName(self):
        return word("lifecircle: coverage and siting of services", "lifecircle：服务设施覆盖与选址")

    def load(self):
        ProcessingConfig.addSetting(
            Setting(
                "lifecircle",
                PROGRAM_SETTING,
                word("Path of the lifecircle program", "lifecircle 程序路径"),
                "",
                valuetype=Setting.FILE,
            )
        )
        ProcessingConfig.readSettings()
        self.refreshAlgorithms()
        return True

    def unload(self):
        ProcessingConfig.removeSetting(PROGRAM_SETTING)

    def loadAlgorithms(self):
        for algorithm in (Coverage, Isochrone, Site, Check):
            self.addAlgorithm(algorithm())

    def supportedOutputVectorLayerExtensions(self):
        return ["gpkg", "geojson", "shp", "fgb"]

    def defaultVectorFileExtension(self, hasGeometry=True):
        return "gpkg"


class LifecirclePlugin:
    """Adds the provider to QGIS and takes it away."""

    def __init__(self):
        self.provider = None

    def initProcessing(self):
        self.provider = LifecircleProvider()
        QgsApplication.processingRegistry().addProvider(self.provider)

    def initGui(self):
        self.initProcessing()

    def unload(self):
        QgsApplication.processingRegistry().removeProvider(self.provider)
