/** What the agent does: each act goes out once, those of a conversation in order, and again with the same id while the network fails. */

import { DeskError } from "./api";
import type { FileOf } from "./wire";

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15_000;

export type Deed = "take" | "back" | "close" | "transfer" | "say" | "note";

export interface Act {
  /** the operation's id: an act counts once, however often it arrives */
  operation: string;
  conversation: string;
  what: Deed;
  text: string;
  files: FileOf[];
  /** which of the suggestions the text was made of, from 1; 0 for none */
  suggestion: number;
  /** to whom it is transferred; "" for whoever is free */
  to: string;
  at: number;
}

export interface Hearer {
  /** the acts that aren't done, oldest first */
  onChange(acts: Act[]): void;
  onDone(act: Act): void;
  /** the server refused an act; those after it in the same conversation are given up as well */
  onRefused(acts: Act[], error: DeskError): void;
  onConnection(connection: "open" | "lost"): void;
}

export class Outbox {
  #acts: Act[] = [];
  #running = new Set<string>();
  #stopped = false;
  #wake = new Set<() => void>();

  constructor(
    private readonly send: (conversation: string, what: string, body: object) => Promise<unknown>,
    private readonly hearer: Hearer,
  ) {}

  get acts(): Act[] {
    return this.#acts;
  }

  put(act: Omit<Act, "operation" | "at">): Act {
    const whole = { ...act, operation: crypto.randomUUID(), at: Date.now() };
    this.resume([whole]);
    return whole;
  }

  /** Goes on with acts that an earlier page left. */
  resume(acts: Act[] = []): void {
    this.#stopped = false;
    this.#change([...this.#acts, ...acts]);
    for (const { conversation } of this.#acts) void this.#run(conversation);
  }

  /** The connection is back: what waits is tried now. */
  hurry(): void {
    for (const wake of this.#wake) wake();
  }

  stop(): void {
    this.#stopped = true;
    this.hurry();
  }

  async #run(conversation: string): Promise<void> {
    if (this.#running.has(conversation)) return;
    this.#running.add(conversation);
    let failures = 0;
    for (let act = this.#next(conversation); act; act = this.#next(conversation)) {
      try {
        await this.send(conversation, act.what, bodyOf(act));
        failures = 0;
        this.hearer.onConnection("open");
        this.#done(act);
      } catch (error) {
        const problem = error instanceof DeskError ? error : new DeskError("away");
        if (problem.kind === "refused") this.#refused(act, problem);
        else if (problem.kind === "signed-out") this.#stopped = true;
        else {
          this.hearer.onConnection("lost");
          await this.#pause(Math.max(problem.retryAfter * 1_000, Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** failures++)));
        }
      }
    }
    this.#running.delete(conversation);
  }

  #next(conversation: string): Act | undefined {
    return this.#stopped ? undefined : this.#acts.find((act) => act.conversation === conversation);
  }

  #done(act: Act): void {
    this.#change(this.#acts.filter((each) => each !== act));
    this.hearer.onDone(act);
  }

  #refused(act: Act, error: DeskError): void {
    const given = this.#acts.filter(({ conversation }) => conversation === act.conversation);
    this.#change(this.#acts.filter(({ conversation }) => conversation !== act.conversation));
    this.hearer.onRefused(given, error);
  }

  #change(acts: Act[]): void {
    this.#acts = acts;
    this.hearer.onChange(acts);
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const go = () => {
        clearTimeout(timer);
        this.#wake.delete(go);
        resolve();
      };
      const timer = setTimeout(go, ms);
      this.#wake.add(go);
    });
  }
}

/** An act as the server takes it. */
export function bodyOf({ operation, what, text, files, suggestion, to }: Act): object {
  if (what === "say") return { operation, text, attachments: files.map(({ id }) => id), suggestion: suggestion || null };
  if (what === "note") return { operation, text };
  return what === "transfer" ? { operation, to } : { operation };
}
