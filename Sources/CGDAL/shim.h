#include <gdal.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>
#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_string.h>
#include <cpl_vsi.h>

// Variadic or macro-only parts of GDAL's C API that Swift cannot call itself.

#include <iconv.h>

/// Opens `path` read-only for vector data with exactly one driver; `option` is one `KEY=VALUE` or null.
static inline GDALDatasetH lc_open_vector(const char *path, const char *driver, const char *option) {
  const char *drivers[] = {driver, 0};
  const char *options[] = {option, 0};
  return GDALOpenEx(path, GDAL_OF_VECTOR | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR, drivers,
                    option ? options : 0, 0);
}

/// True when iconv_open failed: `(iconv_t)-1` has no Swift spelling.
static inline int lc_iconv_failed(iconv_t converter) { return converter == (iconv_t)-1; }

/// The system as WKT 2 (2019) on one line; the caller frees it with VSIFree.
static inline OGRErr lc_srs_to_wkt2(OGRSpatialReferenceH reference, char **text) {
  const char *options[] = {"FORMAT=WKT2_2019", "MULTILINE=NO", 0};
  return OSRExportToWktEx(reference, text, options);
}

/// Opens `path` read-only for raster data with exactly one driver.
static inline GDALDatasetH lc_open_raster(const char *path, const char *driver) {
  const char *drivers[] = {driver, 0};
  return GDALOpenEx(path, GDAL_OF_RASTER | GDAL_OF_READONLY, drivers, 0, 0);
}
