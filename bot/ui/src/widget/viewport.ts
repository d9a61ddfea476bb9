/** How much of the screen there is for the panel. */

/** The panel takes the whole screen: a phone, either way up, and a page that is zoomed in (styles/panel.css says the same). */
const SMALL = "(width < 30rem), (height < 30rem)";

/** Whether the panel takes the whole screen now. */
export function isSmall(): boolean {
  return matchMedia(SMALL).matches;
}

/**
 * On a phone the keyboard lies over the page: the panel in full screen ends where it begins. Returns what ends the watching.
 * @param onSize called where there comes to be room for a panel beside the page, or no room any more
 */
export function watchViewport(panel: HTMLElement, onSize: () => void): () => void {
  const ending = new AbortController();
  const { signal } = ending;
  const viewport = globalThis.visualViewport;
  const fit = () => {
    panel.style.setProperty("--visible", `${viewport?.height}px`);
    panel.style.setProperty("--visible-top", `${Math.max(0, viewport?.offsetTop ?? 0)}px`);
  };
  if (viewport) {
    fit();
    for (const kind of ["resize", "scroll"]) viewport.addEventListener(kind, fit, { signal });
  }
  matchMedia(SMALL).addEventListener("change", onSize, { signal });
  return () => ending.abort();
}

/** Keeps the page behind a panel in full screen from scrolling. Returns what gives it back. */
export function holdPage(): () => void {
  const { style } = document.documentElement;
  const before = style.overflow;
  style.overflow = "hidden";
  return () => {
    style.overflow = before;
  };
}
