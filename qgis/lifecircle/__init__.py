"""QGIS plugin with the Processing provider of lifecircle."""


def classFactory(iface):  # noqa: N802, the name QGIS looks for
    """The plugin; `iface` is nothing under qgis_process."""
    from .provider import LifecirclePlugin

    return LifecirclePlugin()
