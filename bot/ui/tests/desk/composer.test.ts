import { beforeEach, expect, test } from "vitest";
import { DeskLanguage } from "../../src/desk/language";
import { initial, reduce } from "../../src/desk/state";
import type { Action, State } from "../../src/desk/state";
import type { Actions, Said } from "../../src/desk/view/actions";
import { cannedName, matching } from "../../src/desk/view/canned-menu";
import { Composer } from "../../src/desk/view/composer";
import { MIA, opened } from "./given";

let drafts: Map<string, string>;
let said: [string, Said][];
let composer: Composer;
let state: State;

const field = () => composer.node.querySelector("textarea")!;
const tell = (...actions: Action[]) => composer.show((state = actions.reduce(reduce, state)));
const open = (conversation: string, more: object = {}) => tell({ type: "open", conversation }, { type: "opened", opened: opened(conversation, more as Record<string, unknown>) });
const mine = { owner: "agent", agent: "mia" };
function type(text: string): void {
  field().value = text;
  field().setSelectionRange(text.length, text.length);
  field().dispatchEvent(new Event("input"));
}
function press(key: string, more: KeyboardEventInit = {}): KeyboardEvent {
  const event = new KeyboardEvent("keydown", { key, cancelable: true, bubbles: true, ...more });
  field().dispatchEvent(event);
  return event;
}

beforeEach(() => {
  drafts = new Map();
  said = [];
  state = initial(MIA);
  const actions = {
    say: (kind: string, what: Said) => said.push([kind, what]),
    draft: (conversation: string, kind: string) => drafts.get(`${kind} ${conversation}`) ?? "",
    keepDraft: (conversation: string, kind: string, text: string) => drafts.set(`${kind} ${conversation}`, text),
    types: () => {},
    settings: () => ({ locale: "", theme: "auto", sound: false, notices: false, singleKeys: true }),
  } as unknown as Actions;
  composer = new Composer(new DeskLanguage("en"), actions);
  document.body.replaceChildren(composer.node);
});

test("each conversation keeps a draft of its answer and one of its note", () => {
  open("a", mine);
  type("Hello");
  composer.write("note");
  type("Called.");
  open("b", mine);
  expect(field().value).toBe("");
  open("a", mine);
  expect(field().value).toBe("Hello");
  composer.write("note");
  expect(field().value).toBe("Called.");
});

test("a note that was added is no draft any more", () => {
  open("a", mine);
  composer.write("note");
  type("Called.");
  press("Enter");
  expect(said).toEqual([["note", { text: "Called.", files: [], suggestion: 0 }]]);
  expect(drafts.get("note a")).toBe("");
  composer.write("note");
  expect(field().value).toBe("");
});

test("Enter sends, Shift+Enter doesn't, nor Enter of an input method", () => {
  open("a", mine);
  type("Hello");
  press("Enter", { shiftKey: true });
  press("Enter", { isComposing: true });
  expect(said).toEqual([]);
  press("Enter");
  expect(said).toEqual([["say", { text: "Hello", files: [], suggestion: 0 }]]);
  expect([field().value, drafts.get("say a")]).toEqual(["", ""]);
});

test("whoever presses the button to send writes on", () => {
  open("a", mine);
  type("Hello");
  composer.node.querySelector<HTMLButtonElement>("[data-testid=send]")!.focus();
  composer.node.querySelector<HTMLButtonElement>("[data-testid=send]")!.click();
  expect(said).toHaveLength(1);
  expect(document.activeElement).toBe(field());
});

test("a suggestion is put into the field to be changed, and counted when it is sent", () => {
  open("a", mine);
  tell({ type: "suggestions", conversation: "a", suggestions: [{ text: "One.", source: "template", title: "" }, { text: "Two.", source: "passage", title: "" }] });
  expect(press("2", { code: "Digit2" }).defaultPrevented).toBe(true);
  expect([field().value, said]).toEqual(["Two.", []]);
  type("Two, dear Jo.");
  expect(press("1", { code: "Digit1" }).defaultPrevented).toBe(false);
  press("Enter");
  expect(said).toEqual([["say", { text: "Two, dear Jo.", files: [], suggestion: 2 }]]);
});

