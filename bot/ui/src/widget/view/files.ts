/** The files of a message: of pictures small ones, which open; of others the name. */

import { h } from "../../shared/dom";
import type { Language } from "../../shared/language";
import type { FileNote } from "../files";
import type { Upload } from "../wire";
import type { Actions } from "./actions";
import { fileIcon } from "./icons";

/** A file that is on its way. */
export function fileNote({ name, preview }: FileNote): HTMLElement {
  return h("span", { class: "file", "data-testid": "file" }, preview ? h("img", { src: preview, alt: name }) : fileIcon(), !preview && h("bdi", {}, name));
}

/** A file that the server has. */
export function uploaded(upload: Upload, language: Language, actions: Actions): HTMLElement {
  const name = upload.name || "?";
  const label = language.say("openFile", { name });
  const node: HTMLButtonElement = h(
    "button",
    { class: "file", type: "button", "aria-label": label, title: label, "data-testid": "file", onclick: () => void open() },
    fileIcon(),
    h("bdi", {}, name),
  );
  const wrong = h("p", { class: "problem", role: "alert" });
  const open = async () => {
    wrong.remove();
    wrong.textContent = language.say("problem");
    await actions.openFile(upload, node).catch(() => node.after(wrong));
  };
  if (upload.type.startsWith("image/")) {
    actions.picture(upload).then(
      (src) => src && node.replaceChildren(h("img", { src, alt: name })),
      () => {}, // its name stays, and opens it
    );
  }
  return node;
}
