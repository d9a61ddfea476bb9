/** Emoji to put into a message. */

import { h } from "../../shared/dom";

const SIGNS = "😀 😊 😂 🙂 😉 😍 😘 😎 🤔 😐 😕 😟 😢 😭 😡 😱 🥳 😴 🤒 🙈 👍 👎 👌 👏 🙏 🤝 💪 👋 ❤️ 💔 ✨ 🔥 🎉 🎁 📦 🚚 🏠 🛒 💳 💶 📄 📷 📞 ✉️ ⏰ 📅 ✅ ❌ ❓ ❗";

/** Opens it in a form, or closes it. */
export function toggleEmoji(form: HTMLElement, button: HTMLElement, label: string, onChoice: (sign: string) => void): void {
  const open = form.querySelector(".emoji");
  button.setAttribute("aria-expanded", String(!open));
  if (open) return open.remove();
  const toggle = () => toggleEmoji(form, button, label, onChoice);
  const signs = SIGNS.split(" ").map((sign) => h("button", { type: "button", onclick: () => (toggle(), onChoice(sign)) }, sign));
  const onkeydown = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.stopPropagation(); // it closes the list, not the chat
    toggle();
    button.focus();
  };
  form.prepend(h("div", { class: "emoji", role: "group", "aria-label": label, "data-testid": "emoji-list", onkeydown }, ...signs));
  signs[0]?.focus();
}
