/** Short notices in a corner. Those that matter stay until they are dismissed. */

import { h } from "../../shared/dom";
import type { DeskLanguage } from "../language";
import { closeIcon } from "./icons";
import { tool } from "./parts";

const SHOWN_MS = 8_000;
const MOST = 4;

export class Toasts {
  readonly node = h("div", { class: "toasts", role: "status", "data-testid": "toasts" });

  constructor(private readonly language: DeskLanguage) {}

  show(words: string, stays = false): void {
    const toast = h("div", { class: "toast", "data-stays": stays }, h("p", { dir: "auto" }, words), tool("dismiss", this.language.say("dismiss"), closeIcon(), () => toast.remove()));
    while (this.node.childElementCount >= MOST) this.node.firstElementChild!.remove();
    this.node.append(toast);
    if (!stays) setTimeout(() => toast.remove(), SHOWN_MS);
  }
}
