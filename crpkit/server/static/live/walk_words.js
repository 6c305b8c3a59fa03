// What phone, projector and console share of an activity that asks from where people speak.
import { t } from "./client.js";

/** What stands for those who would rather not say from where they speak. */
export const NOT_SAID = "not-said";

export const isWalk = (activity) => Boolean(activity.voices);
export const stepsOf = (activity) => activity.items.filter((item) => item.title);

/** How a voice reads; rather not saying has words, too. */
export function voiceTitle(activity, voice) {
  const found = activity.voices.answers.find((each) => each.id === voice);
  return found ? found.title : t("walk.not-said");
}
