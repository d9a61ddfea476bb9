import { describe, expect, test } from "vitest";
import { imageAddress, linkAddress } from "../src/shared/addresses";
import { h } from "../src/shared/dom";
import { markdown, plain } from "../src/shared/markdown";

const html = (text: string) => h("div", {}, markdown(text)).innerHTML;

test.each([
  ["plain", "<p>plain</p>"],
  ["one\ntwo\n\nthree", "<p>one<br>two</p><p>three</p>"],
  ["**bold** and *italic* and `code`", "<p><strong>bold</strong> and <em>italic</em> and <code>code</code></p>"],
  ["2 * 3 * 4 and a_b_c", "<p>2 * 3 * 4 and a_b_c</p>"],
  ["- one\n- two", "<ul><li>one</li><li>two</li></ul>"],
  ["3. three\n4. four", '<ol start="3"><li>three</li><li>four</li></ol>'],
])("%j", (text, expected) => expect(html(text)).toBe(expected));

test.each([
  ["Call +44 113 496 0123 now", '<p>Call <a href="tel:+441134960123">+44 113 496 0123</a> now</p>'],
  ["Write to help@shop.example.", '<p>Write to <a href="mailto:help@shop.example">help@shop.example</a>.</p>'],
  ["Order 4711-2025-0007, 0113 496 0123, 12+345678901", "<p>Order 4711-2025-0007, 0113 496 0123, 12+345678901</p>"],
  ["https://shop.example/a@b.example", '<p><a href="https://shop.example/a@b.example" target="_blank" rel="noopener noreferrer">https://shop.example/a@b.example</a></p>'],
])("who is called or written to: %j", (text, expected) => expect(html(text)).toBe(expected));

describe("links", () => {
  const link = (href: string, label: string, target = "") =>
    `<a href="${href}" target="_blank" rel="noopener noreferrer">${target ? `<bdi>${label}</bdi> <bdi class="target">(${target})</bdi>` : label}</a>`;

  test.each([
    ["[the guide](https://example.com/a)", `<p>${link("https://example.com/a", "the guide", "example.com")}</p>`],
    ["see https://example.com/a.", `<p>see ${link("https://example.com/a", "https://example.com/a")}.</p>`],
    ["[write](mailto:a@example.com) or [call](tel:+441234)", `<p>${link("mailto:a@example.com", "write", "a@example.com")} or ${link("tel:+441234", "call", "+441234")}</p>`],
  ])("%j", (text, expected) => expect(html(text)).toBe(expected));

  test.each([
    ["[https://good.example](https://evil.example/x)", link("https://evil.example/x", "https://good.example", "evil.example")],
    ["[good.example](https://good.example.evil.example)", link("https://good.example.evil.example/", "good.example", "good.example.evil.example")],
    ["[Good.example/a](https://good.example/b)", link("https://good.example/b", "Good.example/a")],
    ["[the guide (good.example)](https://good.example/b)", link("https://good.example/b", "the guide (good.example)")],
    ["https://good.example/a", link("https://good.example/a", "https://good.example/a")],
    ["[аpple.example](https://аpple.example)", link("https://xn--pple-43d.example/", "аpple.example", "xn--pple-43d.example")],
    ["https://good.example@evil.example/", "https://good.example@evil.example/"],
    ["[good.example](https://good.example:x@evil.example/)", "good.example"],
  ])("%s says where it leads", (text, expected) => expect(html(text)).toBe(`<p>${expected}</p>`));

  test.each(["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "//evil.example", "/chat", "file:///etc"])(
    "%s is no link",
    (address) => expect(html(`[label](${address})`)).toBe("<p>label</p>"),
  );
});

test.each([
  ["**Returns** take *30* days, `RMA-1` on the label", "Returns take 30 days, RMA-1 on the label"],
  ["**It is *very* free**", "It is very free"],
  ["- one\n- **two**", "- one\n- two"],
  ["See [the guide](https://example.com/a).", "See the guide (https://example.com/a)."],
  ["[https://example.com](https://example.com), https://example.com/b", "https://example.com, https://example.com/b"],
  ["[write](mailto:a@example.com), [a@example.com](mailto:a@example.com), [call](tel:+441234)", "write (a@example.com), a@example.com, call (+441234)"],
  ["[label](javascript:alert(1)) 2 * 3 * 4", "label 2 * 3 * 4"],
])("what is read of %j", (text, expected) => expect(plain(text)).toBe(expected));

test("markup is text", () => {
  const shown = h("div", {}, markdown("<img src=x onerror=alert(1)> <script>alert(1)</script>"));
  expect(shown.querySelectorAll("img, script")).toHaveLength(0);
  expect(shown.textContent).toBe("<img src=x onerror=alert(1)> <script>alert(1)</script>");
});

test("no text takes long", () => {
  const started = performance.now();
  for (const piece of ["**a ", "[a](", "[".repeat(9), "*a", "`", "https://a", "((((", "- ", "\n"]) markdown(piece.repeat(4_000 / piece.length));
  expect(performance.now() - started).toBeLessThan(2_000);
});

test.each([
  ["https://example.com/a.png", "https://example.com/a.png"],
  ["http://example.com/a.png", ""],
  ["http://bot:5005/a.png", "http://bot:5005/a.png"],
  ["/chat/uploads/a", "http://bot:5005/chat/uploads/a"],
  ["data:image/png;base64,AA", "data:image/png;base64,AA"],
  ["data:image/svg+xml,<svg onload=alert(1)>", ""],
  ["data:text/html,x", ""],
  ["javascript:alert(1)", ""],
  ["", ""],
  [" ", ""],
])("picture %s", (address, expected) => expect(imageAddress(address, "http://bot:5005")).toBe(expected));

test("a link is absolute, or none", () => {
  expect(linkAddress("/cart")).toBe("");
  expect(linkAddress("https://example.com")).toBe("https://example.com/");
});
