// The connection of a live page: one WebSocket, the newest state, and messages that are sent until they are answered.
// Shared by phone, screen and console. What goes over the wire is said in docs/protocol.md.

const PATIENCE_MS = 2500; // no answer for so long: the connection is dead, whatever the browser believes
const OPENING_MS = 4000; // a server that has just been started lets many in at once
const RETRY_MS = [200, 800];
const HELD_BACK_MS = 5000; // turned away: ask again, but gently
// Messages that write. The server lets a phone send 20 at once, then 4 a second, and does not count a console's.
const PACE = { phone: { atOnce: 18, aSecond: 3.8 }, console: { atOnce: 60, aSecond: 30 } };
const LARGEST = { phone: 16 * 1024, screen: 16 * 1024, console: 256 * 1024 };
let apart = 0; // milliseconds by which the kit’s clock is ahead of this one

/** The time on the kit’s clock, in milliseconds since 1970: clocks of phones and laptops are seldom right. */
export const serverNow = () => Date.now() + apart;

const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

const block = document.getElementById("live-config");
export const config = block ? JSON.parse(block.textContent) : { words: {} };
const language = config.lang || document.documentElement.lang || "en-GB";

/** The words for a key, with {name} filled in from values. An unknown key shows itself. */
export function t(key, values = {}) {
  const words = config.words[key];
  if (words === undefined) return key;
  return words.replace(/\{(\w+)\}/g, (found, name) => (name in values ? String(values[name]) : found));
}

/** The words for a number of things: keys "x.one", "x.other" (and what else the language has); {n} is the number. */
export function tn(key, n, values = {}) {
  const exact = `${key}.${new Intl.PluralRules(language).select(n)}`;
  return t(exact in config.words ? exact : `${key}.other`, { n: new Intl.NumberFormat(language).format(n), ...values });
}

/**
 * The sentence for a reason: in the page's language where it has one, else as the server says it. A console shows the
 * server's own words, which are more exact.
 */
export function because({ why, words }) {
  return (config.role !== "console" && config.words[`why.${why}`]) || words || "";
}

/** So many letters at random out of an alphabet. Works without https, unlike crypto.randomUUID. */
export function drawn(count, alphabet = LETTERS) {
  const fair = 256 - (256 % alphabet.length); // numbers above would make the first letters likelier
  let text = "";
  while (text.length < count) {
    for (const number of crypto.getRandomValues(new Uint8Array(count * 2))) {
      if (number < fair && text.length < count) text += alphabet[number % alphabet.length];
    }
  }
  return text;
}

/** A new id for a message: when it was made, then 20 letters at random. */
export function newId() {
  let time = "";
  for (let left = Date.now(), place = 0; place < 10; place += 1, left = Math.floor(left / 32)) time = LETTERS[left % 32] + time;
  return time + drawn(20);
}

/** All values whose key begins with a prefix such as "note/". */
export function under(state, prefix) {
  return Object.keys(state)
    .filter((key) => key.startsWith(prefix))
    .map((key) => state[key]);
}

/** The activities in their order. */
export function activities(state) {
  return under(state, "activity/").sort((one, other) => one.order - other.order);
}

/**
 * The connection. Reads: state (key -> value), status ("connecting" | "open" | "lost" | "gone"),
 * farewell ({why, words} when the server turned us away, else null), welcome (its first answer, else null),
 * epoch (rises with every connection that works), delay (the sentence why something has to wait, else null).
 */
