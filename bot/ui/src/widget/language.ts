/** Which language the widget speaks, and in whose words. */

import { record } from "../shared/checked";
import { Language, knownLocale, textsOf } from "../shared/language";
import { ar } from "../shared/texts/ar";
import { de } from "../shared/texts/de";
import { en } from "../shared/texts/en";
import type { Texts } from "../shared/texts/en";
import { es } from "../shared/texts/es";
import { zh } from "../shared/texts/zh";

const LANGUAGES = { en, zh, de, es, ar };

/**
 * The language that an element's `locale` names, or else the page's around it, or the browser's; with the texts of the file
 * that its `texts` names. Where they can't be read, the widget's own are used, and why is told.
 */
export async function languageOf(element: Element, onProblem: (message: string) => void): Promise<Language> {
  const asked = element.getAttribute("locale");
  const ofPage = asked === "auto" ? null : (element.closest("[lang]")?.getAttribute("lang") ?? null);
  const locale = knownLocale(asked === "auto" ? null : asked, ofPage, navigator.language);
  const file = element.getAttribute("texts");
  if (!file) return spoken(locale);
  try {
    const answer = await fetch(new URL(file, document.baseURI));
    if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
    return spoken(locale, ownTexts(await answer.json()));
  } catch (error) {
    onProblem(`the texts at ${file} could not be read, the widget's own are shown: ${String(error)}`);
    return spoken(locale);
  }
}

/** @param own a site's own texts, in place of ours */
export function spoken(locale: string, own: Partial<Texts> = {}): Language {
  return new Language(locale, { ...textsOf(locale, LANGUAGES), ...own });
}

/** A site's own texts, from its JSON file: what isn't a text of ours is left out. */
export function ownTexts(raw: unknown): Partial<Texts> {
  const known = Object.entries(record(raw)).filter(([key, value]) => key in en && typeof value === "string");
  return Object.fromEntries(known) as Partial<Texts>;
}
