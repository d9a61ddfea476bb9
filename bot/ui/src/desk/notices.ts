/** How an agent hears of something new: the page's title, a sound, the browser's notices. */

import { Sound } from "../shared/sound";
import type { DeskLanguage } from "./language";
import type { Settings } from "./memory";
import { unread } from "./state";
import type { State } from "./state";
import type { Case } from "./wire";

const SHOWN = 120;

export class Notices {
  readonly #sound: Sound;
  /** what was new already; nothing until the list is there, so that signing in makes no noise */
  #known: Map<string, number> | null = null;

  constructor(
    private settings: Settings,
    private language: DeskLanguage,
    private readonly open: (conversation: string) => void,
  ) {
    this.#sound = new Sound(!settings.sound);
  }

  change(settings: Settings, language: DeskLanguage): void {
    this.settings = settings;
    this.language = language;
    this.#sound.muted = !settings.sound;
    this.#sound.allow();
  }

  /** The agent did something: from now on, browsers allow sound. */
  allow(): void {
    this.#sound.allow();
  }

  show(state: State): void {
    const cases = unread(state);
    const title = [this.language.say("desk"), state.me.company].filter(Boolean).join(" · ");
    document.title = cases.length ? `(${cases.length}) ${title}` : title;
    if (state.loading !== "there") return;
    const fresh = this.#known ? cases.filter(({ conversation, last }) => (this.#known!.get(conversation) ?? 0) < last.at || !this.#known!.has(conversation)) : [];
    this.#known = new Map(cases.map(({ conversation, last }) => [conversation, last.at]));
    if (!fresh.length) return;
    this.#sound.play();
    if (this.settings.notices && document.visibilityState === "hidden") for (const each of fresh) this.#notify(each);
  }

  #notify(each: Case): void {
    if (!("Notification" in globalThis) || Notification.permission !== "granted") return;
    const title = this.language.say(each.owner === "waiting" ? "newWaiting" : "newMessage");
    const notice = new Notification(title, { body: (each.last.text || each.asked).slice(0, SHOWN), tag: each.conversation });
    notice.onclick = () => {
      window.focus();
      this.open(each.conversation);
      notice.close();
    };
  }
}
