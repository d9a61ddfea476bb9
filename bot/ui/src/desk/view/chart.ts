/** Bars, as a picture for the eye; the same figures stand in a table beside them. */

import { h } from "../../shared/dom";
import type { DeskLanguage } from "../language";
import type { Numbers } from "../numbers";

const SVG = "http://www.w3.org/2000/svg";
const HEIGHT = 100;

type Days = Numbers["days"];

/** A line of a table: its name, a bar's length, and figures. */
export interface Row {
  name: string;
  bar: number;
  figures: string[];
}

function svg(tag: string, attributes: Record<string, string | number>, ...children: Node[]): SVGElement {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  node.append(...children);
  return node;
}

/** A bar a day: below what the assistant answered alone, above it what a person had. */
export function daysChart(days: Days, language: DeskLanguage): HTMLElement {
  const most = Math.max(1, ...days.map(({ conversations }) => conversations));
  const bars = days.flatMap(({ conversations, withPerson }, place) => {
    const whole = (conversations / most) * HEIGHT;
    const low = (Math.max(0, conversations - withPerson) / most) * HEIGHT;
    const bar = (kind: string, y: number, height: number) => svg("rect", { class: kind, x: place * 10 + 1.5, y, width: 7, height });
    return [bar("rest", HEIGHT - whole, whole - low), bar("contained", HEIGHT - low, low)];
  });
  const picture = svg("svg", { class: "bars", viewBox: `0 0 ${Math.max(1, days.length) * 10} ${HEIGHT}`, preserveAspectRatio: "none", "aria-hidden": "true" }, ...bars);
  const dates = [days[0], days.at(-1)].map((day) => h("span", {}, day ? language.day(day.name) : ""));
  return h("div", { class: "chart" }, picture, h("div", { class: "axis", "aria-hidden": "true" }, ...dates));
}

/** @param heads of the figures; without heads they explain themselves */
export function barTable(rows: Row[], heads: string[], label: string): HTMLElement {
  const most = Math.max(1, ...rows.map(({ bar }) => bar));
  const head = h("tr", {}, h("th", { scope: "col" }, h("span", { class: "unseen" }, label)), h("td", {}), ...heads.map((words) => h("th", { scope: "col", class: "figure" }, words)));
  const lines = rows.map(({ name, bar, figures }) =>
    h(
      "tr",
      {},
      h("th", { scope: "row", dir: "auto" }, name),
      h("td", { class: "bar-cell" }, svg("svg", { class: "bar-line", viewBox: "0 0 100 4", preserveAspectRatio: "none", "aria-hidden": "true" }, svg("rect", { class: "contained", width: (bar / most) * 100, height: 4 }))),
      ...figures.map((figure) => h("td", { class: "figure" }, figure)),
    ),
  );
  return h("table", {}, heads.length ? h("thead", {}, head) : null, h("tbody", {}, ...lines));
}

export function daysTable(days: Days, language: DeskLanguage): HTMLElement {
  const number = (value: number) => value.toLocaleString(language.locale);
  const heads = ["day", "conversations", "handedOver", "unanswered", "up", "down"] as const;
  const rows = days.map(({ name, conversations, withPerson, unanswered, up, down }) =>
    h("tr", {}, h("th", { scope: "row" }, language.day(name)), ...[conversations, withPerson, unanswered, up, down].map((value) => h("td", {}, number(value)))),
  );
  const table = h("table", {}, h("thead", {}, h("tr", {}, ...heads.map((key) => h("th", { scope: "col" }, language.say(key))))), h("tbody", {}, ...rows));
  const label = language.say("table");
  return h("details", { class: "as-table" }, h("summary", {}, label), h("div", { class: "table-scroll", tabindex: 0, role: "group", "aria-label": label }, table));
}
