/** A page of Vue's, which sets attributes as properties where there are any, and shows the element again under another key. */

import { createApp, h, ref } from "vue";
import "../../src/widget/index";

const server = document.body.dataset.server ?? "";
const name = ref("One");
const key = ref(1);

createApp({
  render: () =>
    h("main", [
      h("button", { id: "rename", onClick: () => (name.value = "Two") }, "rename"),
      h("button", { id: "toggle", onClick: () => key.value++ }, "toggle"),
      h("heed-chat", { key: key.value, server, name: name.value, embedded: false }),
    ]),
}).mount(document.body.appendChild(document.createElement("div")));
