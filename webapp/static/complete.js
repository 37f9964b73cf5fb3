// Completion under the search box: the combobox pattern of the ARIA Authoring Practices Guide, with
// a listbox and the focus left in the field. Without this script the box is as good as before.

const WAIT = 90; // ms of rest before asking
const box = document.querySelector("input[data-complete]");

function completion(field) {
  const list = document.createElement("ul");
  list.id = "completions";
  list.className = "completions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.dataset.completeLabel);
  list.hidden = true;
  field.parentElement.append(list);
  for (const [name, value] of [
    ["role", "combobox"], ["aria-autocomplete", "list"],
    ["aria-controls", list.id], ["aria-expanded", "false"],
  ]) field.setAttribute(name, value);

  let shown = [], chosen = -1, asked = 0, timer = 0, typed = field.value;

  function close() {
    list.hidden = true;
    chosen = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }

  function option(found, place) {
    const item = document.createElement("li");
    item.id = `completion-${place}`;
    item.className = found.kind;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    // textContent only: nothing from the archive is read as markup.
    for (const [name, text] of [["text", found.text], ["form", found.form], ["kind", found.label], ["n", found.releases]]) {
      if (!text) continue;
      const part = document.createElement("span");
      part.className = name;
      part.textContent = text;
      item.append(part, " ");
    }
    item.addEventListener("mousedown", (event) => event.preventDefault());
    item.addEventListener("click", () => take(place, true));
    return item;
  }

  function show(found) {
    shown = found;
    chosen = -1;
    list.replaceChildren(...found.map(option));
    if (!found.length) return close();
    list.hidden = false;
    field.setAttribute("aria-expanded", "true");
  }

  function point(place) {
    list.children[chosen]?.setAttribute("aria-selected", "false");
    chosen = place;
    if (place < 0) {
      field.value = typed;
      field.removeAttribute("aria-activedescendant");
      return;
    }
    const item = list.children[place];
    item.setAttribute("aria-selected", "true");
    item.scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", item.id);
    field.value = shown[place].query;
  }

  function take(place, submit) {
    field.value = typed = shown[place].query;
    close();
    if (submit) field.form.requestSubmit();
  }

  async function ask() {
    typed = field.value;
    const mine = ++asked;
    if (!typed.trim()) return close();
    const address = new URL(field.dataset.complete, location.href);
    address.searchParams.set("q", typed);
    address.searchParams.set("lang", document.documentElement.lang);
    try {
      const answer = await fetch(address);
      if (!answer.ok) return close();
      const found = await answer.json();
      // An answer that comes late is to a question no longer asked.
      if (mine === asked && document.activeElement === field) show(found.completions);
    } catch {
      close();
    }
  }

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  field.addEventListener("blur", () => { asked++; close(); });
  field.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    const last = shown.length - 1;
    if (event.key === "ArrowDown") point(chosen < last ? chosen + 1 : -1);
    else if (event.key === "ArrowUp") point(chosen < 0 ? last : chosen - 1);
    else if (event.key === "Escape") { point(-1); close(); }
    else if (event.key === "Enter" && chosen >= 0) take(chosen, true);
    else if (event.key === "Tab" && chosen >= 0) return take(chosen, false);
    else return;
    event.preventDefault();
  });
}

if (box) completion(box);
