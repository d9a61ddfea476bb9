/** Where the messages are scrolled to: what is new is seen from its beginning, or there is a sign of it. */

import { h } from "../../shared/dom";
import type { Language } from "../../shared/language";
import { downIcon } from "./icons";

/** What of a question stays in sight above its answer, as a share of the height. */
const ABOVE = 0.4;
/** Pixels that a finger may have moved it without meaning to. */
const SLACK = 40;

export class Scrolling {
  /** leads to what is new where the customer reads something older */
  readonly sign: HTMLButtonElement;
  /** where we last scrolled to: who is above it reads something older, and is left in peace */
  #followed = 0;
  /** what is to be read from its beginning; nothing where the end is to be seen */
  #start: HTMLElement | null = null;
  /** the first that came and was not in sight yet */
  #unseen: HTMLElement | null = null;

  constructor(
    private readonly box: HTMLElement,
    private readonly log: HTMLElement,
    language: Language,
  ) {
    this.sign = h("button", { class: "news", type: "button", "data-testid": "news", hidden: true, onclick: () => this.#toNews() }, downIcon(), language.say("newMessage"));
    box.addEventListener("scroll", () => this.#look(), { passive: true });
  }

  /** Before something is changed: the browser itself moves the scroll when messages leave. */
  before(): boolean {
    return !this.log.firstChild || (this.#following && this.#atEnd);
  }

  /**
   * Something new was said by the others.
   * @param sawAll what `before` said: whether all that was there had been seen
   */
  came(node: HTMLElement, sawAll: boolean): void {
    this.#unseen ??= node;
    if (sawAll) this.#start = node;
  }

  /** Goes to the end: the customer said something. */
  toEnd(): void {
    this.#start = this.#unseen = null;
    this.#followed = 0;
    this.follow();
  }

  /** Goes to a message's beginning. */
  toStart(node: HTMLElement): void {
    this.#start = node;
    this.#followed = 0;
    this.box.scrollTop = 0;
    this.follow();
  }

  /** Goes on with what is new, unless the customer reads something older. Words of welcome are read from their beginning. */
  follow(): void {
    if (!this.log.firstChild) return;
    if (this.#following) {
      this.#followed = this.#target;
      this.box.scrollTop = Math.max(this.box.scrollTop, this.#followed);
    }
    this.#look();
  }

  get #end(): number {
    return this.box.scrollHeight - this.box.clientHeight;
  }

  get #atEnd(): boolean {
    return this.box.scrollTop >= this.#end - SLACK;
  }

  get #following(): boolean {
    return this.box.scrollTop >= Math.min(this.#followed, this.#end) - SLACK; // there may be less to scroll than there was
  }

  /** The end; or, of an answer that is longer than the panel, its beginning, with the end of the question above it. */
  get #target(): number {
    const start = this.#start;
    if (!start?.isConnected) return this.#end;
    const said = [...this.log.querySelectorAll<HTMLElement>("[data-from=customer]")].findLast((each) => each.offsetTop < start.offsetTop);
    const above = Math.max(start.offsetTop - ABOVE * this.box.clientHeight, said ? said.offsetTop - 16 : 0);
    return Math.min(this.#end, above);
  }

  #toNews(): void {
    const node = this.#unseen ?? this.#start;
    if (node) this.toStart(node);
    this.box.focus({ preventScroll: true });
  }

  /** A message is seen once its beginning is. */
  #look(): void {
    const { box } = this;
    const seen = box.scrollTop + box.clientHeight - SLACK;
    while (this.#unseen && box.clientHeight && this.#unseen.offsetTop < seen) this.#unseen = theirsAfter(this.#unseen);
    this.sign.hidden = !this.#unseen;
  }
}

function theirsAfter(node: HTMLElement): HTMLElement | null {
  let next = node.nextElementSibling;
  while (next instanceof HTMLElement && (next.dataset.from !== "assistant" || next.hidden)) next = next.nextElementSibling;
  return next instanceof HTMLElement ? next : null;
}
