/* The page of sound and picture: one's own image, everybody connected, and who they are. */

import { Media } from "./media.js";
import { Room } from "./client.js";

const place = document.querySelector("[data-media]");
const people = place.querySelector("[data-media-people]");
const words = place.querySelector("[data-media-words]");
const start = place.querySelector("[data-media-start]");
const stop = place.querySelector("[data-media-stop]");
const names = new Map();
const tiles = new Map();

function tile(key, name, stream, own) {
  let shown = tiles.get(key);
  if (!shown) {
    shown = document.createElement("figure");
    const video = document.createElement("video");
    video.autoplay = true;
    video.playsInline = true;
    video.muted = own; // one does not hear oneself
    shown.append(video, document.createElement("figcaption"));
    tiles.set(key, shown);
    people.append(shown);
  }
  shown.querySelector("figcaption").textContent = name;
  const video = shown.querySelector("video");
  if (video.srcObject !== stream) video.srcObject = stream;
}

function show(list, local) {
  const wanted = new Set(list.map((one) => one.seat));
  if (local) wanted.add("own");
  tiles.forEach((shown, key) => {
    if (wanted.has(key)) return;
    shown.remove();
    tiles.delete(key);
  });
  if (local) tile("own", "我", local, true);
  list.forEach((one) => tile(one.seat, names.get(one.seat) || "参加人", one.stream, false));
  start.hidden = Boolean(local);
  stop.hidden = !local;
  if (local && list.length) words.textContent = `已与${list.length}人连接。`;
  people.dataset.connected = list.length;
}

const room = new Room({
  id: Number(place.dataset.room),
  csrf: "",
  handlers: {
    me: (frame) => media.me(frame),
    here: (list) => list.forEach((one) => names.set(one.u, one.name)),
    rtc: (frame) => media.take(frame),
    event: (frame) => media.event(frame),
    state: (state, why) => {
      media.state(state);
      if (state === "gone") words.textContent = why;
    },
  },
});
const media = new Media(room, {
  people: show,
  words: (text) => { words.textContent = text; },
  iceServers: JSON.parse(document.getElementById("ice-servers").textContent),
});

start.addEventListener("click", () => media.start());
stop.addEventListener("click", () => media.stop());
window.addEventListener("pagehide", () => media.stop());
room.start();
