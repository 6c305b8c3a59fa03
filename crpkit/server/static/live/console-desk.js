// What all parts of the console share: the connection, what is being sent, what came of it, and drafts.
import { activities, config, Live, t, under } from "./client.js";
import { useEffect, useState } from "./preact.js";
import { announce } from "./ui.js";

const SLOW_MS = 600; // then “sending…” is worth a word
const REST_MS = 700; // a button that turns into its opposite takes no second click for so long
const NEWS_MS = 12000;

export const code = config.code || (document.body.dataset && document.body.dataset.code) || "";
export const live = new Live({ role: "console", code });

const listeners = new Set();
const sending = new Map(); // key -> {slow, resting}
const refusals = new Map(); // key -> words
let news = null; // {words, bad}
let newsTimer;
let question = null; // {words, more, yes, answer}
let told = true;

/** Draw the page again soon. */
export function changed() {
  if (!told) return;
  told = false;
  setTimeout(() => {
    told = true;
    for (const listener of [...listeners]) listener();
  });
}

/** Draw the component again after every change of the workshop or of what is being sent. */
export function useDesk() {
  const [, again] = useState(0);
  useEffect(() => {
    const listener = () => again((n) => n + 1);
    listeners.add(listener);
    const off = live.on(listener);
    return () => {
      listeners.delete(listener);
      off();
    };
  }, []);
  return live.state;
}

// ---- sending

/**
 * Send a message and show what came of it. key: the control it belongs to; while its message is under way it takes
 * no other. said: words for “done”. Returns the answer, or null if the control was busy.
 */
export async function act(key, message, said, { rest = false } = {}) {
  if (sending.has(key)) return null;
  const entry = { slow: live.status !== "open", resting: false };
  sending.set(key, entry);
  refusals.delete(key);
  const timer = setTimeout(() => {
    entry.slow = true;
    changed();
  }, SLOW_MS);
  changed();
  const answer = await live.send(message);
  clearTimeout(timer);
  entry.slow = false;
  if (answer.type === "refused") {
    refusals.set(key, answer.words);
    tell(t("console.news.refused", { words: answer.words }), true);
  } else if (said) tell(said);
  if (rest) {
    entry.resting = true;
    setTimeout(() => release(key), REST_MS);
  } else sending.delete(key);
  changed();
  return answer;
}

function release(key) {
  sending.delete(key);
  changed();
}

export const isBusy = (key) => sending.has(key);
export const isSlow = (key) => Boolean(sending.get(key) && sending.get(key).slow);
export const slowOnes = () => [...sending.values()].filter((entry) => entry.slow).length;

/** The sentence with which the server refused a control's last message, or an empty text. */
export const refusal = (key) => refusals.get(key) || "";

/** Refuse before anything is sent, in words beside the control. */
export function refuse(key, words) {
  refusals.set(key, words);
  announce(words);
  changed();
}

export function forgive(key) {
  if (refusals.delete(key)) changed();
}

// ---- news: the last thing that was done

export function tell(words, bad = false) {
  news = { words, bad };
  announce(words);
  clearTimeout(newsTimer);
  if (!bad) newsTimer = setTimeout(quiet, NEWS_MS);
  changed();
}

export function quiet() {
  news = null;
  changed();
}

export const theNews = () => news;

// ---- a question before what cannot be undone

/** Ask, and resolve with true for yes. */
export function ask(words, more, yes) {
  return new Promise((answer) => {
    question = { words, more, yes, answer };
    changed();
  });
}

export const theQuestion = () => question;

export function answerQuestion(yes) {
  if (!question) return;
  question.answer(yes);
  question = null;
  changed();
}

// ---- drafts: what is being typed, and nothing else, is kept in this browser

const memory = {};
const place = (name) => `crp-console-${code}-${name}`;

function readDraft(name) {
  try {
    return JSON.parse(localStorage.getItem(place(name)));
  } catch {
    return memory[name] === undefined ? null : memory[name];
  }
}

function keepDraft(name, value) {
  try {
    if (value === null) localStorage.removeItem(place(name));
    else localStorage.setItem(place(name), JSON.stringify(value));
  } catch {
    memory[name] = value; // a browser may forbid storage
  }
}

/** A draft that survives a reload: [value, set]; null when there is none. set takes a value or a function of the newest one. */
export function useDraft(name) {
  const [drafts, setDrafts] = useState({});
  const value = name in drafts ? drafts[name] : readDraft(name);
  const set = (next) => {
    const made = typeof next === "function" ? next(readDraft(name)) : next;
    keepDraft(name, made);
    setDrafts((known) => ({ ...known, [name]: made }));
  };
  return [value, set];
}

/** What is left of a draft once `sent` has arrived: nothing, unless something else was typed meanwhile. */
export const without = (sent) => (now) => (JSON.stringify(now) === JSON.stringify(sent) ? null : now);

// ---- reading the state

export const allActivities = () => activities(live.state);
export const activityOf = (id) => live.state[`activity/${id}`] || null;
export const peopleOf = () => under(live.state, "person/").sort((one, other) => numberOf(one) - numberOf(other));
const numberOf = (person) => Number(person.label.replace(/\D/g, "")) || 0;

export const families = () => live.state.families || [];

/** The prompt of an activity, or words for one that was taken back. */
export const promptOf = (activity) => activity.prompt || t("console.activity.no-prompt");

const clock = new Intl.DateTimeFormat(config.lang || "en-GB", { hour: "2-digit", minute: "2-digit" });

/** The time of day of a moment such as 2026-11-23T10:42:00Z. */
export function timeOf(at) {
  const moment = new Date(at);
  return Number.isNaN(moment.getTime()) ? "" : clock.format(moment);
}

/** Open what is closed, for the phones and on the projector; close what is open. */
export function openOrClose(activity) {
  const [type, news] = activity.open ? ["close", "closed"] : ["open", "opened"];
  const said = t(`console.news.${news}`, { prompt: promptOf(activity) });
  return act(`open/${activity.id}`, { type, activity: activity.id }, said, { rest: true });
}

/** Put something on the projector, unless it is there already. */
export function stage(what, activity = null, said = undefined) {
  const now = live.state.stage || {};
  if (now.what === what && (what !== "activity" || now.activity === activity)) return null;
  return act("stage", { type: "stage", what, activity }, said);
}

