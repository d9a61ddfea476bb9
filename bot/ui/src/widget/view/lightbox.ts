/** A picture in full, over all of the page. Loaded when the first one is opened: it imports nothing, so that nothing is loaded twice. */

import type { Language } from "../../shared/language";

/** @param opener gets the focus back */
export function lightbox(panel: HTMLElement, address: string, name: string, language: Language, opener: HTMLElement): void {
  const box = document.createElement("dialog");
  box.className = "lightbox";
  box.dataset.testid = "lightbox";
  box.setAttribute("aria-label", name);
  const image = document.createElement("img");
  image.src = address;
  image.alt = name;
  const close = document.createElement("button");
  close.className = "tool";
  close.type = "button";
  close.textContent = "✕";
  close.setAttribute("aria-label", language.say("close"));
  box.append(image, close);
  const end = () => {
    box.remove();
    opener.focus({ preventScroll: true });
  };
  box.addEventListener("click", (event) => event.target !== image && end());
  box.addEventListener("cancel", (event) => {
    event.preventDefault();
    end();
  });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation(); // it closes the picture, not the chat
    end();
  });
  panel.after(box);
  box.showModal();
  close.focus();
}
