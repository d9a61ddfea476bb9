/** `<HeedChat>` for React 18 and newer. The element itself is loaded in the browser only, so that pages may be rendered on a server. */

import { createElement, forwardRef, useEffect, useImperativeHandle, useRef } from "react";
import type { HeedChatElement, HeedEvents } from "../widget/index";

type Detail<N extends keyof HeedEvents> = HeedEvents[N]["detail"];

export interface HeedChatProps {
  /** where the chat is, with its path, if it has one */
  server: string;
  name?: string;
  locale?: string;
  texts?: string;
  theme?: "auto" | "light" | "dark";
  position?: "left" | "right";
  logo?: string;
  avatar?: string;
  greeting?: string;
  teaser?: string;
  teaserAfter?: number;
  teaserOn?: string;
  embedded?: boolean;
  /** a token in which your server says who the customer is; without it again, the conversation is left */
  identity?: string;
  /** what people who answer should know of the customer */
  customer?: Record<string, string>;
  onReady?: () => void;
  onOpen?: () => void;
  onClose?: () => void;
  onMessage?: (detail: Detail<"heed-message">) => void;
  onHandover?: (detail: Detail<"heed-handover">) => void;
  onError?: (detail: Detail<"heed-error">) => void;
  className?: string;
  style?: Record<string, string | number>;
}

const EVENTS = {
  "heed-ready": "onReady",
  "heed-open": "onOpen",
  "heed-close": "onClose",
  "heed-message": "onMessage",
  "heed-handover": "onHandover",
  "heed-error": "onError",
} as const;

export const HeedChat = forwardRef<HeedChatElement | null, HeedChatProps>(function HeedChat(props, outer) {
  const { identity, customer, teaserAfter, teaserOn, embedded, onReady, onOpen, onClose, onMessage, onHandover, onError, className, ...attributes } = props;
  const element = useRef<HeedChatElement>(null);
  const newest = useRef(props);
  newest.current = props;
  useImperativeHandle<HeedChatElement | null, HeedChatElement | null>(outer, () => element.current);

  useEffect(() => {
    const chat = element.current;
    if (!chat) return;
    const listening = new AbortController();
    for (const [event, name] of Object.entries(EVENTS))
      chat.addEventListener(event, (told) => (newest.current[name] as ((detail: unknown) => void) | undefined)?.((told as CustomEvent).detail), { signal: listening.signal });
    return () => listening.abort();
  }, []);

  const known = useRef<string | undefined>(undefined);
  useEffect(() => {
    let left = false;
    void import("../widget/index").then(() => {
      const chat = element.current;
      if (left || !chat) return;
      chat.setCustomer(customer ?? {});
      if (identity === known.current) return;
      if (identity) chat.setIdentity(identity).catch(() => {}); // `onError` tells why
      else chat.reset();
      known.current = identity;
    });
    return () => {
      left = true;
    };
  }, [identity, JSON.stringify(customer)]);

  return createElement("heed-chat", {
    ...attributes,
    class: className,
    "teaser-after": teaserAfter,
    "teaser-on": teaserOn,
    embedded: embedded ? "" : undefined,
    ref: element,
  });
});
