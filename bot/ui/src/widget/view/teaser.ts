/**
 * What the company says unasked, above the button: on the pages that it is for, after a while, and once. Loaded on pages that have one: it
 * imports nothing, so that nothing is loaded twice.
 */

import type { h as make } from "../../shared/dom";
import type { Language } from "../../shared/language";
import type { TabMemory } from "../tab_memory";

interface Host extends HTMLElement {
  open(): void;
}

/** What a teaser is made with. */
export interface Stage {
  host: Host;
  /** where it is shown */
  root: HTMLElement;
  h: typeof make;
  closeIcon: () => SVGElement;
  language: Language;
  tab: TabMemory;
  /** whether the customer is at the chat already, and needn't be won for it */
  talks: () => boolean;
  /** ends it */
  signal: AbortSignal;
}

/** Shows it after so many seconds as `teaser-after` says, on pages whose path `teaser-on` matches. */
export function tease({ host, root, h, closeIcon, language, tab, talks, signal }: Stage): void {
  const text = host.getAttribute("teaser") ?? "";
  const after = Number(host.getAttribute("teaser-after") ?? 5);
  if (signal.aborted || tab.teased === text || !isOn(host.getAttribute("teaser-on"), location.pathname)) return;
  let node: HTMLElement | null = null;
  const end = () => {
    clearTimeout(timer);
    node?.remove();
  };
  const done = () => {
    tab.teased = text;
    end();
  };
  const open = () => {
    done();
    host.open();
  };
  const show = () => {
    if (talks()) return;
    const label = language.say("hide");
    const says = h("button", { class: "says", type: "button", dir: "auto", onclick: open }, text);
    const hide = h("button", { class: "tool", type: "button", "aria-label": label, title: label, "data-testid": "hide-teaser", onclick: done }, closeIcon());
    node = h("div", { class: "teaser", part: "teaser", role: "status", "data-testid": "teaser" }, says, hide);
    root.append(node);
  };
  const timer = setTimeout(show, Math.max(0, after) * 1_000);
  host.addEventListener("heed-open", end, { once: true, signal });
  signal.addEventListener("abort", end);
}

/** Whether a path is among those of a list as "/cart, /help/*"; without a list, any is. */
export function isOn(list: string | null, path: string): boolean {
  const patterns = (list ?? "").split(",").map((each) => each.trim()).filter(Boolean);
  const matches = (pattern: string) => (pattern.endsWith("*") ? path.startsWith(pattern.slice(0, -1)) : path.replace(/\/$/, "") === pattern.replace(/\/$/, ""));
  return patterns.length === 0 || patterns.some(matches);
}
