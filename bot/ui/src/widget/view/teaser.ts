/** What the company says unasked, above the button: on the pages that it is for, after a while, and once. */

import { h } from "../../shared/dom";
import type { Language } from "../../shared/language";
import type { TabMemory } from "../tab_memory";
import { closeIcon } from "./icons";

interface Host extends HTMLElement {
  open(): void;
}

export class Teaser {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #node: HTMLElement | null = null;

  /** @param talks whether the customer is at the chat already, and needn't be won for it */
  constructor(
    private readonly host: Host,
    private readonly language: Language,
    private readonly tab: TabMemory,
    private readonly talks: () => boolean,
  ) {}

  /** Shows it in an element after so many seconds as `teaser-after` says, on pages whose path `teaser-on` matches. */
  showIn(root: HTMLElement): void {
    const text = this.host.getAttribute("teaser") ?? "";
    const after = Number(this.host.getAttribute("teaser-after") ?? 5);
    if (!text || this.tab.teased === text || !isOn(this.host.getAttribute("teaser-on"), location.pathname)) return;
    this.#timer = setTimeout(() => !this.talks() && root.append(this.#made(text)), Math.max(0, after) * 1_000);
    this.host.addEventListener("heed-open", () => this.end(), { once: true });
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#node?.remove();
    this.#node = null;
  }

  #made(text: string): HTMLElement {
    const done = () => {
      this.tab.teased = text;
      this.end();
    };
    const open = () => {
      done();
      this.host.open();
    };
    const says = h("button", { class: "says", type: "button", dir: "auto", onclick: open }, text);
    const label = this.language.say("hide");
    const hide = h("button", { class: "tool", type: "button", "aria-label": label, title: label, "data-testid": "hide-teaser", onclick: done }, closeIcon());
    return (this.#node = h("div", { class: "teaser", part: "teaser", role: "status", "data-testid": "teaser" }, says, hide));
  }
}

/** Whether a path is among those of a list as "/cart, /help/*"; without a list, any is. */
export function isOn(list: string | null, path: string): boolean {
  const patterns = (list ?? "").split(",").map((each) => each.trim()).filter(Boolean);
  const matches = (pattern: string) => (pattern.endsWith("*") ? path.startsWith(pattern.slice(0, -1)) : path.replace(/\/$/, "") === pattern.replace(/\/$/, ""));
  return patterns.length === 0 || patterns.some(matches);
}
