/** The files that go with the next answer: uploaded at once, named above the field until it is sent. */

import { h } from "../../shared/dom";
import type { DeskLanguage } from "../language";
import type { FileOf } from "../wire";
import { closeIcon, fileIcon } from "./icons";

const TYPES = ["image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf"];
const LARGEST = 5 * 1024 * 1024;

export class Files {
  readonly node: HTMLElement;
  readonly #problem: HTMLElement;
  readonly #list: HTMLElement;
  /** what is on its way has nothing yet */
  /** the types that the customer's channel takes */
  #types: string[] = [];
  #pending = new Map<HTMLElement, FileOf | null>();

  constructor(
    private readonly language: DeskLanguage,
    private readonly upload: (file: File) => Promise<FileOf>,
    private readonly onChange: () => void,
  ) {
    this.#problem = h("p", { class: "problem", role: "alert" });
    this.#list = h("ul", { role: "list", "data-testid": "files" });
    this.node = h("div", { class: "files" }, this.#list, this.#problem);
  }

  takes(types: string[]): void {
    this.#types = types;
  }

  get count(): number {
    return this.#pending.size;
  }

  get busy(): boolean {
    return [...this.#pending.values()].includes(null);
  }

  add(files: File[]): void {
    this.#problem.textContent = "";
    for (const file of files) {
      const wrong = !TYPES.includes(file.type) ? "wrongType" : !this.#types.includes(file.type) ? "notTaken" : file.size > LARGEST ? "tooLarge" : null;
      if (wrong) this.#problem.textContent = this.language.say(wrong, { name: file.name });
      else void this.#add(file); // the server looks closer
    }
  }

  /** What was uploaded; none is pending any more. */
  take(): FileOf[] {
    const files = [...this.#pending.values()].filter((file) => file !== null);
    this.#pending.clear();
    this.#list.replaceChildren();
    this.#problem.textContent = "";
    return files;
  }

  async #add(file: File): Promise<void> {
    const { language } = this;
    const name = h("bdi", {}, language.say("attaching", { name: file.name }));
    const label = language.say("detach", { name: file.name });
    const remove = h("button", { type: "button", "aria-label": label, title: label, onclick: () => this.#remove(chip) }, closeIcon());
    const chip: HTMLElement = h("li", { class: "chip", "data-busy": true }, fileIcon(), name, remove);
    this.#list.append(chip);
    this.#pending.set(chip, null);
    this.onChange();
    try {
      const kept = await this.upload(file);
      if (!this.#pending.has(chip)) return; // removed meanwhile
      this.#pending.set(chip, kept);
      name.textContent = file.name;
      chip.removeAttribute("data-busy");
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
