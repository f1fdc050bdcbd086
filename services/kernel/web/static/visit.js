// The inspection in the flat: draws the parts, keeps each change on the tablet, and sends what is finished.
import { lacksSheet, missing, unsigned } from "./visit_checks.js";
import { badge, button, group, h } from "./visit_fields.js";
import * as parts from "./visit_parts.js";
import { asBase64 } from "./visit_photos.js";
import { ASIDE, KEPT, RECEIVED, REFUSED, SENDING, Sender, freeze, takeBack } from "./visit_sending.js";
import { signing } from "./visit_signing.js";
import { find, forget, keep, under } from "./visit_store.js";

const facts = JSON.parse(document.getElementById("facts").dataset.facts);
const user = facts.user.id, inspection = facts.inspection.id;
const prefix = `${user}/${inspection}`;
const screen = document.getElementById("visit"), status = document.getElementById("visit-status");
const STATE = {
  [KEPT]: ["Gardé ici", "warn"], [SENDING]: ["En cours d’envoi", "info"], [RECEIVED]: ["Reçu", "ok"],
  [ASIDE]: ["Reçu, mis de côté", "warn"], [REFUSED]: ["Refusé, gardé ici", "bad"],
};
const TROUBLE = {
  network: "Pas de réponse du réseau : l’envoi reprendra tout seul.",
  session: "Votre session est terminée : connectez-vous, l’envoi continuera.",
  person: "Une autre personne est connectée : ce qui est ici part avec votre compte.",
  right: "Votre rôle ne permet pas cet envoi : rien n’est perdu, prévenez la direction.",
};

const fresh = () => ({
  key: prefix, base_version: facts.inspection.version, visit_id: crypto.randomUUID(), state: "open", is_final: true,
  established_on: facts.inspection.established_on, forwarding_address: facts.inspection.forwarding_address ?? "",
  content: structuredClone(facts.inspection.content), signatures: [], started: false,
});