test("Escape takes an unchanged suggestion back", () => {
  open("a", mine);
  tell({ type: "suggestions", conversation: "a", suggestions: [{ text: "One.", source: "template", title: "" }] });
  type("Dear Jo,");
  press("1", { code: "Digit1", ctrlKey: true });
  expect(field().value).toBe("One.");
  press("Escape");
  expect(field().value).toBe("Dear Jo,");
});

test("canned answers are chosen by name while it is typed", () => {
  open("a", mine);
  tell({ type: "canned", canned: [{ name: "bye", text: "Goodbye!" }, { name: "hours", text: "9 to 5, bye until then" }] });
  type("Hello /by");
  expect([...document.querySelectorAll("[role=option]")].map(({ textContent }) => textContent)).toEqual(["/byeGoodbye!", "/hours9 to 5, bye until then"]);
  press("Enter");
  expect([field().value, said]).toEqual(["Hello Goodbye!", []]);
});

test("another agent's conversation takes notes alone", () => {
  open("a", { owner: "agent", agent: "noah", agent_name: "Noah" });
  type("Ask the warehouse.");
  press("Enter");
  expect(said).toEqual([["note", { text: "Ask the warehouse.", files: [], suggestion: 0 }]]);
  expect(composer.node.querySelector("[data-testid=kind-say]")).toHaveProperty("disabled", true);
});

test("a conversation that was another's is answered as soon as it is mine, and so is the next one", () => {
  open("a", { owner: "agent", agent: "noah" });
  expect(composer.node.dataset.kind).toBe("note");
  tell({ type: "opened", opened: opened("a", mine) });
  expect(composer.node.dataset.kind).toBe("say");
  open("a", { owner: "agent", agent: "noah" });
  tell({ type: "open", conversation: "b" }); // it isn't there yet
  tell({ type: "opened", opened: opened("b") });
  type("Hello");
  press("Enter");
  expect(said.map(([kind]) => kind)).toEqual(["say"]);
});

test("what could not be sent comes back into the field", () => {
  open("a", mine);
  type("And this");
  composer.restore("say", "Hello");
  expect(field().value).toBe("Hello\nAnd this");
});

test("a name is what stands after a slash before the cursor, and no address", () => {
  expect(cannedName("/he", 3)).toBe("he");
  expect(cannedName("a /", 3)).toBe("");
  expect(cannedName("https://x", 9)).toBeNull();
  expect(cannedName("/he llo", 7)).toBeNull();
  expect(matching([{ name: "b", text: "x" }, { name: "a", text: "B" }], "B").map(({ name }) => name)).toEqual(["b", "a"]);
});

test("files are attached where the customer's channel takes them; what it doesn't take is said", () => {
  const attach = () => composer.node.querySelector<HTMLElement>("[data-testid=attach]")!;
  const drop = (type: string) => {
    const files = [new File(["x"], "lamp", { type })];
    composer.node.dispatchEvent(Object.assign(new Event("drop", { cancelable: true }), { dataTransfer: { files } }));
    return composer.node.querySelector("[role=alert]")!.textContent;
  };
  const openWith = (...files: string[]) => tell({ type: "open", conversation: "a" }, { type: "opened", opened: opened("a", mine, [], files) });
  openWith();
  expect(attach().hidden).toBe(true);
  expect(drop("image/png")).toBe("lamp can’t be sent on this customer’s channel.");
  openWith("image/png", "application/pdf");
  expect(attach().hidden).toBe(false);
  expect(composer.node.querySelector("input")!.accept).toBe("image/png,application/pdf");
  expect(drop("image/webp")).toBe("lamp can’t be sent on this customer’s channel.");
  expect(drop("text/html")).toBe("lamp is not a picture (PNG, JPEG, GIF, WebP) or PDF.");
  composer.write("note");
  expect(attach().hidden).toBe(true);
});