export class Live {
  constructor({ role, code, hello = () => ({}) }) {
    this.role = role;
    this.code = code;
    this.state = {};
    this.status = "connecting";
    this.farewell = null;
    this.welcome = null;
    this.epoch = 0; // rises with every connection that works
    this._hello = hello;
    this._page = drawn(16); // the same for every connection of this page: a new one ends what is left of the one before
    this._listeners = new Set();
    this._told = true;
    this._waiting = new Map(); // id -> {text, sent, promise, resolve}, in the order of sending
    this._pace = PACE[role] || PACE.phone;
    this._tokens = this._pace.atOnce;
    this._refilled = performance.now();
    this._pausedUntil = 0;
    this._pings = 0;
    this._closed = false;
    this._wake = () => document.hidden || this._look();
    for (const name of ["online", "offline", "pageshow", "focus"]) addEventListener(name, this._wake);
    document.addEventListener("visibilitychange", this._wake);
    this._connect();
  }

  /** Call listener(live) after every change, at most once per frame. Returns a function that ends it. */
  on(listener) {
    this._listeners.add(listener);
    return () => this._listeners.delete(listener);
  }

  /**
   * Send a message that writes, again and again until it is answered. Resolves with {type: "done", id}
   * or {type: "refused", id, why, words}; never rejects. The same id twice gives the same promise.
   */
  send(message) {
    const id = message.id || newId();
    const known = this._waiting.get(id);
    if (known) return known.promise;
    const text = JSON.stringify({ ...message, id });
    if (new TextEncoder().encode(text).length > LARGEST[this.role]) {
      return Promise.resolve({ type: "refused", id, why: "too-large", words: t("why.too-large") });
    }
    const entry = { text, sent: false, delay: null };
    entry.promise = new Promise((resolve) => {
      entry.resolve = resolve;
    });
    this._waiting.set(id, entry);
    this._pump();
    return entry.promise;
  }

  /** How many messages still wait for an answer. */
  get waiting() {
    return this._waiting.size;
  }

  /** Why the server cannot take now what was sent, in words; null if it can. */
  get delay() {
    if (this.status !== "open") return null;
    for (const { delay } of this._waiting.values()) if (delay) return delay;
    return null;
  }

  /** Give a message up: it is not sent again (it may have arrived). */
  forget(id) {
    this._waiting.delete(id);
  }

  /** Begin anew, with a new hello: for another receipt, say. */
  restart() {
    this.state = {};
    this.welcome = null;
    this._set("connecting");
    this._connect();
  }

  /** End it for good. */
  close() {
    this._closed = true;
    for (const name of ["online", "offline", "pageshow", "focus"]) removeEventListener(name, this._wake);
    document.removeEventListener("visibilitychange", this._wake);
    this._abandon();
  }

  // ---- connecting