const page = {
  facts, words: facts.words, kind: facts.inspection.kind, prefix, draft: null, before: new Map(), at: "place", items: [], ready: false,

  // Something was written: what was signed before is signed no more.
  async touch() {
    const { draft } = this;
    draft.content.started_at ??= new Date().toISOString();
    if (draft.signatures.length) {
      draft.signatures = [];
      this.say("L’état des lieux a changé : les signatures sont à refaire.");
    }
    await this.keepDraft();
  },

  async keepDraft() {
    this.draft.saved_at = new Date().toISOString();
    try {
      await keep("draft", this.draft);
      const nav = screen.querySelector("nav");
      const kept = nav?.querySelector("ul").scrollLeft ?? 0;
      nav?.replaceWith(this.jumps());
      screen.querySelector("nav ul")?.scrollTo(kept, 0);
      this.tell();
    } catch {
      this.say("La tablette n’a plus de place : ce changement n’est pas gardé. Libérez de la place, puis recommencez.");
    }
  },

  say(words) {
    const note = document.getElementById("visit-note");
    note.textContent = words;
    note.hidden = !words;
  },

  go(section) {
    this.at = section;
    this.say("");
    this.draw();
    document.querySelector("h2.part")?.focus();
  },

  sections() {
    const rooms = this.draft.content.rooms.map((room) => [room.id, room.name]);
    return [["place", "Logement"], ...rooms, ["meters", "Compteurs"], ["keys", "Clés"], ["safety", "Sécurité"],
      ["furniture", "Mobilier"], ["remarks", "Remarques"], ["people", "Personnes"], ["sign", "Signatures"], ["send", "Envoi"]];
  },

  draw() {
    const all = this.sections();
    const at = Math.max(0, all.findIndex(([key]) => key === this.at));
    const open = this.draft.state === "open";
    const inner = this.inner().filter(Boolean);
    if (!open && this.at !== "send") for (const one of inner) one.setAttribute("inert", "");
    screen.replaceChildren(this.jumps(), h("h2", { class: "part", tabindex: "-1" }, all[at][1]), ...inner,
      h("div", { class: "buttons at-hand" },
        at > 0 && button(`← ${all[at - 1][1]}`, () => this.go(all[at - 1][0])),
        at < all.length - 1 && button(`${all[at + 1][1]} →`, () => this.go(all[at + 1][0]), "primary")));
    screen.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
    this.tell();
  },

  // The parts, with how much each still lacks.
  jumps() {
    const lacks = this.lacks();
    return h("nav", { class: "jumps", "aria-label": "Parties de l’état des lieux" }, h("ul", {}, this.sections().map(([key, words]) => {
      const left = lacks.filter((one) => one.section === key).length;
      return h("li", {}, h("button", { type: "button", class: "jump", "aria-current": key === this.at ? "step" : null, onclick: () => this.go(key) },
        words, left ? h("span", { class: "left" }, String(left), h("span", { class: "only-heard" }, " à compléter")) : null));
    })));
  },

  lacks() {
    return this.draft.state === "open" ? missing(this.draft, this.kind, facts.entry_known) : [];
  },

  inner() {
    const room = this.draft.content.rooms.find((one) => one.id === this.at);
    if (room) return parts.room(this, room);
    if (this.at === "sign") return signing(this);
    if (this.at === "send") return this.send();
    return (parts[this.at] ?? parts.place)(this);
  },

  send() {
    const { draft } = this;
    if (draft.state !== "open") return [this.outbox()];
    const toSign = unsigned(draft).map((one) => ({ section: "sign", text: `${one.name || "Une partie"} : signature ou refus à noter.` }));
    const sheet = lacksSheet(draft) ? [{ section: "sign", text: "Feuille signée à photographier, ou pourquoi elle ne l’est pas." }] : [];
    const all = [...this.lacks(), ...toSign, ...sheet];
    const parted = this.sections().map(([key, words]) => [key, words, all.filter((one) => one.section === key)]).filter(([, , some]) => some.length);
    return [
      draft.errors?.length ? group("Le serveur demande de corriger", 1, list(draft.errors.map((one) => one.message))) : null,
      all.length ? group("Il manque encore", 1, h("ul", { class: "plain" }, parted.map(([key, words, some]) =>
        h("li", {}, button(`${words} : ${some.length > 3 ? `${some.length} points à compléter` : some.map((one) => one.text).join(" ")}`, () => this.go(key), "link"))))) : null,
      group("Terminer", 1,
        h("p", {}, "Ce qui est terminé est figé sur la tablette, puis envoyé dès que le réseau revient. Rien n’est effacé avant l’accusé de réception."),
        h("div", { class: "buttons" },
          button("Terminer et envoyer", () => (all.length ? this.say("Il manque encore quelque chose : voyez la liste.") : this.finish(true)), "primary"),
          button("Envoyer comme brouillon, sans signer", () => this.finish(false), "quiet"))),
      this.items.length ? this.outbox() : null,
    ];
  },

  outbox() {
    const left = this.items.filter((one) => one.state === KEPT || one.state === SENDING).length;
    const visit = this.items.find((one) => one.kind === "visit");
    return group(left ? `À envoyer : ${left}` : "Envoi", 1,
      h("ul", { class: "plain outbox" }, this.items.map((one) => h("li", { "data-state": one.state }, badge(...STATE[one.state]), ` ${one.label}`,
        one.problem ? h("p", {}, one.problem.detail) : null, one.problem?.errors.length ? list(one.problem.errors.map((error) => error.message)) : null))),
      this.sender.trouble ? h("p", { class: "trouble" }, TROUBLE[this.sender.trouble]) : null,
      ["session", "person"].includes(this.sender.trouble) ? h("p", {}, h("a", { class: "button primary", href: facts.paths.sign_in }, "Se connecter")) : null,
      left ? button("Envoyer maintenant", () => this.sender.now()) : null,
      visit?.state === RECEIVED ? h("p", {}, h("a", { class: "button primary", href: facts.paths.office }, "Voir l’état des lieux reçu")) : null,
      visit?.state === ASIDE ? h("p", {}, "L’état des lieux avait changé au bureau ou sur une autre tablette. Cette visite est gardée par le serveur ; rien n’est remplacé.") : null);
  },

  // Everything is written the way it will be sent, once; then it leaves.
  async finish(isFinal) {
    const { draft } = this;
    draft.content.ended_at = new Date().toISOString();
    draft.is_final = isFinal;
    const known = new Set((await under("outbox", `${prefix}/`)).map((item) => item.id));
    const named = photosOf(draft.content);
    for (const photo of await under("photo", `${prefix}/`)) {
      if (known.has(photo.id) || !named.has(photo.id)) continue;
      const value = { subject_id: photo.subject, taken_at: photo.taken_at, content: await asBase64(photo.blob) };
      await freeze({ user, inspection, order: 1, kind: "photo", id: photo.id, address: `${facts.paths.items}/photos/${photo.id}`, value, label: "Photo" });
    }
    const value = {
      base_version: draft.base_version, established_on: draft.established_on, content: draft.content,
      forwarding_address: draft.forwarding_address || null, signatures: isFinal ? draft.signatures : [], is_final: isFinal,
      finished_at: new Date().toISOString(),
    };
    await freeze({ user, inspection, order: 2, kind: "visit", id: draft.visit_id, address: `${facts.paths.items}/visits/${draft.visit_id}`, value, label: "État des lieux" });
    draft.state = "finished";
    await this.keepDraft();
    this.at = "send";
    await this.told();
    await this.sender.now();
  },

  // After each step of the sending.
  async told() {
    this.items = await under("outbox", `${prefix}/`);
    const visit = this.items.find((one) => one.kind === "visit");
    if (visit?.state === REFUSED && this.draft.state === "finished") {
      Object.assign(this.draft, { state: "open", errors: visit.problem.errors, visit_id: crypto.randomUUID() });
      await takeBack(visit);
      await this.keepDraft();
      this.items = await under("outbox", `${prefix}/`);
    } else if (visit && [RECEIVED, ASIDE].includes(visit.state) && this.draft.state === "finished") {
      // The server has the same thing: the images may go, the draft stays to be read.
      for (const photo of await under("photo", `${prefix}/`)) {
        if (this.items.some((one) => one.id === photo.id && one.state === RECEIVED)) await forget("photo", photo.key);
      }
      this.draft.state = visit.state;
      await this.keepDraft();
    }
    if (this.at === "send") this.draw();
    else this.tell();
  },

  tell() {
    const waiting = this.items.filter((one) => one.state === KEPT || one.state === SENDING).length;
    const things = this.draft.content.rooms.flatMap((room) => room.elements);
    const seen = things.filter((one) => one.condition).length;
    const saved = this.draft.saved_at && new Date(this.draft.saved_at).toLocaleTimeString("fr-FR", { hour: "2-digit", minute: "2-digit" });
    const state = this.draft.state === RECEIVED ? badge("Reçu par le serveur", "ok")
      : this.draft.state === ASIDE ? badge("Reçu, mis de côté : à trancher", "warn")
      : waiting ? badge(`À ENVOYER : ${waiting}`, "bad loud")
      : saved ? badge(`Gardé sur la tablette à ${saved}, à envoyer`, "warn") : badge("Rien de changé", "muted");
    status.replaceChildren(state, badge(this.ready ? "Prêt hors réseau" : "Pas encore prêt hors réseau", this.ready ? "ok" : "warn"),
      h("span", { class: "seen" }, `${seen} éléments vus sur ${things.length}`),
      h("progress", { max: things.length || 1, value: seen, "aria-label": "Éléments vus" }));
  },
};

