// The parts of an inspection, one on the screen at a time. `page` gives the draft, the words, and what to do after a change.
import { button, choice, day, group, h, number, select, text, tick } from "./visit_fields.js";
import { findPhoto, forgetPhoto, keepPhoto } from "./visit_photos.js";

const MOST_PHOTOS = 12;

// Whether something is written on a thing: it opens its details then.
const told = (one) => one.material || one.colour || one.works || one.quantity !== null || one.reservation || one.last_renewed_on;

export function place(page) {
  const { draft, words, kind } = page;
  const { content } = draft;
  const where = content.location;
  const set = (thing, name) => (value) => { thing[name] = value; page.touch(); };
  return [
    group("Constat", 2,
      day("Établi le", draft.established_on, (value) => { if (value) draft.established_on = value; page.touch(); }),
      kind === "exit" && text("Nouvelle adresse du ménage", draft.forwarding_address, set(draft, "forwarding_address"), { max: 300 }),
      kind === "exit" && tick("Le ménage ne donne pas de nouvelle adresse", content.address_refused, set(content, "address_refused")),
      kind === "exit" && !page.facts.entry_known && day("État des lieux d’entrée établi le", content.entry_established_on, set(content, "entry_established_on")),
      kind === "exit" && !page.facts.entry_known && text("Sinon, pourquoi il n’y en a pas", content.no_entry_reason, set(content, "no_entry_reason"), { max: 300 })),
    group("Dans l’immeuble", 4,
      text("Bâtiment", where.building, set(where, "building")), text("Escalier", where.stair, set(where, "stair")),
      text("Étage", where.floor, set(where, "floor")), text("Porte n°", where.door, set(where, "door"))),
    kind === "exit" && group("La même visite sert aussi à", 1,
      ["head_lease_exit", "direct_lease_entry"].map((act) => tick(words.visit_act[act], content.acts.includes(act), (on) => {
        content.acts = on ? [...content.acts, act] : content.acts.filter((one) => one !== act);
        if (on && !content.parties.some((one) => one.role === "landlord")) content.parties.push(party("landlord"));
        page.touch();
      }))),
    group("Ajouter une pièce", 2, ...newRoom(page)),
  ];
}

function newRoom(page) {
  let type = null, name = "";
  const add = () => {
    if (!type) return;
    const room = {
      id: crypto.randomUUID(), type, name: name.trim() || page.words.room_type[type],
      elements: page.facts.elements[type].map(([one, category]) => element(one, category)),
    };
    page.draft.content.rooms.push(room);
    page.touch();
    page.go(room.id);
  };
  return [select("Genre de pièce", page.words.room_type, null, (value) => { type = value; }),
    text("Son nom, s’il en a un", "", (value) => { name = value; }), button("Ajouter la pièce", add)];
}

export function room(page, one) {
  const rest = one.elements.filter((thing) => !thing.condition);
  let name = "";
  return [
    rest.length > 1 && h("div", { class: "buttons" }, button(`Les ${rest.length} autres en « ${page.words.condition.good} »`, () => {
      for (const thing of rest) thing.condition = "good";
      page.touch();
      page.draw();
    })),
    ...one.elements.map((thing) => elementCard(page, thing)),
    group("Ajouter un élément", 2, text("Son nom", "", (value) => { name = value; }), button("Ajouter l’élément", () => {
      if (!name.trim()) return;
      one.elements.push(element(name.trim(), null));
      page.touch();
      page.draw();
    })),
  ];
}

function elementCard(page, thing) {
  const { words } = page;
  const before = page.before.get(thing.id);
  const set = (key) => (value) => { thing[key] = value; page.touch(); };
  return h("fieldset", { class: "group thing" }, h("legend", {}, thing.name),
    before && h("p", { class: "before" }, `À l’entrée : ${words.condition[before.condition] ?? "—"}${before.remark ? `, ${before.remark}` : ""}`),
    choice(`État : ${thing.name}`, words.condition, thing.condition, set("condition"), { hidden: true, tone: true }),
    h("div", { class: "beside" }, text("Remarque", thing.remark, set("remark"), { max: 500, area: true }), photoStrip(page, thing.id, thing)),
    h("details", { class: "more", open: Boolean(told(thing)) }, h("summary", {}, "Détails, réserve, âge"),
      h("div", { class: "fields columns-2" },
        select("Nature", words.category, thing.category, set("category")),
        choice("Fonctionnement", words.working, thing.works, set("works")),
        text("Matière", thing.material, set("material")), text("Couleur", thing.colour, set("colour")),
        number("Nombre", thing.quantity, set("quantity"), { most: 999 }),
        day("Refait ou remplacé le", thing.last_renewed_on, set("last_renewed_on")),
        text("Preuve de cette date", thing.renewal_proof, set("renewal_proof"), { max: 300 }),
        text("Réserve", thing.reservation, set("reservation"), { max: 500 }),
        select("Réserve émise par", words.party, thing.reserved_by, set("reserved_by")))));
}

