/** What deceives in logs, as it is written there: even where no server has looked at it, a link says where it leads. */

import { expect, test } from "vitest";
import { h } from "../src/shared/dom";
import { markdown } from "../src/shared/markdown";
import lines from "./deceptive.jsonl?raw";

const payloads = lines.trim().split("\n");

test.each(payloads)("%s", (line) => {
  const shown = h("div", {}, markdown(JSON.parse(line) as string));
  expect(shown.querySelectorAll("script, img, iframe")).toHaveLength(0);
  for (const link of shown.querySelectorAll("a")) {
    const url = new URL(link.href);
    expect(["https:", "http:", "mailto:", "tel:"]).toContain(url.protocol);
    expect(url.username + url.password).toBe("");
    expect(link.textContent!.toLowerCase()).toContain(url.host || decodeURIComponent(url.pathname));
  }
});
