/** A conversation: what is said goes out once and in order, what the server tells becomes the state. */

import { Asking } from "./asking";
import { Connection } from "./connection";
import { FileStore } from "./files";
import type { Change, Memory, Past } from "./memory";
import { Outbox } from "./outbox";
import type { Attached } from "./outbox";
import type { Outgoing } from "./requests";
import { SessionKeeper } from "./session";
import { INITIAL, firstWords, isLater, reduce } from "./state";
import type { Action, State, Theirs } from "./state";
import { ChatError } from "./transport";
import type { Transport } from "./transport";
import type { Answered, Said, Session, Value } from "./wire";

export interface Watcher {
  onState(state: State): void;
  /** new, not history */
  onAnswer(message: Theirs): void;
  onError(error: ChatError): void;
}

export class Conversation {
  readonly session: SessionKeeper;
  readonly asking: Asking;
  readonly #connection: Connection;
  readonly #outbox: Outbox;
  readonly #files: FileStore;
  readonly #stopWatching: () => void;
  #state = INITIAL;

  constructor(
    name: string,
    private readonly transport: Transport,
    private readonly memory: Memory,
    locale: string,
    private readonly watcher: Watcher,
  ) {
    const dispatch = (action: Action) => this.#dispatch(action);
    const session = (this.session = new SessionKeeper(name, transport, memory, locale, (opened) => this.#onSession(opened)));
    const connection = (this.#connection = new Connection(session, transport, {
      lastEvent: () => this.#state.lastEvent,
      onOpen: () => {
        if (this.#outbox.next()) void this.#outbox.deliver(); // that will tell whether all is well
        else connection.allWell();
      },
      onMessage: (message) => this.#hear(message),
      onTyping: (typing, typist) => dispatch({ type: "typing", typing, typist }),
      onRated: (event, value) => dispatch({ type: "rated", event, value }),
      onLive: () => this.#goLive(),
      onConnection: (state) => dispatch({ type: "connection", connection: state }),
      onProblem: (error) => {
        if (error.kind === "refused") dispatch({ type: "trouble", trouble: "blocked" });
        watcher.onError(error);
      },
    }));
    this.asking = new Asking(session, transport);
    this.#files = new FileStore(name);
    this.#outbox = new Outbox(name, transport, session, memory, this.#files, {
      dispatch,
      maySend: () => connection.wanted,
      onAccepted: (id) => connection.expect(() => !this.#state.messages.some((each) => each.id === id && !each.event)),
      onRefused: (error) => watcher.onError(error),
      onEmpty: () => connection.isOpen && connection.allWell(),
      onFailure: (error) => connection.tryLater(error),
      willRetry: () => connection.isWaiting,
    });
    this.#stopWatching = memory.watch((change) => this.#onOtherTab(change));
  }

  get state(): State {
    return this.#state;
  }