// The photos of one thing: taken now, seen small, taken away while nothing is sent.
export function photoStrip(page, subject, holder, slot = "photos", words = "Prendre une photo") {
  const strip = h("div", { class: "photos" });
  const show = async (id) => {
    const kept = await findPhoto(page.prefix, id);
    const src = kept ? URL.createObjectURL(kept.blob) : `${page.facts.paths.page}/photos/${id}?taille=petite`;
    const figure = h("figure", {}, h("img", { src, alt: "Photo", loading: "lazy", onload: () => kept && URL.revokeObjectURL(src) }),
      button("Retirer", async () => {
        holder[slot] = holder[slot].filter((one) => one !== id);
        await page.touch();
        await forgetPhoto(page.prefix, id);
        figure.remove();
      }, "quiet small"));
    return figure;
  };
  const input = h("input", { type: "file", accept: "image/*", capture: "environment", multiple: true, class: "only-heard", "aria-label": words,
    onchange: async () => {
      for (const file of input.files) {
        if (holder[slot].length >= MOST_PHOTOS) return page.say(`${MOST_PHOTOS} photos au plus pour un même élément.`);
        try {
          const id = await keepPhoto(page.prefix, subject, file);
          holder[slot] = [...holder[slot], id];
          await page.touch();
          strip.append(await show(id));
        } catch {
          page.say("Cette image ne peut pas être lue. Reprenez la photo.");
        }
      }
      input.value = "";
    } });
  Promise.all(holder[slot].map(show)).then((shown) => strip.append(...shown));
  return h("div", { class: "photo-field" }, h("label", { class: "button camera" }, input, h("span", {}, words)), strip);
}

export function meters(page) {
  const { draft: { content }, words } = page;
  return lines(page, content.meters, words.meter, "Ajouter un compteur", (kind) => ({
    kind, serial: "", reading: null, id: crypto.randomUUID(), point: "", read_by: null, unread_reason: "", photos: [],
  }), (one, set) => [
    text("Numéro", one.serial, set("serial"), { max: 40 }), text("PDL ou PCE", one.point, set("point"), { max: 20 }),
    number("Index relevé", one.reading, set("reading")),
    text("Sinon, pourquoi", one.unread_reason, set("unread_reason"), { max: 300 }),
    choice("Relevé par", words.party, one.read_by, set("read_by")), photoStrip(page, one.id, one),
  ]);
}

export function keys(page) {
  const { draft: { content }, words } = page;
  return lines(page, content.keys, words.key, "Ajouter une clé ou un accès", (kind) => ({
    kind, quantity: 0, remark: "", id: crypto.randomUUID(), destination: "", serial: "", lost_cost_cents: null,
  }), (one, set) => [
    number(page.kind === "exit" ? "Rendues" : "Remises", one.quantity, (value) => { one.quantity = value ?? 0; page.touch(); }, { most: 50 }),
    text("Ce qu’elle ouvre", one.destination, set("destination")), text("Numéro", one.serial, set("serial"), { max: 40 }),
    number("Coût si perdue (€ entiers)", one.lost_cost_cents === null ? null : one.lost_cost_cents / 100,
      (value) => { one.lost_cost_cents = value === null ? null : value * 100; page.touch(); }, { most: 100000 }),
    text("Remarque", one.remark, set("remark"), { max: 500 }),
  ]);
}

function lines(page, list, kinds, add, fresh, fields) {
  let kind = null;
  return [
    ...list.map((one) => group(kinds[one.kind], 2, ...fields(one, (key) => (value) => { one[key] = value; page.touch(); }),
      button("Retirer cette ligne", async () => {
        list.splice(list.indexOf(one), 1);
        await page.touch();
        page.draw();
      }, "quiet small"))),
    group(add, 2, select("Lequel", kinds, null, (value) => { kind = value; }), button("Ajouter", () => {
      if (!kind) return;
      list.push(fresh(kind));
      page.touch();
      page.draw();
    })),
  ];
}

