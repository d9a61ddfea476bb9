// The review page: what is to be decided, one suggestion at a time, by keyboard or by touch. Texts become text nodes only.

const token = location.hash.slice(1);
const at = (id) => document.getElementById(id);
const NAME = "heed-reviewer";
let state = { suggestions: [], intents: [], claims: {}, total: 0, decisions: [] };
let current = "";
let marked = new Set();
let busy = Promise.resolve();
let last = "";

const KINDS = { intent: "New intent", answer: "Answer", labels: "Questions of", unsure: "Which intent?", suspicious: "Wrong label?" };
const SHOWN = 40;

function element(tag, properties = {}, ...children) {
  const { role, ...others } = properties;
  const made = Object.assign(document.createElement(tag), others);
  if (role) made.setAttribute("role", role);
  made.append(...children.filter((child) => child !== null));
  return made;
}

function questionsOf(suggestion) {
  if (suggestion.kind === "unsure") return [suggestion.question];
  if (suggestion.kind === "suspicious") return [{ text: suggestion.text }];
  return suggestion.questions;
}

function titleOf(suggestion) {
  if (suggestion.kind === "intent") return suggestion.name;
  if (suggestion.kind === "labels") return suggestion.intent;
  if (suggestion.kind === "answer") return suggestion.answer.text;
  return questionsOf(suggestion)[0].text;
}

function chosen() {
  return state.suggestions.find((each) => each.id === current);
}

// Requests go out one after the other: what is pressed quickly is decided in that order.
function send(action, more = {}) {
  busy = busy.then(() => request(action, more));
  return busy;
}

async function request(action, more) {
  const place = state.suggestions.findIndex((each) => each.id === current);
  const body = { action, who: at("who").value || "reviewer", ...more };
  try {
    const response = await fetch("/api/do", { method: "POST", headers: { "X-Heed-Token": token }, body: JSON.stringify(body) });
    const text = await response.text();
    const answer = JSON.parse(text);
    if (!response.ok) throw new Error(answer.error);
    if (action === "look" && text === last) return; // nothing has changed: what has the focus keeps it
    last = text;
    state = answer;
    if (action !== "look" && action !== "claim") say(saidOf(action, answer.done));
  } catch (error) {
    say(error.message, true);
    if (action === "look" || action === "claim") return;
    await request("look", {});
    return;
  }
  if (action === "undo" && state.done) current = state.suggestions.find((each) => state.done.suggestions?.includes(each.id))?.id ?? current;
  if (!chosen()) {
    marked.clear();
    const free = state.suggestions.slice(Math.max(place, 0)).find((each) => !(each.id in state.claims));
    current = (free || state.suggestions[0] || { id: "" }).id;
  }
  draw();
}

function saidOf(action, done) {
  if (action === "undo") return "Undone.";
  if (action === "measure") return "Measuring…";
  if (!done) return "";
  if (done.action === "label") return `${state.count} × ${done.intent}`;
  return { refuse: "Refused; it won't come again.", answer: "Approved.", merge: "Merged.", split: "Split." }[done.action];
}

function say(text, bad = false) {
  at("message").textContent = text;
  at("message").className = bad ? "bad" : "";
}

function decide(action, more = {}) {
  const suggestion = chosen();
  if (!suggestion) return;
  const texts = ["label", "refuse", "split"].includes(action) ? [...marked] : [];
  marked.clear();
  send(action, { suggestion: suggestion.id, texts, ...more });
}

function move(by) {
  const place = state.suggestions.findIndex((each) => each.id === current);
  const next = state.suggestions[Math.min(Math.max(place + by, 0), state.suggestions.length - 1)];
  if (!next || next.id === current) return;
  current = next.id;
  marked.clear();
  draw();
  send("claim", { suggestion: current });
}

function draw() {
  const done = Math.max(0, state.total - state.suggestions.length);
  const share = state.total ? Math.round((100 * done) / state.total) : 100;
  at("progress").setAttribute("aria-valuenow", String(share));
  at("progress").firstElementChild.style.width = `${share}%`;
  at("count").textContent = `${state.suggestions.length} to decide, ${state.questions ?? 0} questions`;
  at("shadow").textContent = state.shadow || "";
  drawList();
  drawCard();
  drawActions();
  at("decisions").replaceChildren(
    ...state.decisions.map((each) =>
      element("li", {}, `${each.who}: ${each.action} ${each.intent || ""} ${(each.texts || [""])[0]}`.slice(0, 90)),
    ),
  );
}

function drawList() {
  const place = Math.max(0, state.suggestions.findIndex((each) => each.id === current));
  const from = Math.max(0, place - 10);
  at("list").replaceChildren(
    ...state.suggestions.slice(from, from + SHOWN).map((each) => {
      const count = each.size ?? 1;
      const label = element("small", {}, count > 1 ? ` ${count}` : "", each.id in state.claims ? ` · ${state.claims[each.id]}` : "");
      const button = element("button", { type: "button" }, titleOf(each), label);
      if (each.id === current) button.setAttribute("aria-current", "true");
      button.addEventListener("click", () => {
        current = each.id;
        marked.clear();
        draw();
        send("claim", { suggestion: current });
      });
      return element("li", {}, button);
    }),
  );
  at("list").querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
}

