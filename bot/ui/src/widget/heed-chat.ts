/** The element `<heed-chat>`: what a page talks to. */

import type { Language } from "../shared/language";
import type { Built } from "./actions";
import { build } from "./building";
import { heedEvent } from "./events";
import type { AddListener } from "./events";
import { languageOf } from "./language";
import { loadSoon } from "./later";
import type { Attached } from "./outbox";
import type { Outgoing } from "./requests";
import { SHEET } from "./sheet";
import { ownerOf } from "./state";
import type { State, Theirs } from "./state";
import { tellOwner } from "./telling";
import { TitleFlash } from "./title";
import { ChatError, HttpTransport } from "./transport";
import type { Transport } from "./transport";
import type { Draft } from "./view/composer";
import { WhenReady } from "./when_ready";

const SCRIPT = import.meta.url;

export class HeedChatElement extends HTMLElement {
  static readonly observedAttributes = ["server", "locale", "name", "texts", "embedded", "logo", "avatar", "greeting", "teaser"];

  /** The way to a server; tests put another in its place. */
  static transport: (server: string) => Transport = (server) => new HttpTransport(server);

  #built: Built | null = null;
  /** what is being built: a later change of the attributes makes another one of it */
  #building: object | null = null;
  #leaving: ReturnType<typeof setTimeout> | undefined;
  #isOpen = false;
  #hasFocus = false;
  #returnTo: HTMLElement | null = null;
  #customer: Record<string, string> | undefined;
  readonly #title = new TitleFlash();
  readonly #ready = new WhenReady<Built>();

  constructor() {
    super();
    this.attachShadow({ mode: "open" }).adoptedStyleSheets = [SHEET];
  }

  /** Where the bot is, with the path that it has: by default, where this script came from. */
  get server(): string {
    const given = this.getAttribute("server");
    const { origin, pathname } = given ? new URL(given, document.baseURI) : new URL("./", SCRIPT);
    return origin + pathname.replace(/\/+$/, "");
  }

  /** React and Vue set what is there as properties, not as attributes. */
  set server(server: string) {
    this.setAttribute("server", server);
  }

  get embedded(): boolean {
    return this.hasAttribute("embedded");
  }

  set embedded(embedded: boolean | "") {
    this.toggleAttribute("embedded", embedded !== false);
  }

  get isOpen(): boolean {
    return this.#isOpen || this.embedded;
  }

