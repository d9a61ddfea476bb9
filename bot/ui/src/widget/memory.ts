/**
 * What the browser remembers of a server's conversation, in localStorage: the refresh token, what waits to be sent, and
 * what was seen. All tabs share it. Each waiting message has a key of its own, so that two tabs that write at the same
 * moment can't undo each other.
 */

import type { Outgoing } from "./requests";
import { record, words } from "../shared/checked";

/** A message that the server has not acknowledged yet. */
export interface Waiting extends Outgoing {
  /** milliseconds since 1970; the order in which they are sent */
  at: number;
  /** why the server refused it: it is kept, and sent again only when the customer asks */
  error?: string;
}

export type Change = { what: "conversation" } | { what: "seen" } | { what: "waiting"; id: string; message: Waiting | null };

type Store = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

export class Memory {
  readonly #prefix: string;
  readonly #store: Store;

  constructor(server: string, store: Store = localStore()) {
    this.#prefix = `heed:${server}:`;
    this.#store = store;
  }

  get token(): string {
    return this.#read("token");
  }

  set token(token: string) {
    this.#write("token", token);
  }

  get conversation(): string {
    return this.#read("conversation");
  }

  set conversation(conversation: string) {
    this.#write("conversation", conversation);
  }

  /** The last event that the customer has seen. */
  get seen(): string {
    return this.#read("seen");
  }

  set seen(event: string) {
    this.#write("seen", event);
  }

  get muted(): boolean {
    return this.#read("muted") === "yes";
  }

  set muted(muted: boolean) {
    this.#write("muted", muted ? "yes" : "");
  }

  /** What waits, in the order in which it was said. */
  waiting(): Waiting[] {
    const keys = Array.from({ length: this.#store.length }, (_, place) => this.#store.key(place) ?? "");
    return keys
      .filter((key) => key.startsWith(`${this.#prefix}waiting:`))
      .map((key) => parseWaiting(this.#store.getItem(key)))
      .filter((message) => message !== null)
      .sort((a, b) => a.at - b.at);
  }

  put(message: Waiting): void {
    this.#write(`waiting:${message.id}`, JSON.stringify(message));
  }

  has(id: string): boolean {
    return this.#read(`waiting:${id}`) !== "";
  }

  drop(id: string): void {
    this.#write(`waiting:${id}`, "");
  }

  forget(): void {
    for (const { id } of this.waiting()) this.drop(id);
    this.token = "";
    this.seen = "";
    this.conversation = "";
  }

  /** Tells what another tab changed. Returns what ends it. */
  watch(act: (change: Change) => void): () => void {
    const onStorage = ({ key, newValue }: StorageEvent) => {
      if (!key?.startsWith(this.#prefix)) return;
      const [what, id] = key.slice(this.#prefix.length).split(":");
      if (what === "conversation" || what === "seen") act({ what });
      else if (what === "waiting" && id) act({ what, id, message: parseWaiting(newValue) });
    };
    addEventListener("storage", onStorage);
    return () => removeEventListener("storage", onStorage);
  }

  #read(name: string): string {
    return this.#store.getItem(this.#prefix + name) ?? "";
  }

  #write(name: string, value: string): void {
    if (!value) return this.#store.removeItem(this.#prefix + name);
    try {
      this.#store.setItem(this.#prefix + name, value);
    } catch {
      // The site's storage is full: the conversation goes on in this tab, and a reload begins a new one.
    }
  }
}

function parseWaiting(json: string | null): Waiting | null {
  try {
    const { id, text, button, upload, at, error } = record(JSON.parse(json ?? "null"));
    if (!words(id) || typeof at !== "number") return null;
    const optional = (value: unknown) => words(value) || undefined;
    return { id: words(id), text: words(text), button: optional(button), upload: optional(upload), at, error: optional(error) };
  } catch {
    return null;
  }
}

function localStore(): Store {
  try {
    localStorage.getItem("heed"); // throws where the browser blocks it
    return localStorage;
  } catch {
    return new MapStore();
  }
}

/** What stands in for a blocked localStorage: it lasts as long as the page. */
export class MapStore implements Store {
  readonly #values = new Map<string, string>();

  get length(): number {
    return this.#values.size;
  }

  key(place: number): string | null {
    return [...this.#values.keys()][place] ?? null;
  }

  getItem(key: string): string | null {
    return this.#values.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    this.#values.set(key, value);
  }

  removeItem(key: string): void {
    this.#values.delete(key);
  }
}
