/** What else a customer can do, behind a button in the header. */

import { h } from "../../shared/dom";
import type { Language } from "../../shared/language";
import type { State } from "../state";
import type { Actions } from "./actions";
import { downloadIcon, freshIcon, mailIcon, menuIcon, pastIcon, personIcon, removeIcon, soundIcon, starIcon } from "./icons";

/** What the panel does when it is chosen. */
export interface Chosen {
  mail(): void;
  end(): void;
  fresh(): void;
  past(): void;
  remove(): void;
}

export class Menu {
  readonly node: HTMLElement;
  readonly #button: HTMLButtonElement;
  readonly #list: HTMLElement;
  readonly #person: HTMLButtonElement;
  readonly #ofConversation: HTMLButtonElement[];
  readonly #past: HTMLButtonElement;
  readonly #mail: HTMLButtonElement;
  #state: State | null = null;

  constructor(
    language: Language,
    private readonly actions: Actions,
    muted: boolean,
    chosen: Chosen,
  ) {
    const label = language.say("menu");
    this.#button = h(
      "button",
      { class: "tool", type: "button", "aria-label": label, title: label, "aria-expanded": "false", "aria-controls": "menu", "data-testid": "menu", onclick: () => this.toggle() },
      menuIcon(),
    );
    const item = (name: string, picture: SVGElement, words: string, act: () => void) => {
      const onclick = () => {
        this.close();
        this.#button.focus();
        act();
      };
      return h("button", { type: "button", "data-testid": name, onclick }, picture, h("span", {}, words));
    };
    const soundWords = (off: boolean) => language.say(off ? "soundOn" : "soundOff");
    this.#person = item("person", personIcon(), language.say("person"), () => this.#state?.person && actions.choose(this.#state.person));
    const sound = item("sound", soundIcon(), soundWords(muted), () => {
      muted = !muted;
      actions.setMuted(muted);
      sound.lastElementChild!.textContent = soundWords(muted);
    });
    const transcript = item("transcript", downloadIcon(), language.say("transcript"), () => void actions.transcript());
    this.#mail = item("mail", mailIcon(), language.say("mail"), chosen.mail);
    const finish = item("finish", starIcon(), language.say("finish"), chosen.end);
    const fresh = item("fresh", freshIcon(), language.say("fresh"), chosen.fresh);
    this.#past = item("past", pastIcon(), language.say("past"), chosen.past);
    const remove = item("remove", removeIcon(), language.say("remove"), chosen.remove);
    this.#ofConversation = [transcript, finish, fresh, remove];
    this.#list = h("div", { class: "menu", id: "menu", hidden: true }, this.#person, transcript, this.#mail, sound, this.#past, finish, fresh, remove);
    this.node = h("div", { class: "more-menu" }, this.#button, this.#list);
    this.node.addEventListener("focusout", ({ relatedTarget }) => {
      if (relatedTarget && !this.node.contains(relatedTarget as Node)) this.close();
    });
    this.node.addEventListener("keydown", (event) => this.#onKey(event));
  }

  show(state: State): void {
    this.#state = state;
    this.#person.hidden = !state.person;
    for (const button of this.#ofConversation) button.hidden = state.messages.length === 0;
    this.#mail.hidden = !state.mails || state.messages.length === 0;
  }

  toggle(): void {
    this.#past.hidden = this.actions.past().length === 0;
    this.#list.hidden = !this.#list.hidden;
    this.#button.setAttribute("aria-expanded", String(!this.#list.hidden));
  }

  close(): void {
    if (!this.#list.hidden) this.toggle();
  }

  #onKey(event: KeyboardEvent): void {
    if (this.#list.hidden) return;
    const items = [...this.#list.querySelectorAll("button")].filter(({ hidden }) => !hidden);
    const place = items.indexOf(event.target as HTMLButtonElement);
    const next = { ArrowDown: place + 1, ArrowUp: place - 1, Home: 0, End: -1 }[event.key];
    if (next !== undefined) items.at(next % items.length)?.focus();
    else if (event.key === "Escape") {
      this.close();
      this.#button.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation(); // Escape closes the menu, not the chat
  }
}
