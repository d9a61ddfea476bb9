/** Where the customer writes, and attaches files by button, drop and paste. */

import { h } from "../../shared/dom";
import type { Language } from "../../shared/language";
import type { Attached } from "../outbox";
import type { Actions } from "./actions";
import { Attachments, TYPES } from "./attachments";
import { toggleEmoji } from "./emoji";
import { attachIcon, emojiIcon, sendIcon } from "./icons";

/** Characters of a text, as the server counts them: code points. */
const LONGEST = 4_000;

/** What is being written. */
export interface Draft {
  text: string;
  attached: Attached[];
  focused: boolean;
}

export class Composer {
  readonly node: HTMLFormElement;
  readonly #input: HTMLTextAreaElement;
  readonly #send: HTMLButtonElement;
  readonly #count: HTMLElement;
  readonly #attachments: Attachments;

  constructor(
    private readonly language: Language,
    private readonly actions: Actions,
  ) {
    this.#attachments = new Attachments(language, () => this.#showDraft());
    this.#input = h("textarea", {
      id: "input", part: "input", "data-testid": "input", rows: 1, dir: "auto", autocomplete: "off", enterkeyhint: "send",
      placeholder: language.say("placeholder"), "aria-describedby": "count",
      oninput: () => this.#onInput(),
      onkeydown: (event: KeyboardEvent) => this.#onKey(event),
      onpaste: (event: ClipboardEvent) => this.#onFiles(event, event.clipboardData),
    });
    this.#send = h(
      "button", { class: "send", part: "send", type: "submit", "data-testid": "send", "aria-label": language.say("send"), disabled: true }, sendIcon(),
    );
    this.#count = h("p", { class: "count", id: "count", role: "status" });
    const picker = h("input", { type: "file", hidden: true, accept: TYPES.join(","), multiple: true, "data-testid": "picker" });
    picker.addEventListener("change", () => {
      this.#attachments.add([...(picker.files ?? [])]);
      picker.value = "";
    });
    const tool = (name: "attach" | "emoji", picture: SVGElement, onclick: () => void) =>
      h("button", { class: "attach", type: "button", "data-testid": name, "aria-label": language.say(name), title: language.say(name), onclick }, picture);
    const emoji = tool("emoji", emojiIcon(), () => this.#toggleEmoji(emoji));
    this.node = h(
      "form",
      { class: "composer", part: "composer" },
      this.#attachments.node,
      h("label", { class: "unseen", for: "input" }, language.say("input")),
      h("div", { class: "field" }, tool("attach", attachIcon(), () => picker.click()), picker, this.#input, emoji, this.#send),
      this.#count,
    );
    this.node.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
  }

  get draft(): Draft {
    const focused = (this.node.getRootNode() as ShadowRoot).activeElement === this.#input;
    return { text: this.#input.value, attached: this.#attachments.attached, focused };
  }

  restore({ text, attached }: Draft): void {
    this.#input.value = text;
    for (const each of attached) this.#attachments.put(each);
    this.#showDraft();
  }

  clear(): void {
    this.#attachments.take();
    this.#input.value = "";
    this.#onInput();
  }

  focus(): void {
    this.#input.focus({ preventScroll: true });
  }

  /** Files that were dropped on the panel. */
  drop(event: DragEvent): void {
    this.#onFiles(event, event.dataTransfer);
  }

  #submit(): void {
    if (this.#send.disabled) return;
    const text = this.#input.value.trim();
    this.actions.say(text, this.#attachments.take());
    this.#input.value = "";
    this.#onInput();
    this.focus();
  }

  #toggleEmoji(button: HTMLElement): void {
    toggleEmoji(this.node, button, this.language.say("emoji"), (sign) => {
      this.#input.setRangeText(sign, this.#input.selectionStart, this.#input.selectionEnd, "end");
      this.#onInput();
      this.focus();
    });
  }

  #onKey(event: KeyboardEvent): void {
    const composing = event.isComposing || event.keyCode === 229; // Enter takes a word of an input method
    if (event.key !== "Enter" || event.shiftKey || composing) return;
    event.preventDefault();
    this.#submit();
  }

  #onFiles(event: Event, data: DataTransfer | null): void {
    const files = [...(data?.files ?? [])];
    if (!files.length) return; // text is pasted as ever
    event.preventDefault();
    this.#attachments.add(files);
  }

  #onInput(): void {
    this.actions.keepDraft(this.#input.value);
    this.#showDraft();
  }

  #showDraft(): void {
    const used = [...this.#input.value.trim()].length;
    const { count, busy } = this.#attachments;
    this.#send.disabled = busy || (used === 0 && count === 0) || used > LONGEST;
    this.#count.textContent = used > LONGEST * 0.9 ? this.language.say("count", { used, most: LONGEST }) : "";
    this.#count.classList.toggle("over", used > LONGEST);
    this.#input.setAttribute("aria-invalid", String(used > LONGEST));
    this.fit();
  }

  /** Makes the field as high as what is in it. */
  fit(): void {
    this.#input.style.height = "";
    if (!this.#input.value) return; // to measure lays out all of the page, which has not been painted yet when the widget is built
    const { scrollHeight } = this.#input;
    if (scrollHeight) this.#input.style.height = `${scrollHeight}px`; // the style sheet sets the most
  }
}
