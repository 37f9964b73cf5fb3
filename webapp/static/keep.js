// What a reader keeps in this browser, and the button where there is something to keep. Whatever is
// read is checked: it may come from a file, and is only ever put into a page as text.

const KEY = "depeche.saved";
export const MOST = 1000;
const LONGEST = 8000;
// Characters of a note.
export const LONGEST_NOTE = 2000;

// An address of this site alone: a path, and neither another host nor a script.
function local(address) {
  if (typeof address !== "string" || address.length > LONGEST || !/^\/(?![/\\])/.test(address)) return false;
  try { return new URL(address, location.origin).origin === location.origin; } catch { return false; }
}

const text = (value, longest) => typeof value === "string" && value.length <= longest;

export function valid(one) {
  return one !== null && typeof one === "object" && ["release", "search"].includes(one.type) &&
    local(one.href) && text(one.title, 500) && (one.date === undefined || text(one.date, 60)) &&
    (one.note === undefined || text(one.note, LONGEST_NOTE));
}

// What is known of it, in this order; an empty note is none.
export function clean({ type, href, title, date, note }) {
  const words = note?.trim();
  return { type, href, title, ...(date && { date }), ...(words && { note: words }) };
}

export function read() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) || "[]");
    return Array.isArray(found) ? found.filter(valid).map(clean) : [];
  } catch { return []; }
}

export function write(list) {
  if (list.length > MOST) return false;
  try { localStorage.setItem(KEY, JSON.stringify(list)); return true; } catch { return false; }
}

export const found = (list, href) => list.find((one) => one.href === href);

function button(place) {
  const { keep: type, href, date, add, drop, full, noted = "" } = place.dataset;
  // Kept again, it has the note back that it was dropped with.
  let one = clean({ type, href, title: (place.dataset.title || href).slice(0, 500), date });
  const press = place.querySelector("button"), told = place.querySelector("[role=status]");
  const show = () => {
    const kept = Boolean(found(read(), href));
    press.setAttribute("aria-pressed", String(kept));
    press.textContent = kept ? `★ ${drop}` : `☆ ${add}`;
  };
  press.addEventListener("click", () => {
    const list = read(), kept = found(list, href);
    const done = kept ? write(list.filter((other) => other !== kept)) : write([one, ...list]);
    if (done && kept) one = kept;
    told.textContent = !done ? full : kept?.note ? noted : "";
    show();
  });
  show();
  place.hidden = false;
}

for (const place of document.querySelectorAll("[data-keep]")) button(place);
