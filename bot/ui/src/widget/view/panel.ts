/** The panel: header, what goes on, messages, and the field to write in. */

import { h } from "../../shared/dom";
import type { Language } from "../../shared/language";
import { LATER } from "../later";
import type { Memory } from "../memory";
import { problemOf } from "../problems";
import type { State } from "../state";
import type { Actions } from "./actions";
import { Composer } from "./composer";
import type { Draft } from "./composer";
import { PanelDialog } from "./dialog";
import { dropping } from "./dropping";
import { Header } from "./header";
import { Log } from "./log";
import type { Look } from "./look";
import { Menu } from "./menu";
import { Notice } from "./notice";
import { Confirmation, PastList } from "./sheets";
import { Rating } from "./rating";

export class Panel {
  readonly node: HTMLElement;
  readonly #dialog: PanelDialog;
  readonly #header: Header;
  readonly #log: Log;
  readonly #composer: Composer;
  readonly #notice: Notice;
  readonly #rating: Rating;
  readonly #confirmation: Confirmation;
  readonly #past: PastList;
  readonly #mail: HTMLElement;
  readonly #menu: Menu;

  constructor(
    readonly language: Language,
    private readonly actions: Actions,
    look: Look,
    private readonly memory: Memory,
  ) {
    this.#log = new Log(language, actions, look);
    this.#composer = new Composer(language, actions);
    this.#rating = new Rating(language, actions, this.closeInner);
    this.#confirmation = new Confirmation(language, this.closeInner);
    this.#past = new PastList(language, actions, this.closeInner);
    this.#mail = h("section", { class: "rating", "aria-label": language.say("mail"), "data-testid": "mail-sheet", hidden: true });
    this.#menu = new Menu(language, actions, look.muted, {
      mail: () => void this.#openMail(),
      end: () => this.#confirm("confirmEnd", "finish", () => this.#end()),
      fresh: () => this.#confirm("confirmFresh", "fresh", () => actions.fresh()),
      past: () => this.#openSheet(() => this.#past.show()),
      remove: () => this.#confirm("confirmRemove", "remove", () => actions.remove()),
    });
    this.#header = new Header(language, look, this.#menu.node, () => actions.close());
    this.#notice = new Notice(language, actions);
    this.node = h(
      look.embedded ? "div" : "dialog",
      { class: "panel", part: "panel", id: "panel", "aria-labelledby": look.embedded ? undefined : "name", tabindex: -1, "data-testid": "panel" },
      this.#header.node,
      this.#notice.node,
      this.#log.node,
      this.#rating.node,
      this.#confirmation.node,
      this.#past.node,
      this.#mail,
      this.#composer.node,
      h("div", { class: "dropzone", "aria-hidden": "true" }, language.say("drop")),
    );
    this.#dialog = new PanelDialog(this.node, () => this.closeInner() || actions.close());
    dropping(this.node, (event) => this.#composer.drop(event));
  }

  /** What is being written. */
  get draft(): Draft {
    return this.#composer.draft;
  }

  restore(draft: Draft): void {
    this.#composer.restore(draft);
  }

  update(state: State): void {
    this.#log.show(state);
    this.#menu.show(state);
    this.#header.show(state);
    this.#notice.show(state);
  }

  /** Shows it, or shows it anew after it was moved. */
  show(): void {
    const { focused } = this.draft;
    this.#dialog.show();
    this.#composer.fit();
    if (focused) this.#composer.focus(); // the screen was turned while something was being written
  }

  hide(): void {
    this.#dialog.hide();
  }

  /** Where the customer can go on. On a touch screen, the field would open the keyboard. */
  focus(): void {
    if (matchMedia("(pointer: coarse)").matches) this.node.focus({ preventScroll: true });
    else this.#composer.focus();
  }

  /** The customer said something: who writes on doesn't want to rate what was before. */
  goOn(): void {
    if (!this.#rating.node.hidden && !this.#rating.ends) this.#openSheet();
    this.#log.toEnd();
  }

  toUnread(count: number): void {
    this.#log.toUnread(count);
  }

  /** Another conversation begins. */
  fresh(): void {
    this.closeInner();
  }

  /** Another customer comes: what was being written is not theirs. */
  clear(): void {
    this.closeInner();
    this.#composer.clear();
  }

  /** A person had the conversation until now: how that was is asked once, in one tab. */
  askRating(event: string): void {
    if (this.#rating.ends || this.memory.asked === event) return;
    this.memory.asked = event;
    this.#openSheet(() => this.#rating.show(false));
  }

  /** Closes what lies over the conversation. Returns whether there was something. */
  closeInner = (): boolean => {
    if (this.#sheets.every(({ hidden }) => hidden)) return false;
    const ended = this.#rating.ends;
    this.#openSheet();
    this.#rating.ends = false;
    if (ended) this.actions.fresh();
    this.focus();
    return true;
  };

  get #sheets(): HTMLElement[] {
    return [this.#rating.node, this.#confirmation.node, this.#past.node, this.#mail];
  }

  #confirm(question: "confirmEnd" | "confirmFresh" | "confirmRemove", label: "finish" | "fresh" | "remove", act: () => Promise<void> | void): void {
    this.#openSheet(() => this.#confirmation.show(this.language.say(question), this.language.say(label), act));
  }

  async #openMail(): Promise<void> {
    const { language, actions } = this;
    try {
      const { mailForm } = await LATER.mailForm();
      this.#mail.replaceChildren(mailForm(h, language, actions.mail, (error) => problemOf(language, error), this.closeInner));
    } catch {
      const back = h("button", { class: "plain", type: "button", onclick: this.closeInner }, language.say("back"));
      this.#mail.replaceChildren(h("p", { class: "problem", role: "alert" }, language.say("problem")), h("div", { class: "row" }, back));
    }
    this.#openSheet(() => (this.#mail.hidden = false));
    this.#mail.querySelector<HTMLElement>("input,button")?.focus();
  }

  /** The conversation is over for its customer, who says how it was, and begins another with what comes next. */
  async #end(): Promise<void> {
    this.#rating.ends = true; // so that the end of a hand-over doesn't ask as well
    try {
      await this.actions.end();
      this.#openSheet(() => this.#rating.show(true));
    } catch (error) {
      this.#rating.ends = false;
      throw error;
    }
  }

  /** Closes all; opens one, if `show` does. */
  #openSheet(show?: () => void): void {
    for (const node of this.#sheets) node.hidden = true;
    show?.();
  }
}
