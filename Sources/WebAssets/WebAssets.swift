/// Scripts, style sheets and pages that the program carries, so that a page of it asks nothing of the network.
///
/// All but this file are made by `Scripts/embed-web-assets`: Leaflet from Debian's libjs-leaflet, the rest from `web/`.
package enum WebAssets {}
