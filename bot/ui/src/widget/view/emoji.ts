/** Emoji to put into a message. Loaded when it is opened first: it imports nothing, so that nothing is loaded twice. */

const SIGNS = "😀 😊 😂 🙂 😉 😍 😘 😎 🤔 😐 😕 😟 😢 😭 😡 😱 🥳 😴 🤒 🙈 👍 👎 👌 👏 🙏 🤝 💪 👋 ❤️ 💔 ✨ 🔥 🎉 🎁 📦 🚚 🏠 🛒 💳 💶 📄 📷 📞 ✉️ ⏰ 📅 ✅ ❌ ❓ ❗";

/** Opens it in a form, or closes it. */
export function toggleEmoji(form: HTMLElement, button: HTMLElement, label: string, onChoice: (sign: string) => void): void {
  const open = form.querySelector(".emoji");
  button.setAttribute("aria-expanded", String(!open));
  if (open) return open.remove();
  const box = document.createElement("div");
  box.className = "emoji";
  box.dataset.testid = "emoji-list";
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", label);
  const close = () => {
    box.remove();
    button.setAttribute("aria-expanded", "false");
  };
  for (const sign of SIGNS.split(" ")) {
    const choice = document.createElement("button");
    choice.type = "button";
    choice.textContent = sign;
    choice.addEventListener("click", () => {
      close();
      onChoice(sign);
    });
    box.append(choice);
  }
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation(); // it closes the list, not the chat
    close();
    button.focus();
  });
  form.prepend(box);
  box.querySelector("button")?.focus();
}
