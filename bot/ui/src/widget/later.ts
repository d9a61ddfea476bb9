/**
 * Parts that few need: small files of their own. Whoever uses one does without it, or says so, where it can't be loaded; the next use asks
 * for it again.
 */

export const LATER = {
  pictures: () => import("./pictures"),
  lightbox: () => import("./view/lightbox"),
  mailForm: () => import("./view/mail_form"),
};

const AFTER_MS = 200;

/** Loads them while there is a connection, once the panel is painted: they are wanted without one, too. */
export function loadSoon(): void {
  setTimeout(() => Object.values(LATER).forEach((load) => load().catch(() => {})), AFTER_MS); // it is asked for again when it is used
}
