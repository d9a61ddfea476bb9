/** The element `<heed-chat>`: joins the conversation and its view, and is what a page talks to. */

import { listenWhileHeeded } from "../shared/attention";
import { Conversation } from "./conversation";
import { h } from "../shared/dom";
import { heedEvent } from "./events";
import type { HeedEvents } from "./events";
import type { Language } from "../shared/language";
import { actionsOf } from "./actions";
import type { Built } from "./actions";
import { languageOf } from "./language";
import { Memory } from "./memory";
import type { Outgoing } from "./requests";
import { Sound } from "../shared/sound";
import { ownerOf } from "./state";
import type { State } from "./state";
import styles from "./styles/index.css?inline";
import { HttpTransport } from "./transport";
import type { Transport } from "./transport";
import { Launcher } from "./view/launcher";
import { Panel } from "./view/panel";
import { keepAboveKeyboard } from "./viewport";
import type { Upload } from "./wire";

/** A style sheet made by script needs no `unsafe-inline` in the site's Content-Security-Policy. */
const SHEET = new CSSStyleSheet();
SHEET.replaceSync(styles);

export class HeedChatElement extends HTMLElement {
  static readonly observedAttributes = ["server", "locale", "name", "texts", "embedded"];

  /** The way to a server; tests put another in its place. */
  static transport: (server: string) => Transport = (server) => new HttpTransport(server);

  #built: Built | null = null;
  #ready: Promise<Built> | null = null;
  #isOpen = false;
  #returnTo: HTMLElement | null = null;

  constructor() {
    super();
    this.attachShadow({ mode: "open" }).adoptedStyleSheets = [SHEET];
  }

  /** Where the bot is: by default, where this script came from. */
  get server(): string {
    return new URL(this.getAttribute("server") || import.meta.url, document.baseURI).origin;
  }

  get embedded(): boolean {
    return this.hasAttribute("embedded");
  }

  get isOpen(): boolean {
    return this.#isOpen || this.embedded;
  }

