/** What the agent can do on the page. */

import type { Search } from "../api";
import type { Settings } from "../memory";
import type { Numbers } from "../numbers";
import type { Tab } from "../order";
import type { Deed } from "../outbox";
import type { Place } from "../state";
import type { Canned, Case, FileOf } from "../wire";

export interface Said {
  text: string;
  files: FileOf[];
  suggestion: number;
}

export interface Actions {
  /** "" closes the one that is open */
  open(conversation: string): void;
  /** Shows what was said in the open conversation from a moment on (milliseconds since 1970). */
  showVisit(at: number): void;
  /** Says or notes something in the open conversation; takes it over first where nobody of us has it. */
  say(kind: "say" | "note", said: Said): void;
  /** Does something with the open conversation; asks first where a customer is told of it. */
  act(what: Exclude<Deed, "say" | "note">): void;
  draft(conversation: string, kind: "say" | "note"): string;
  keepDraft(conversation: string, kind: "say" | "note", text: string): void;
  types(): void;
  upload(file: File): Promise<FileOf>;
  tab(tab: Tab): void;
  place(place: Place): void;
  search(search: Search): void;
  moreFound(): void;
  reload(): void;
  numbers(days: number): Promise<Numbers>;
  saveCanned(canned: Canned[]): Promise<void>;
  changePassword(old: string, fresh: string): Promise<void>;
  settings(): Settings;
  changeSettings(settings: Settings): void;
  showSettings(): void;
  showKeys(): void;
  showCanned(): void;
  signOut(): void;
  /** what the list shows */
  listed(): Case[];
}
