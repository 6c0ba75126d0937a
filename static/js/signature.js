/** A signature drawn on the screen, kept as a small SVG in the field the section names. */

import SignaturePad from "../vendor/signature_pad/signature_pad.min.js";

const section = document.querySelector("[data-signature]");
const field = section && document.getElementById(section.dataset.signature);

if (field) {
  section.hidden = false;
  const canvas = section.querySelector("canvas");
  const state = section.querySelector("[data-state]");
  const pad = new SignaturePad(canvas, { penColor: "#221f1b", minWidth: 1, maxWidth: 2.6 });

  /** The strokes are kept when the window is turned or its size changes. */
  const fit = () => {
    const strokes = pad.toData();
    const ratio = Math.max(devicePixelRatio || 1, 1);
    canvas.width = canvas.offsetWidth * ratio;
    canvas.height = canvas.offsetHeight * ratio;
    canvas.getContext("2d").scale(ratio, ratio);
    pad.clear();
    pad.fromData(strokes);
  };

  const keep = () => {
    field.value = pad.isEmpty() ? "" : pad.toDataURL("image/svg+xml");
    state.textContent = pad.isEmpty() ? "" : "已写，随签署保存";
  };

  pad.addEventListener("endStroke", keep);
  section.querySelector("[data-clear]").addEventListener("click", () => {
    pad.clear();
    keep();
  });
  addEventListener("resize", fit);
  fit();
}
