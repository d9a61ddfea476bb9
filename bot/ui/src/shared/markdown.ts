/**
 * A small part of Markdown, as DOM nodes: paragraphs, line breaks, **bold**, *italic*, `code`, lists, and links. Text from
 * the network only ever becomes a text node or a checked `href`.
 */

import { linkAddress, linkTarget } from "./addresses";
import { h } from "./dom";

const BULLET = /^\s*[-*•]\s+/;
const NUMBER = /^\s*(\d{1,2})[.)]\s+/;

const BARE = /https?:\/\/[^\s<>"，。；！？、（）《》「」]{1,2000}/g;

/** An e-mail address, and a telephone number that can be called from anywhere: others may be an order's. */
const MAIL = String.raw`(?<![\w.+/@-])([\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4})(?![\w@])`;
const PHONE = String.raw`(?<![\w+])(\+[1-9][\d \u00a0()./-]{6,18}\d)(?!\w)`;

/** Bold | italic | code | [label](address) | bare address. All repeats are bounded, so that no text takes long. */
const INLINE = new RegExp(
  [
    String.raw`\*\*(\S(?:.{0,1000}?\S)?)\*\*`,
    String.raw`(?<![\w*])\*([^\s*](?:[^*\n]{0,1000}?[^\s*])?)\*(?![\w*])`,
    "`([^`\n]{1,1000})`",
    String.raw`\[([^\[\]\n]{1,300})\]\(([^\s()]{1,2000}(?:\([^\s()]{0,200}\)[^\s()]{0,2000})?)\)`,
    `(${BARE.source})`,
    MAIL,
    PHONE,
  ].join("|"),
  "g",
);

export function markdown(text: string): DocumentFragment {
  const out = document.createDocumentFragment();
  let block = null as HTMLElement | null; // the paragraph or list that the next line may go on with
  for (const line of text.split(/\r?\n/)) {
    const number = NUMBER.exec(line);
    if (!line.trim()) {
      block = null;
    } else if (number || BULLET.test(line)) {
      const tag = number ? "ol" : "ul";
      if (block?.localName !== tag) {
        block = h(tag, number ? { start: number[1] } : {});
        out.append(block);
      }
      block.append(h("li", {}, ...inline(line.replace(number ? NUMBER : BULLET, ""))));
    } else if (block?.lastElementChild && block.localName !== "p" && /^\s/.test(line)) {
      block.lastElementChild.append(h("br"), ...inline(line.trim()));
    } else if (block?.localName === "p") {
      block.append(h("br"), ...inline(line));
    } else {
      block = h("p", {}, ...inline(line));
      out.append(block);
    }
  }
  return out;
}

/** A text as it was typed, letter by letter; only the addresses in it become links. */
export function linked(text: string): DocumentFragment {
  const out = document.createDocumentFragment();
  let end = 0;
  for (const match of text.matchAll(BARE)) {
    out.append(text.slice(end, match.index), ...bareLink(match[0]));
    end = match.index + match[0].length;
  }
  out.append(text.slice(end));
  return out;
}

/** What is read of it, as somebody would type it: a link is its label with the address behind it; lists keep their bullets. */
export function plain(text: string): string {
  return text.replace(INLINE, (whole: string, bold?: string, italic?: string, code?: string, label?: string, address?: string) => {
    if (bold ?? italic) return plain(bold ?? italic ?? "");
    if (!label || !address) return code ?? whole;
    const href = linkAddress(address).replace(/^(mailto|tel):/, "");
    return !href || label === address || href === label || href === `${label}/` ? label : `${label} (${href})`;
  });
}

function inline(text: string): (Node | string)[] {
  const nodes: (Node | string)[] = [];
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    const [whole, bold, italic, code, label, address, bare, mail, phone] = match;
    nodes.push(text.slice(end, match.index));
    end = match.index + whole.length;
    if (bold) nodes.push(h("strong", {}, ...inline(bold)));
    else if (italic) nodes.push(h("em", {}, ...inline(italic)));
    else if (code) nodes.push(h("code", {}, code));
    else if (label && address) nodes.push(link(label, address));
    else if (bare) nodes.push(...bareLink(bare));
    else if (mail) nodes.push(direct(mail, `mailto:${mail}`));
    else if (phone) nodes.push(direct(phone, `tel:${phone.replace(/[^+\d]/g, "")}`));
  }
  nodes.push(text.slice(end));
  return nodes;
}

function bareLink(bare: string): (Node | string)[] {
  const url = bare.replace(/[.,;:!?'*)\]]{1,20}$/, ""); // the sentence's, not the address's
  return [link(url, url), bare.slice(url.length)];
}

/** Writes or calls, and leaves the page where it is. */
function direct(label: string, address: string): Node | string {
  const href = linkAddress(address);
  return href ? h("a", { href }, label) : label;
}

/** A link that says where it leads, unless its label does; or its label alone where the address may not stand in the page. */
function link(label: string, address: string): Node | string {
  const href = linkAddress(address);
  if (!href) return label;
  const target = linkTarget(href);
  const said = label.toLowerCase();
  const known = [target, `https://${target}`, `http://${target}`].some((each) => `${said}/`.startsWith(`${each}/`)) || said.endsWith(`(${target})`);
  const shown = known ? [label] : [h("bdi", {}, label), " ", h("bdi", { class: "target" }, `(${target})`)]; // apart: neither reverses the other
  return h("a", { href, target: "_blank", rel: "noopener noreferrer" }, ...shown);
}