  _connect() {
    this._abandon();
    if (this._closed) return;
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}/live/${this.code}/${this.role}`);
    this._socket = socket;
    this._since = performance.now();
    this._turnedAway = false;
    // A socket that we gave up may still speak; it is not listened to.
    const current = (act) => (event) => this._socket === socket && act(event);
    socket.onopen = current(() => this._say({ type: "hello", v: 1, page: this._page, ...this._hello() }));
    socket.onmessage = current((event) => this._hear(event.data));
    socket.onclose = current(() => this._lose());
    this._patience = setTimeout(() => this._lose(), OPENING_MS);
  }

  /** Let go of the socket without waiting for it: a half-open one would take a minute to close. */
  _abandon() {
    const socket = this._socket;
    this._socket = null;
    this._asked = 0;
    clearTimeout(this._patience);
    clearTimeout(this._retry);
    clearInterval(this._beating);
    if (socket) socket.close();
  }

  _lose() {
    const away = this._turnedAway;
    this._abandon();
    if (this._closed) return;
    if (!away) {
      this.farewell = null;
      this._set("lost");
    }
    const gently = away && this.farewell.why !== "stopping" && this.farewell.why !== "trouble";
    const wait = gently ? HELD_BACK_MS : RETRY_MS[0] + Math.random() * (RETRY_MS[1] - RETRY_MS[0]);
    this._retry = setTimeout(() => this._connect(), wait);
  }

  /** The page is looked at again, or the network changed: find out now how things are. */
  _look() {
    if (this._closed) return;
    if (this.status === "open") this._ping();
    else if (!this._socket || performance.now() - this._since > 1000) {
      if (this.status !== "gone") this._connect();
    }
  }

  _ping() {
    if (this._asked) return;
    this._pings += 1;
    this._asked = this._pings;
    this._say({ type: "ping", n: this._asked });
    this._patience = setTimeout(() => this._lose(), PATIENCE_MS);
  }

  _say(message) {
    const socket = this._socket;
    if (socket && socket.readyState === 1) socket.send(typeof message === "string" ? message : JSON.stringify(message));
  }

  // ---- hearing

  _hear(data) {
    let message;
    try {
      message = JSON.parse(data);
    } catch {
      return;
    }
    const act = this[`_on_${message && message.type}`];
    if (act) act.call(this, message);
  }

  _on_welcome(message) {
    this.welcome = message;
    if (typeof message.now === "number") apart = message.now - Date.now();
  }

  _on_state({ whole, set, drop }) {
    if (whole) this.state = set;
    else {
      this.state = Object.assign({}, this.state, set); // a new object: what was handed out stays as it was
      for (const key of drop || []) delete this.state[key];
    }
    if (whole) this._opened();
    this._changed();
  }

  _opened() {
    this.epoch += 1;
    clearTimeout(this._patience);
    clearInterval(this._beating);
    this._asked = 0;
    this.farewell = null;
    this._set("open");
    const beat = (this.welcome && this.welcome.beat_s) || 5;
    this._beating = setInterval(() => this._ping(), beat * 1000);
    for (const entry of this._waiting.values()) Object.assign(entry, { sent: false, delay: null });
    this._pump();
  }

  _on_pong({ n }) {
    if (n !== this._asked) return;
    this._asked = 0;
    clearTimeout(this._patience);
  }

  _on_goodbye({ why, words }) {
    this._turnedAway = true;
    this.farewell = { why, words: because({ why, words }) };
    this._set("gone");
  }

  _on_done(message) {
    this._answer(message);
  }

  _on_refused(message) {
    const entry = this._waiting.get(message.id);
    if (!entry) return;
    const words = because(message);
    if (!message.again_s) {
      this._answer({ ...message, words });
      return;
    }
    entry.sent = false;
    entry.delay = message.why === "busy" ? words : null; // “too fast” is over before one could read it
    this._changed();
    this._pausedUntil = performance.now() + message.again_s * 1000;
    this._tokens = 0;
    this._refilled = this._pausedUntil;
    this._pump();
  }

  _answer(message) {
    const entry = this._waiting.get(message.id);
    if (!entry) return;
    this._waiting.delete(message.id);
    entry.resolve(message);
    this._changed();
  }

  // ---- sending

  /** Send what was not sent on this connection, in order, no faster than the server takes it. */
  _pump() {
    clearTimeout(this._pumping);
    if (this.status !== "open" || !this._socket) return;
    const now = performance.now();
    if (now > this._refilled) {
      this._tokens = Math.min(this._pace.atOnce, this._tokens + ((now - this._refilled) * this._pace.aSecond) / 1000);
      this._refilled = now;
    }
    for (const entry of this._waiting.values()) {
      if (entry.sent) continue;
      if (now < this._pausedUntil || this._tokens < 1) {
        this._pumping = setTimeout(() => this._pump(), Math.max(this._pausedUntil - now, 1000 / this._pace.aSecond + 5));
        return;
      }
      this._tokens -= 1;
      entry.sent = true;
      this._say(entry.text);
    }
  }

  // ---- telling

  _set(status) {
    if (this.status === status) return;
    this.status = status;
    this._changed();
  }

  _changed() {
    if (!this._told) return;
    this._told = false;
    const tell = () => {
      this._told = true;
      for (const listener of [...this._listeners]) listener(this);
    };
    // A page that is not looked at has no frames.
    if (document.hidden) setTimeout(tell, 50);
    else requestAnimationFrame(tell);
  }
}
