/** The way in and out: who is signed in sees the desk, who isn't the door. */

import { h } from "../shared/dom";
import { knownLocale } from "../shared/language";
import { Api, DeskError } from "./api";
import { Desk } from "./desk";
import type { Around } from "./desk";
import { DeskLanguage } from "./language";
import { Memory, keepSettings, readSettings } from "./memory";
import type { Settings } from "./memory";
import { nothing, skeleton } from "./view/parts";
import { signInView } from "./view/sign-in";
import type { Session } from "./wire";

const TRIES_AGAIN_MS = 3_000;

export class App implements Around {
  readonly #api = new Api(() => this.onSignedOut(false));
  #settings = readSettings();
  #language = this.#chosenLanguage();
  #desk: Desk | null = null;
  #last: Session | null = null;

  constructor(private readonly root: HTMLElement) {}

  async start(): Promise<void> {
    this.#dress();
    this.root.replaceChildren(h("main", { class: "door" }, skeleton(3, this.#language.say("starting"))));
    try {
      this.#enter(await this.#api.session());
    } catch (error) {
      if (error instanceof DeskError && error.kind === "away") this.#unreachable();
      else this.#showDoor(this.#whyBack());
    }
  }

  settings(): Settings {
    return this.#settings;
  }

  language(): DeskLanguage {
    return this.#language;
  }

  change(settings: Settings): void {
    this.#settings = settings;
    this.#language = this.#chosenLanguage();
    keepSettings(settings);
    this.#dress();
    this.#desk?.rebuild();
  }

  onSignedOut(own: boolean): void {
    if (!this.#desk) return; // it was seen already
    this.#desk.end();
    this.#desk = null;
    if (own) {
      if (this.#last) new Memory(this.#last.agent.id).forget();
      this.#api.signOut().catch(() => {}); // the session ends by itself
    }
    this.#showDoor(own ? "" : this.#language.say("signedOut"));
  }

  #enter(session: Session): void {
    this.#last = session;
    this.#desk?.end();
    this.#desk = new Desk(session, this.#api, this, this.root);
    this.#desk.start();
  }

  /** Why the issuer's users come back without being signed in, as the server says behind “#”. */
  #whyBack(): string {
    const why = location.hash.slice(1);
    if (why) history.replaceState(null, "", location.pathname);
    const said = ({ "failed": "openidFailed", "no-role": "openidNoRole", "away": "openidAway", "too-many": "tooMany" } as const)[why];
    return said ? this.#language.say(said) : "";
  }

  #showDoor(notice: string): void {
    document.title = this.#language.say("desk");
    const view = signInView(this.#language, notice, this.#api.door(), async (agent, password) => {
      try {
        this.#enter(await this.#api.signIn(agent, password));
      } catch (error) {
        throw new Error(this.#whyNot(error));
      }
    });
    this.root.replaceChildren(view);
    view.querySelector("input")?.focus();
  }

  #whyNot(error: unknown): string {
    if (!(error instanceof DeskError)) return String(error);
    if (error.code === "wrong_password") return this.#language.say("wrongPassword");
    if (error.code === "too_many") return this.#language.say("tooMany");
    return error.message || this.#language.say(error.kind === "away" ? "unreachable" : "problem");
  }

  #unreachable(): void {
    this.root.replaceChildren(h("main", { class: "door" }, nothing(this.#language.say("unreachable"))));
    setTimeout(() => void this.start(), TRIES_AGAIN_MS);
  }

  #chosenLanguage(): DeskLanguage {
    return new DeskLanguage(knownLocale(this.#settings.locale, navigator.language));
  }

  #dress(): void {
    const { documentElement: page } = document;
    page.lang = this.#language.locale;
    page.dir = this.#language.direction;
    page.dataset.theme = this.#settings.theme;
  }
}
