/** The stream of events from the server: opened, watched, and opened again, later and later, while the server is away. */

import type { SessionKeeper } from "./session";
import { ChatError } from "./transport";
import type { Listener, Transport } from "./transport";

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 20_000;
/** Somebody has to change a setting first. */
const REFUSED_WAIT_MS = 60_000;
/** A message was taken, and the stream doesn't tell of it: the stream is dead, though nobody said so. */
const SILENCE_MS = 15_000;

/** Who hears what the stream tells, and how it is with the connection. */
export interface Hearer extends Pick<Listener, "onOpen" | "onMessage" | "onTyping" | "onRated" | "onLive"> {
  /** the event after which a new stream goes on; "" for all that is kept */
  lastEvent(): string;
  onConnection(connection: "open" | "lost"): void;
  /** more than a server that is away: it refused */
  onProblem(error: ChatError): void;
}

export class Connection {
  /** whether there should be a stream */
  wanted = false;
  #close: (() => void) | null = null;
  /** counts streams, so that what an older one still tells isn't heard */
  #stream = 0;
  #open = false;
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #watchdog: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly session: SessionKeeper,
    private readonly transport: Transport,
    private readonly hearer: Hearer,
  ) {}

  /** Whether the server has answered on the stream. */
  get isOpen(): boolean {
    return this.#open;
  }

  /** Whether there is a stream, or the attempt at one. */
  get isListening(): boolean {
    return this.#close !== null;
  }

  /** Whether it will be opened again after a while. */
  get isWaiting(): boolean {
    return this.#timer !== undefined;
  }

  /** Opens a stream in place of the one that there is. */
  async connect(): Promise<void> {
    this.#disconnect();
    const stream = ++this.#stream;
    const current = () => this.wanted && stream === this.#stream;
    let token: string;
    try {
      token = await this.session.token();
    } catch (error) {
      if (current()) this.tryLater(error);
      return;
    }
    if (!current()) return;
    const { hearer } = this;
    const when = <T extends unknown[]>(act: (...args: T) => void) => (...args: T) => current() && act(...args);
    this.#close = this.transport.listen(token, hearer.lastEvent(), {
      onOpen: when(() => {
        this.#open = true;
        hearer.onOpen();
      }),
      onMessage: when((message) => hearer.onMessage(message)),
      onTyping: when((typing, typist) => hearer.onTyping(typing, typist)),
      onRated: when((event, value) => hearer.onRated(event, value)),
      onLive: when(() => hearer.onLive()),
      onEnd: when((why) => {
        this.#open = false;
        if (why.kind === "token") this.session.forget();
        if (why.code === "token_expired") void this.connect();
        else this.tryLater(why.kind === "token" ? new ChatError("away") : why);
      }),
    });
  }

  stop(): void {
    this.wanted = false;
    this.#disconnect();
  }

  /** The next failure counts as the first. */
  forgetFailures(): void {
    this.#failures = 0;
  }

  /** The server answers, and takes what is sent. */
  allWell(): void {
    this.forgetFailures();
    this.hearer.onConnection("open");
  }

  /** Something failed: connects again after a while, longer each time. */
  tryLater(error: unknown): void {
    const problem = error instanceof ChatError ? error : new ChatError("away");
    if (problem.kind !== "away") this.hearer.onProblem(problem);
    this.hearer.onConnection("lost");
    const soon = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#failures++);
    const wait = (problem.kind === "refused" ? REFUSED_WAIT_MS : soon) * (0.75 + Math.random() / 2);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.wanted && this.connect(), Math.max(wait, problem.retryAfter * 1_000));
  }

  /** Connects anew if something that the stream must tell of soon doesn't arrive. */
  expect(arrived: () => boolean): void {
    clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(() => this.wanted && !arrived() && this.connect(), SILENCE_MS);
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
}
