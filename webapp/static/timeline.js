// A range of the timeline chosen by dragging over it or by Shift and the arrow keys. Each bar is a
// link already, and there are two fields for the dates: without this script the page is complete.

const FAR = 4; // px that a pointer moves before it drags, and is no click

function ranging(figure) {
  const chart = figure.querySelector("svg");
  const told = figure.querySelector("output");
  const bars = [...chart.querySelectorAll("a[data-from]")];
  const number = new Intl.NumberFormat(document.documentElement.lang);
  let first = -1, last = -1; // of the range; first is where it was begun
  let down = null, dragging = false, swallow = false;

  const range = () => [Math.min(first, last), Math.max(first, last)];

  function tell(keys) {
    const [from, to] = range();
    const count = bars.slice(from, to + 1).reduce((sum, bar) => sum + Number(bar.dataset.n), 0);
    const form = count === 0 ? "none" : count === 1 ? "one" : "many";
    // Replaced by functions: what is filled in is never read as a pattern.
    const text = figure.dataset.chosen
      .replace("{count}", () => figure.dataset[form].replace("{count}", () => number.format(count)))
      .replace("{first}", () => bars[from].dataset.period)
      .replace("{last}", () => bars[to].dataset.period);
    told.textContent = keys ? `${text}. ${figure.dataset.keys}` : text;
  }

  function pick(begin, end, keys) {
    first = begin;
    last = end;
    const [from, to] = range();
    bars.forEach((bar, place) => bar.classList.toggle("picked", place >= from && place <= to));
    tell(keys);
  }

  // The frame of a bar that has the focus is no part of what is dragged over.
  function drag(now) {
    dragging = now;
    figure.classList.toggle("dragging", now);
  }

  function giveUp() {
    first = last = -1;
    down = null;
    drag(false);
    for (const bar of bars) bar.classList.remove("picked");
    told.textContent = "";
  }

  function go() {
    const [from, to] = range();
    // Any bar's link has what else was asked for.
    const address = new URL(bars[from].href.baseVal, location.href);
    address.searchParams.set("from", bars[from].dataset.from);
    address.searchParams.set("to", bars[to].dataset.to);
    location.assign(address);
  }

  function at(event) {
    const box = chart.getBoundingClientRect();
    const place = Math.floor(((event.clientX - box.left) / box.width) * bars.length);
    return Math.min(Math.max(place, 0), bars.length - 1);
  }

  chart.addEventListener("dragstart", (event) => event.preventDefault());
  chart.addEventListener("pointerdown", (event) => {
    swallow = false;
    if (event.button || !event.isPrimary || event.ctrlKey || event.metaKey || event.shiftKey) return;
    down = { x: event.clientX, place: at(event) };
  });
  chart.addEventListener("pointermove", (event) => {
    if (!down || !event.isPrimary) return;
    if (!dragging) {
      if (Math.abs(event.clientX - down.x) < FAR) return;
      drag(true);
      chart.setPointerCapture(event.pointerId);
    }
    pick(down.place, at(event), false);
  });
  chart.addEventListener("pointerup", () => {
    const done = dragging;
    down = null;
    drag(false);
    if (!done) return;
    swallow = true;
    go();
  });
  chart.addEventListener("pointercancel", giveUp);
  chart.addEventListener("click", (event) => {
    if (swallow) event.preventDefault();
    swallow = false;
  });

  // One stop for the Tab key, the arrows within (a roving tabindex).
  function stop(place) {
    bars.forEach((bar, other) => bar.setAttribute("tabindex", other === place ? "0" : "-1"));
  }

  const steps = { ArrowLeft: -1, ArrowRight: 1, Home: -bars.length, End: bars.length };
  chart.addEventListener("keydown", (event) => {
    const place = bars.indexOf(event.target.closest("a"));
    if (place < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key in steps) {
      const next = Math.min(Math.max(place + steps[event.key], 0), bars.length - 1);
      if (event.shiftKey) pick(first < 0 ? place : first, next, true);
      else if (first >= 0) giveUp();
      stop(next);
      bars[next].focus();
    } else if (event.key === "Enter" && first >= 0) go();
    else return;
    event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || first < 0) return;
    swallow = dragging; // the button is still down: letting it go is no click
    giveUp();
  });
  // On the figure: Chromium makes a stop for the Tab key of an svg that listens to the focus.
  figure.addEventListener("focusout", (event) => {
    if (first >= 0 && !dragging && !chart.contains(event.relatedTarget)) giveUp();
  });
  bars.forEach((bar, place) => bar.addEventListener("focus", () => stop(place)));

  const chosen = bars.findIndex((bar) => bar.hasAttribute("aria-current"));
  stop(Math.max(chosen >= 0 ? chosen : bars.findIndex((bar) => bar.classList.contains("in")), 0));
  chart.setAttribute("aria-description", told.dataset.howAll);
  figure.classList.add("ranging");
}

for (const figure of document.querySelectorAll("figure.timeline")) ranging(figure);
// A page that comes back from the browser's memory begins anew, without the range it was left with.
addEventListener("pageshow", (event) => {
  if (event.persisted) document.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
});
