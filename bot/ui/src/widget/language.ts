/** Which language the widget speaks, and in whose words. */

import { Language, knownLocale, ownTexts } from "../shared/language";

/**
 * The language that an element's `locale` names, or else the page's around it, or the browser's; with the texts of the file
 * that its `texts` names. Where they can't be read, the widget's own are used, and why is told.
 */
export async function languageOf(element: Element, onProblem: (message: string) => void): Promise<Language> {
  const asked = element.getAttribute("locale");
  const ofPage = asked === "auto" ? null : (element.closest("[lang]")?.getAttribute("lang") ?? null);
  const locale = knownLocale(asked === "auto" ? null : asked, ofPage, navigator.language);
  const file = element.getAttribute("texts");
  if (!file) return new Language(locale);
  try {
    const answer = await fetch(new URL(file, document.baseURI));
    if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
    return new Language(locale, ownTexts(await answer.json()));
  } catch (error) {
    onProblem(`the texts at ${file} could not be read, the widget's own are shown: ${String(error)}`);
    return new Language(locale);
  }
}