  /** Shows the conversation. */
  open(): void {
    void this.#whenReady((built) => {
      if (this.isOpen) return;
      this.#returnTo = document.activeElement instanceof HTMLElement ? document.activeElement : null;
      this.#show(built);
      built.panel.focus();
    });
  }

  /** Hides the conversation, and gives the focus back. */
  close(): void {
    void this.#whenReady(({ conversation, panel, launcher, tab }) => {
      if (!this.isOpen || this.embedded) return;
      this.#isOpen = tab.open = false;
      panel.hide();
      launcher?.show(conversation.state.unread, false);
      const returnTo = this.#returnTo;
      if (returnTo?.isConnected && returnTo !== this && returnTo !== document.body) returnTo.focus();
      else launcher?.focus();
      this.dispatchEvent(heedEvent("heed-close", null));
    });
  }

  /** Says something as the customer; it is sent as if it had been typed. */
  send(text: string): void {
    const said = text.trim();
    if (said) void this.#whenReady(() => this.#say({ text: said }));
  }

  /**
   * Goes over to the conversation of the customer whom a token names, on whichever device it was begun. The site's own
   * server signs the token. What was said before in this browser, without a name, goes along.
   * @throws where the server refuses the token
   */
  async setIdentity(token: string): Promise<void> {
    await this.#whenReady(({ conversation }) => conversation.identify(token));
  }

  /** What people who answer should know of the customer: a few short texts, as `{plan: "gold"}`. They go along with what is said. */
  setCustomer(known: Record<string, unknown>): void {
    this.#customer = Object.fromEntries(Object.entries(known).map(([name, value]) => [name, String(value)]));
  }

  /** Leaves the conversation, as when a customer logs out: nothing of it stays in the browser. */
  reset(): void {
    void this.#whenReady(({ conversation, panel, tab }) => {
      this.#customer = undefined;
      conversation.reset();
      tab.forget();
      panel.clear();
      if (this.isOpen) conversation.start();
    });
  }

  connectedCallback(): void {
    clearTimeout(this.#leaving);
    if (!this.#built) return this.#rebuild();
    if (!this.isOpen) return; // it was moved in the page, which closes what is open in it
    this.#built.panel.show();
    if (this.#hasFocus) this.#built.panel.focus();
  }

  disconnectedCallback(): void {
    this.#leaving = setTimeout(() => this.#tearDown()); // a page that moves it puts it back at once
  }

  attributeChangedCallback(_: string, before: string | null, after: string | null): void {
    if (this.isConnected && (this.#built || this.#building) && before !== after) this.#rebuild();
  }

  /** Builds all anew, once for all attributes that change together. What there is stays until then. */
  #rebuild(): void {
    const building = (this.#building = {});
    void Promise.resolve()
      .then(() => languageOf(this, (code, message) => void tellOwner(this, new ChatError("refused", code, message))))
      .then((language) => building === this.#building && this.#build(language));
  }

  #build(language: Language): void {
    const draft = this.#tearDown();
    const built = (this.#built = build(this, HeedChatElement.transport(this.server), language, {
      onState: (state) => this.#onState(state),
      onAnswer: (message) => this.#onAnswer(message),
      onError: (error) => void tellOwner(this, error),
      say: (said, attached) => this.#say(said, attached),
      isSeen: () => this.#isSeen,
      built: () => this.#present(),
    }));
    const { root, panel, tab, conversation } = built;
    root.addEventListener("keydown", (event) => this.#onKey(event));
    for (const kind of ["focusin", "focusout"]) root.addEventListener(kind, () => (this.#hasFocus = kind === "focusin"));
    this.shadowRoot?.append(root);
    panel.restore(draft ?? { text: tab.draft, attached: [], focused: false });
    this.#onState(conversation.state);
    if (this.embedded) this.#onShown(built, 0);
    else if (this.#isOpen || tab.open) this.#show(built);
    else built.startIfNeeded();
    if (draft?.focused) panel.focus();
    this.dispatchEvent(heedEvent("heed-ready", null));
    this.#ready.isBuilt(built);
  }

  /** Returns what was being written. */
  #tearDown(): Draft | null {
    this.#building = null;
    const draft = this.#built?.panel.draft ?? null;
    this.#built?.end();
    this.#built = null;
    this.#title.show("");
    this.shadowRoot?.replaceChildren();
    return draft;
  }

  #whenReady<T>(act: (built: Built) => T): Promise<Awaited<T>> {
    return this.#ready.do(this.#building ? null : this.#built, act);
  }

  #show(built: Built): void {
    const { unread } = built.conversation.state;
    this.#isOpen = built.tab.open = true;
    built.launcher?.show(unread, true);
    built.panel.show();
    this.#onShown(built, unread);
    this.dispatchEvent(heedEvent("heed-open", null));
  }

  #onShown({ conversation, panel }: Built, unread: number): void {
    conversation.start();
    conversation.saw();
    panel.toUnread(unread);
    loadSoon();
  }

  #say(said: Omit<Outgoing, "id">, attached?: Attached[]): void {
    const { conversation, panel } = this.#present();
    const page = location.origin + location.pathname; // what follows may be nobody's business
    const id = conversation.say({ ...said, page: page.startsWith("http") ? page : undefined, customer: this.#customer }, attached);
    panel.goOn();
    this.dispatchEvent(heedEvent("heed-message", { from: "customer", id, text: said.text, decision: "", owner: ownerOf(conversation.state) }));
  }

  #onState(state: State): void {
    const built = this.#built;
    if (!built) return;
    built.panel.update(state);
    const unread = state.live ? state.unread : 0;
    if (unread && this.#isSeen) built.conversation.saw();
    else built.launcher?.show(unread, this.isOpen);
    this.#title.show(unread && document.visibilityState === "hidden" ? built.panel.language.say("newMessage") : "");
  }

  #onAnswer({ id, text, agent, decision, owner, rate }: Theirs): void {
    const { conversation, sound, panel } = this.#present();
    if (owner) this.dispatchEvent(heedEvent("heed-handover", { owner, name: agent }));
    else this.dispatchEvent(heedEvent("heed-message", { from: agent ? "agent" : "assistant", id, text, decision, owner: ownerOf(conversation.state) }));
    if (rate) panel.askRating(id);
    if (!this.#isSeen) sound.play();
  }

  #present(): Built {
    if (!this.#built) throw new Error("the widget was taken out of the page");
    return this.#built;
  }

  get #isSeen(): boolean {
    return this.isOpen && document.visibilityState === "visible";
  }

  #onKey(event: KeyboardEvent): void {
    if (event.key !== "Escape" || event.isComposing || !this.isOpen) return;
    if (!this.#built?.panel.closeInner()) this.close();
    event.preventDefault();
    event.stopPropagation();
  }

  // Typed events: `chat.addEventListener("heed-message", ({ detail }) => …)`

  declare addEventListener: AddListener<HeedChatElement>;
}
