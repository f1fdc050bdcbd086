// Signatures: drawn with a finger or a pen, kept as strokes in a frame of 600 by 200, with the time of the tablet.
import { badge, button, group, h, text } from "./visit_fields.js";
import { photoStrip } from "./visit_parts.js";
import { unsigned } from "./visit_checks.js";

const WIDTH = 600, HEIGHT = 200, LEAST_STEP = 3, MOST_STROKES = 60, MOST_NUMBERS = 2000;

export function signing(page) {
  const { draft, words } = page;
  const left = unsigned(draft);
  return [
    ...draft.signatures.map((one) => group(`${words.party[one.role]} : ${one.name}`, 1,
      one.method === "drawn" ? drawing(one.strokes) : badge(one.method === "paper" ? "Signé sur papier" : `Sans signature : ${one.reason}`, "info"),
      h("p", { class: "soft" }, `Le ${new Date(one.signed_at).toLocaleString("fr-FR")}`),
      button("Recommencer", () => {
        draft.signatures.splice(draft.signatures.indexOf(one), 1);
        page.keepDraft();
        page.draw();
      }, "quiet small"))),
    ...left.map((party) => toSign(page, party)),
    group("Feuille signée à la main", 1,
      h("p", { class: "hint" }, "Si une partie a signé sur papier, photographiez la feuille."),
      photoStrip(page, page.facts.inspection.id, draft.content, "signed_sheets", "Photographier la feuille"),
      !draft.content.signed_sheets.length && draft.signatures.some((one) => one.method === "paper")
        && text("Pourquoi la feuille n’est pas photographiée", draft.content.no_sheet_reason, (typed) => { draft.content.no_sheet_reason = typed; page.keepDraft(); }, { max: 300 })),
  ];
}

function toSign(page, party) {
  const { draft, words } = page;
  const name = (party.presence === "represented" && party.represented_by) || party.name;
  const sign = (method, more = {}) => {
    draft.signatures.push({
      role: party.role, name, method, signed_at: new Date().toISOString(), capacity: party.capacity, reason: "", strokes: [], ...more,
    });
    page.keepDraft();
    page.draw();
  };
  const title = `${words.party[party.role]} : ${name || "nom à donner"}`;
  if (!name || !party.presence) return group(title, 1, h("p", {}, "Donnez d’abord son nom et sa présence, dans « Personnes »."));
  if (["absent", "refused_to_sign"].includes(party.presence)) {
    return group(title, 1, h("p", {}, `${words.presence[party.presence]} : ${party.remark || "motif à noter"}`),
      button("Noter l’absence de signature", () => sign("none", { reason: party.remark.slice(0, 300) })));
  }
  const pad = new Pad();
  return group(title, 1, pad.canvas, h("div", { class: "buttons" },
    button("Valider la signature", () => (pad.strokes.length ? sign("drawn", { strokes: pad.strokes }) : page.say("La signature est vide.")), "primary"),
    button("Effacer", () => pad.clear()), button("Signé sur papier", () => sign("paper"), "quiet")));
}

// The frame in which somebody signs.
export class Pad {
  constructor() {
    this.canvas = h("canvas", { class: "pad", width: WIDTH * 2, height: HEIGHT * 2, role: "img", "aria-label": "Cadre pour signer avec le doigt" });
    this.pen = this.canvas.getContext("2d");
    this.pen.scale(2, 2);
    this.clear();
    this.canvas.addEventListener("pointerdown", (event) => this.begin(event));
    this.canvas.addEventListener("pointermove", (event) => this.move(event));
    for (const name of ["pointerup", "pointercancel"]) this.canvas.addEventListener(name, () => { this.stroke = null; });
  }

  clear() {
    this.strokes = [];
    this.stroke = null;
    this.pen.clearRect(0, 0, WIDTH, HEIGHT);
  }

  redraw(strokes) {
    this.strokes = strokes;
    for (const stroke of strokes) line(this.pen, stroke);
  }

  at(event) {
    const box = this.canvas.getBoundingClientRect();
    const inside = (value, most) => Math.max(0, Math.min(most, Math.round(value * most)));
    return [inside((event.clientX - box.left) / box.width, WIDTH), inside((event.clientY - box.top) / box.height, HEIGHT)];
  }

  begin(event) {
    if (this.strokes.length >= MOST_STROKES) return;
    event.preventDefault();
    this.canvas.setPointerCapture(event.pointerId);
    this.stroke = this.at(event);
    this.strokes.push(this.stroke);
  }

  move(event) {
    if (!this.stroke || this.stroke.length >= MOST_NUMBERS) return;
    const [x, y] = this.at(event);
    const [fromX, fromY] = this.stroke.slice(-2);
    if (Math.hypot(x - fromX, y - fromY) < LEAST_STEP) return;
    this.stroke.push(x, y);
    line(this.pen, [fromX, fromY, x, y]);
  }
}

function line(pen, points) {
  pen.lineWidth = 2.5;
  pen.lineCap = pen.lineJoin = "round";
  pen.strokeStyle = "#1a232d";
  pen.beginPath();
  pen.moveTo(points[0], points[1]);
  for (let at = 2; at < points.length; at += 2) pen.lineTo(points[at], points[at + 1]);
  pen.stroke();
}

function drawing(strokes) {
  const canvas = h("canvas", { class: "pad done", width: WIDTH, height: HEIGHT, role: "img", "aria-label": "Signature" });
  for (const stroke of strokes) line(canvas.getContext("2d"), stroke);
  return canvas;
}
