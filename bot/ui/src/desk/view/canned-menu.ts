/** Canned answers while one types `/name`: the field keeps the focus, the arrow keys choose. */

import { h } from "../../shared/dom";
import type { Canned } from "../wire";

const MOST = 8;

export class CannedMenu {
  readonly node: HTMLElement;
  #canned: Canned[] = [];
  #found: Canned[] = [];
  #chosen = 0;

  /** @param choose puts a canned answer in place of the name that was typed */
  constructor(
    private readonly field: HTMLTextAreaElement,
    label: string,
    private readonly choose: (text: string, from: number) => void,
  ) {
    this.node = h("ul", { class: "canned", id: "canned", role: "listbox", "aria-label": label, "data-testid": "canned", hidden: true });
    field.setAttribute("aria-controls", "canned");
    field.setAttribute("aria-autocomplete", "list");
    field.addEventListener("blur", () => this.hide());
  }

  know(canned: Canned[]): void {
    this.#canned = canned;
  }

  get isShown(): boolean {
    return !this.node.hidden;
  }

  /** Looks at what stands before the cursor. */
  look(): void {
    const typed = cannedName(this.field.value, this.field.selectionStart);
    this.#found = typed === null ? [] : matching(this.#canned, typed).slice(0, MOST);
    this.#chosen = 0;
    this.#show();
  }

  /** Returns whether the key was the menu's. */
  onKey(event: KeyboardEvent): boolean {
    if (!this.isShown) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      this.#chosen = (this.#chosen + step + this.#found.length) % this.#found.length;
      this.#show();
    } else if (event.key === "Enter" || event.key === "Tab") this.#take(this.#found[this.#chosen]!);
    else if (event.key === "Escape") this.hide();
    else return false;
    return true;
  }

  hide(): void {
    this.#found = [];
    this.#show();
  }

  #show(): void {
    this.node.hidden = this.#found.length === 0;
    this.node.replaceChildren(...this.#found.map((canned, place) => this.#line(canned, place)));
    if (this.node.hidden) this.field.removeAttribute("aria-activedescendant");
    else this.field.setAttribute("aria-activedescendant", `canned-${this.#chosen}`);
    this.node.children[this.#chosen]?.scrollIntoView({ block: "nearest" });
  }

  #line(canned: Canned, place: number): HTMLElement {
    const take = (event: Event) => {
      event.preventDefault(); // the field keeps the focus
      this.#take(canned);
    };
    const attributes = { role: "option", id: `canned-${place}`, "aria-selected": String(place === this.#chosen), onmousedown: take };
    return h("li", attributes, h("bdi", { class: "canned-name" }, `/${canned.name}`), h("bdi", { class: "canned-text" }, canned.text));
  }

  #take({ text }: Canned): void {
    const end = this.field.selectionStart;
    const typed = cannedName(this.field.value, end) ?? "";
    this.hide();
    this.choose(text, end - typed.length - 1);
  }
}

/** The name that is being typed before the cursor, without its "/"; null if none is. */
export function cannedName(text: string, cursor: number): string | null {
  return /(?:^|\s)\/([^\s/]{0,40})$/.exec(text.slice(0, cursor))?.[1] ?? null;
}

/** Those whose name begins so, then those that have the word elsewhere. */
export function matching(canned: Canned[], typed: string): Canned[] {
  const word = typed.toLowerCase();
  const begins = canned.filter(({ name }) => name.toLowerCase().startsWith(word));
  const holds = canned.filter((each) => !begins.includes(each) && `${each.name} ${each.text}`.toLowerCase().includes(word));
  return [...begins, ...holds];
}
