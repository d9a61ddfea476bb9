/** What the customer can do on the panel, done. */

import type { Sound } from "../shared/sound";
import type { Conversation } from "./conversation";
import { save } from "./downloads";
import type { Memory } from "./memory";
import type { Attached } from "./outbox";
import { dataAddress, preview } from "./pictures";
import type { Outgoing } from "./requests";
import { ownerOf } from "./state";
import type { TabMemory } from "./tab_memory";
import type { Actions } from "./view/actions";
import type { Launcher } from "./view/launcher";
import type { Panel } from "./view/panel";
import type { Upload } from "./wire";

const TYPING_EVERY_MS = 3_000;

/** What is on the page for one setting of the element's attributes. */
export interface Built {
  conversation: Conversation;
  panel: Panel;
  launcher: Launcher | null;
  memory: Memory;
  tab: TabMemory;
  sound: Sound;
  end: () => void;
}

/** The element, as far as the panel's actions need it. */
interface Host {
  readonly embedded: boolean;
  close(): void;
}

export function actionsOf(
  element: Host,
  locale: string,
  name: string,
  say: (said: Omit<Outgoing, "id">, attached?: Attached[]) => void,
  built: () => Built,
): Actions {
  let typed = 0;
  const pictures = new Map<string, Promise<string>>(); // each is asked for once
  const whole = async (upload: Upload) => (upload.type.startsWith("image/") ? dataAddress(await built().conversation.asking.download(upload)) : "");
  return {
    say: (text, attached) => say({ text }, attached),
    choose: ({ title, payload }) => {
      say({ text: title, button: payload });
      built().panel.focus(); // the button is disabled now and loses the focus
    },
    retry: (id) => built().conversation.retry(id),
    hurry: () => built().conversation.hurry(),
    rate: (message, value, reason) => built().conversation.rate(message, value, reason),
    rateConversation: (stars, comment) => built().conversation.asking.rateConversation(stars, comment),
    leaveContact: (contact) => built().conversation.asking.leaveContact(contact),
    picture: (upload) => {
      const found = pictures.get(upload.upload) ?? built().conversation.asking.download(upload).then(preview);
      pictures.set(upload.upload, found);
      found.catch(() => pictures.delete(upload.upload));
      return found;
    },
    openFile: async (upload, opener) => {
      const address = await whole(upload);
      if (!address) return save(await built().conversation.asking.download(upload), upload.name);
      const { lightbox } = await import("./view/lightbox");
      lightbox(built().panel.node, address, upload.name, built().panel.language, opener);
    },
    transcript: async () => save(await built().conversation.asking.transcript(locale, name), "conversation.txt"),
    mail: (address, code) => built().conversation.asking.mail(name, address, code),
    setMuted: (muted) => {
      built().memory.muted = built().sound.muted = muted;
      built().sound.allow();
    },
    keepDraft: (text) => {
      built().tab.draft = text;
      const owner = ownerOf(built().conversation.state);
      if (!text || (owner !== "agent" && owner !== "waiting") || Date.now() - typed < TYPING_EVERY_MS) return;
      typed = Date.now();
      built().conversation.asking.tellTyping().catch(() => {}); // it is only a sign
    },
    fresh: () => {
      built().conversation.fresh();
      built().panel.fresh();
      built().conversation.start();
    },
    end: () => built().conversation.asking.end(),
    remove: async () => {
      await built().conversation.remove();
      built().panel.clear();
      built().conversation.start();
    },
    past: () => built().memory.past(),
    goTo: (past) => {
      built().conversation.goTo(past);
      built().panel.fresh();
    },
    close: () => element.close(),
  };
}
