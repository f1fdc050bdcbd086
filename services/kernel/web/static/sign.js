// A signature drawn in a form: the strokes go with it as text, and are drawn again when the page comes back.
import { button } from "./visit_fields.js";
import { Pad } from "./visit_signing.js";

for (const place of document.querySelectorAll("[data-pad]")) {
  const kept = place.querySelector("input[type=hidden]");
  const pad = new Pad();
  pad.redraw(read(kept.value));
  pad.canvas.addEventListener("pointerup", () => { kept.value = JSON.stringify(pad.strokes); });
  place.append(pad.canvas, button("Effacer", () => { pad.clear(); kept.value = ""; }, "quiet small"));
  const method = place.closest("fieldset").querySelector("select");
  const show = () => { place.hidden = method.value !== "drawn"; };
  method.addEventListener("change", show);
  show();
}

function read(text) {
  try { return JSON.parse(text || "[]"); } catch { return []; }
}
