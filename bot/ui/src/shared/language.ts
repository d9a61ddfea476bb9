/** The words and the ways of writing of a locale. */

import type { Texts } from "./texts/en";

const RIGHT_TO_LEFT = /^(ar|fa|he|ur|ps|sd|ug|yi|dv|ckb)\b/i;

export class Language<T extends Record<keyof T, string> = Texts> {
  readonly direction: "ltr" | "rtl";

  /** @param locale a BCP 47 tag, such as "zh-CN" */
  constructor(
    readonly locale: string,
    readonly texts: T,
  ) {
    this.direction = RIGHT_TO_LEFT.test(locale) ? "rtl" : "ltr";
  }

  say(key: keyof T, values: Record<string, string | number> = {}): string {
    return this.texts[key].replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = values[name];
      return typeof value === "number" ? value.toLocaleString(this.locale) : (value ?? whole);
    });
  }

  /** "2025-03-14" as "March 2025"; what is no date, as "". */
  month(day: string): string {
    return this.#day(day, { month: "long", year: "numeric" });
  }

  /** "2025-03-14" as "14 March 2025"; what is no date, as "". */
  day(day: string): string {
    return this.#day(day, { dateStyle: "long" });
  }

  /** A moment (milliseconds since 1970) as "14:03" today, as "12 Mar, 14:03" before. */
  time(at: number): string {
    const date = new Date(at);
    const today = date.toDateString() === new Date().toDateString();
    const clock: Intl.DateTimeFormatOptions = { hour: "numeric", minute: "2-digit" };
    return date.toLocaleString(this.locale, today ? clock : { day: "numeric", month: "short", ...clock });
  }

  #day(day: string, form: Intl.DateTimeFormatOptions): string {
    const date = new Date(/^\d{4}-\d\d-\d\d$/.test(day) ? `${day}T00:00:00Z` : day);
    return Number.isNaN(date.getTime()) ? "" : date.toLocaleDateString(this.locale, { ...form, timeZone: "UTC" });
  }
}

/** A locale that `Intl` knows: the one that is asked for, the page's, the browser's. */
export function knownLocale(...asked: (string | null)[]): string {
  for (const locale of asked) {
    try {
      if (locale) return Intl.getCanonicalLocales(locale)[0] ?? "en";
    } catch {
      // not a language tag, as "en_GB": the next
    }
  }
  return "en";
}

/** The texts of a locale's language; English where its language isn't known. */
export function textsOf<T>(locale: string, known: Record<string, T> & { en: T }): T {
  return known[locale.split("-")[0]?.toLowerCase() ?? ""] ?? known.en;
}
