"""Moving: the script of the page of a training, which says which boundary is seen."""

SCRIPT = """
"use strict";
const shown = JSON.parse(document.getElementById("data").textContent);
const find = (id) => document.getElementById(id);
const slider = find("epoch"), play = find("play"), said = find("said");
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
  slider.setAttribute("aria-valuetext", words);
  find("map").setAttribute("aria-label", "Decision boundary. " + words);
  said.textContent = words;
}

function go(at) {
  stop();
  show(Math.max(0, Math.min(shown.length - 1, at)));
}

function stop() {
  clearInterval(timer);
  timer = 0;
  play.textContent = "Play";
  said.setAttribute("aria-live", "polite");
}

function start() {
  if (+slider.value === shown.length - 1) show(0);
  play.textContent = "Pause";
  said.setAttribute("aria-live", "off");  // else a screen reader would never come to its end
  timer = setInterval(() => {
    if (+slider.value < shown.length - 1) show(+slider.value + 1);
    if (+slider.value === shown.length - 1) stop();
  }, PAUSE);
}

const KEYS = {
  ArrowLeft: () => go(+slider.value - 1),
  ArrowRight: () => go(+slider.value + 1),
  Home: () => go(0),
  End: () => go(shown.length - 1),
  " ": () => (timer ? stop() : start()),
};

document.addEventListener("keydown", (event) => {
  const isOwn = event.target.closest("button, summary, pre");  // these have keys of their own
  const isBare = !(event.ctrlKey || event.metaKey || event.altKey || event.shiftKey);
  if (!isBare || !(event.key in KEYS) || (isOwn && (event.key === " " || isOwn.matches("pre"))))
    return;
  event.preventDefault();
  KEYS[event.key]();
});
slider.addEventListener("input", () => go(+slider.value));
play.addEventListener("click", () => (timer ? stop() : start()));
go(shown.length - 1);
"""
