/**
 * What the browser remembers of a server's conversation, in localStorage: the refresh token, what waits to be sent, what was seen, and
 * earlier conversations. All tabs share it. Each waiting message has a key of its own, so that two tabs that write at the same moment
 * can't undo each other.
 */

import { list, parsed, record, words } from "../shared/checked";
import type { FileNote } from "./files";
import type { Outgoing } from "./requests";
import { Values, browserStore } from "./storage";
import type { Store } from "./storage";

const MOST_PAST = 10;

/** A message that the server has not acknowledged yet. */
export interface Waiting extends Outgoing {
  /** milliseconds since 1970; the order in which they are sent */
  at: number;
  /** why the server refused it: it is kept, and sent again only when the customer asks */
  error?: string;
  /** what goes with it and isn't uploaded yet; the files themselves are in the `FileStore` */
  files?: FileNote[];
}

/** A conversation that the customer left for a new one. */
export interface Past {
  token: string;
  conversation: string;
  /** its first words */
  about: string;
  /** of the last message, in milliseconds since 1970 */
  at: number;
}

export type Change = { what: "conversation" } | { what: "seen" } | { what: "waiting"; id: string; message: Waiting | null };

export class Memory {
  readonly #values: Values;

  constructor(server: string, store: Store = browserStore("local")) {
    this.#values = new Values(`heed:${server}:`, store);
  }

  get token(): string {
    return this.#values.read("token");
  }

  set token(token: string) {
    this.#values.write("token", token);
  }

  get conversation(): string {
    return this.#values.read("conversation");
  }

  set conversation(conversation: string) {
    this.#values.write("conversation", conversation);
  }

  /** The last event that the customer has seen. */
  get seen(): string {
    return this.#values.read("seen");
  }

  set seen(event: string) {
    this.#values.write("seen", event);
  }

  get muted(): boolean {
    return this.#values.read("muted") === "yes";
  }

  set muted(muted: boolean) {
    this.#values.write("muted", muted ? "yes" : "");
  }

  /** Which conversation's rating was asked for after a person had it: it is asked once. */
  get asked(): string {
    return this.#values.read("asked");
  }

  set asked(handover: string) {
    this.#values.write("asked", handover);
  }

  /** Earlier conversations, the newest first. */
  past(): Past[] {
    return list(parsed(this.#values.read("past")))
      .map(({ token, conversation, about, at }) => ({ token: words(token), conversation: words(conversation), about: words(about), at: Number(at) || 0 }))
      .filter(({ token, conversation }) => token && conversation);
  }

  /** Keeps the conversation that there is among the earlier ones. */
  putPast(conversation: string, about: string, at: number): void {
    const { token } = this;
    if (!token) return;
    const others = this.past().filter((past) => past.conversation !== conversation);
    this.#values.write("past", JSON.stringify([{ token, conversation, about, at }, ...others].slice(0, MOST_PAST)));
  }

  dropPast(conversation: string): void {
    const others = this.past().filter((past) => past.conversation !== conversation);
    this.#values.write("past", others.length ? JSON.stringify(others) : "");
  }

  /** What waits, in the order in which it was said. */
  waiting(): Waiting[] {
    return this.#values
      .names("waiting:")
      .map((name) => parseWaiting(this.#values.read(name)))
      .filter((message) => message !== null)
      .sort((a, b) => a.at - b.at);
  }

  put(message: Waiting): void {
    this.#values.write(`waiting:${message.id}`, JSON.stringify(message));
  }

  has(id: string): boolean {
    return this.#values.read(`waiting:${id}`) !== "";
  }

  drop(id: string): void {
    this.#values.write(`waiting:${id}`, "");
  }

  /** Leaves the conversation that there is; earlier ones stay. */
  leave(): void {
    for (const { id } of this.waiting()) this.drop(id);
    this.token = "";
    this.seen = "";
    this.asked = "";
    this.conversation = "";
  }

  /** Nothing of the customer stays. */
  forget(): void {
    this.#values.write("past", "");
    this.leave();
  }

  /** Tells what another tab changed. Returns what ends it. */
  watch(act: (change: Change) => void): () => void {
    const { prefix } = this.#values;
    const onStorage = ({ key, newValue }: StorageEvent) => {
      if (!key?.startsWith(prefix)) return;
      const [what, id] = key.slice(prefix.length).split(":");
      if (what === "conversation" || what === "seen") act({ what });
      else if (what === "waiting" && id) act({ what, id, message: parseWaiting(newValue) });
    };
    addEventListener("storage", onStorage);
    return () => removeEventListener("storage", onStorage);
  }
}

function parseWaiting(text: string | null): Waiting | null {
  const { id, text: said, button, uploads, at, error, files, page, customer } = record(parsed(text));
  if (!words(id) || typeof at !== "number") return null;
  const optional = (value: unknown) => words(value) || undefined;
  const notes = list(files).map(({ name, type, preview }) => ({ name: words(name), type: words(type), preview: words(preview) }));
  return {
    id: words(id),
    text: words(said),
    button: optional(button),
    uploads: Array.isArray(uploads) ? uploads.map(words).filter(Boolean) : undefined,
    at,
    error: optional(error),
    files: notes.length ? notes : undefined,
    page: optional(page),
    customer: customer ? (record(customer) as Record<string, string>) : undefined,
  };
}
