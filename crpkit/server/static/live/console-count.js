// How many are here, reconciled in words.
import { t, tn, under } from "./client.js";

/**
 * In the room, by phone, without a phone, took everything back, and what does not add up.
 * Returns {sentence, trouble, connected}: two sentences, and whether the numbers need her.
 */
export function accounts(state) {
  const here = state.here || { joined: 0, connected: 0 };
  const room = state.room || {};
  const joined = here.joined || 0;
  const connected = tn("console.count.connected", here.connected || 0);
  const phones = tn("console.count.phones", joined);
  const back = tookBack(state);
  const said = (groups, n) => [...groups, ...(n > 0 ? [tn("console.count.back", n)] : [])].join(", ");
  if (!isNumber(room.total)) return { sentence: t("console.count.not-counted", { groups: said([phones], back) }), trouble: false, connected };
  const people = tn("console.count.room", room.total);
  if (!isNumber(room.paper)) return { sentence: t("console.count.no-paper", { people, groups: said([phones], back) }), trouble: false, connected };
  const paper = tn("console.count.paper", room.paper);
  const left = room.total - joined - room.paper;
  if (left < 0) {
    const words = { people, phones, paper, over: tn("console.count.over", -left) };
    return { sentence: t("console.count.too-many", words), trouble: true, connected };
  }
  const still = Math.min(back, left); // whoever joined anew after taking back is among the phones
  const rest = left > still ? tn("console.count.left", left - still) : t("console.count.all");
  return { sentence: t("console.count.sentence", { people, groups: said([phones, paper], still), rest }), trouble: false, connected };
}

/** Those who took everything back: their phones no longer count, but they are still in the room. */
const tookBack = (state) => under(state, "person/").filter((person) => person.taken_back && !person.aside && !person.into).length;

export const isNumber = (value) => typeof value === "number";

/** What was typed into a number field: a number, null for an empty one, undefined for what is no whole number. */
export function typedNumber(text) {
  const plain = String(text).trim();
  if (plain === "") return null;
  return /^\d{1,5}$/.test(plain) ? Number(plain) : undefined;
}
