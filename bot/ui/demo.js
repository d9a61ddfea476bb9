// @ts-check
/** The example page: its buttons call the widget's methods, its list shows the widget's events.
 * It stands before heed.js, so that it hears of “heed-ready”. */

const chat = /** @type {import("./src/widget/index.js").HeedChatElement} */ (document.querySelector("heed-chat"));
const events = /** @type {HTMLElement} */ (document.getElementById("events"));

for (const name of ["heed-ready", "heed-open", "heed-close", "heed-message", "heed-handover", "heed-error"]) {
  chat.addEventListener(name, (/** @type {any} */ event) => {
    events.append(`${name} ${event.detail ? JSON.stringify(event.detail) : ""}\n`);
    events.scrollTop = events.scrollHeight;
  });
}

const calls = {
  open: () => chat.open(),
  close: () => chat.close(),
  send: () => {
    chat.open();
    chat.send("Where is my order?");
  },
  reset: () => chat.reset(),
};
for (const [name, call] of Object.entries(calls)) document.querySelector(`[data-call=${name}]`)?.addEventListener("click", call);

onChoice("locale", (value) => chat.setAttribute("locale", value));
onChoice("theme", (value) => chat.setAttribute("theme", value));
onChoice("accent", (value) => chat.style.setProperty("--heed-accent", value));

/**
 * @param {string} id
 * @param {(value: string) => void} act
 */
function onChoice(id, act) {
  const select = /** @type {HTMLSelectElement} */ (document.getElementById(id));
  select.addEventListener("change", () => act(select.value));
}
