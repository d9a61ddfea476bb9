/** The stream of news from the server: opened again, later and later, while the server is away. */

import { parsed, record, words } from "../shared/checked";
import { DeskError } from "./api";
import { parseCase, parseCases, parseMessages, parseViewers } from "./wire";
import type { Case, Message, Viewer } from "./wire";

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 20_000;

export interface News {
  /** the stream is there, or told of less than there was: what happened must be asked for */
  onOpen(): void;
  onLost(): void;
  /** @param cases those that changed; none if all must be asked for */
  onCases(cases: Case[]): void;
  /** @param messages those that are new or changed */
  onConversation(changed: Case, messages: Message[]): void;
  /** @param who `customer`, or an agent's id */
  onTyping(conversation: string, who: string): void;
  onViewing(conversation: string, viewers: Viewer[]): void;
  onAlarm(topic: string, text: string): void;
  onSignedOut(): void;
}

export class Live {
  #stream: EventSource | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;

  /** @param check asks whether the session is still good; fails if not, or if the server is away */
  constructor(
    private readonly news: News,
    private readonly check: () => Promise<unknown>,
  ) {}

  start(): void {
    this.stop();
    const { news } = this;
    const stream = (this.#stream = new EventSource("/desk/api/events"));
    const on = (name: string, act: (data: Record<string, unknown>) => void) =>
      stream.addEventListener(name, (event) => act(record(parsed((event as MessageEvent).data))));
    stream.onerror = () => {
      news.onLost();
      if (stream.readyState === EventSource.CLOSED) this.#tryLater(); // else the browser tries again by itself
    };
    on("live", () => {
      this.#failures = 0;
      news.onOpen();
    });
    on("cases", (data) => news.onCases(parseCases(data)));
    on("conversation", (data) => news.onConversation(parseCase(record(data.case)), parseMessages(data.messages)));
    on("typing", ({ conversation, who }) => news.onTyping(words(conversation), words(who)));
    on("viewing", ({ conversation, viewers }) => news.onViewing(words(conversation), parseViewers(viewers)));
    on("alarm", ({ topic, text }) => news.onAlarm(words(topic), words(text)));
    on("signed-out", () => {
      this.stop();
      news.onSignedOut();
    });
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#stream?.close();
    this.#stream = null;
  }

  get isListening(): boolean {
    return this.#stream !== null;
  }

  #tryLater(): void {
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#failures++) * (0.75 + Math.random() / 2);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#again(), wait);
  }

  /** A stream doesn't say why it was refused; a request does. */
  async #again(): Promise<void> {
    try {
      await this.check();
      if (this.#stream) this.start();
    } catch (error) {
      if (error instanceof DeskError && error.kind === "signed-out") this.news.onSignedOut();
      else if (this.#stream) this.#tryLater();
    }
  }
}
