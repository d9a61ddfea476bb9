/** What the customer says: kept until the server has it, and sent one message after another, once and in order; with its files. */

import { exclusively } from "../shared/locks";
import type { FileNote, FileStore } from "./files";
import type { Memory, Waiting } from "./memory";
import { whyOf } from "./problems";
import type { Outgoing } from "./requests";
import type { SessionKeeper } from "./session";
import type { Action } from "./state";
import { ChatError } from "./transport";
import type { Transport } from "./transport";

/** A file that goes with a message. */
export interface Attached extends FileNote {
  file: File;
}

/** Who is told how sending goes. */
export interface Sender {
  dispatch(action: Action): void;
  /** whether anything may be sent at all */
  maySend(): boolean;
  /** the server has a message */
  onAccepted(id: string): void;
  onRefused(error: ChatError): void;
  /** nothing waits any more */
  onEmpty(): void;
  /** the server is away, or takes nothing */
  onFailure(error: unknown): void;
  /** whether it will be tried again anyway */
  willRetry(): boolean;
}

export class Outbox {
  #delivering = false;

  constructor(
    private readonly name: string,
    private readonly transport: Transport,
    private readonly session: SessionKeeper,
    private readonly memory: Memory,
    private readonly files: FileStore,
    private readonly sender: Sender,
  ) {}

  /** Puts something said at the end of what waits. Returns the message's id. */
  put(said: Omit<Outgoing, "id">, attached: Attached[] = []): string {
    const id = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    if (attached.length) void this.files.put(id, attached.map(({ file }) => file));
    const notes = attached.map(({ name, type, preview }) => ({ name, type, preview }));
    this.#queue({ ...said, id, at: this.#now(), files: notes.length ? notes : undefined });
    return id;
  }

  /** Puts a message that the server refused at the end again. Returns whether there is such a message. */
  putAgain(id: string): boolean {
    const message = this.memory.waiting().find((each) => each.id === id);
    if (message) this.#queue({ ...message, at: this.#now(), error: undefined });
    return message !== undefined;
  }

  /** The server has a message, as somebody else says. */
  drop(id: string): void {
    this.memory.drop(id);
    void this.files.drop(id);
  }

  /** What is to be sent next. */
  next(): Waiting | undefined {
    return this.sender.maySend() ? this.memory.waiting().find(({ error }) => !error) : undefined;
  }

  /** Sends what waits. One tab does it at a time: they share what waits. */
  async deliver(): Promise<void> {
    if (this.#delivering) return;
    this.#delivering = true;
    try {
      await exclusively(`heed:deliver:${this.name}`, async () => {
        for (let next = this.next(); next; next = this.next()) await this.#send(next);
      });
      this.sender.onEmpty();
    } catch (error) {
      this.sender.onFailure(error);
    } finally {
      this.#delivering = false;
    }
    if (this.next() && !this.sender.willRetry()) void this.deliver(); // said while the last of them was acknowledged
  }

  #queue(message: Waiting): void {
    this.memory.put(message);
    this.sender.dispatch({ type: "queued", message });
  }

  /** The time, after all that waits: one message after another, however fast they are said. */
  #now(): number {
    return Math.max(Date.now(), 1 + (this.memory.waiting().at(-1)?.at ?? 0));
  }

  async #send(message: Waiting): Promise<void> {
    const { id } = message;
    const { dispatch } = this.sender;
    dispatch({ type: "delivery", id, delivery: "sending" });
    try {
      const uploads = await this.#uploaded(message);
      await this.session.withToken((token) => this.transport.send(token, { ...message, uploads }));
      this.drop(id);
      dispatch({ type: "delivery", id, delivery: "delivered" });
      this.sender.onAccepted(id);
    } catch (error) {
      if (!(error instanceof ChatError) || error.kind === "away") {
        dispatch({ type: "delivery", id, delivery: "waiting" });
        throw error;
      }
      const why = whyOf(error) || "refused";
      if (this.memory.has(id)) this.memory.put({ ...message, error: why });
      dispatch({ type: "delivery", id, delivery: "failed", error: why });
      this.sender.onRefused(error);
    }
  }

  /** Uploads a message's files, each once: what is uploaded is noted, in case the next one isn't. */
  async #uploaded(message: Waiting): Promise<string[] | undefined> {
    if (!message.files) return message.uploads;
    const files = await this.files.get(message.id);
    if (!files) throw new ChatError("refused", "file_lost");
    const uploads = [...(message.uploads ?? [])];
    for (const file of files.slice(uploads.length)) {
      const { upload } = await this.session.withToken((token) => this.transport.upload(token, file));
      uploads.push(upload);
      message.uploads = [...uploads];
      if (this.memory.has(message.id)) this.memory.put(message);
    }
    return uploads;
  }
}
