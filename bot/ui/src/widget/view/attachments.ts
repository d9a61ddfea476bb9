/** The files that go with the next message, shown above the field until it is sent. They are uploaded with it. */

import { h } from "../../shared/dom";
import type { Language } from "../../shared/language";
import { LATER } from "../later";
import type { Attached } from "../outbox";
import { closeIcon, fileIcon } from "./icons";

export const TYPES = ["image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf"];
const LARGEST = 5 * 1024 * 1024;
const MOST = 10;
/** What becomes of a picture where what makes it smaller can't be loaded. */
const AS_IT_IS = { shrunk: (file: File) => file, preview: () => "" };

export class Attachments {
  readonly node: HTMLElement;
  readonly #problem: HTMLElement;
  readonly #list: HTMLElement;
  #pending = new Map<HTMLElement, Attached | null>();

  constructor(
    private readonly language: Language,
    private readonly onChange: () => void,
  ) {
    this.#problem = h("p", { class: "problem", role: "alert", "data-testid": "upload-error" });
    this.#list = h("ul", { role: "list", "data-testid": "attachments" });
    this.node = h("div", { class: "attachments" }, this.#list, this.#problem);
  }

  get count(): number {
    return this.#pending.size;
  }

  /** Whether a picture is being made smaller. */
  get busy(): boolean {
    return [...this.#pending.values()].includes(null);
  }

  get attached(): Attached[] {
    return [...this.#pending.values()].filter((attached) => attached !== null);
  }

  add(files: File[]): void {
    this.#problem.textContent = "";
    for (const file of files) {
      if (!TYPES.includes(file.type)) this.#problem.textContent = this.language.say("wrongType", { name: file.name }); // the server looks closer
      else if (this.count >= MOST) this.#problem.textContent = this.language.say("tooManyFiles");
      else void this.#prepare(file);
    }
  }

  /** Shows what is attached already. */
  put(attached: Attached): void {
    this.#pending.set(this.#chip(attached.name, attached.preview), attached);
    this.onChange();
  }

  /** What is attached; it isn't pending any more. */
  take(): Attached[] {
    const { attached } = this;
    for (const chip of this.#pending.keys()) chip.remove();
    this.#pending.clear();
    this.#problem.textContent = "";
    return attached;
  }

  async #prepare(given: File): Promise<void> {
    const chip = this.#chip(given.name, "");
    chip.classList.add("busy");
    this.#pending.set(chip, null);
    this.onChange();
    const { shrunk, preview } = await LATER.pictures().catch(() => AS_IT_IS);
    const file = await shrunk(given);
    const small = await preview(file);
    if (!this.#pending.has(chip)) return; // removed meanwhile
    if (file.size > LARGEST) {
      this.#problem.textContent = this.language.say("tooLarge", { name: given.name });
      return this.#remove(chip);
    }
    this.#pending.set(chip, { file, name: file.name, type: file.type, preview: small });
    chip.classList.remove("busy");
    if (small) chip.firstElementChild?.replaceWith(h("img", { src: small, alt: "" }));
    this.onChange();
  }

  #chip(name: string, small: string): HTMLElement {
    const label = this.language.say("detach", { name });
    const remove = h("button", { type: "button", "aria-label": label, title: label, onclick: () => this.#remove(chip) }, closeIcon());
    const chip: HTMLElement = h("li", { class: "chip", "data-testid": "chip" }, small ? h("img", { src: small, alt: "" }) : fileIcon(), h("bdi", {}, name), remove);
    this.#list.append(chip);
    return chip;
  }

  #remove(chip: HTMLElement): void {
    chip.remove();
    this.#pending.delete(chip);
    this.onChange();
  }
}
