/** A conversation: what is said goes out once and in order, what the server tells becomes the state. */

import { exclusively } from "../shared/locks";
import type { Change, Memory, Waiting } from "./memory";
import type { Outgoing, Rating } from "./requests";
import { SessionKeeper } from "./session";
import { INITIAL, isLater, reduce } from "./state";
import type { Action, State, Theirs } from "./state";
import { ChatError } from "./transport";
import type { Transport } from "./transport";
import type { Session, Upload, Value } from "./wire";

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 20_000;
/** A message was taken, and the stream doesn't tell of it: the stream is dead, though nobody said so. */
const SILENCE_MS = 15_000;

export interface Watcher {
  onState(state: State): void;
  /** new, not history */
  onAnswer(message: Theirs): void;
  onError(error: ChatError): void;
}

export class Conversation {
  readonly session: SessionKeeper;
  #state = INITIAL;
  #close: (() => void) | null = null;
  /** counts streams, so that what an older one still tells isn't heard */
  #stream = 0;
  #open = false;
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #watchdog: ReturnType<typeof setTimeout> | undefined;
  #delivering = false;
  #uploads = new Map<string, Upload>();
  #stopWatching: () => void;
  #started = false;

  constructor(
    private readonly name: string,
    private readonly transport: Transport,
    private readonly memory: Memory,
    locale: string,
    private readonly watcher: Watcher,
  ) {
    this.session = new SessionKeeper(name, transport, memory, locale, (session) => this.#onSession(session));
    this.#stopWatching = memory.watch((change) => this.#onOtherTab(change));
  }

  get state(): State {
    return this.#state;
  }

  /** Connects, and sends what waits. Without this, nothing is asked of the server. */
  start(): void {
    if (this.#started) return;
    this.#started = true;
    for (const message of this.memory.waiting()) this.#dispatch({ type: "queued", message });
    this.#connect();
  }

  /** Leaves the server in peace: the page is gone, or another tab of it listens. What waits is kept. */
  stop(): void {
    this.#started = false;
    this.#disconnect();
  }

  end(): void {
    this.stop();
    this.#stopWatching();
  }

  /** Says something: it is shown at once, kept until the server has it, and sent when it can be. Returns the message's id. */
  say(said: Omit<Outgoing, "id">, upload?: Upload): string {
    const id = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    this.#queue({ ...said, id, at: this.#now() }, upload);
    return id;
  }

  /** Sends again, after all that was said meanwhile, what the server refused. */
  retry(id: string): void {
    const message = this.memory.waiting().find((each) => each.id === id);
    if (message) this.#queue({ ...message, at: this.#now(), error: undefined }, this.#uploads.get(id));
  }

  /** The browser is connected again, or the customer asks to try now. */
  hurry(): void {
    if (!this.#started) return;
    this.#failures = 0;
    this.#connect();
  }

  async rate(message: Theirs, value: Value, reason?: string): Promise<void> {
    const now = this.#state.messages.find(({ id }) => id === message.id);
    const before = now?.from === "assistant" ? now.rating : undefined;
    this.#dispatch({ type: "rated", event: message.id, value });
    try {
      await this.#rate({ event: message.id, value, reason: reason || undefined });
    } catch (error) {
      this.#dispatch({ type: "rated", event: message.id, value: before });
      throw error;
    }
  }

  rateConversation(stars: number, comment: string): Promise<void> {
    return this.#rate({ conversation: stars, comment: comment || undefined });
  }

  upload(file: File): Promise<Upload> {
    return this.#withToken((token) => this.transport.upload(token, file));
  }

  /** What was shown last is what the customer has seen. */
  saw(): void {
    const last = this.#state.messages.findLast(({ event }) => event)?.event ?? "";
    if (isLater(last, this.memory.seen)) this.memory.seen = last; // forwards only: another tab may have seen more
    if (this.#state.unread) this.#dispatch({ type: "seen", event: last });
  }

  async identify(identity: string): Promise<void> {
    this.#started = true;
    try {
      await this.session.identify(identity);
    } finally {
      this.#connect(); // where the identity was refused: the conversation that there was
    }
  }

  /** Leaves the conversation. What the customer says next begins another. */
  reset(): void {
    this.memory.forget();
    this.#afresh();
  }

  // What is sent: one message after another, in order

  #queue(message: Waiting, upload?: Upload): void {
    if (upload) this.#uploads.set(message.id, upload);
    this.memory.put(message);
    this.#dispatch({ type: "queued", message, upload });
    if (this.#started) this.#deliver();
    else this.start();
  }

  async #deliver(): Promise<void> {
    if (this.#delivering) return;
    this.#delivering = true;
    try {
      await exclusively(`heed:deliver:${this.name}`, async () => {
        for (let next = this.#next(); next; next = this.#next()) await this.#send(next);
      });
      if (this.#open) this.#allWell();
    } catch (error) {
      this.#tryLater(error);
    } finally {
      this.#delivering = false;
    }
    if (this.#next() && this.#timer === undefined) this.#deliver(); // said while the last of them was acknowledged
  }

  /** The time, after all that waits: one message after another, however fast they are said. */
  #now(): number {
    return Math.max(Date.now(), 1 + (this.memory.waiting().at(-1)?.at ?? 0));
  }

  #next(): Waiting | undefined {
    return this.#started ? this.memory.waiting().find(({ error }) => !error) : undefined;
  }

  async #send(message: Waiting): Promise<void> {
    const { id } = message;
    this.#dispatch({ type: "delivery", id, delivery: "sending" });
    try {
      await this.#withToken((token) => this.transport.send(token, message));
      this.memory.drop(id);
      this.#dispatch({ type: "delivery", id, delivery: "delivered" });
      this.#expectEvent(id);
    } catch (error) {
      if (!(error instanceof ChatError) || error.kind === "away") {
        this.#dispatch({ type: "delivery", id, delivery: "waiting" });
        throw error;
      }
      const why = error.message || error.code || "refused";
      if (this.memory.has(id)) this.memory.put({ ...message, error: why });
      this.#dispatch({ type: "delivery", id, delivery: "failed", error: why });
      this.watcher.onError(error);
    }
  }

  /** Does something with a token; with a new one, if the server doesn't take it any more. */
  async #withToken<T>(act: (token: string) => Promise<T>): Promise<T> {
    try {
      return await act(await this.session.token());
    } catch (error) {
      if (!(error instanceof ChatError) || error.kind !== "token") throw error;
      return act((await this.session.renew()).accessToken);
    }
  }

  #rate(rating: Rating): Promise<void> {
    return this.#withToken((token) => this.transport.rate(token, rating));
  }

  // What is heard

  async #connect(): Promise<void> {
    this.#disconnect();
    const stream = ++this.#stream;
    const current = () => this.#started && stream === this.#stream;
    let token: string;
    try {
      token = await this.session.token();
    } catch (error) {
      if (current()) this.#tryLater(error);
      return;
    }
    if (!current()) return;
    const after = this.#state.lastEvent;
    const when = <T extends unknown[]>(act: (...args: T) => void) => (...args: T) => current() && act(...args);
    this.#close = this.transport.listen(token, after, {
      onOpen: when(() => {
        this.#open = true;
        if (this.#next()) this.#deliver(); // that will tell whether all is well
        else this.#allWell();
      }),
      onMessage: when((message) => this.#hear(message)),
      onTyping: when((typing) => this.#dispatch({ type: "typing", typing })),
      onRated: when((event, value) => this.#dispatch({ type: "rated", event, value })),
      onLive: when(() => this.#goLive()),
      onLost: when(() => {
        this.#open = false;
        this.#dispatch({ type: "connection", connection: "lost" });
      }),
      onEnd: when((why) => {
        this.session.forget();
        if (why === "expired") this.#connect();
        else this.#tryLater(new ChatError("away"));
      }),
    });
  }

  #disconnect(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#watchdog);
    this.#timer = undefined;
    this.#stream++;
    this.#open = false;
    this.#close?.();
    this.#close = null;
  }

  #hear(message: Parameters<Parameters<Transport["listen"]>[2]["onMessage"]>[0]): void {
    const before = this.#state.messages.length;
    if (message.from === "customer") this.memory.drop(message.messageId); // another tab's, or an acknowledgement that was lost
    this.#dispatch({ type: "message", message });
    const shown = this.#state.messages.find(({ event }) => event === message.event);
    if (this.#state.live && shown?.from === "assistant" && this.#state.messages.length > before) this.watcher.onAnswer(shown);
  }

  #goLive(): void {
    if (this.#state.live) return;
    this.#dispatch({ type: "seen", event: this.memory.seen });
    this.#dispatch({ type: "live" });
  }

  #expectEvent(id: string): void {
    clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(() => {
      const message = this.#state.messages.find((each) => each.id === id);
      if (this.#started && message && !message.event) this.#connect();
    }, SILENCE_MS);
  }

  // What goes wrong, and what other tabs do

  #allWell(): void {
    this.#failures = 0;
    this.#dispatch({ type: "connection", connection: "open" });
  }

  #tryLater(error: unknown): void {
    const problem = error instanceof ChatError ? error : new ChatError("away");
    if (problem.kind !== "away") this.watcher.onError(problem);
    this.#dispatch({ type: "connection", connection: "lost" });
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#failures++) * (0.75 + Math.random() / 2);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#started && this.#connect(), Math.max(wait, problem.retryAfter * 1_000));
  }

  #onOtherTab(change: Change): void {
    if (change.what === "seen") this.#dispatch({ type: "seen", event: this.memory.seen });
    if (change.what === "conversation") this.#onOtherConversation();
    if (change.what !== "waiting") return;
    if (change.message) this.#dispatch({ type: "queued", message: change.message });
    else this.#dispatch({ type: "delivery", id: change.id, delivery: "delivered" });
    if (change.message && this.#started) this.#deliver();
  }

  /** Another tab began a conversation, went over to a customer's, or left. */
  #onOtherConversation(): void {
    const { conversation } = this.memory;
    if (!conversation) return this.#afresh();
    if (conversation === this.#state.conversation) return;
    this.session.forget();
    if (this.#started) this.#connect();
    else this.start();
  }

  #onSession(session: Session): void {
    const moved = this.#close !== null && session.conversation !== this.#state.conversation;
    this.#dispatch({ type: "session", session });
    if (moved) this.#connect();
  }

  #afresh(): void {
    this.stop();
    this.session.anonymous();
    this.#failures = 0;
    this.#dispatch({ type: "reset" });
  }

  #dispatch(action: Action): void {
    const next = reduce(this.#state, action);
    if (next === this.#state) return;
    this.#state = next;
    this.watcher.onState(next);
  }
}
