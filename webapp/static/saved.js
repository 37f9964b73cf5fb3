/* Keeps releases and searches in this browser: a button where there is something to keep, and the
   page that lists, exports and imports what is kept. Everything read is checked: it may come from
   a file, and what it says is only ever put into a page as text. */
"use strict";

(() => {
  const KEY = "depeche.saved";
  const FORMAT = "depeche-saved-1";
  const MOST = 1000;
  const LONGEST = 8000;

  // An address of this site alone: a path, and neither another host nor a script.
  const local = (address) => {
    if (typeof address !== "string" || address.length > LONGEST || !/^\/(?![/\\])/.test(address)) return false;
    try { return new URL(address, location.origin).origin === location.origin; } catch { return false; }
  };
  const valid = (one) => one !== null && typeof one === "object" && ["release", "search"].includes(one.type) &&
    local(one.href) && typeof one.title === "string" && one.title.length <= 500 &&
    (one.date === undefined || (typeof one.date === "string" && one.date.length <= 60));
  const clean = ({ type, href, title, date }) => (date ? { type, href, title, date } : { type, href, title });

  const read = () => {
    try {
      const found = JSON.parse(localStorage.getItem(KEY) || "[]");
      return Array.isArray(found) ? found.filter(valid).map(clean) : [];
    } catch { return []; }
  };
  const write = (list) => {
    if (list.length > MOST) return false;
    try { localStorage.setItem(KEY, JSON.stringify(list)); return true; } catch { return false; }
  };
  const has = (list, href) => list.some((one) => one.href === href);

  for (const place of document.querySelectorAll("[data-keep]")) {
    const { keep: type, href, date, add, drop, full } = place.dataset;
    const one = clean({ type, href, title: (place.dataset.title || href).slice(0, 500), date });
    const button = place.querySelector("button"), told = place.querySelector("[role=status]");
    const show = () => {
      const kept = has(read(), href);
      button.setAttribute("aria-pressed", String(kept));
      button.textContent = kept ? `★ ${drop}` : `☆ ${add}`;
    };
    button.addEventListener("click", () => {
      const list = read();
      const done = has(list, href) ? write(list.filter((other) => other.href !== href))
        : write([one, ...list]);
      told.textContent = done ? "" : full;
      show();
    });
    show();
    place.hidden = false;
  }

  const page = document.getElementById("saved");
  if (!page) return;
  const told = document.getElementById("told");

  const inLanguage = (address) => {
    const url = new URL(address, location.origin);
    if (page.dataset.lang === page.dataset.own) url.searchParams.delete("lang");
    else url.searchParams.set("lang", page.dataset.lang);
    return url.pathname + url.search;
  };
  // As the page's language writes it; a list from elsewhere may hold a date in words.
  const form = new Intl.DateTimeFormat(page.dataset.lang === "en" ? "en-GB" : "fr", { dateStyle: "long", timeZone: "UTC" });
  const inWords = (date) => (/^\d{4}-\d\d-\d\d$/.test(date) && !isNaN(new Date(date)) ? form.format(new Date(date)) : date);
  const row = (one) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = inLanguage(one.href);
    link.textContent = one.title;
    link.dataset.address = new URL(link.href).href; // on paper there is nothing to follow
    item.append(link);
    if (one.date) {
      const date = document.createElement("span");
      date.className = "about";
      date.textContent = inWords(one.date);
      item.append(" ", date);
    }
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quiet screen";
    button.textContent = page.dataset.remove;
    button.setAttribute("aria-label", `${page.dataset.remove} ${one.title}`);
    button.addEventListener("click", () => {
      write(read().filter((other) => other.href !== one.href));
      fill();
    });
    item.append(" ", button);
    return item;
  };
  // The id in the address of a release; of an address that has none, all of it, which the server
  // then tells to be unknown.
  const root = `${page.dataset.path}release/`;
  const id = (address) => {
    const path = new URL(address, location.origin).pathname;
    try { return path.startsWith(root) ? decodeURIComponent(path.slice(root.length)) : address; } catch { return address; }
  };
  const take = document.getElementById("take");
  take.addEventListener("formdata", (event) => {
    for (const one of read()) if (one.type === "release") event.formData.append("id", id(one.href));
  });
  const fill = () => {
    take.hidden = !read().some((one) => one.type === "release");
    for (const type of ["release", "search"]) {
      const list = document.getElementById(`kept-${type}`);
      const items = read().filter((one) => one.type === type).map(row);
      if (!items.length) {
        const item = document.createElement("li");
        item.className = "aside";
        item.textContent = list.dataset.empty;
        items.push(item);
      }
      list.replaceChildren(...items);
    }
  };

  document.getElementById("export").addEventListener("click", () => {
    const text = JSON.stringify({ format: FORMAT, items: read() }, null, 2);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = "depeche.json";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  });
  document.getElementById("print").addEventListener("click", () => window.print());
  document.getElementById("import").addEventListener("change", async (event) => {
    const file = event.target.files[0];
    if (!file) return;
    let items = null;
    try {
      const found = file.size <= 2000000 ? JSON.parse(await file.text()) : null;
      if (found && found.format === FORMAT && Array.isArray(found.items)) items = found.items;
    } catch { items = null; }
    if (!items || items.length > MOST || !items.every(valid)) {
      told.textContent = page.dataset.broken;
    } else {
      const list = read();
      const more = items.map(clean).filter((one, at, all) => !has(list, one.href) && all.findIndex((other) => other.href === one.href) === at);
      told.textContent = write([...list, ...more]) ? page.dataset.imported.replace("#", String(more.length)) : page.dataset.broken;
      fill();
    }
    event.target.value = "";
  });
  window.addEventListener("storage", fill);
  fill();
  page.hidden = false;
})();
