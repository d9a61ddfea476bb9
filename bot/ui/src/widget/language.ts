/** Which language the widget speaks, and in whose words. */

import { record } from "../shared/checked";
import { Language, knownLocale } from "../shared/language";
import { en } from "../shared/texts/en";
import type { Texts } from "../shared/texts/en";

/** The languages beside English, each a file of its own that is loaded when it is spoken. */
export const LANGUAGES: Record<string, () => Promise<{ default: Texts }>> = {
  ar: () => import("../shared/texts/ar"),
  cs: () => import("../shared/texts/cs"),
  da: () => import("../shared/texts/da"),
  de: () => import("../shared/texts/de"),
  el: () => import("../shared/texts/el"),
  es: () => import("../shared/texts/es"),
  fi: () => import("../shared/texts/fi"),
  fr: () => import("../shared/texts/fr"),
  it: () => import("../shared/texts/it"),
  ja: () => import("../shared/texts/ja"),
  ko: () => import("../shared/texts/ko"),
  nl: () => import("../shared/texts/nl"),
  no: () => import("../shared/texts/no"),
  pl: () => import("../shared/texts/pl"),
  pt: () => import("../shared/texts/pt"),
  ro: () => import("../shared/texts/ro"),
  sv: () => import("../shared/texts/sv"),
  tr: () => import("../shared/texts/tr"),
  uk: () => import("../shared/texts/uk"),
  zh: () => import("../shared/texts/zh"),
};
const SAME: Record<string, string> = { nb: "no", nn: "no" };

/**
 * The language that an element's `locale` names, or else the page's around it, or the browser's; with the texts of the file
 * that its `texts` names. Where they can't be read, the widget's own are used, and why is told.
 */
export async function languageOf(element: Element, onProblem: (code: string, message: string) => void): Promise<Language> {
  const asked = element.getAttribute("locale");
  const ofPage = asked === "auto" ? null : (element.closest("[lang]")?.getAttribute("lang") ?? null);
  const locale = knownLocale(asked === "auto" ? null : asked, ofPage, navigator.language);
  const file = element.getAttribute("texts");
  const [texts, own] = await Promise.all([ours(locale, onProblem), file ? theirs(file, onProblem) : {}]);
  return new Language(locale, { ...texts, ...own });
}

/** The widget's own texts in a locale's language; English where it has none, or they can't be loaded. */
export async function ours(locale: string, onProblem: (code: string, message: string) => void): Promise<Texts> {
  const language = locale.split("-")[0]?.toLowerCase() ?? "";
  try {
    return { ...en, ...(await LANGUAGES[SAME[language] ?? language]?.())?.default }; // another version's may lack one
  } catch (error) {
    onProblem("own_texts", `${locale}: ${String(error)}`);
    return en;
  }
}

async function theirs(file: string, onProblem: (code: string, message: string) => void): Promise<Partial<Texts>> {
  try {
    const answer = await fetch(new URL(file, document.baseURI));
    if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
    return ownTexts(await answer.json());
  } catch (error) {
    onProblem("texts", `${file}: ${String(error)}`);
    return {};
  }
}

/** A site's own texts, from its JSON file: what isn't a text of ours is left out. */
export function ownTexts(raw: unknown): Partial<Texts> {
  const known = Object.entries(record(raw)).filter(([key, value]) => key in en && typeof value === "string");
  return Object.fromEntries(known) as Partial<Texts>;
}

/** In which languages the assistant answers, said where the widget's isn't one of them; else "". */
export function answersIn(language: Language, spoken: string[]): string {
  const own = language.locale.split("-")[0]?.toLowerCase() ?? "";
  if (!spoken.length || spoken.includes(own)) return "";
  const names = new Intl.DisplayNames(language.locale, { type: "language", fallback: "code" });
  return language.say("spoken", { languages: new Intl.ListFormat(language.locale).format(spoken.map((each) => names.of(each) ?? each)) });
}
