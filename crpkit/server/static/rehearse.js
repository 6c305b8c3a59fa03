// The phone's side of the test before the event: open a line, answer on it, say how it went.
const TRY_AGAIN_MS = 3000;
const PATIENCE_MS = 6000;
const told = document.getElementById("told");
let over = false;

const done = (id, words) => {
  const step = document.getElementById(id);
  step.dataset.done = "yes";
  step.textContent = words;
};

const say = (words, good) => {
  told.textContent = words;
  told.dataset.good = good ? "yes" : "no";
};

function lost() {
  if (over) return;
  say("The line for messages does not open. This page tries again by itself. If a VPN or a data saver is on, switch it off.", false);
  fetch("/rehearse/no-line", { method: "POST" }).catch(() => {});
  setTimeout(open, TRY_AGAIN_MS);
}

function open() {
  const socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/rehearse/line`);
  const patience = setTimeout(() => socket.close(), PATIENCE_MS);
  socket.onopen = () => {
    clearTimeout(patience);
    done("line", "A line for messages is open.");
  };
  socket.onmessage = (event) => {
    const message = JSON.parse(event.data);
    if (message.type === "ping") socket.send(JSON.stringify({ n: message.n }));
    if (message.type !== "done") return;
    over = true;
    done("answers", `The computer hears this device. An answer took ${message.ms} ms.`);
    say(message.own ? "It works, but this is the computer itself. Now try it with a phone." : "It works. Phones in this Wi-Fi can take part. You can close this page.", true);
    socket.send(JSON.stringify({ n: -1 }));
  };
  socket.onclose = () => {
    clearTimeout(patience);
    lost();
  };
}

open();
