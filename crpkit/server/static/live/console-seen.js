// Which notes have really been in view on this console. “Show the 3 you have read” counts these and no others.
import { changed, code } from "./console-desk.js";

const MOMENT_MS = 1000; // what only flew past was not in view
const BOTTOM_PX = 56; // here the news stands, over the page
const STEPS = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];
const KEPT = `crp-console-${code}-seen`;

const seen = new Set(kept());
const rows = new Map(); // the element of a row -> {id, inView, focused, timer}
let observer;

export const isSeen = (id) => seen.has(id);

/** A reload forgets nothing: ids, never words, stay as long as this tab does. */
function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT)) || [];
  } catch {
    return [];
  }
}

function see(id) {
  seen.add(id);
  try {
    sessionStorage.setItem(KEPT, JSON.stringify([...seen]));
  } catch {
    // a browser may forbid storage
  }
  changed();
}

/** Start the clock for a row that is in view or has the focus, stop it for one that is not. */
function weigh(row) {
  const there = (row.inView || row.focused) && document.visibilityState === "visible" && !seen.has(row.id);
  if (!there) {
    clearTimeout(row.timer);
    row.timer = null;
  } else if (!row.timer) row.timer = setTimeout(() => see(row.id), MOMENT_MS);
}

/** Half of it is in view; of one that is higher than the window, half the window is filled with it. */
function isInView({ isIntersecting, intersectionRatio, intersectionRect, rootBounds }) {
  if (!isIntersecting) return false;
  return intersectionRatio >= 0.5 || Boolean(rootBounds && intersectionRect.height >= rootBounds.height / 2);
}

/** How much of the window’s top lies under the glance. */
function covered() {
  const glance = document.querySelector(".co-glance");
  return glance && getComputedStyle(glance).position === "sticky" ? Math.round(glance.offsetHeight) : 0;
}

function observe() {
  if (observer) observer.disconnect();
  const notice = (entries) => {
    for (const entry of entries) {
      const row = rows.get(entry.target);
      if (!row) continue;
      row.inView = isInView(entry);
      weigh(row);
    }
  };
  observer = new IntersectionObserver(notice, { rootMargin: `-${covered()}px 0px -${BOTTOM_PX}px 0px`, threshold: STEPS });
  for (const element of rows.keys()) observer.observe(element);
}

addEventListener("resize", () => observer && observe());
document.addEventListener("visibilitychange", () => rows.forEach(weigh));

/** Watch the row of a note until the function that is returned is called. */
export function watch(element, id) {
  const row = { id, inView: false, focused: element.contains(document.activeElement), timer: null };
  rows.set(element, row);
  const focus = (event) => {
    row.focused = event.type === "focusin";
    weigh(row);
  };
  for (const type of ["focusin", "focusout"]) element.addEventListener(type, focus);
  if (observer) observer.observe(element);
  else observe();
  return () => {
    clearTimeout(row.timer);
    rows.delete(element);
    observer.unobserve(element);
    for (const type of ["focusin", "focusout"]) element.removeEventListener(type, focus);
  };
}