  /** Shows the conversation. */
  open(): void {
    void this.#whenReady(({ conversation, panel, launcher }) => {
      if (this.isOpen) return;
      this.#isOpen = true;
      this.#returnTo = document.activeElement instanceof HTMLElement ? document.activeElement : null;
      launcher?.show(conversation.state.unread, true);
      panel.node.hidden = false;
      this.#onOpened();
      panel.focus();
      this.dispatchEvent(heedEvent("heed-open", null));
    });
  }

  /** Hides the conversation, and gives the focus back. */
  close(): void {
    void this.#whenReady(({ conversation, panel, launcher }) => {
      if (!this.isOpen || this.embedded) return;
      this.#isOpen = false;
      panel.node.hidden = true;
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
   * server signs the token.
   * @throws where the server refuses the token
   */
  async setIdentity(token: string): Promise<void> {
    await this.#whenReady(({ conversation }) => conversation.identify(token));
  }

  /** Leaves the conversation, as when a customer logs out: nothing of it stays in the browser. */
  reset(): void {
    void this.#whenReady(({ conversation, panel }) => {
      conversation.reset();
      panel.fresh();
      if (this.isOpen) conversation.start();
    });
  }

  connectedCallback(): void {
    this.#rebuild();
  }

  disconnectedCallback(): void {
    this.#tearDown();
  }

  attributeChangedCallback(_: string, before: string | null, after: string | null): void {
    if (this.isConnected && this.#ready && before !== after) this.#rebuild();
  }

  /** Builds all anew, once for all attributes that change together. */
  #rebuild(): void {
    this.#tearDown();
    const ready: Promise<Built> = Promise.resolve()
      .then(() => languageOf(this, (message) => this.dispatchEvent(heedEvent("heed-error", { code: "texts", message }))))
      .then((language) => (this.#ready === ready ? this.#build(language) : new Promise<Built>(() => {})));
    this.#ready = ready;
    void ready.then(() => this.dispatchEvent(heedEvent("heed-ready", null)));
  }

  #tearDown(): void {
    this.#ready = null;
    this.#built?.end();
    this.#built = null;
    this.shadowRoot?.replaceChildren();
  }

  async #whenReady<T>(act: (built: Built) => T): Promise<Awaited<T> | undefined> {
    return this.#ready ? await act(await this.#ready) : undefined;
  }

  #build(language: Language): Built {
    const { server, embedded } = this;
    const memory = new Memory(server);
    const sound = new Sound(memory.muted);
    const name = this.getAttribute("name") || document.title;
    const conversation = new Conversation(server, HeedChatElement.transport(server), memory, language.locale, {
      onState: (state) => this.#show(state),
      onAnswer: ({ id, text, agent, decision, owner }) => {
        if (owner) this.dispatchEvent(heedEvent("heed-handover", { owner, name: agent }));
        else this.dispatchEvent(heedEvent("heed-message", { from: agent ? "agent" : "assistant", id, text, decision, owner: ownerOf(conversation.state) }));
        if (!this.#isSeen()) sound.play();
      },
      onError: ({ code, message }) => this.dispatchEvent(heedEvent("heed-error", { code, message })),
    });
    const actions = actionsOf(this, language, (said, upload) => this.#say(said, upload), () => this.#present());
    const panel = new Panel(language, actions, { name, embedded, server, muted: memory.muted });
    const launcher = embedded ? null : new Launcher(language, () => (this.isOpen ? this.close() : this.open()));
    const root = h("section", { class: "root", lang: language.locale, dir: language.direction, "aria-label": name }, launcher?.node, panel.node);
    root.addEventListener("keydown", (event) => this.#onKey(event));
    for (const kind of ["pointerdown", "keydown"]) root.addEventListener(kind, () => sound.allow());
    panel.node.hidden = !this.isOpen;
    this.shadowRoot?.append(root);

    const onOnline = () => conversation.hurry();
    const onSeen = () => this.#isSeen() && conversation.saw();
    addEventListener("online", onOnline);
    document.addEventListener("visibilitychange", onSeen);
    const listens = () => memory.token !== "" || memory.waiting().length > 0 || this.isOpen;
    const endListening = listenWhileHeeded(`heed:hidden:${server}`, () => listens() && conversation.start(), () => conversation.stop());
    const endFitting = keepAboveKeyboard(panel.node);
    const end = () => {
      endFitting();
      removeEventListener("online", onOnline);
      document.removeEventListener("visibilitychange", onSeen);
      endListening();
      conversation.end();
    };
    this.#built = { conversation, panel, launcher, memory, sound, end };
    this.#show(conversation.state);
    if (this.isOpen) this.#onOpened();
    else if (listens()) conversation.start();
    return this.#built;
  }

  #say(said: Omit<Outgoing, "id">, upload?: Upload): void {
    const built = this.#built;
    if (!built) return;
    const id = built.conversation.say(said, upload);
    built.panel.toEnd();
    this.dispatchEvent(heedEvent("heed-message", { from: "customer", id, text: said.text, decision: "", owner: ownerOf(built.conversation.state) }));
  }

  #show(state: State): void {
    const built = this.#built;
    if (!built) return;
    built.panel.show(state);
    if (state.live && state.unread && this.#isSeen()) built.conversation.saw();
    else built.launcher?.show(state.live ? state.unread : 0, this.isOpen);
  }

  #onOpened(): void {
    const { conversation, panel } = this.#present();
    conversation.start();
    conversation.saw();
    panel.toEnd();
  }

  #present(): Built {
    if (!this.#built) throw new Error("the widget was taken out of the page");
    return this.#built;
  }

  #isSeen(): boolean {
    return this.isOpen && document.visibilityState === "visible";
  }

  #onKey(event: KeyboardEvent): void {
    if (event.key !== "Escape" || event.isComposing || !this.isOpen) return;
    if (!this.#built?.panel.closeInner()) this.close();
    event.stopPropagation();
  }

  // Typed events: `chat.addEventListener("heed-message", ({ detail }) => …)`

  override addEventListener<N extends keyof HeedEvents>(name: N, listener: (this: HeedChatElement, event: HeedEvents[N]) => unknown, options?: boolean | AddEventListenerOptions): void;
  override addEventListener(name: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
  override addEventListener(name: string, listener: unknown, options?: boolean | AddEventListenerOptions): void {
    super.addEventListener(name, listener as EventListener, options);
  }
}
