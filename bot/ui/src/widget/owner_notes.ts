/** What the site's owner has to know about an error. Loaded when there is one: it imports nothing, so that nothing is loaded twice. */

import type { ChatError } from "./transport";

export interface Explained {
  /** what has to be changed: a setting of the server's, an attribute, or the page's policy; "" where that isn't known */
  setting: string;
  message: string;
}

export function explained({ code, message }: ChatError, server: string): Explained {
  const { origin } = globalThis;
  switch (code) {
    case "forbidden_origin":
      return origin === "null"
        ? { setting: "sandbox", message: `this page has no origin: it is in a sandboxed frame, or is a file. Give the frame sandbox="allow-scripts allow-same-origin"` }
        : { setting: "origins", message: `${server} does not serve pages of ${origin}: add "${origin}" to "origins" of bot.channels.web.WebChannel in credentials.yml` };
    case "identity_refused":
      return { setting: "HEED_IDENTITY_SECRET", message: `${server} refused the token of setIdentity: ${message}. It must be signed (HS256) with the server's HEED_IDENTITY_SECRET` };
    case "no_server":
      return { setting: "server", message: `there is no chat at ${server}: the attribute "server" must be the address that the chat has, with its path, if it has one` };
    case "mixed_content":
      return { setting: "server", message: `a page with TLS may not speak with ${server}: the attribute "server" must begin with https:` };
    case "csp":
      return { setting: "connect-src", message: `this page's Content-Security-Policy keeps the chat from its server: add ${new URL(server).origin} to connect-src` };
    case "own_texts":
      return { setting: "", message: `the widget's own texts could not be loaded, English is shown; heed.js needs the files beside it (${message})` };
    case "texts":
      return { setting: "texts", message: `the texts that the attribute "texts" names could not be read, the widget's own are shown (${message})` };
    default:
      return { setting: "", message };
  }
}
