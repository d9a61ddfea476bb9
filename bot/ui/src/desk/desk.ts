/** The desk of an agent who is signed in: joins the server, the state and the page. */

import { actionsOf } from "./actions";
import type { Api } from "./api";
import type { DeskLanguage } from "./language";
import { Live } from "./live";
import { Loader } from "./loader";
import { Memory } from "./memory";
import type { Settings } from "./memory";
import { Notices } from "./notices";
import { Outbox } from "./outbox";
import type { Act } from "./outbox";
import { listenWhileHeeded } from "../shared/attention";
import { TYPING_MS, initial } from "./state";
import type { State } from "./state";
import { Store } from "./store";
import { Page } from "./view/page";
import type { Session } from "./wire";

const VIEWING_EVERY_MS = 10_000;
const TICK_EVERY_MS = 15_000;
/** A stream that is dead without a word is found out so late. */
const REFRESH_EVERY_MS = 60_000;

/** What the desk needs of the page around it. */
export interface Around {
  settings(): Settings;
  language(): DeskLanguage;
  change(settings: Settings): void;
  /** @param own whether the agent wanted it */
  onSignedOut(own: boolean): void;
}

export class Desk {
  readonly memory: Memory;
  readonly store: Store;
  readonly loader: Loader;
  readonly outbox: Outbox;
  page: Page;
  /** acts that the server has, until the conversation shows them */
  #done: Act[] = [];
  readonly #live: Live;
  readonly #notices: Notices;
  readonly #ends = new AbortController();
  readonly #timers: ReturnType<typeof setInterval>[];
  readonly #stopWatching: () => void;
  #lastAsked = "";

