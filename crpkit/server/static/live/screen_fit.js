// Measuring: how large letters can be so that everything fits, and what stands on which page if it does not.

/** Room for columns: null where the window is so small (or magnified so much) that the page scrolls instead. */
export function roomIn(host) {
  if (innerWidth < 700 || innerHeight < 420) return null;
  return { width: host.clientWidth, height: host.clientHeight, wide: innerWidth / innerHeight > 1.45 };
}

/** Call act(forced) when the room may have changed; forced when letters have arrived. Returns a function that ends it. */
export function onRoom(host, act) {
  const watcher = new ResizeObserver(() => act(false));
  const letters = () => act(true);
  watcher.observe(host);
  document.fonts.addEventListener("loadingdone", letters);
  return () => {
    watcher.disconnect();
    document.fonts.removeEventListener("loadingdone", letters);
  };
}

/** Between cards, in pixels; screen.css says the same. */
export const gap = () => innerHeight * 0.014;

/** Say how large letters are, in hundredths of the screen's height; screen.css keeps them from getting too small. */
export function lettersOf(host, size) {
  host.style.setProperty("--screen-letters", `${size}vh`);
}

/** Heights of elements in a column of a certain width, all in one go. */
export function heightsIn(gauge, elements, width) {
  gauge.style.width = `${width}px`;
  gauge.replaceChildren(...elements);
  return elements.map((element) => element.getBoundingClientRect().height);
}

/** Put heights into columns one after the other, none above the limit: for each its column, or null if they do not fit. */
export function inOrder(heights, columns, gap, limit) {
  const places = [];
  let column = 0;
  let filled = 0;
  for (const height of heights) {
    if (filled && filled + gap + height > limit) {
      column += 1;
      filled = 0;
    }
    if (column === columns || height > limit) return null;
    filled += (filled ? gap : 0) + height;
    places.push(column);
  }
  return places;
}

/** The same with columns as even as can be. */
export function evenly(heights, columns, gap, limit) {
  if (!inOrder(heights, columns, gap, limit)) return null;
  let low = Math.max(...heights, 0);
  let high = limit;
  while (high - low > 4) {
    const middle = (low + high) / 2;
    if (inOrder(heights, columns, gap, middle)) high = middle;
    else low = middle;
  }
  return inOrder(heights, columns, gap, high);
}
