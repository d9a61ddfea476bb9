/** What this browser keeps of an agent: drafts, what was seen, what isn't sent yet, and settings. Without storage, until the page is left. */

import { parsed, record, words } from "../shared/checked";
import type { Act } from "./outbox";
import type { Seen } from "./order";

export type Theme = "auto" | "light" | "dark";

export interface Settings {
  /** a BCP 47 tag; "" for the browser's */
  locale: string;
  theme: Theme;
  sound: boolean;
  notices: boolean;
  /** whether keys alone are commands: who speaks to the computer switches it off */
  singleKeys: boolean;
}

const SETTINGS = "heed-desk-settings";
/** An act is sent again for so long after the page was left; later its operation may be forgotten, and it would count twice. */
const KEEPS_ACTS_MS = 10 * 60_000;
const MOST_SEEN = 500;

export class Memory {
  #fallback = new Map<string, string>();

  constructor(private readonly agent: string) {}

  draft(conversation: string, kind: "say" | "note"): string {
    return words(record(this.#read("drafts"))[`${kind} ${conversation}`]);
  }

  keepDraft(conversation: string, kind: "say" | "note", text: string): void {
    const { [`${kind} ${conversation}`]: _, ...others } = record(this.#read("drafts"));
    this.#write("drafts", text.trim() ? { ...others, [`${kind} ${conversation}`]: text } : others);
  }

  seen(): Seen {
    return Object.fromEntries(Object.entries(record(this.#read("seen"))).filter((entry): entry is [string, number] => typeof entry[1] === "number"));
  }

  keepSeen(seen: Seen): void {
    const latest = Object.entries(seen).sort((one, other) => other[1] - one[1]).slice(0, MOST_SEEN);
    this.#write("seen", Object.fromEntries(latest));
  }

  acts(): Act[] {
    const kept = this.#read("acts");
    return Array.isArray(kept) ? (kept as Act[]).filter(({ at }) => at > Date.now() - KEEPS_ACTS_MS) : [];
  }

  keepActs(acts: Act[]): void {
    this.#write("acts", acts);
  }

  /** The agent signed out: nothing of a customer stays on this computer. */
  forget(): void {
    this.#fallback.clear();
    for (const name of ["drafts", "seen", "acts"]) attempt(() => localStorage.removeItem(this.#key(name)));
  }

  #key(name: string): string {
    return `heed-desk-${this.agent}-${name}`;
  }

  #read(name: string): unknown {
    return parsed(attempt(() => localStorage.getItem(this.#key(name))) ?? this.#fallback.get(name));
  }

  #write(name: string, value: unknown): void {
    this.#fallback.set(name, JSON.stringify(value));
    attempt(() => localStorage.setItem(this.#key(name), JSON.stringify(value)));
  }
}

export function readSettings(): Settings {
  const kept = record(parsed(attempt(() => localStorage.getItem(SETTINGS))));
  return {
    locale: words(kept.locale),
    theme: kept.theme === "light" || kept.theme === "dark" ? kept.theme : "auto",
    sound: kept.sound === true,
    notices: kept.notices === true,
    singleKeys: kept.singleKeys !== false,
  };
}

export function keepSettings(settings: Settings): void {
  attempt(() => localStorage.setItem(SETTINGS, JSON.stringify(settings)));
}

/** Storage may be forbidden or full; the desk works without. */
function attempt<T>(act: () => T): T | null {
  try {
    return act();
  } catch {
    return null;
  }
}
