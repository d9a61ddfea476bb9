/**
 * The widget's lengths are of a size of its own: the style sheets' `rem`, which would be the page's, becomes `--heed-rem`. It is registered
 * as a length, so that it is computed once, where it is set, and inherited as so many pixels.
 */
export function withOwnBase(styles: string): string {
  try {
    CSS.registerProperty({ name: "--heed-rem", syntax: "<length>", inherits: true, initialValue: "16px" });
  } catch {
    // it is registered: another copy of the widget is on the page
  }
  return styles.replace(/(-?[\d.]+)rem\b/g, "calc($1*var(--heed-rem))"); // media queries know no such length: they are in `em`
}
