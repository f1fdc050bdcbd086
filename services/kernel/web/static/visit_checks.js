// What the decree wants and is missing, said on the tablet before the server says it: the server decides.
const OPENS_WHAT = ["badge", "remote", "code"];
const LANDLORD_ACTS = ["head_lease_exit", "direct_lease_entry"];

// Each with the section where it is put right.
export function missing(draft, kind, entryKnown) {
  const { content } = draft;
  return [...rooms(content), ...furniture(content), ...meters(content), ...keys(content, kind), ...people(content),
    ...(kind === "exit" ? leaving(draft, entryKnown) : [])];
}

function* rooms({ rooms: all }) {
  if (!all.length) yield { section: "place", text: "Au moins une pièce." };
  for (const room of all) {
    for (const one of room.elements) {
      if (!one.condition) yield { section: room.id, text: `${room.name}, ${one.name} : état à indiquer.` };
    }
  }
}

function* furniture(content) {
  if (!content.is_furnished) return;
  for (const thing of content.furnishings) {
    if (thing.quantity === null) yield { section: "furniture", text: `${thing.name} : nombre, même zéro.` };
    else if (thing.quantity && !thing.condition) yield { section: "furniture", text: `${thing.name} : état à indiquer.` };
  }
}

function* meters(content) {
  for (const one of content.meters) {
    if (one.reading === null && !one.unread_reason) {
      yield { section: "meters", text: "Un index à relever, ou pourquoi il n’a pas pu l’être." };
    }
  }
}

function* keys(content, kind) {
  const some = content.keys.some((key) => key.quantity) || (kind === "exit" && content.keys.some((key) => key.remark));
  if (!some) yield { section: "keys", text: kind === "exit" ? "Clés rendues, ou une remarque." : "Au moins une clé." };
  for (const key of content.keys) {
    if (OPENS_WHAT.includes(key.kind) && key.quantity && !key.destination && !key.remark) {
      yield { section: "keys", text: "Dire ce que le badge, la télécommande ou le code ouvre." };
    }
  }
}

function* people(content) {
  const wanted = ["household", "ccas", ...(content.acts.some((act) => LANDLORD_ACTS.includes(act)) ? ["landlord"] : [])];
  for (const role of wanted) {
    if (!content.parties.some((party) => party.role === role)) {
      yield { section: "people", text: role === "landlord" ? "Le bailleur manque." : "Une partie manque." };
    }
  }
  for (const one of content.parties) {
    const who = one.name || "Une personne";
    if (!one.name) yield { section: "people", text: "Un nom manque." };
    if (!one.presence) yield { section: "people", text: `${who} : dire si elle était là.` };
    if (["absent", "refused_to_sign"].includes(one.presence) && !one.remark) {
      yield { section: "people", text: `${who} : motif à noter.` };
    }
    if (one.presence === "represented" && !one.represented_by && !one.remark) {
      yield { section: "people", text: `${who} : nom du mandataire.` };
    }
    if (one.represented_by && one.presence === "represented" && !one.representative_address) {
      yield { section: "people", text: `${one.represented_by} : adresse du mandataire.` };
    }
    if (one.role !== "household" && !one.address) yield { section: "people", text: `${who} : adresse ou siège.` };
  }
}

function* leaving(draft, entryKnown) {
  if (!draft.forwarding_address && !draft.content.address_refused) {
    yield { section: "place", text: "Nouvelle adresse du ménage, ou noter qu’il ne la donne pas." };
  }
  if (!entryKnown && !draft.content.entry_established_on && !draft.content.no_entry_reason) {
    yield { section: "place", text: "Date de l’état des lieux d’entrée, ou pourquoi il n’y en a pas." };
  }
}

// What was signed on paper is photographed, or it is said why not.
export function lacksSheet({ content, signatures }) {
  return signatures.some((one) => one.method === "paper") && !content.signed_sheets.length && !content.no_sheet_reason;
}

// Who still has to sign, or to be noted as not signing.
export function unsigned(draft) {
  const left = [...draft.signatures];
  return draft.content.parties.filter((party) => {
    const at = left.findIndex((one) => one.role === party.role);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}