  constructor(
    readonly session: Session,
    readonly api: Api,
    readonly around: Around,
    private readonly root: HTMLElement,
  ) {
    this.memory = new Memory(session.agent.id);
    this.store = new Store({ ...initial(session), seen: this.memory.seen() }, (state) => this.#show(state));
    const dispatch = this.store.dispatch.bind(this.store);
    this.loader = new Loader(api, this.store, () => around.language().locale);
    const send = async (conversation: string, what: string, body: object) => {
      const changed = await api.act(conversation, what, body);
      if (!changed) return;
      dispatch({ type: "cases-changed", cases: [changed] });
      dispatch({ type: "told", case: changed, messages: [] });
    };
    this.outbox = new Outbox(send, {
      onChange: () => this.#showActs(),
      onDone: (act) => void this.#onDone(act),
      onRefused: (acts, { message }) => this.#onRefused(acts, message),
      onConnection: (connection) => dispatch({ type: "connection", connection }),
    });
    this.#live = new Live(
      {
        onOpen: () => this.#catchUp(),
        onLost: () => dispatch({ type: "connection", connection: "lost" }),
        onCases: (cases) => {
          if (!cases.length) return void this.loader.cases.now();
          dispatch({ type: "cases-changed", cases });
          this.loader.cases.outdated();
        },
        onConversation: (changed, messages) => {
          if (!changed.conversation) return void this.loader.conversation();
          dispatch({ type: "told", case: changed, messages });
          if (changed.conversation !== this.store.state.open) return;
          if (messages.length) this.loader.conversationChanged();
          else void this.loader.conversation(); // its customer may have deleted it
        },
        onTyping: (conversation, who) => {
          dispatch({ type: "typing", conversation, who, now: Date.now() });
          setTimeout(() => dispatch({ type: "tick", now: Date.now() }), TYPING_MS + 50);
        },
        onViewing: (conversation, viewers) => dispatch({ type: "viewing", conversation, viewers }),
        onAlarm: (topic, text) => this.page.toasts.show(text || around.language().say("alarm", { topic }), true),
        onSignedOut: () => around.onSignedOut(false),
      },
      () => api.session(),
    );
    this.#notices = new Notices(around.settings(), around.language(), (conversation) => this.open(conversation));
    this.page = this.#build();
    this.#stopWatching = listenWhileHeeded(`heed-desk ${session.agent.id}`, () => this.#live.isListening || this.#live.start(), () => this.#live.stop());
    this.#timers = [
      setInterval(() => this.#beat(), VIEWING_EVERY_MS),
      setInterval(() => this.#show(this.store.state), TICK_EVERY_MS),
      setInterval(() => this.#live.isListening && void this.loader.cases.now(), REFRESH_EVERY_MS),
    ];
    const on = (target: EventTarget, name: string, act: (event: Event) => void) => target.addEventListener(name, act, { signal: this.#ends.signal });
    on(window, "popstate", () => this.open(placeInAddress(), true));
    on(window, "online", () => this.#live.start());
    on(document, "visibilitychange", () => this.#see());
    on(document, "pointerdown", () => this.#notices.allow());
    on(document, "keydown", () => this.#notices.allow());
    on(window, "beforeunload", (event) => this.outbox.acts.length && event.preventDefault());
  }

  start(): void {
    this.#live.start();
    this.outbox.resume(this.memory.acts());
    this.#beat();
    void this.loader.cases.now();
    void this.loader.desk();
    this.open(placeInAddress(), true);
  }

  /** @param fromAddress the address says so already */
  open(conversation: string, fromAddress = false): void {
    const { state } = this.store;
    if (state.place === "numbers" && conversation) this.store.dispatch({ type: "place", place: "inbox" });
    if (conversation === state.open) return;
    if (!fromAddress) history[state.open ? "replaceState" : "pushState"](null, "", conversation ? `#${encodeURIComponent(conversation)}` : location.pathname);
    this.store.dispatch({ type: "open", conversation });
    this.#lastAsked = "";
    if (!conversation) return;
    this.#beat();
    void this.loader.conversation();
  }

  /** The settings changed: the page is made anew in their language. */
  rebuild(): void {
    this.#notices.change(this.around.settings(), this.around.language());
    this.page.end();
    this.page = this.#build();
    this.#show(this.store.state);
  }

  end(): void {
    this.#ends.abort();
    this.#timers.forEach(clearInterval);
    this.#stopWatching();
    this.#live.stop();
    this.outbox.stop();
    this.page.end();
  }

  #build(): Page {
    const page = new Page(this.store.state, this.around.language(), actionsOf(this));
    this.root.replaceChildren(page.node);
    return page;
  }

  #show(state: State): void {
    this.page.show(state);
    this.#notices.show(state);
    this.#see();
    const asked = state.opened?.messages.findLast(({ from }) => from === "customer")?.id ?? "";
    if (state.opened && (asked || "none") !== this.#lastAsked) {
      this.#lastAsked = asked || "none";
      void this.loader.suggestions();
    }
  }

  /** What is open in a tab that is looked at, was seen. */
  #see(): void {
    const { open, opened, seen } = this.store.state;
    if (!opened || document.visibilityState !== "visible") return;
    const at = Math.max(opened.case.last.at, opened.case.waitingSince, opened.messages.at(-1)?.at ?? 0);
    if (at <= (seen[open] ?? 0)) return;
    const now = { ...seen, [open]: at };
    this.memory.keepSeen(now);
    this.store.dispatch({ type: "seen", seen: now });
  }

  /** A sign of life, also from a hidden tab; others see what is open in one that is looked at. */
  #beat(): void {
    const { open } = this.store.state;
    const seen = open && document.visibilityState === "visible";
    (seen ? this.api.act(open, "viewing", {}) : this.api.here()).catch(() => {}); // the next one tells
  }

  /** The stream is there again. */
  #catchUp(): void {
    this.store.dispatch({ type: "connection", connection: "open" });
    this.outbox.hurry();
    void this.loader.cases.now();
    void this.loader.conversation();
  }

  #showActs(): void {
    const acts = this.outbox.acts;
    this.memory.keepActs(acts);
    this.store.dispatch({ type: "acts", acts: [...this.#done, ...acts] });
  }

  async #onDone(act: Act): Promise<void> {
    if (act.conversation !== this.store.state.open) return;
    this.#done.push(act);
    this.#showActs();
    await this.loader.conversation();
    this.#done = this.#done.filter((each) => each !== act);
    this.#showActs();
  }

  #onRefused(acts: Act[], why: string): void {
    const language = this.around.language();
    this.page.toasts.show(why ? language.say("refused", { why }) : language.say("problem"), true);
    for (const { what, text, conversation } of acts) {
      if ((what !== "say" && what !== "note") || !text) continue;
      if (conversation === this.store.state.open) this.page.composer.restore(what, text);
      else this.memory.keepDraft(conversation, what, [text, this.memory.draft(conversation, what)].filter(Boolean).join("\n"));
    }
    void this.loader.conversation();
    void this.loader.cases.now();
  }
}

function placeInAddress(): string {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return "";
  }
}
