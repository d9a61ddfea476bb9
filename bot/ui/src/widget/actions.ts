/** What the customer can do on the panel, done. */

import { h } from "../shared/dom";
import type { Language } from "../shared/language";
import type { Conversation } from "./conversation";
import type { Memory } from "./memory";
import { transcriptAddress, uploadAddress } from "./requests";
import type { Outgoing } from "./requests";
import type { Sound } from "../shared/sound";
import type { Actions } from "./view/actions";
import type { Launcher } from "./view/launcher";
import type { Panel } from "./view/panel";
import type { Upload } from "./wire";

/** What is on the page for one setting of the element's attributes. */
export interface Built {
  conversation: Conversation;
  panel: Panel;
  launcher: Launcher | null;
  memory: Memory;
  sound: Sound;
  end: () => void;
}

/** The element, as far as the panel's actions need it. */
interface Host {
  readonly server: string;
  reset(): void;
  close(): void;
}

export function actionsOf(
  element: Host,
  language: Language,
  say: (said: Omit<Outgoing, "id">, upload?: Upload) => void,
  built: () => Built,
): Actions {
  return {
    say: (text, upload) => say({ text, upload: upload?.upload }, upload),
    choose: ({ title, payload }) => {
      say({ text: title, button: payload });
      built().panel.focus(); // the button is disabled now and loses the focus
    },
    retry: (id) => built().conversation.retry(id),
    hurry: () => built().conversation.hurry(),
    rate: (message, value, reason) => built().conversation.rate(message, value, reason),
    rateConversation: (stars, comment) => built().conversation.rateConversation(stars, comment),
    leaveContact: (contact) => built().conversation.leaveContact(contact),
    upload: (file) => built().conversation.upload(file),
    uploadAddress: ({ url }) => {
      const token = built().conversation.session.ready;
      return token && uploadAddress(element.server, token, url);
    },
    transcript: async () => {
      const token = await built().conversation.session.token();
      h("a", { href: transcriptAddress(element.server, token, language.locale), download: true }).click();
    },
    setMuted: (muted) => {
      built().memory.muted = built().sound.muted = muted;
      built().sound.allow();
    },
    fresh: () => element.reset(),
    close: () => element.close(),
  };
}
