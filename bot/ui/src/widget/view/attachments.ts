/** The files that go with the next message: uploaded at once, named above the field until it is sent. */

import { h } from "../../shared/dom";
import type { Language } from "../../shared/language";
import type { Upload } from "../wire";
import type { Actions } from "./actions";
import { closeIcon, fileIcon } from "./icons";

export const TYPES = ["image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf"];
const LARGEST = 5 * 1024 * 1024;

export class Attachments {
  readonly node: HTMLElement;
  readonly #problem: HTMLElement;
  readonly #list: HTMLElement;
  #pending = new Map<HTMLElement, Upload | null>();

  constructor(
    private readonly language: Language,
    private readonly actions: Actions,
    private readonly onChange: () => void,
  ) {
    this.#problem = h("p", { class: "problem", role: "alert", "data-testid": "upload-error" });
    this.#list = h("ul", { role: "list", "data-testid": "attachments" });
    this.node = h("div", { class: "attachments" }, this.#list, this.#problem);
  }

  get count(): number {
    return this.#pending.size;
  }

  /** Whether something is still on its way. */
  get busy(): boolean {
    return [...this.#pending.values()].includes(null);
  }

  add(files: File[]): void {
    this.#problem.textContent = "";
    for (const file of files) {
      const wrong = !TYPES.includes(file.type) ? "wrongType" : file.size > LARGEST ? "tooLarge" : null; // the server looks closer
      if (wrong) this.#problem.textContent = this.language.say(wrong, { name: file.name });
      else this.#upload(file);
    }
  }

  /** What was uploaded; it isn't pending any more. */
  take(): Upload[] {
    const uploads = [...this.#pending.values()].filter((upload) => upload !== null);
    for (const chip of this.#pending.keys()) chip.remove();
    this.#pending.clear();
    this.#problem.textContent = "";
    return uploads;
  }

  async #upload(file: File): Promise<void> {
    const { language } = this;
    const name = h("bdi", {}, language.say("attaching", { name: file.name }));
    const label = language.say("detach", { name: file.name });
    const remove = h("button", { type: "button", "aria-label": label, title: label, onclick: () => this.#remove(chip) }, closeIcon());
    const chip: HTMLElement = h("li", { class: "chip busy", "data-testid": "chip" }, fileIcon(), name, remove);
    this.#list.append(chip);
    this.#pending.set(chip, null);
    this.onChange();
    try {
      const upload = await this.actions.upload(file);
      if (!this.#pending.has(chip)) return; // removed meanwhile
      this.#pending.set(chip, upload);
      name.textContent = file.name;
      chip.classList.remove("busy");
    } catch (error) {
      if (!this.#pending.has(chip)) return;
      this.#problem.textContent = (error instanceof Error && error.message) || language.say("problem");
      this.#remove(chip);
    }
    this.onChange();
  }

  #remove(chip: HTMLElement): void {
    chip.remove();
    this.#pending.delete(chip);
    this.onChange();
  }
}
