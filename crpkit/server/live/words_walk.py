"""English words of activities that go step by step and ask from where people speak, on phone, projector and console."""

from __future__ import annotations

_SHARED: dict[str, str] = {
    "walk.step": "Step {place} of {all}",
    "walk.not-said": "Not said",
}
_FELT: dict[str, str] = {
    "walk.between": "Between “{below}” and “{above}”",
    "walk.few": "fewer than 5 people",
}

JOIN: dict[str, str] = {
    **_SHARED,
    **_FELT,
    "walk.not-said.i": "I would rather not say",
    "walk.voice.mine": "You speak from:",
    "walk.voice.change": "Change",
    "walk.voice.said": "You speak from: {voice}",
    "walk.voice.hidden": "The room sees what is said from a place only where 5 people or more speak from there. You can change yours until this is closed.",
    "walk.feel": "How would this feel?",
    "walk.back": "Back",
    "walk.next": "Next",
    "walk.ways": "Steps",
    "walk.room.at": "The room is at step {place}: {title}",
    "walk.room.go": "Go there",
    "walk.room.now": "Now step {place} of {all}: {title}",
    "walk.room.there": "The room went on to step {place}: {title}. You can finish writing first.",
    "walk.mine": "What you wrote about this step",
    "walk.elsewhere.one": "You wrote {n} note about another step.",
    "walk.elsewhere.other": "You wrote {n} notes about other steps.",
    "walk.result.none": "Nothing can be shown: from no place did 5 people or more speak of the same step.",
    "walk.result.how": "Half of the people who speak from there say this or lower.",
}

SCREEN: dict[str, str] = {
    **_SHARED,
    **_FELT,
    "screen.walk.open": "Say on your phone or on paper how each step would feel to you.",
    "screen.walk.steps": "The steps",
    "screen.walk.step": "Step",
    "screen.walk.before": "Before:",
    "screen.walk.after": "Then:",
    "screen.walk.result": "How each step would feel, and what people wrote",
    "screen.walk.lowest": "· lowest at {letters}",
    "screen.walk.apart": "Voices are furthest apart at {letters}",
    "screen.walk.few": "Not shown, fewer than 5 people at each step: {voices}",
    "screen.walk.how": "The answer in the middle, the middle half of the answers, and how many answered",
}

CONSOLE: dict[str, str] = {
    **_SHARED,
    "console.walk.where": "Where the room is",
    "console.walk.where.hint": "Phones follow. So does the projector, once this is put on it: it shows the step large. People may still go through the steps by themselves.",
    "console.walk.alone": "Everyone goes through the steps by themselves.",
    "console.walk.alone.done": "Everyone goes through the steps by themselves now.",
    "console.walk.let": "Let everyone walk alone",
    "console.walk.first": "Begin at step 1",
    "console.walk.next": "Next step",
    "console.walk.back": "Step back",
    "console.walk.steps": "All steps",
    "console.walk.step": "Step",
    "console.walk.go": "Go there",
    "console.walk.here": "now",
    "console.walk.went": "The room is at step {place}: {title}",
    "console.walk.apart": "Each voice stands by itself. The room sees a voice at a step only where 5 people or more answered. These numbers are exact: keep them to yourself.",
    "console.walk.nobody": "Nobody has answered.",
    "console.walk.no-voice": "Say from where they speak, or choose “Not said”.",
    "console.walk.file": "A column “voice” says from where people speak.",
}
