/** What the customer can do on the panel, done. */

import type { Sound } from "../shared/sound";
import type { Conversation } from "./conversation";
import { save } from "./downloads";
import { LATER } from "./later";
import type { Memory } from "./memory";
import type { Attached } from "./outbox";
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
  const download = (upload: Upload) => built().conversation.asking.download(upload);
  const small = async (upload: Upload) => {
    const [file, { preview }] = await Promise.all([download(upload), LATER.pictures()]);
    return preview(file);
  };
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
      const found = pictures.get(upload.upload) ?? small(upload);
      pictures.set(upload.upload, found);
      found.catch(() => pictures.delete(upload.upload));
      return found;
    },
    openFile: async (upload, opener) => {
      const file = await download(upload);
      const parts = upload.type.startsWith("image/") && (await Promise.all([LATER.pictures(), LATER.lightbox()]).catch(() => null));
      if (!parts) return save(file, upload.name); // as a picture is, too, where what shows it can't be loaded
      const [{ dataAddress }, { lightbox }] = parts;
      lightbox(built().panel.node, await dataAddress(file), upload.name, built().panel.language, opener);
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
