/** Where the agent answers the customer or leaves a note for colleagues. Each conversation has drafts of its own. */

import { h } from "../../shared/dom";
import { suggestionOf } from "../keys";
import type { DeskLanguage } from "../language";
import { rights } from "../state";
import type { State } from "../state";
import type { Suggestion } from "../wire";
import type { Actions } from "./actions";
import { CannedMenu } from "./canned-menu";
import { Files } from "./files";
import { attachIcon, noteIcon, sendIcon } from "./icons";
import { tool } from "./parts";
import { Suggestions } from "./suggestions";

/** Characters (code points). */
const LONGEST = 10_000;
type Kind = "say" | "note";

export class Composer {
  readonly node: HTMLFormElement;
  readonly #field: HTMLTextAreaElement;
  readonly #kinds: Record<Kind, HTMLButtonElement>;
  readonly #send: HTMLButtonElement;
  readonly #count: HTMLElement;
  readonly #attach: HTMLButtonElement;
  readonly #files: Files;
  readonly #picker: HTMLInputElement;
  readonly #canned: CannedMenu;
  readonly #suggestions: Suggestions;
  #state: State | null = null;
  #kind: Kind = "say";
  #forced = false;
  #conversation = "";
  /** the suggestion that the text was made of, and the text before it */
  #taken: { number: number; text: string; before: string } | null = null;

