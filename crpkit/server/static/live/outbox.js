// What a phone keeps until it is safe with the facilitator: the receipt, drafts, and every message that is not answered.
// It lies in the browser's storage, one key a thing, so that two tabs never write over each other.
import { drawn, newId } from "./client.js";

const LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"; // none that are mixed up
const SHUT = ["closed", "ended"];
const PASSING = [...SHUT, "not-joined"]; // refusals that may pass by themselves
const NOBODY = ["not-joined", "unknown-person", "taken-back"]; // there is nothing to take back
const CALM_MS = 350; // dots: send when the finger rests

/** What was typed as a code, without what does not belong to it: upper case, no spaces and hyphens. */
export const plain = (text) => text.toUpperCase().replace(/[\s\-‐‑–—_.]/g, "");

/** The characters of a typed code that no code has. */
export const strangers = (text) => [...new Set([...plain(text)].filter((letter) => !LETTERS.includes(letter)))];

/** A receipt in groups of four, as one writes it down; the hyphens do not break. */
export const grouped = (receipt) => receipt.replace(/(.{4})(?=.)/g, "$1‑");

/** The browser's storage, or memory where that is forbidden or full. */
class Store {
  constructor(prefix) {
    this.prefix = prefix;
    this.lasting = true;
    this._memory = new Map();
    try {
      localStorage.setItem(`${prefix}try`, "1");
      localStorage.removeItem(`${prefix}try`);
    } catch {
      this.lasting = false;
    }
  }

  get(key) {
    if (this._memory.has(key)) return this._memory.get(key);
    try {
      return localStorage.getItem(this.prefix + key);
    } catch {
      return null;
    }
  }

  set(key, text) {
    try {
      localStorage.setItem(this.prefix + key, text);
      this._memory.delete(key);
    } catch {
      this.lasting = false;
      this._memory.set(key, text);
    }
  }

  drop(key) {
    this._memory.delete(key);
    try {
      localStorage.removeItem(this.prefix + key);
    } catch {
      /* it was never there */
    }
  }

  keys(begin) {
    const found = new Set(this._memory.keys());
    try {
      for (const key of Object.keys(localStorage)) if (key.startsWith(this.prefix)) found.add(key.slice(this.prefix.length));
    } catch {
      /* memory alone */
    }
    return [...found].filter((key) => key.startsWith(begin));
  }
}

const read = (text) => {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
};

/** Receipt, drafts and unanswered messages of one workshop. */
export class Outbox {
  constructor(code) {
    this._store = new Store(`crp-${code}-`);
    this._listeners = new Set();
    this._flying = new Set(); // ids that were sent and not answered
    this._sawShut = new Set(); // ids whose activity was seen closed since they were refused
    this._refusedIn = new Map(); // id -> epoch of the connection on which it was refused
    this._sought = new Map(); // notes that were not there to be taken back -> the state's value then
    this._landed = new Map(); // notes that are in the record but not yet in the state
    this._settled = new Map(); // activity -> dots in the record and the state's value then
    this._calm = new Map(); // ballot id -> when it may go
    this.receipt = this._store.get("receipt");
    if (!this.receipt) this.adopt(drawn(12, LETTERS));
    addEventListener("storage", (event) => {
      if (event.key === `${this._store.prefix}receipt` && event.newValue) this._become(event.newValue);
      else if (event.key === null || event.key.startsWith(this._store.prefix)) this._changed();
    });
  }

  /** Whether what is written here survives a reload. */
  get lasting() {
    return this._store.lasting;
  }

  /** Be the person with this receipt; without one, somebody new. */
  adopt(receipt = drawn(12, LETTERS)) {
    this._store.set("receipt", receipt);
    this._become(receipt);
  }

  _become(receipt) {
    if (receipt === this.receipt) return;
    if (this._live) for (const { id } of this.items) this._live.forget(id);
    this.receipt = receipt;
    const memories = [this._flying, this._sawShut, this._refusedIn, this._sought, this._landed, this._settled, this._calm];
    for (const memory of memories) memory.clear();
    if (this._live) this._live.restart();
    this._changed();
  }

  on(listener) {
    this._listeners.add(listener);
    return () => this._listeners.delete(listener);
  }

  _changed() {
    this.flush();
    for (const listener of [...this._listeners]) listener();
  }

  _key(kind, name) {
    return `${this.receipt}-${kind}-${name}`;
  }

  // ---- what is half-written

  draft(activity) {
    return this._store.get(this._key("draft", activity)) || "";
  }

