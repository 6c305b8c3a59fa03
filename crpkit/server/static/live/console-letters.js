// Letters as they are called out: “B”, “B 12”, “A, C C 3”, “aac”.

const MOST = 500; // dots in one entry

/**
 * Read a line. options: [{id, letter}]. Returns {entries: [[id, dots], …], wrong, kind}: wrong is the piece that cannot
 * be read (then there are no entries) and kind "letter" or "number", which says what is wrong with it.
 */
export function readLetters(line, options) {
  const known = new Map(options.map((option) => [option.letter.toUpperCase(), option.id]));
  const short = [...known.keys()].every((letter) => letter.length === 1);
  const entries = new Map();
  let last = null; // the option that a number may follow
  for (const piece of line.toUpperCase().match(/\d+|[^\s\d,.;:+×*]+/g) || []) {
    if (/^\d/.test(piece)) {
      const n = Number(piece);
      if (!last || n < 1 || n > MOST) return { entries: [], wrong: piece, kind: "number" };
      entries.set(last, entries.get(last) + n - 1);
      last = null;
      continue;
    }
    for (const letter of known.has(piece) || !short ? [piece] : [...piece]) {
      if (!known.has(letter)) return { entries: [], wrong: letter, kind: "letter" };
      last = known.get(letter);
      entries.set(last, (entries.get(last) || 0) + 1);
    }
  }
  return { entries: [...entries], wrong: "", kind: "" };
}

/** Read the boxes of a tally sheet: {option: text}. Returns {entries, wrong}: wrong is the first option with no whole number. */
export function readTally(numbers, options) {
  const entries = [];
  for (const { id } of options) {
    const text = String(numbers[id] || "").trim();
    if (!text) continue;
    if (!/^\d{1,4}$/.test(text) || Number(text) > MOST) return { entries: [], wrong: id };
    if (Number(text)) entries.push([id, Number(text)]);
  }
  return { entries, wrong: "" };
}

export { MOST };
