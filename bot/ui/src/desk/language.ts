/** In whose words the desk speaks, and how it writes times. */

import { Language, textsOf } from "../shared/language";
import { ar } from "./texts/ar";
import { de } from "./texts/de";
import { en } from "./texts/en";
import type { Texts } from "./texts/en";
import { es } from "./texts/es";
import { zh } from "./texts/zh";

export const LANGUAGES = { en, zh, de, es, ar };

const MINUTE_MS = 60_000;

export class DeskLanguage extends Language<Texts> {
  constructor(locale: string) {
    super(locale, textsOf(locale, LANGUAGES));
  }

  /** How long ago or for how long, shortly: "now", "5m", "2h", "3d". */
  age(ms: number): string {
    const minutes = Math.floor(ms / MINUTE_MS);
    if (minutes < 1) return new Intl.RelativeTimeFormat(this.locale, { numeric: "auto" }).format(0, "second");
    const [amount, unit] = minutes < 60 ? [minutes, "minute"] : minutes < 2_880 ? [Math.floor(minutes / 60), "hour"] : [Math.floor(minutes / 1_440), "day"];
    return amount.toLocaleString(this.locale, { style: "unit", unit, unitDisplay: "narrow" });
  }

  /** Seconds, shortly: "0.1s", "12s", "5m". */
  duration(seconds: number): string {
    if (seconds >= 60) return this.age(seconds * 1_000);
    return seconds.toLocaleString(this.locale, { style: "unit", unit: "second", unitDisplay: "narrow", maximumFractionDigits: seconds < 10 ? 1 : 0 });
  }

  /** "de" as "German"; what is no language, as it is. */
  tongue(code: string): string {
    try {
      return new Intl.DisplayNames(this.locale, { type: "language" }).of(code) ?? code;
    } catch {
      return code;
    }
  }

  /** A day in full, as a heading: "Friday, 27 November". */
  heading(at: number): string {
    return new Date(at).toLocaleDateString(this.locale, { weekday: "long", day: "numeric", month: "long" });
  }

  clock(at: number): string {
    return new Date(at).toLocaleTimeString(this.locale, { hour: "numeric", minute: "2-digit" });
  }

  percent(part: number, whole: number): string {
    return whole ? (part / whole).toLocaleString(this.locale, { style: "percent", maximumFractionDigits: 0 }) : "–";
  }
}