export function safety(page) {
  return page.draft.content.safety.map((one) => group(page.words.safety[one.kind], 1,
    choice("Constat", page.words.safety_state, one.state, (value) => { one.state = value; page.touch(); }, { hidden: true, tone: true }),
    text("Remarque", one.remark, (value) => { one.remark = value; page.touch(); }, { max: 500 })));
}

export function furniture(page) {
  const { content } = page.draft;
  const set = (one, key) => (value) => { one[key] = value; page.touch(); };
  return [
    tick("Le logement est meublé : l’inventaire est compté", content.is_furnished, (on) => {
      content.is_furnished = on;
      page.touch();
      page.draw();
    }),
    ...(content.is_furnished ? content.furnishings : []).map((one) => group(one.name, 2,
      number("Nombre", one.quantity, set(one, "quantity"), { most: 999 }),
      select("État", page.words.condition, one.condition, set(one, "condition"), { blank: "État…" }),
      text("Remarque", one.remark, set(one, "remark"), { max: 500 }), photoStrip(page, one.id, one))),
  ];
}

export function remarks(page) {
  const { content } = page.draft;
  const heard = content.understanding;
  const set = (thing, key) => (value) => { thing[key] = value; page.touch(); };
  return [
    group("Remarques et réserves", 1, text("Remarques", content.remarks, set(content, "remarks"), { max: 4000, area: true })),
    group("Comprendre", 1, text("Interprète", heard.interpreter, set(heard, "interpreter"), { max: 120 }),
      tick("Fiche en langage simple remise", heard.plain_language, set(heard, "plain_language")),
      tick("Lu à voix haute", heard.read_aloud, set(heard, "read_aloud"))),
    ...copies(page),
  ];
}

// To whom a copy was given, how and when.
function copies(page) {
  const { draft, draft: { content }, words } = page;
  const again = (change) => async () => {
    change();
    await page.touch();
    page.draw();
  };
  return [...content.copies.map((one) => {
    const set = (key) => (value) => { one[key] = value; page.touch(); };
    return group(`Copie remise : ${words.party[one.role]}`, 2,
      choice("Comment", words.copy_channel, one.channel, set("channel")), day("Le", one.given_on, set("given_on")),
      text("Preuve", one.proof, set("proof"), { max: 300 }),
      button("Retirer cette ligne", again(() => content.copies.splice(content.copies.indexOf(one), 1)), "quiet small"));
  }), h("div", { class: "buttons" }, Object.entries(words.party).map(([role, who]) =>
    button(`Copie remise : ${who}`, again(() => content.copies.push({ role, channel: "hand", given_on: draft.established_on, proof: "" })))))];
}

export function people(page) {
  const { draft: { content }, words } = page;
  let role = null;
  return [
    ...content.parties.map((one) => {
      const set = (key) => (value) => { one[key] = value; page.touch(); };
      return group(words.party[one.role], 2,
        text("Nom de la personne", one.name, set("name"), { max: 120 }), text("Qualité", one.capacity, set("capacity")),
        choice("Présence", words.presence, one.presence, (value) => { set("presence")(value); page.draw(); }),
        one.role !== "household" && text("Adresse ou siège", one.address, set("address"), { max: 300 }),
        ["absent", "refused_to_sign"].includes(one.presence) && text("Motif", one.remark, set("remark"), { max: 500 }),
        one.presence === "represented" && text("Mandataire", one.represented_by, set("represented_by"), { max: 120 }),
        one.presence === "represented" && text("Adresse du mandataire", one.representative_address, set("representative_address"), { max: 300 }),
        one.presence === "represented" && text("Mandat", one.mandate, set("mandate"), { max: 300 }));
    }),
    group("Ajouter une personne", 2, select("Partie", words.party, null, (value) => { role = value; }), button("Ajouter la personne", () => {
      if (!role) return;
      content.parties.push(party(role));
      page.touch();
      page.draw();
    })),
  ];
}

const element = (name, category) => ({
  name, category, condition: null, remark: "", id: crypto.randomUUID(), material: "", colour: "", works: null, quantity: null,
  reservation: "", reserved_by: null, last_renewed_on: null, renewal_proof: "", photos: [],
});
const party = (role) => ({
  role, name: "", presence: null, remark: "", capacity: "", address: "", represented_by: "", representative_address: "", mandate: "",
});