  /** Connects, and sends what waits. Without this, nothing is asked of the server. */
  start(): void {
    if (this.#connection.wanted) return;
    this.#connection.wanted = true;
    for (const message of this.memory.waiting()) this.#dispatch({ type: "queued", message });
    void this.#connection.connect();
  }

  /** Leaves the server in peace: the page is gone, or another tab of it listens. What waits is kept. */
  stop(): void {
    this.#connection.stop();
  }

  end(): void {
    this.stop();
    this.#stopWatching();
  }

  /** Says something: it is shown at once, kept until the server has it, and sent when it can be. Returns the message's id. */
  say(said: Omit<Outgoing, "id">, attached: Attached[] = []): string {
    const id = this.#outbox.put(said, attached);
    this.#deliver();
    return id;
  }

  /** Sends again, after all that was said meanwhile, what the server refused. */
  retry(id: string): void {
    if (this.#outbox.putAgain(id)) this.#deliver();
  }

  /** The browser is connected again, or the customer asks to try now. */
  hurry(): void {
    if (!this.#connection.wanted) return;
    this.#connection.forgetFailures();
    void this.#connection.connect();
  }

  /** The page's own rules keep it from reaching the server. */
  blocked(): void {
    this.#dispatch({ type: "trouble", trouble: "blocked" });
  }

  async rate(message: Theirs, value: Value, reason?: string): Promise<void> {
    const now = this.#state.messages.find(({ id }) => id === message.id);
    const before = now?.from === "assistant" ? now.rating : undefined;
    this.#dispatch({ type: "rated", event: message.id, value });
    try {
      await this.session.withToken((token) => this.transport.rate(token, { event: message.id, value, reason: reason || undefined }));
    } catch (error) {
      this.#dispatch({ type: "rated", event: message.id, value: before });
      throw error;
    }
  }

  /** What was shown last is what the customer has seen. */
  saw(): void {
    const last = this.#state.messages.findLast(({ event }) => event)?.event ?? "";
    if (isLater(last, this.memory.seen)) this.memory.seen = last; // forwards only: another tab may have seen more
    if (this.#state.unread) this.#dispatch({ type: "seen", event: last });
  }

  async identify(identity: string): Promise<void> {
    this.#connection.wanted = true;
    try {
      await this.session.identify(identity);
      this.#dispatch({ type: "trouble", trouble: "" });
    } catch (error) {
      if (!(error instanceof ChatError) || error.kind === "away") throw error;
      const refused = error.kind === "token" ? new ChatError("token", "identity_refused", error.message) : error;
      this.#dispatch({ type: "trouble", trouble: error.kind === "token" ? "unknown" : "blocked" });
      this.watcher.onError(refused);
      throw refused;
    } finally {
      void this.#connection.connect(); // where the identity was refused: the conversation that there was
    }
  }

  /** Begins a new conversation. The one that there was is found among the earlier ones. */
  fresh(): void {
    this.#putAside();
    this.memory.leave();
    this.#afresh();
  }

  /** Goes back to an earlier conversation. */
  goTo(past: Past): void {
    this.#putAside();
    this.memory.leave();
    this.#afresh();
    this.memory.dropPast(past.conversation);
    this.memory.token = past.token;
    this.memory.conversation = past.conversation;
    this.start();
  }

  /** Deletes the conversation, for good; earlier ones stay. */
  async remove(): Promise<void> {
    await this.asking.remove();
    this.memory.leave();
    void this.#files.clear();
    this.#afresh();
  }

  /** Leaves the conversation, and earlier ones. What the customer says next begins another. */
  reset(): void {
    this.memory.forget();
    void this.#files.clear();
    this.#afresh();
  }

  #putAside(): void {
    const { conversation, messages } = this.#state;
    if (conversation && messages.length) this.memory.putPast(conversation, firstWords(messages), messages.at(-1)!.at);
  }

  /** Sends what waits; connects first if there is no connection yet. */
  #deliver(): void {
    if (this.#connection.wanted) void this.#outbox.deliver();
    else this.start();
  }

  #hear(message: Said | Answered): void {
    const before = this.#state.messages.length;
    if (message.from === "customer" && this.memory.has(message.messageId)) this.#outbox.drop(message.messageId); // another tab's, or an acknowledgement that was lost
    this.#dispatch({ type: "message", message });
    const shown = this.#state.messages.find(({ event }) => event === message.event);
    if (this.#state.live && shown?.from === "assistant" && this.#state.messages.length > before) this.watcher.onAnswer(shown);
  }

  #goLive(): void {
    if (this.#state.live) return;
    this.#dispatch({ type: "seen", event: this.memory.seen });
    this.#dispatch({ type: "live" });
  }

  #onOtherTab(change: Change): void {
    if (change.what === "seen") this.#dispatch({ type: "seen", event: this.memory.seen });
    if (change.what === "conversation") this.#onOtherConversation();
    if (change.what !== "waiting") return;
    if (change.message) this.#dispatch({ type: "queued", message: change.message });
    else this.#dispatch({ type: "delivery", id: change.id, delivery: "delivered" });
    if (change.message && this.#connection.wanted) void this.#outbox.deliver();
  }

  /** Another tab began a conversation, went over to a customer's, or left. */
  #onOtherConversation(): void {
    const { conversation } = this.memory;
    if (!conversation) return this.#afresh();
    if (conversation === this.#state.conversation) return;
    this.session.forget();
    if (this.#connection.wanted) void this.#connection.connect();
    else this.start();
  }

  #onSession(session: Session): void {
    const moved = this.#connection.isListening && session.conversation !== this.#state.conversation;
    this.#dispatch({ type: "session", session });
    if (moved) void this.#connection.connect();
  }

  #afresh(): void {
    this.stop();
    this.session.anonymous();
    this.#connection.forgetFailures();
    this.#dispatch({ type: "reset" });
  }

  #dispatch(action: Action): void {
    const next = reduce(this.#state, action);
    if (next === this.#state) return;
    this.#state = next;
    this.watcher.onState(next);
  }
}
