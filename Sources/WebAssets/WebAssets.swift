/// Scripts, style sheets and pages of our own that the program carries, made from `web/` by `Scripts/embed-web-assets`.
package enum WebAssets {}