  constructor(
    private readonly language: DeskLanguage,
    private readonly actions: Actions,
  ) {
    this.#files = new Files(language, (file) => actions.upload(file), () => this.#showDraft());
    this.#suggestions = new Suggestions(language, (number, suggestion) => this.#take(number, suggestion));
    this.#field = h("textarea", {
      id: "field", rows: 1, dir: "auto", autocomplete: "off", "data-testid": "field", "aria-describedby": "field-count",
      oninput: () => this.#onInput(), onkeydown: (event: KeyboardEvent) => this.#onKey(event), onclick: () => this.#canned.look(),
      onpaste: (event: ClipboardEvent) => this.#onFiles(event, event.clipboardData),
    });
    this.#canned = new CannedMenu(this.#field, language.say("canned"), (text, from) => this.#insert(text, from));
    const kind = (name: Kind, words: string, picture?: SVGElement) =>
      h("button", { type: "button", "data-testid": `kind-${name}`, onclick: () => this.write(name) }, picture, words);
    this.#kinds = { say: kind("say", language.say("reply")), note: kind("note", language.say("note"), noteIcon()) };
    const picker = h("input", { type: "file", hidden: true, multiple: true, "data-testid": "picker" });
    this.#picker = picker;
    picker.addEventListener("change", () => {
      this.#files.add([...(picker.files ?? [])]);
      picker.value = "";
    });
    this.#attach = tool("attach", language.say("attach"), attachIcon(), () => picker.click());
    this.#send = h("button", { class: "solid send", type: "submit", "data-testid": "send", disabled: true });
    this.#count = h("p", { class: "hint", id: "field-count", role: "status" });
    this.node = h(
      "form",
      { class: "composer", "data-testid": "composer", ondragover: (event: DragEvent) => event.preventDefault(), ondrop: (event: DragEvent) => this.#onFiles(event, event.dataTransfer) },
      this.#suggestions.node,
      h(
        "div",
        { class: "paper" },
        h("div", { class: "kinds", role: "group" }, this.#kinds.say, this.#kinds.note),
        this.#canned.node,
        this.#files.node,
        this.#field,
        h("div", { class: "bar" }, this.#attach, picker, this.#count, this.#send),
      ),
    );
    this.node.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
  }

  show(state: State): void {
    this.#state = state;
    this.#canned.know(state.canned);
    if (state.open !== this.#conversation) {
      this.#conversation = state.open;
      this.#files.take();
      this.#change("say");
    }
    const mayAnswer = this.#mayAnswer;
    if (state.opened && !mayAnswer && this.#kind === "say") this.#change("note", true);
    else if (mayAnswer && this.#forced && this.isEmpty) this.#change("say");
    this.#kinds.say.disabled = !mayAnswer;
    this.node.hidden = !state.opened;
    this.#suggestions.show(state, this.#kind === "say" && mayAnswer);
    this.#showWords();
  }

  /** Begins to answer or to note; the field has the focus. */
  write(kind: Kind = this.#kind): void {
    if (kind === "say" && !this.#mayAnswer) return;
    if (kind !== this.#kind) this.#change(kind);
    this.#field.focus();
  }

  /** Takes a suggestion by its key. Returns whether there is one. */
  takeNumber(number: number): boolean {
    const suggestion = this.#state?.suggestions[number - 1];
    if (!suggestion || this.#kind !== "say" || !this.#mayAnswer) return false;
    this.#take(number, suggestion);
    return true;
  }

  get isEmpty(): boolean {
    return !this.#field.value;
  }

  /** A text that could not be sent comes back, before what was written meanwhile. */
  restore(kind: Kind, text: string): void {
    this.#change(kind);
    this.#field.value = [text, this.#field.value].filter(Boolean).join("\n");
    this.#onInput();
  }

  get #mayAnswer(): boolean {
    const state = this.#state;
    return !!state?.opened && rights(state, state.opened.case).answer;
  }

  get #mayAttach(): boolean {
    return this.#kind === "say" && this.#state?.opened?.case.owner === "agent" && this.#mayAnswer;
  }

  /** @param forced only because the agent may not answer */
  #change(kind: Kind, forced = false): void {
    this.#kind = kind;
    this.#forced = forced;
    this.#taken = null;
    this.#field.value = this.#conversation ? this.actions.draft(this.#conversation, kind) : "";
    this.#canned.hide();
    if (this.#state) this.#suggestions.show(this.#state, kind === "say" && this.#mayAnswer);
    this.#showWords();
    this.#showDraft();
  }

  #showWords(): void {
    const { language } = this;
    const opened = this.#state?.opened ?? null;
    const mine = opened !== null && opened.case.owner === "agent" && this.#mayAnswer;
    const note = this.#kind === "note";
    this.node.dataset.kind = this.#kind;
    for (const [kind, button] of Object.entries(this.#kinds)) button.setAttribute("aria-pressed", String(kind === this.#kind));
    this.#field.setAttribute("aria-label", language.say(note ? "noteLabel" : "replyLabel"));
    const other = opened && !this.#mayAnswer ? language.say("othersHint", { name: opened.case.agentName }) : "";
    this.#field.placeholder = note ? other || language.say("noteHint") : language.say(mine ? "replyHint" : "takeHint");
    const words = language.say(note ? "addNote" : mine ? "send" : "takeAndSend");
    if (this.#send.textContent !== words) this.#send.replaceChildren(note ? noteIcon() : sendIcon(), h("span", {}, words));
    this.#attach.hidden = !this.#mayAttach || !opened?.files.length;
    this.#files.takes(opened?.files ?? []);
    this.#picker.accept = (opened?.files ?? []).join(",");
  }

  #take(number: number, { text }: Suggestion): void {
    const before = this.#field.value;
    this.#field.value = text;
    this.#taken = { number, text, before };
    this.#field.focus();
    this.#field.setSelectionRange(text.length, text.length);
    this.#onInput();
  }

  #insert(text: string, from: number): void {
    this.#field.setRangeText(text, from, this.#field.selectionStart, "end");
    this.#onInput();
  }

  #submit(): void {
    if (this.#send.disabled) return;
    const text = this.#field.value.trim();
    const files = this.#kind === "say" ? this.#files.take() : [];
    this.actions.say(this.#kind, { text, files, suggestion: this.#taken?.number ?? 0 });
    this.#field.value = "";
    this.#taken = null;
    this.#onInput(false);
    this.#field.focus(); // the button that was pressed can't have it any more
    if (this.#kind === "note" && this.#mayAnswer) this.#change("say");
  }

  #onInput(typed = true): void {
    if (typed) this.#canned.look();
    if (!this.#field.value) this.#taken = null;
    this.actions.keepDraft(this.#conversation, this.#kind, this.#field.value);
    if (typed && this.#kind === "say" && this.#field.value) this.actions.types();
    this.#showDraft();
  }

  #onKey(event: KeyboardEvent): void {
    if (event.isComposing || event.keyCode === 229) return; // an input method takes the key
    const number = suggestionOf(event, this.isEmpty, this.actions.settings().singleKeys);
    const field = this.#field;
    if (this.#canned.onKey(event)) event.preventDefault();
    else if (number && this.takeNumber(number)) event.preventDefault();
    else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.#submit();
    } else if (event.key === "Escape") {
      if (this.#taken && field.value === this.#taken.text) {
        field.value = this.#taken.before;
        this.#taken = null;
        this.#onInput();
      } else field.blur();
    } else return;
    event.stopPropagation();
  }

  #onFiles(event: Event, data: DataTransfer | null): void {
    const files = [...(data?.files ?? [])];
    if (!files.length) return; // text is pasted as ever
    event.preventDefault();
    if (this.#mayAttach) this.#files.add(files); // where the channel takes none, that is said
  }

  #showDraft(): void {
    const used = [...this.#field.value.trim()].length;
    const files = this.#kind === "say" ? this.#files.count : 0;
    this.#send.disabled = this.#files.busy || (used === 0 && files === 0) || used > LONGEST;
    this.#count.textContent = used > LONGEST * 0.9 ? this.language.say("tooLong", { used, most: LONGEST }) : "";
    this.#field.setAttribute("aria-invalid", String(used > LONGEST));
    this.#field.style.height = "auto";
    this.#field.style.height = `${this.#field.scrollHeight}px`; // the style sheet sets the most
  }
}