  /** Everything half-written in an activity, whatever its headings and fields: place and words. */
  drafts(activity) {
    const start = this._key("draft", activity);
    return this._store.keys(start).filter((name) => name === start || name.startsWith(`${start}.`)).map((name) => ({ place: name.slice(this._key("draft", "").length), text: this._store.get(name) })).filter(({ text }) => text && text.trim());
  }

  keepDraft(activity, text) {
    if (text) this._store.set(this._key("draft", activity), text);
    else this._store.drop(this._key("draft", activity));
  }

  /** What was ticked before joining. */
  get form() {
    return read(this._store.get(this._key("form", "join")));
  }

  keepForm(form) {
    if (form) this._store.set(this._key("form", "join"), JSON.stringify(form));
    else this._store.drop(this._key("form", "join"));
  }

  // ---- messages

  /** All unanswered messages, oldest first: {id, type, message, tried, refusal, at}. */
  get items() {
    return this._store
      .keys(this._key("out", ""))
      .map((key) => read(this._store.get(key)))
      .filter((item) => item && item.id)
      .sort((one, other) => (one.id < other.id ? -1 : 1));
  }

  /** How many of them wait for the connection, or for an activity to open. */
  get waiting() {
    return this.items.filter((item) => standing(item.refusal).state !== "refused").length;
  }

  item(type, activity) {
    return this.items.find((item) => item.type === type && (!activity || item.message.activity === activity)) || null;
  }

  /** Keep a message and send it as soon as that is possible. Of joining, and of each vote, only the newest is kept. */
  add(message) {
    const item = { id: newId(), type: message.type, message, tried: false, refusal: null, at: new Date().toISOString() };
    const before = ["join", "ballot", "table"].includes(item.type) ? this.item(item.type, message.activity) : null;
    if (before && this._live) this._live.forget(before.id);
    if (item.type === "ballot") this._calm.set(item.id, performance.now() + CALM_MS);
    this._write(item);
    this._changed();
    return item;
  }

  _slot({ id, type, message }) {
    if (type === "join" || type === "table") return type;
    return type === "ballot" ? `ballot-${message.activity}` : id;
  }

  _write(item) {
    this._store.set(this._key("out", this._slot(item)), JSON.stringify(item));
  }

  _drop(item) {
    const key = this._key("out", this._slot(item));
    const kept = read(this._store.get(key));
    if (kept && kept.id === item.id) this._store.drop(key); // a newer ballot may lie there
    if (this._live) this._live.forget(item.id);
    this._flying.delete(item.id);
  }

  /** Give up a message that was refused; its words are the caller's now. */
  discard(id) {
    const item = this.items.find((each) => each.id === id);
    if (item) this._drop(item);
    this._changed();
  }

  /** Take back a note, wherever it is by now. */
  takeBack(id) {
    const item = this.items.find((each) => each.id === id);
    if (item) this._drop(item);
    this._landed.delete(id);
    // What was on its way may have arrived. What never left, or was refused, cannot have.
    if (!item || (item.tried && !item.refusal)) this.add({ type: "take-back", note: id });
    else this._changed();
  }

  /** Take back everything; what lies on this phone goes at once. */
  takeAllBack() {
    this._clear();
    this.add({ type: "take-all-back" });
  }

  _clear() {
    for (const item of this.items) this._drop(item);
    for (const key of this._store.keys(`${this.receipt}-`)) this._store.drop(key);
    for (const memory of [this._landed, this._settled]) memory.clear();
  }

  // ---- sending

  /** Send through this connection from now on. */
  through(live) {
    this._live = live;
    live.on(() => this.flush());
  }

  /** Send what can be sent now. */
  flush() {
    const live = this._live;
    if (!live || live.status !== "open") return;
    this._catchUp(live);
    const { me = {}, workshop = {} } = live.state;
    for (const id of this._landed.keys()) if (`mine/${id}` in live.state) this._landed.delete(id);
    for (const item of this.items) {
      if (this._flying.has(item.id)) continue;
      if (this._may(item, me, workshop)) this._send(item);
    }
  }

  /** A note that was on its way when it was taken back may land later, by another tab or an older connection: take it back then. */
  _catchUp(live) {
    const kept = new Set(this.items.map(({ id }) => id));
    for (const id of this._flying) if (!kept.has(id)) live.forget(id); // another tab gave it up: do not send it again
    for (const [note, before] of this._sought) {
      const now = live.state[`mine/${note}`];
      if (!now || now === before) continue;
      this._sought.delete(note);
      this.add({ type: "take-back", note });
    }
  }

