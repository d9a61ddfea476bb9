// @ts-check
/**
 * A small part of Markdown, as DOM nodes: paragraphs, line breaks, **bold**, lists, and links to http,
 * https and mailto. Text from the network only ever becomes a text node or a checked `href`.
 */

const BULLET = /^\s*[-*•]\s+/;
const NUMBER = /^\s*(\d{1,2})[.)]\s+/;
const SCHEMES = ["http:", "https:", "mailto:"];

/** Bold | [label](address) | bare address. All repeats are bounded, so that no text takes long. */
const INLINE = new RegExp(
  [
    String.raw`\*\*(\S(?:.{0,1000}?\S)?)\*\*`,
    String.raw`\[([^\[\]\n]{1,300})\]\(([^\s()]{1,2000}(?:\([^\s()]{0,200}\)[^\s()]{0,2000})?)\)`,
    String.raw`(https?:\/\/[^\s<>"，。；！？、（）《》「」]{1,2000})`,
  ].join("|"),
  "g",
);

/**
 * @param {string} text
 * @returns {DocumentFragment}
 */
export function markdown(text) {
  const out = document.createDocumentFragment();
  /** The paragraph or list that the next line may go on with. */
  let block = /** @type {HTMLElement | null} */ (null);
  for (const line of text.split(/\r?\n/)) {
    const number = NUMBER.exec(line);
    if (!line.trim()) {
      block = null;
    } else if (number || BULLET.test(line)) {
      const tag = number ? "OL" : "UL";
      if (block?.tagName !== tag) {
        block = document.createElement(tag);
        if (number) block.setAttribute("start", number[1]);
        out.append(block);
      }
      const item = document.createElement("li");
      item.append(...inline(line.replace(number ? NUMBER : BULLET, "")));
      block.append(item);
    } else if (block?.lastElementChild && block.tagName !== "P" && /^\s/.test(line)) {
      block.lastElementChild.append(document.createElement("br"), ...inline(line.trim()));
    } else if (block?.tagName === "P") {
      block.append(document.createElement("br"), ...inline(line));
    } else {
      block = document.createElement("p");
      block.append(...inline(line));
      out.append(block);
    }
  }
  return out;
}

/**
 * @param {string} text
 * @returns {(Node | string)[]}
 */
function inline(text) {
  /** @type {(Node | string)[]} */
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    const [whole, bold, label, address, bare] = match;
    nodes.push(text.slice(end, match.index));
    end = match.index + whole.length;
    if (bold !== undefined) {
      const strong = document.createElement("strong");
      strong.append(...inline(bold));
      nodes.push(strong);
    } else if (label !== undefined) {
      nodes.push(link(label, address) ?? whole);
    } else {
      const url = bare.replace(/[.,;:!?'*)\]]{1,20}$/, ""); // the sentence's, not the address's
      nodes.push(link(url, url) ?? url, bare.slice(url.length));
    }
  }
  nodes.push(text.slice(end));
  return nodes;
}

/**
 * @param {string} label
 * @param {string} address
 * @returns {HTMLAnchorElement | null} null where the address is not of an allowed scheme
 */
function link(label, address) {
  const url = parsed(address);
  if (!url || !SCHEMES.includes(url.protocol)) return null;
  const anchor = document.createElement("a");
  anchor.href = url.href;
  anchor.target = "_blank";
  anchor.rel = "noopener noreferrer";
  anchor.textContent = label;
  return anchor;
}

/** @param {string} address an absolute one: relative ones give null */
function parsed(address) {
  try {
    return new URL(address);
  } catch {
    return null;
  }
}