function drawCard() {
  const suggestion = chosen();
  if (!suggestion) {
    at("card").replaceChildren(element("h2", {}, "Nothing is left to decide."), element("p", {}, "`heed train` makes a candidate that has learnt from it, `heed compare` says whether it is better."));
    return;
  }
  const parts = [element("p", { className: "kind" }, KINDS[suggestion.kind]), element("h2", {}, titleOf(suggestion))];
  if (suggestion.kind === "intent") parts.push(...aboutIntent(suggestion));
  if (suggestion.kind === "suspicious") parts.push(element("p", {}, `is ${suggestion.intent}, reads like ${suggestion.likelier}`));
  if (suggestion.kind === "answer") {
    parts.push(element("p", {}, `${suggestion.answer.count} ×`));
    parts.push(...suggestion.others.map((said) => element("blockquote", { className: "contrary" }, said.text, element("p", { className: "warn" }, said.why))));
  }
  if (["intent", "labels", "answer"].includes(suggestion.kind)) parts.push(questionList(suggestion));
  at("card").replaceChildren(...parts);
}

function aboutIntent(intent) {
  const languages = Object.entries(intent.languages).map(([name, times]) => `${name} ${times}`).join(", ");
  const parts = [element("p", {}, `asked ${intent.asked} times (${languages}) `, trend(intent.months)), element("p", {}, intent.words.join(", "))];
  const conflicts = intent.conflicts.filter(([, share]) => share >= 0.1).map(([name, share]) => `${name} ${Math.round(100 * share)} %`);
  if (conflicts.length) parts.push(element("p", { className: "warn" }, `may belong to ${conflicts.join(", ")}`));
  if (intent.answers.length) {
    const times = intent.answers[0].count;
    const taken = intent.proposed ? "Accept takes it over" : "Accept leaves it out, Edit answer takes it over";
    parts.push(element("p", {}, `agents said, ${times} ×. ${taken}:`), element("blockquote", {}, intent.answers[0].text));
  }
  return parts;
}

function trend(months) {
  const counts = Object.values(months).slice(-12);
  if (counts.length < 2) return "";
  const most = Math.max(...counts);
  const space = "http://www.w3.org/2000/svg";
  const drawing = document.createElementNS(space, "svg");
  drawing.setAttribute("width", String(8 * counts.length));
  drawing.setAttribute("height", "24");
  drawing.setAttribute("role", "img");
  drawing.setAttribute("aria-label", `by month: ${counts.join(", ")}`);
  counts.forEach((count, place) => {
    const bar = document.createElementNS(space, "rect");
    const height = Math.max(1, Math.round((24 * count) / most));
    for (const [name, value] of Object.entries({ x: 8 * place, y: 24 - height, width: 6, height })) bar.setAttribute(name, String(value));
    drawing.append(bar);
  });
  return element("span", { className: "bars" }, drawing);
}

function questionList(suggestion) {
  const questions = suggestion.questions;
  const middle = questions.slice(0, 5);
  const rim = questions.length > 8 ? questions.slice(-3) : questions.slice(5);
  const rest = questions.slice(5, questions.length - rim.length);
  const row = (question, name) => {
    const box = element("input", { type: "checkbox", checked: marked.has(question.text) });
    box.addEventListener("change", () => (box.checked ? marked.add(question.text) : marked.delete(question.text)));
    return element("li", { className: name }, element("label", {}, box, question.text));
  };
  const list = element("ul", {}, ...middle.map((each) => row(each, "")), ...rim.map((each) => row(each, "rim")));
  const unseen = suggestion.size - questions.length;
  if (rest.length) {
    const more = element("button", { type: "button" }, `${rest.length} more${unseen ? `, of ${suggestion.size} in all` : ""}`);
    more.addEventListener("click", () => {
      more.parentElement.replaceWith(...rest.map((each) => row(each, "")));
    });
    list.append(element("li", {}, more));
  }
  return list;
}

// Each action: its key, its name, what it does, and for which kinds it is there.
const ACTIONS = [
  ["a", "Accept", () => decide("accept"), null],
  ["l", "Label", () => chooseLabel(), ["intent", "labels", "unsure", "suspicious"]],
  ["n", "New", () => nameNew(), ["intent", "labels", "unsure", "suspicious"]],
  ["e", "Edit answer", () => editAnswer(), ["answer", "intent"]],
  ["m", "Merge", () => chooseMerge(), ["intent"]],
  ["s", "Split", () => decide("split"), ["intent"]],
  ["x", "Refuse", () => decide("refuse"), null],
  ["j", "Next", () => move(1), null],
  ["k", "Back", () => move(-1), null],
];

