// A menu that a <details> unfolds closes by Escape, by a click beside it and when the focus leaves it.
// Without this script it closes by its summary alone.

for (const menu of document.querySelectorAll("details.exports")) {
  const close = () => { menu.open = false; };
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    close();
    menu.querySelector("summary").focus();
  });
  document.addEventListener("focusin", ({ target }) => {
    // A press on its own paper gives the focus to what it stands in.
    if (!menu.contains(target) && !target.contains(menu)) close();
  });
  document.addEventListener("pointerdown", (event) => {
    if (!menu.contains(event.target)) close();
  });
}
