/** On a phone the keyboard lies over the page: the panel in full screen ends where it begins. Returns what ends the watching. */
export function keepAboveKeyboard(panel: HTMLElement): () => void {
  const viewport = globalThis.visualViewport;
  if (!viewport) return () => {};
  const fit = () => panel.style.setProperty("--visible", `${viewport.height}px`);
  fit();
  viewport.addEventListener("resize", fit);
  return () => viewport.removeEventListener("resize", fit);
}