function drawActions() {
  const suggestion = chosen();
  const there = suggestion ? ACTIONS.filter(([, , , kinds]) => !kinds || kinds.includes(suggestion.kind)) : [];
  const all = [...there, ["u", "Undo", () => send("undo"), null]];
  const candidates = candidatesOf(suggestion).map((intent, place) => [String(place + 1), intent, () => decide("label", { intent }), null]);
  at("actions").replaceChildren(
    ...[...candidates, ...all].map(([key, name, run]) => {
      const button = element("button", { type: "button", className: key === "a" ? "main" : "" }, name, element("kbd", {}, key.toUpperCase()));
      button.addEventListener("click", run);
      return button;
    }),
  );
}

function candidatesOf(suggestion) {
  if (!suggestion) return [];
  if (suggestion.kind === "unsure") return suggestion.candidates.map(([intent]) => intent).slice(0, 9);
  if (suggestion.kind === "intent") return suggestion.conflicts.map(([intent]) => intent).slice(0, 9);
  if (suggestion.kind === "suspicious") return [suggestion.likelier, suggestion.intent];
  return suggestion.kind === "labels" ? [suggestion.intent] : [];
}

// Type-ahead: what is typed anywhere in a name, names that begin with it first; Enter takes the first, or a new name where that is allowed.
function choose(title, names, value, free, then) {
  const typed = at("typed");
  let picked = 0;
  let shown = [];
  const list = () => {
    const wanted = typed.value.trim().toLowerCase().replaceAll(" ", "_");
    const found = names.filter(({ name }) => name.toLowerCase().includes(wanted));
    shown = found.sort((one, other) => other.name.toLowerCase().startsWith(wanted) - one.name.toLowerCase().startsWith(wanted)).slice(0, 9);
    if (free && wanted && !names.some(({ name }) => name === wanted)) shown = [{ name: wanted, id: wanted }, ...shown];
    picked = Math.min(picked, Math.max(0, shown.length - 1));
    at("choices").replaceChildren(
      ...shown.map((each, place) => {
        const item = element("li", { role: "option", id: `choice-${place}` }, each.name);
        item.setAttribute("aria-selected", String(place === picked));
        item.addEventListener("click", () => take(place));
        return item;
      }),
    );
    typed.setAttribute("aria-activedescendant", shown.length ? `choice-${picked}` : "");
  };
  const take = (place) => {
    at("chooser").close();
    if (shown[place]) then(shown[place].id);
  };
  typed.oninput = () => {
    picked = 0;
    list();
  };
  typed.onkeydown = (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      picked = Math.min(Math.max(picked + (event.key === "ArrowDown" ? 1 : -1), 0), shown.length - 1);
      list();
      event.preventDefault();
    } else if (event.key === "Enter") {
      event.preventDefault();
      take(picked);
    }
  };
  at("chooser-title").textContent = title;
  typed.value = value;
  at("chooser").showModal();
  list();
  typed.select();
}

function saidOnceOrMore(suggestion) {
  return suggestion.kind === "intent" && suggestion.answers.length ? suggestion.answers[0].text : "";
}

function chooseLabel() {
  choose("Which intent is it?", state.intents.map((name) => ({ name, id: name })), "", false, (intent) => decide("label", { intent }));
}

function nameNew() {
  const suggestion = chosen();
  const name = suggestion.kind === "intent" ? suggestion.name : "";
  const answer = suggestion.proposed || "";
  choose("What shall the new intent be called?", [], name, true, (intent) => decide("label", { intent, answer }));
}

function chooseMerge() {
  const others = state.suggestions.filter((each) => each.kind === "intent" && each.id !== current);
  const names = others.map((each) => ({ name: each.name, id: each.id }));
  choose("Merge with which?", names, "", false, (id) => decide("merge", { others: [id] }));
}

function editAnswer() {
  const suggestion = chosen();
  const written = at("written");
  written.value = suggestion.kind === "answer" ? suggestion.answer.text : saidOnceOrMore(suggestion);
  written.onkeydown = (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    at("editor").close();
    if (suggestion.kind === "answer") decide("approve", { answer: written.value });
    else decide("label", { intent: suggestion.name, answer: written.value });
  };
  at("editor").showModal();
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.matches("textarea, input:not([type=checkbox])") || document.querySelector("dialog[open]");
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const key = event.key.toLowerCase();
  if (key === "u") return send("undo");
  const suggestion = chosen();
  if (!suggestion) return;
  const intent = candidatesOf(suggestion)[Number(key) - 1];
  if (intent) return decide("label", { intent });
  const action = ACTIONS.find(([of, , , kinds]) => of === (key === "/" ? "l" : key) && (!kinds || kinds.includes(suggestion.kind)));
  if (action) {
    event.preventDefault();
    action[2]();
  }
});

at("who").value = localStorage.getItem(NAME) || "";
at("who").addEventListener("change", () => localStorage.setItem(NAME, at("who").value));
at("measure").addEventListener("click", () => send("measure"));
setInterval(() => document.querySelector("dialog[open]") || document.hidden || send("look"), 5000);
send("look");
