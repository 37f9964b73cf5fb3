// The page of what is kept in this browser: lists it with the reader's notes, exports and imports it.
import { clean, found, LONGEST_NOTE, MOST, read, valid, write } from "./keep.js";

const FORMAT = "depeche-saved-1";
// Bytes of a file: more than a browser keeps for a site.
const LARGEST = 20_000_000;

const page = document.getElementById("saved");
const told = document.getElementById("told");
const take = document.getElementById("take");
const said = page.dataset;

function inLanguage(address) {
  const url = new URL(address, location.origin);
  if (said.lang === said.own) url.searchParams.delete("lang");
  else url.searchParams.set("lang", said.lang);
  return url.pathname + url.search;
}

// As the page's language writes it, day and month on one line; a list from elsewhere may hold a date
// in words.
const form = new Intl.DateTimeFormat(said.lang === "en" ? "en-GB" : "fr", { dateStyle: "long", timeZone: "UTC" });
function inWords(date) {
  if (!/^\d{4}-\d\d-\d\d$/.test(date) || isNaN(new Date(date))) return date;
  return form.format(new Date(date)).replace(" ", "\u00a0");
}

function element(name, className, text = "") {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

function button(className, text, of, press) {
  const made = element("button", `quiet screen ${className}`, text);
  made.type = "button";
  if (of) made.setAttribute("aria-label", `${text} ${of}`);
  made.addEventListener("click", press);
  return made;
}

// Every letter is kept as it is typed: no way out of the page loses any.
function noting(item, one) {
  const note = element("p", "note", one.note);
  const field = element("textarea", "");
  field.maxLength = LONGEST_NOTE;
  field.rows = 3;
  field.setAttribute("aria-label", `${said.noteOf} ${one.title}`);
  field.addEventListener("input", () => {
    const list = read(), noted = { ...(found(list, one.href) ?? one), note: field.value };
    // One that was dropped in another window meanwhile comes back with its note.
    const all = found(list, one.href) ? list.map((other) => (other.href === one.href ? noted : other)) : [noted, ...list];
    told.textContent = write(all.map(clean)) ? "" : said.full;
    note.textContent = noted.note.trim(); // what is printed meanwhile
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing) return;
    edit(item, false);
    press.focus();
  });
  const press = button("write", "", "", () => {
    edit(item, !item.classList.contains("editing"));
    if (item.classList.contains("editing")) field.focus();
  });
  item.noting = { href: one.href, title: one.title, note, field, press };
  return [press, note, field];
}

function edit(item, editing, words = found(read(), item.noting.href)?.note ?? "") {
  const { title, note, field, press } = item.noting;
  item.classList.toggle("editing", editing);
  note.textContent = words;
  if (editing) field.value = words;
  press.textContent = editing ? said.done : words ? said.edit : said.note;
  press.setAttribute("aria-expanded", String(editing));
  press.setAttribute("aria-label", `${press.textContent} ${title}`);
}

function remove(href) {
  const list = read(), at = list.findIndex((one) => one.href === href), gone = list[at];
  if (!gone || !write(list.filter((one) => one !== gone))) return;
  const back = button("", said.undo, gone.title, () => {
    const now = read();
    const done = found(now, href) || write([...now.slice(0, at), gone, ...now.slice(at)]);
    told.textContent = done ? "" : said.full;
    fill();
  });
  told.replaceChildren(said.removed.replace("#", () => gone.title), " ", back);
  fill();
  back.focus();
}

function row(one) {
  const item = document.createElement("li");
  const link = element("a", "", one.title);
  link.href = inLanguage(one.href);
  link.dataset.address = new URL(link.href).href; // on paper there is nothing to follow
  item.append(link);
  if (one.date) item.append(" ", element("span", "about", inWords(one.date)));
  const [press, note, field] = noting(item, one);
  const drop = button("remove", said.remove, one.title, () => remove(one.href));
  item.append(" ", press, " ", drop, note, field);
  edit(item, false, one.note ?? "");
  return item;
}

function fill() {
  const kept = read();
  take.hidden = !kept.some((one) => one.type === "release");
  for (const type of ["release", "search"]) {
    const list = document.getElementById(`kept-${type}`);
    const items = kept.filter((one) => one.type === type).map(row);
    list.replaceChildren(...(items.length ? items : [element("li", "aside", list.dataset.empty)]));
  }
}

// The id in the address of a release; of an address that has none, all of it, which the server then
// tells to be unknown.
const root = `${said.path}release/`;
function id(address) {
  const path = new URL(address, location.origin).pathname;
  try { return path.startsWith(root) ? decodeURIComponent(path.slice(root.length)) : address; } catch { return address; }
}
take.addEventListener("formdata", (event) => {
  for (const one of read()) if (one.type === "release") event.formData.append("id", id(one.href));
});

document.getElementById("export").addEventListener("click", () => {
  const text = JSON.stringify({ format: FORMAT, items: read() }, null, 2);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = "depeche.json";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
});
document.getElementById("print").addEventListener("click", () => window.print());

// Nothing of one's own gives way to a file: a note that is here stays as it is.
function merge(items) {
  const list = read(), counts = { imported: 0, noted: 0, left: 0 };
  for (const one of items.map(clean)) {
    const own = found(list, one.href);
    if (!own) {
      list.push(one);
      counts.imported++;
    } else if (one.note && !own.note) {
      own.note = one.note;
      counts.noted++;
    } else if (one.note && one.note !== own.note) counts.left++;
  }
  if (!write(list)) return said.broken;
  const also = ["noted", "left"].filter((name) => counts[name]);
  return ["imported", ...also].map((name) => said[name].replace("#", counts[name])).join(" · ");
}

document.getElementById("import").addEventListener("change", async (event) => {
  const file = event.target.files[0];
  if (!file) return;
  let items = null;
  try {
    const given = file.size <= LARGEST ? JSON.parse(await file.text()) : null;
    if (given?.format === FORMAT && Array.isArray(given.items)) items = given.items;
  } catch { items = null; }
  const usable = items && items.length <= MOST && items.every(valid);
  told.textContent = usable ? merge(items) : said.broken;
  fill();
  event.target.value = "";
});
window.addEventListener("storage", () => {
  // Who is writing goes on; the list is made anew with the next change.
  if (!page.querySelector(".editing")) fill();
});
fill();
page.hidden = false;
