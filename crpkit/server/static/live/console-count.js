// How many are here, reconciled in words.
import { t, tn } from "./client.js";

/**
 * In the room, by phone, without a phone, and what does not add up.
 * Returns {sentence, trouble, connected}: two sentences, and whether the numbers need her.
 */
export function accounts(state) {
  const here = state.here || { joined: 0, connected: 0 };
  const room = state.room || {};
  const joined = here.joined || 0;
  const connected = tn("console.count.connected", here.connected || 0);
  const phones = tn("console.count.phones", joined);
  if (!isNumber(room.total)) return { sentence: t("console.count.not-counted", { phones }), trouble: false, connected };
  const people = tn("console.count.room", room.total);
  if (!isNumber(room.paper)) return { sentence: t("console.count.no-paper", { people, phones }), trouble: false, connected };
  const paper = tn("console.count.paper", room.paper);
  const left = room.total - joined - room.paper;
  if (left < 0) {
    const words = { people, phones, paper, over: tn("console.count.over", -left) };
    return { sentence: t("console.count.too-many", words), trouble: true, connected };
  }
  const rest = left ? tn("console.count.left", left) : t("console.count.all");
  return { sentence: t("console.count.sentence", { people, phones, paper, rest }), trouble: false, connected };
}

export const isNumber = (value) => typeof value === "number";

/** What was typed into a number field: a number, null for an empty one, undefined for what is no whole number. */
export function typedNumber(text) {
  const plain = String(text).trim();
  if (plain === "") return null;
  return /^\d{1,5}$/.test(plain) ? Number(plain) : undefined;
}
