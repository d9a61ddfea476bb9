/** Puts the widget together for one setting of the element's attributes. */

import { listenWhileHeeded } from "../shared/attention";
import { h } from "../shared/dom";
import type { Language } from "../shared/language";
import { Sound } from "../shared/sound";
import { actionsOf } from "./actions";
import type { Built } from "./actions";
import { Conversation } from "./conversation";
import type { Watcher } from "./conversation";
import type { HeedChatElement } from "./heed-chat";
import { Memory } from "./memory";
import type { Attached } from "./outbox";
import type { Outgoing } from "./requests";
import { TabMemory } from "./tab_memory";
import { ChatError } from "./transport";
import type { Transport } from "./transport";
import { closeIcon } from "./view/icons";
import { Launcher } from "./view/launcher";
import { Panel } from "./view/panel";
import { watchViewport } from "./viewport";

/** What the element does for its parts. */
export interface Hooks extends Watcher {
  say(said: Omit<Outgoing, "id">, attached?: Attached[]): void;
  isSeen(): boolean;
  built(): Built;
}

export function build(element: HeedChatElement, transport: Transport, language: Language, hooks: Hooks): Built & { root: HTMLElement; startIfNeeded: () => void } {
  const { server, embedded } = element;
  const of = (attribute: string) => element.getAttribute(attribute) ?? "";
  const memory = new Memory(server);
  const tab = new TabMemory(server);
  const sound = new Sound(memory.muted);
  const name = of("name") || document.title;
  const conversation = new Conversation(server, transport, memory, language.locale, hooks);
  const actions = actionsOf(element, language.locale, name, hooks.say, hooks.built);
  const look = { name, embedded, server, muted: memory.muted, logo: of("logo"), avatar: of("avatar"), greeting: of("greeting") };
  const panel = new Panel(language, actions, look, memory);
  const launcher = embedded ? null : new Launcher(language, () => (element.isOpen ? element.close() : element.open()));
  const root = h("section", { class: "root", lang: language.locale, dir: language.direction, "aria-label": name }, launcher?.node, panel.node);
  for (const kind of ["pointerdown", "keydown"]) root.addEventListener(kind, () => sound.allow());

  const ending = new AbortController();
  const { signal } = ending;
  if (!embedded && of("teaser")) {
    const stage = { host: element, root, h, closeIcon, language, tab, talks: () => element.isOpen || memory.token !== "", signal };
    import("./view/teaser").then(({ tease }) => tease(stage), () => {}); // without its file, nothing is said unasked
  }
  const listens = () => memory.token !== "" || memory.waiting().length > 0 || element.isOpen;
  const startIfNeeded = () => listens() && conversation.start();
  addEventListener("online", () => conversation.hurry(), { signal });
  document.addEventListener("visibilitychange", () => (hooks.isSeen() ? conversation.saw() : undefined, hooks.onState(conversation.state)), { signal });
  document.addEventListener(
    "securitypolicyviolation",
    ({ blockedURI, effectiveDirective }) => {
      if (effectiveDirective !== "connect-src" || !blockedURI.startsWith(new URL(server).origin)) return;
      conversation.blocked();
      hooks.onError(new ChatError("refused", "csp"));
    },
    { signal },
  );
  const endListening = listenWhileHeeded(`heed:hidden:${server}`, startIfNeeded, () => conversation.stop());
  const endWatching = watchViewport(panel.node, () => element.isOpen && panel.show());
  const end = () => {
    ending.abort();
    endWatching();
    endListening();
    panel.hide();
    conversation.end();
  };
  return { conversation, panel, launcher, memory, tab, sound, end, root, startIfNeeded };
}
