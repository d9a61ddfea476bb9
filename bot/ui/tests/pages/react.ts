/** A page of React's, in strict mode: the chat is renamed, moved to another parent, and taken away and put back. */

import { StrictMode, createElement as h, useState } from "react";
import { createRoot } from "react-dom/client";
import { HeedChat } from "../../src/react/index";

const server = document.body.dataset.server ?? "";

function App() {
  const [name, setName] = useState("One");
  const [shown, setShown] = useState(true);
  const [heard, setHeard] = useState<string[]>([]);
  return h(
    "main",
    {},
    h("button", { id: "rename", onClick: () => setName("Two") }, "rename"),
    h("button", { id: "toggle", onClick: () => setShown(!shown) }, "toggle"),
    h("output", { id: "heard" }, heard.join()),
    shown && h(HeedChat, { server, name, embedded: false, onMessage: ({ from }) => setHeard((before) => [...before, from]) }),
  );
}

createRoot(document.body.appendChild(document.createElement("div"))).render(h(StrictMode, {}, h(App)));
