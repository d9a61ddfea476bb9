import { expect, test } from "vitest";
import { DeskLanguage } from "../../src/desk/language";
import { attachment, messageView, shown } from "../../src/desk/view/message";
import { parseMessages } from "../../src/desk/wire";

const language = new DeskLanguage("en");
const view = (raw: object) => messageView(shown(parseMessages([{ id: "1", at: 100, ...raw }]), new Map())[0]!, language);

test("what a customer wrote stays text, letter by letter", () => {
  const text = `<img src=x onerror="alert(1)"> **not bold** [bank](https://evil.example)\n <script>alert(1)</script>`;
  const node = view({ from: "customer", text });
  expect(node.querySelector(".typed")?.textContent).toBe(text);
  expect(node.querySelectorAll("img, script, strong")).toHaveLength(0);
});

test("only the addresses in a customer's text are links, and only those that may be", () => {
  const node = view({ from: "customer", text: "see https://shop.example/a?b=c. javascript:alert(1) https://user@evil.example/" });
  const links = [...node.querySelectorAll("a")].map(({ href, rel, target }) => [href, rel, target]);
  expect(links).toEqual([["https://shop.example/a?b=c", "noopener noreferrer", "_blank"]]);
});

test("names, files and sources are text, too", () => {
  const name = "<b>x</b>";
  const node = view({
    from: "agent", name, text: "Hi", decision: "<i>", sources: [{ title: name, url: "javascript:alert(1)" }], attachments: [{ id: "1", name, type: "text/html", url: "https://evil.example/x" }],
  });
  expect(node.querySelectorAll("b, i, a, img")).toHaveLength(0);
  expect(node.textContent).toContain(name);
});

test("a file of ours opens beside the desk; a picture is shown", () => {
  const file = { id: "1", name: "bill.pdf", type: "application/pdf", size: 9, url: "/desk/api/conversations/a/uploads/1" };
  expect(attachment(file)).toMatchObject({ localName: "a", target: "_blank" });
  expect(attachment({ ...file, type: "image/png" }).querySelector("img")?.alt).toBe("bill.pdf");
  expect(attachment({ ...file, type: "image/svg+xml" }).querySelector("img")).toBeNull();
  expect(attachment({ ...file, url: "//evil.example/desk/" }).localName).toBe("span");
});

test("messages of the same speaker go on; a new day and a change of hands are lines of their own", () => {
  const all = shown(parseMessages([
    { id: "1", from: "customer", text: "a", at: 100_000 }, { id: "2", from: "customer", text: "b", at: 100_060 }, { id: "3", from: "agent", name: "Mia", text: "c", at: 100_070 },
    { id: "4", from: "agent", name: "Mia", text: "d", at: 300_000 }, { id: "5", from: "system", text: "", owner: "waiting", at: 300_010 },
  ]), new Map());
  expect(all.map(({ goesOn, day }) => [goesOn, day])).toEqual([[false, true], [true, false], [false, false], [false, true], [false, false]]);
  expect(messageView(all[4]!, language).textContent).toContain("Waiting for a person");
});

test("a change of hands is told in the agent's language, beside what the customer read", () => {
  const said = "Ana has joined and will answer you here.";
  const told = (raw: object) => view({ from: "system", text: said, ...raw }).querySelector(".system")!;
  expect(told({ owner: "agent", name: "Ana" }).textContent).toContain(`With Ana · ${said}`);
  expect(told({ owner: "agent", name: "Ana" }).querySelector("q")?.textContent).toBe(said);
  expect(told({}).querySelector("bdi")?.textContent).toBe(said);
});
