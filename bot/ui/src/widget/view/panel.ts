/** The panel: header, what goes on, messages, and the field to write in. */

import { h } from "../../shared/dom";
import type { Language } from "../../shared/language";
import type { State } from "../state";
import type { Actions } from "./actions";
import { Composer } from "./composer";
import { closeIcon } from "./icons";
import { Log } from "./log";
import { Menu } from "./menu";
import { Rating } from "./rating";

/** A connection that is back so soon is not worth a word. */
const PATIENCE_MS = 2_500;

export interface Look {
  /** the company's name */
  name: string;
  /** a part of the page: it can't be closed */
  embedded: boolean;
  server: string;
  muted: boolean;
}

export class Panel {
  readonly node: HTMLElement;
  readonly #log: Log;
  readonly #composer: Composer;
  readonly #menu: Menu;
  readonly #rating: Rating;
  readonly #notice: HTMLElement;
  #drags = 0;
  #losing: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly language: Language,
    private readonly actions: Actions,
    look: Look,
  ) {
    this.#log = new Log(language, actions, look.server);
    this.#composer = new Composer(language, actions);
    this.#rating = new Rating(language, actions, () => this.#closeRating());
    this.#menu = new Menu(language, actions, look.muted, () => this.#openRating());
    this.#notice = h("div", { class: "notice", role: "status", "data-testid": "notice" });
    this.node = h(
      "div",
      { class: "panel", part: "panel", id: "panel", role: look.embedded ? undefined : "dialog", "aria-labelledby": "name", tabindex: -1, "data-testid": "panel" },
      this.#header(look),
      this.#notice,
      this.#log.node,
      this.#rating.node,
      this.#composer.node,
      h("div", { class: "dropzone", "aria-hidden": "true" }, language.say("drop")),
    );
    if (look.embedded) this.node.removeAttribute("aria-labelledby");
    this.#listen();
  }

  show(state: State): void {
    this.#log.show(state);
    this.#menu.show(state);
    this.#showNotice(state.connection === "lost");
  }

  /** Where the customer can go on. On a touch screen, the field would open the keyboard. */
  focus(): void {
    if (matchMedia("(pointer: coarse)").matches) this.node.focus({ preventScroll: true });
    else this.#composer.focus();
  }

  toEnd(): void {
    this.#log.toEnd();
  }

  /** The conversation begins anew. */
  fresh(): void {
    this.#closeRating();
  }

  /** Closes what lies over the conversation. Returns whether there was something. */
  closeInner(): boolean {
    if (this.#rating.node.hidden) return false;
    this.#closeRating();
    return true;
  }

  #header({ name, embedded }: Look): HTMLElement {
    const label = this.language.say("close");
    const close = h(
      "button",
      { class: "tool", type: "button", part: "close", "aria-label": label, title: label, "data-testid": "close", onclick: () => this.actions.close() },
      closeIcon(),
    );
    return h(
      "header",
      { class: "top", part: "header" },
      h("span", { class: "avatar", part: "avatar", "aria-hidden": "true" }, [...name][0] ?? ""),
      h("div", { class: "names" }, h("h2", { id: "name" }, h("bdi", {}, name)), h("p", {}, this.language.say("subtitle"))),
      this.#menu.node,
      !embedded && close,
    );
  }

  #showNotice(lost: boolean): void {
    if (lost === (this.#losing !== undefined)) return;
    clearTimeout(this.#losing);
    this.#notice.replaceChildren();
    this.#losing = lost ? setTimeout(() => this.#notice.append(...this.#noticeParts()), PATIENCE_MS) : undefined;
  }

  #noticeParts(): Node[] {
    const now = h("button", { class: "plain", type: "button", onclick: () => this.actions.hurry() }, this.language.say("now"));
    return [h("p", {}, this.language.say("offline")), now];
  }

  #openRating(): void {
    this.#rating.show();
  }

  #closeRating(): void {
    if (this.#rating.node.hidden) return;
    this.#rating.node.hidden = true;
    this.focus();
  }

  #listen(): void {
    const dragging = (change: number) => (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      this.#drags = Math.max(0, this.#drags + change); // a drag enters and leaves each element in the panel
      this.node.classList.toggle("dragged", this.#drags > 0);
    };
    this.node.addEventListener("dragenter", dragging(1));
    this.node.addEventListener("dragover", dragging(0));
    this.node.addEventListener("dragleave", dragging(-1));
    this.node.addEventListener("drop", (event) => {
      this.#drags = 0;
      this.node.classList.remove("dragged");
      this.#composer.drop(event);
    });
  }
}
