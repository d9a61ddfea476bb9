/** The addresses that may stand in the page. All others are left out, so that no text from the network becomes code. */

const LINKS = ["https:", "http:", "mailto:", "tel:"];
const IMAGE_DATA = /^data:image\/(png|jpeg|gif|webp);/i;

/** An absolute address for a link, or "". One with a user before its host looks like another host's, and is none. */
export function linkAddress(address: string): string {
  const url = parsed(address);
  return url && LINKS.includes(url.protocol) && !url.username && !url.password ? url.href : "";
}

/** Where a link leads: its host, or who is written to or called. */
export function linkTarget(address: string): string {
  const url = parsed(address);
  return url ? url.host || decoded(url.pathname) : "";
}

/** The address of a picture, or "": https, data of an image that can hold no script, or one on our own server. */
export function imageAddress(address: string, server: string): string {
  const url = parsed(address, server);
  if (!url) return "";
  const ours = url.origin === parsed(server)?.origin;
  return url.protocol === "https:" || (url.protocol === "http:" && ours) || IMAGE_DATA.test(url.href) ? url.href : "";
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function parsed(address: string, base?: string): URL | null {
  if (!address.trim()) return null; // not the base's own
  try {
    return new URL(address, base);
  } catch {
    return null;
  }
}
