/** The panel as a dialog: beside the page where there is room; over all of it, and alone, where there is none. */

import { holdPage, isSmall } from "../viewport";

export class PanelDialog {
  #release: (() => void) | null = null;

  /** @param node a `dialog`, or, where the panel is a part of the page, another element, which is always shown */
  constructor(
    private readonly node: HTMLElement,
    onCancel: () => void,
  ) {
    node.addEventListener("cancel", (event) => {
      if (event.target !== node) return;
      event.preventDefault(); // Escape, or the back gesture of a phone
      onCancel();
    });
    node.addEventListener("close", () => this.#release && !(node as HTMLDialogElement).open && onCancel()); // a browser may close it all the same
  }

  /** Shows it, or shows it anew after it was moved in the page or the screen was turned. */
  show(): void {
    const { node } = this;
    if (!(node instanceof HTMLDialogElement)) return;
    this.hide();
    if (!isSmall()) {
      node.open = true; // `show()` would take the focus from the page
      return;
    }
    node.setAttribute("aria-modal", "true");
    node.showModal(); // what is behind can't be reached, by any means
    this.#release = holdPage();
  }

  hide(): void {
    const { node } = this;
    if (!(node instanceof HTMLDialogElement)) return;
    this.#release?.();
    this.#release = null;
    if (node.hasAttribute("aria-modal")) node.close();
    node.removeAttribute("aria-modal");
    node.open = false;
  }
}