const list = (sentences) => h("ul", { class: "plain" }, sentences.map((one) => h("li", {}, one)));

function photosOf(content) {
  const things = [...content.rooms.flatMap((room) => room.elements), ...content.meters, ...content.furnishings];
  return new Set([...things.flatMap((one) => one.photos), ...content.signed_sheets]);
}

// The page and all that it needs are kept for the flat; the browser is asked not to throw the rest away.
async function keepForTheFlat() {
  if (!("serviceWorker" in navigator)) return;
  try {
    await navigator.serviceWorker.register(facts.paths.worker, { scope: facts.paths.scope });
    await navigator.serviceWorker.ready;
    const cache = await caches.open("palier-tablette");
    if (navigator.onLine) {
      const answer = await fetch(facts.paths.page, { cache: "no-store" });
      if (answer.ok && !answer.redirected) await cache.put(facts.paths.page, answer);
    }
    page.ready = Boolean(await cache.match(facts.paths.page));
    await navigator.storage?.persist?.();
  } catch {
    page.ready = Boolean(await caches.match(facts.paths.page));
  }
  page.tell();
}

async function start() {
  for (const room of facts.entry?.rooms ?? []) for (const one of room.elements) page.before.set(one.id, one);
  const own = await find("draft", prefix);
  if (!own && facts.inspection.status === "signed") return location.replace(facts.paths.office);
  page.draft = own ?? fresh();
  const known = page.draft;
  if (known.state !== "finished" && known.base_version !== facts.inspection.version) {
    const untouched = known.state !== "open" || !known.saved_at;
    if (untouched && facts.inspection.status === "draft") page.draft = fresh();
    else if (known.state === "open") page.say("Le bureau a changé l’état des lieux depuis que cette tablette l’a pris : ce qui est ici reste, et sera gardé à côté.");
  }
  page.sender = new Sender({ user, session: facts.paths.session, told: () => page.told() });
  page.items = await under("outbox", `${prefix}/`);
  if (page.draft.state !== "open") page.at = "send";
  page.draw();
  await keepForTheFlat();
  await page.sender.now();
}

start();
