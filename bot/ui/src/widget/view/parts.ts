/** What a message consists of. */

import { imageAddress, linkAddress } from "../../shared/addresses";
import { h } from "../../shared/dom";
import type { Language } from "../../shared/language";
import type { Card, Choice, Source } from "../wire";

/** Characters of what was said, for a source. */
const EXCERPT = 140;

/** A picture at an allowed address; without one, or where it doesn't load, nothing. */
export function picture(address: string, alt: string, server: string): HTMLElement | null {
  const src = imageAddress(address, server);
  if (!src) return null;
  const image = h("img", { src, alt, loading: "lazy", referrerpolicy: "no-referrer" });
  image.addEventListener("error", () => image.remove(), { once: true });
  return image;
}

export function choices(list: Choice[], name: string, label: string, onChoice: (choice: Choice) => void): HTMLElement {
  const buttons = list.map((choice) =>
    h("button", { class: "choice", part: "choice", type: "button", dir: "auto", onclick: () => onChoice(choice) }, choice.title),
  );
  return h("div", { class: name, "data-testid": name, role: "group", "aria-label": label }, ...buttons);
}

export function cards(list: Card[], server: string): HTMLElement {
  const nodes = list.map(({ title, text, image, link }) => {
    const href = linkAddress(link);
    const inner = [
      picture(image, "", server),
      h("div", { class: "words" }, title && h("strong", { dir: "auto" }, title), text && h("p", { dir: "auto" }, text)),
    ];
    const card = href
      ? h("a", { class: "card", part: "card", href, target: "_blank", rel: "noopener noreferrer" }, ...inner)
      : h("div", { class: "card", part: "card" }, ...inner);
    return h("li", {}, card);
  });
  return h("ul", { class: "cards", "data-testid": "cards", role: "list" }, ...nodes);
}

/**
 * "From a conversation of March 2025", or "From: Returns, section 2 (March 2026)", which opens to all of them: when, and what was said.
 * @param said the answer: what was said in its only source
 */
export function sources(list: Source[], said: string, language: Language): HTMLElement {
  const month = list.map(({ date }) => language.month(date)).find(Boolean);
  const first = list[0];
  const line = first?.page ? page(first, language) : month ? language.say("source", { date: month }) : language.say("sourceUndated");
  const items = list.map((source, place) => h("li", { dir: "auto" }, source.page ? linked(source, language) : dialogue(source, place ? "" : said, language)));
  const others = list.length > 1 && h("span", { class: "more" }, language.say("more", { count: list.length - 1 }));
  return h("details", { class: "sources", part: "sources", "data-testid": "sources" }, h("summary", {}, line, others), h("ul", {}, ...items));
}

function dialogue({ date, text }: Source, said: string, language: Language): string {
  const words = [...(text || said).replace(/[*`_]|\s+/g, (sign) => (sign.trim() ? "" : " ")).trim()];
  const excerpt = words.length > EXCERPT ? `${words.slice(0, EXCERPT).join("")}…` : words.join("");
  return [language.day(date) || language.say("sourceUndated"), excerpt && `“${excerpt}”`].filter(Boolean).join(": ");
}

function page({ page, section, date }: Source, language: Language): string {
  const name = section ? language.say("section", { page, section }) : page;
  const month = language.month(date);
  return language.say("page", { page: month ? language.say("dated", { page: name, date: month }) : name });
}

/** A page, as a link where its address is known and allowed. */
function linked(source: Source, language: Language): HTMLElement | string {
  const text = page(source, language);
  const href = linkAddress(source.address);
  return href ? h("a", { href, target: "_blank", rel: "noopener noreferrer" }, text) : text;
}
