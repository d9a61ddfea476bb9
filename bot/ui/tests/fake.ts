/** A server in memory behind the transport's interface: it can be away, slow to acknowledge, or forget a token. */

import type { Opening, Outgoing, Rating } from "../src/widget/requests";
import { ChatError } from "../src/widget/transport";
import type { Listener, Transport } from "../src/widget/transport";
import type { Answered, Said, Session, Upload } from "../src/widget/wire";

export class FakeServer implements Transport {
  away = false;
  /** the next acknowledgements are lost on the way, though the server has the messages */
  lostAcknowledgements = 0;
  refuse = "";
  /** it listens to nobody, though its streams are there */
  deaf = false;
  heard = 0;
  opened = 0;
  /** refresh tokens that open nothing any more */
  readonly worthless = new Set(["forgotten"]);
  readonly requests: Opening[] = [];
  readonly events: (Said | Answered)[] = [];
  readonly ratings: Rating[] = [];
  #tokens = new Set<string>();
  #listeners = new Set<Listener>();

  async open(opening: Opening): Promise<Session> {
    this.#reach();
    this.requests.push(opening);
    if (!opening.identity && this.worthless.has(opening.refreshToken ?? "")) throw new ChatError("token", "token_invalid");
    if (opening.identity === "forged") throw new ChatError("token", "token_invalid");
    const conversation = opening.identity ?? opening.refreshToken ?? `c${++this.opened}`;
    const accessToken = `t${this.requests.length}`;
    this.#tokens.add(accessToken);
    return { accessToken, expiresIn: 900, refreshToken: conversation, conversation, suggestions: [], greeting: "", spoken: [], mails: false };
  }

  async send(token: string, { id, text }: Outgoing): Promise<void> {
    this.#check(token);
    this.heard++;
    if (this.deaf) throw new ChatError("away", "unavailable");
    if (this.refuse) throw new ChatError("refused", "refused", this.refuse);
    if (!this.events.some((event) => event.from === "customer" && event.messageId === id)) {
      this.push({ from: "customer", event: this.#id(), messageId: id, text, uploads: [], at: 0 });
      this.push(reply(this.#id(), `re: ${text}`));
    }
    if (this.lostAcknowledgements-- > 0) throw new ChatError("away");
  }

  async rate(token: string, rating: Rating): Promise<void> {
    this.#check(token);
    this.ratings.push(rating);
  }

  async leaveContact(): Promise<void> {}

  async end(token: string): Promise<void> {
    this.#check(token);
  }

  async remove(token: string): Promise<void> {
    this.#check(token);
  }

  async tellTyping(): Promise<void> {}

  async download(): Promise<Blob> {
    return new Blob([]);
  }

  async transcript(): Promise<Blob> {
    return new Blob([]);
  }

  async mail(): Promise<void> {}

  async upload(token: string, file: File): Promise<Upload> {
    this.#check(token);
    return { upload: "u1", name: file.name, type: file.type, size: file.size, url: "/chat/uploads/u1" };
  }

  listen(token: string, after: string, listener: Listener): () => void {
    queueMicrotask(() => {
      if (this.away) return listener.onEnd(new ChatError("away"));
      if (!this.#tokens.has(token)) return listener.onEnd(new ChatError("token", "token_invalid"));
      listener.onOpen();
      const place = this.events.findIndex(({ event }) => event === after);
      for (const event of this.events.slice(place + 1)) listener.onMessage(event);
      listener.onLive();
      this.#listeners.add(listener);
    });
    return () => this.#listeners.delete(listener);
  }

  push(event: Said | Answered): void {
    this.events.push(event);
    for (const listener of this.#listeners) listener.onMessage(event);
  }

  /** The network drops. */
  drop(): void {
    this.away = true;
    const open = [...this.#listeners];
    this.#listeners.clear();
    for (const listener of open) listener.onEnd(new ChatError("away"));
  }

  expire(): void {
    this.#tokens.clear();
    const open = [...this.#listeners];
    this.#listeners.clear();
    for (const listener of open) listener.onEnd(new ChatError("token", "token_expired"));
  }

  /** All tokens are worth nothing from now on, and no stream says so. */
  forgetTokens(): void {
    this.#tokens.clear();
  }

  #reach(): void {
    if (this.away) throw new ChatError("away");
  }

  #check(token: string): void {
    this.#reach();
    if (!this.#tokens.has(token)) throw new ChatError("token", "token_expired");
  }

  #id(): string {
    return `${this.events.length + 1}-0`;
  }
}

export function reply(event: string, text: string): Answered {
  return { from: "assistant", agent: "", asksContact: false, event, text, image: "", buttons: [], cards: [], sources: [], suggestions: [], rate: false, uploads: [], decision: "", at: 0 };
}
