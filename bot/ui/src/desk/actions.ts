/** What the agent can do on the page, done. */

import type { Desk } from "./desk";
import type { Deed } from "./outbox";
import { NO_SEARCH, listed, rights } from "./state";
import type { Actions } from "./view/actions";
import { confirm } from "./view/dialog";
import { cannedDialog, keysDialog, transferDialog } from "./view/dialogs";
import { settingsDialog } from "./view/settings";

/** A customer hears at most so often that an agent types. */
const TYPES_EVERY_MS = 3_000;

export function actionsOf(desk: Desk): Actions {
  const { store, loader, outbox, memory, api, around } = desk;
  let typed = 0;

  const put = (what: Deed, more: { text?: string; suggestion?: number; files?: never[]; to?: string } = {}) => {
    if (store.state.open) outbox.put({ conversation: store.state.open, what, text: "", files: [], suggestion: 0, to: "", ...more });
  };

  const actions: Actions = {
    open: (conversation) => desk.open(conversation),
    showVisit: (at) => desk.page.showMoment(at),
    say: (kind, said) => {
      const { open, opened } = store.state;
      if (!opened) return;
      const taken = opened.case.owner === "agent" || outbox.acts.some((act) => act.conversation === open && act.what === "take");
      if (kind === "say" && !taken) put("take");
      outbox.put({ conversation: open, what: kind, to: "", ...said });
      typed = 0;
    },
    act: (what) => {
      const { opened } = store.state;
      if (!opened) return;
      const may = rights(store.state, opened.case);
      const language = around.language();
      const say = language.say.bind(language);
      if (what === "take" && may.take) {
        put("take");
        desk.page.composer.write("say");
      } else if (what === "back" && may.leave) confirm(say("backQuestion"), say("backExplained"), say("back"), language, () => put("back"));
      else if (what === "close" && may.close) confirm(say("closeQuestion"), say("closeExplained"), say("close"), language, () => put("close"));
      else if (what === "transfer" && may.leave) {
        void loader.desk().then(() => {
          const others = store.state.agents.filter(({ id }) => id !== desk.session.agent.id);
          transferDialog(others, language, (to) => put("transfer", { to }));
        });
      }
    },
    draft: (conversation, kind) => memory.draft(conversation, kind),
    keepDraft: (conversation, kind, text) => memory.keepDraft(conversation, kind, text),
    types: () => {
      const { open, opened, me } = store.state;
      if (opened?.case.agent !== me.agent.id || Date.now() - typed < TYPES_EVERY_MS) return;
      typed = Date.now();
      api.act(open, "typing", {}).catch(() => {}); // nobody misses it
    },
    upload: (file) => api.upload(store.state.open, file),
    tab: (tab) => {
      store.dispatch({ type: "place", place: "inbox" });
      store.dispatch({ type: "tab", tab });
    },
    place: (place) => store.dispatch({ type: "place", place }),
    search: (search) => {
      const none = JSON.stringify(search) === JSON.stringify(NO_SEARCH);
      store.dispatch({ type: "place", place: none ? "inbox" : "search" });
      if (!none) void loader.search(search);
    },
    moreFound: () => void loader.search(store.state.found.search, true),
    reload: () => {
      const { place, found } = store.state;
      if (place === "search") void loader.search(found.search);
      void loader.cases.now();
      void loader.conversation();
    },
    numbers: (days) => api.numbers(days, around.language().locale),
    saveCanned: async (canned) => {
      await api.saveCanned(canned);
      store.dispatch({ type: "canned", canned });
    },
    changePassword: (old, fresh) => api.changePassword(old, fresh),
    settings: () => around.settings(),
    changeSettings: (settings) => around.change(settings),
    showSettings: () => settingsDialog(desk.session.agent, around.language(), actions),
    showKeys: () => keysDialog(around.language()),
    showCanned: () => cannedDialog(store.state.canned, desk.session.agent.role === "lead", around.language(), actions),
    signOut: () => around.onSignedOut(true),
    listed: () => listed(store.state),
  };
  return actions;
}