  _may(item, me, workshop) {
    if (item.type === "join") return !item.refusal;
    if (["take-back", "take-all-back"].includes(item.type)) return !item.refusal;
    if (!me.joined) {
      this._sawShut.add(item.id);
      return false;
    }
    const wait = (this._calm.get(item.id) || 0) - performance.now();
    if (wait > 0) {
      setTimeout(() => this.flush(), wait + 5);
      return false;
    }
    if (!item.refusal) return true;
    if (!PASSING.includes(item.refusal.why)) return false;
    // Sent again by itself once the activity opens: the state may still say “open” when the refusal is heard.
    const activity = this._live.state[`activity/${item.message.activity}`];
    const open = Boolean(activity && activity.open && !workshop.ended);
    if (!open) this._sawShut.add(item.id);
    return open && (this._sawShut.has(item.id) || this._refusedIn.get(item.id) !== this._live.epoch);
  }

  async _send(item) {
    const live = this._live;
    const receipt = this.receipt;
    this._flying.add(item.id);
    this._sawShut.delete(item.id);
    // On its way again, it is no longer refused: it may arrive at any moment.
    if (!item.tried || item.refusal) this._write({ ...item, tried: true, refusal: null });
    const answer = await live.send({ ...item.message, id: item.id });
    if (receipt !== this.receipt) return;
    this._flying.delete(item.id);
    const current = this.items.find((each) => each.id === item.id);
    if (answer.type === "done") this._done(current, live);
    else if (current) this._refused(current, answer, live);
    this._changed();
  }

  _done(item, live) {
    if (!item) return; // another tab has seen to it, or a newer ballot took its place
    if (item.type === "note" && !(`mine/${item.id}` in live.state)) this._landed.set(item.id, item);
    if (item.type === "ballot") {
      const { activity, dots, voice } = item.message;
      this._settled.set(activity, { dots, voice, seen: live.state[`ballot/${activity}`], heard: live.state[`voice/${activity}`] });
    }
    this._drop(item);
  }

  _refused(item, { why, words }, live) {
    // A connection's messages are answered in order, so the note itself is not on its way on this one; see _catchUp.
    if (why === "unknown-note") this._sought.set(item.message.note, live.state[`mine/${item.message.note}`]);
    if (item.type === "take-back" || (item.type === "take-all-back" && NOBODY.includes(why))) this._drop(item);
    else {
      this._refusedIn.set(item.id, live.epoch);
      this._write({ ...item, refusal: { why, words } });
    }
  }

  // ---- what the person sees as hers

  /** One's own notes of an activity (of all, without one), oldest first: {id, activity, text, state, words}. */
  notes(state, activity) {
    const items = this.items;
    const leaving = new Set(items.filter((item) => item.type === "take-back").map((item) => item.message.note));
    const kept = Object.keys(state)
      .filter((key) => key.startsWith("mine/"))
      .map((key) => state[key]);
    const landed = [...this._landed.values()].map(({ id, message, at }) => ({ id, ...message, at, state: "kept" }));
    const waiting = items
      .filter((item) => item.type === "note" && !(`mine/${item.id}` in state))
      .map(({ id, message, at, refusal }) => ({ id, ...message, at, ...standing(refusal) }));
    return [...kept, ...landed.filter((note) => !(`mine/${note.id}` in state)), ...waiting]
      .filter((note) => !activity || note.activity === activity)
      .map((note) => (leaving.has(note.id) ? { ...note, state: "leaving" } : note))
      .sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
  }

  /** One's own dots in a vote: {dots, voice, state: "none" | "kept" | "waiting" | "shut" | "refused", words}. */
  ballot(state, activity) {
    const item = this.item("ballot", activity);
    if (item) return { dots: item.message.dots, voice: item.message.voice || "", ...standing(item.refusal) };
    const settled = this._settled.get(activity);
    const told = state[`ballot/${activity}`];
    const heard = state[`voice/${activity}`];
    const fresh = settled && settled.seen === told && settled.heard === heard; // the state does not tell of it yet
    const dots = (fresh ? settled.dots : told) || {};
    const voice = (fresh ? settled.voice : heard) || "";
    return { dots, voice, state: Object.keys(dots).length ? "kept" : "none" };
  }

  /** The dots that are in the record, whatever waits. */
  counted(state, activity) {
    return state[`ballot/${activity}`] || {};
  }
}

function standing(refusal) {
  if (!refusal || refusal.why === "not-joined") return { state: "waiting" };
  return { state: SHUT.includes(refusal.why) ? "shut" : "refused", words: refusal.words };
}
