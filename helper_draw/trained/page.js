// Which boundary is seen: by the slider, its keys, and in turn.
const shown = JSON.parse(document.getElementById("data").textContent);
const find = (id) => document.getElementById(id);
const slider = find("epoch"), play = find("play"), said = find("said");
const last = shown.length - 1;
const PAUSE = 650;  // milliseconds from one epoch to the next
let timer = 0;

function show(at) {
  for (const old of document.querySelectorAll(".frame.now")) old.classList.remove("now");
  for (const name of ["ground", "wrong"]) find(name + "-" + at).classList.add("now");
  const {x, y, said: words} = shown[at];
  find("now").setAttribute("x1", x);
  find("now").setAttribute("x2", x);
  find("here").setAttribute("cx", x);
  find("here").setAttribute("cy", y === null ? 0 : y);
  find("here").setAttribute("visibility", y === null ? "hidden" : "visible");
  slider.value = at;
  for (const [id, end] of [["first", 0], ["back", 0], ["next", last], ["last", last]]) {
    const button = find(id);
    if (at === end && button === document.activeElement) slider.focus();  // else keys go nowhere
    button.disabled = at === end;
  }
  slider.setAttribute("aria-valuetext", words);
  find("map").setAttribute("aria-label", "Decision boundary. " + words);
  said.textContent = words;
}

function go(at) {
  stop();
  show(Math.max(0, Math.min(last, at)));
}

function stop() {
  clearInterval(timer);
  timer = 0;
  play.textContent = "Play";
  said.setAttribute("aria-live", "polite");
}

function start() {
  if (+slider.value === last) show(0);
  play.textContent = "Pause";
  said.setAttribute("aria-live", "off");  // else a screen reader would never come to its end
  timer = setInterval(() => {
    if (+slider.value < last) show(+slider.value + 1);
    if (+slider.value === last) stop();
  }, PAUSE);
}

const KEYS = {
  ArrowLeft: () => go(+slider.value - 1),
  ArrowRight: () => go(+slider.value + 1),
  Home: () => go(0),
  End: () => go(last),
  " ": () => (timer ? stop() : start()),
};

const BUTTONS = {first: "Home", back: "ArrowLeft", play: " ", next: "ArrowRight", last: "End"};

document.addEventListener("keydown", (event) => {
  const isOwn = event.target.closest("button, summary, pre");  // these have keys of their own
  const isBare = !(event.ctrlKey || event.metaKey || event.altKey || event.shiftKey);
  if (!isBare || !(event.key in KEYS) || (isOwn && (event.key === " " || isOwn.matches("pre"))))
    return;
  event.preventDefault();
  KEYS[event.key]();
});
slider.addEventListener("input", () => go(+slider.value));
for (const [id, key] of Object.entries(BUTTONS)) find(id).addEventListener("click", KEYS[key]);
go(last);
