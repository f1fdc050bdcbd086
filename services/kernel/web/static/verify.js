// Checks a sealed inspection on the visitor's machine: nothing leaves it.
import { badge, h } from "./visit_fields.js";

const place = document.getElementById("verify"), verdict = document.getElementById("verdict");
const keys = JSON.parse(place.dataset.keys), format = place.dataset.format;
const sealFile = document.getElementById("seal"), pdfFile = document.getElementById("pdf");

const hex = (bytes) => [...new Uint8Array(bytes)].map((one) => one.toString(16).padStart(2, "0")).join("");
const digest = async (bytes) => hex(await crypto.subtle.digest("SHA-256", bytes));
const bytesOf = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));

async function isSealed(seal) {
  const at = seal.sealed_at.replace("Z", "+00:00");
  const message = new TextEncoder().encode(`${format}\n${seal.record_sha256}\n${seal.pdf_sha256}\n${at}\n`);
  const key = await crypto.subtle.importKey("raw", bytesOf(seal.public_key), { name: "Ed25519" }, false, ["verify"]);
  return crypto.subtle.verify({ name: "Ed25519" }, key, bytesOf(seal.signature), message);
}

async function check() {
  const file = sealFile.files[0];
  if (!file) return;
  try {
    const seal = JSON.parse(await file.text());
    if (seal.format !== format) throw new Error("format");
    const record = (await digest(new TextEncoder().encode(seal.record))) === seal.record_sha256;
    const sealed = await isSealed(seal);
    const known = keys.includes(seal.public_key);
    const pdf = pdfFile.files[0] ? (await digest(await pdfFile.files[0].arrayBuffer())) === seal.pdf_sha256 : null;
    show(seal, record, sealed && known, pdf);
  } catch (error) {
    const old = error?.name === "NotSupportedError";
    say(old ? "Ce navigateur ne sait pas vérifier cette signature : utilisez-en un plus récent." : "Ce fichier n’est pas un sceau d’état des lieux.");
  }
}

function show(seal, record, sealed, pdf) {
  const signed = JSON.parse(seal.record);
  const line = (words, holds) => h("li", {}, badge(holds ? "Oui" : "Non", holds ? "ok" : "bad"), ` ${words}`);
  const holds = record && sealed && pdf !== false;
  verdict.replaceChildren(h("section", { class: "panel" },
    h("h2", {}, holds ? "Le sceau est intact" : "Ce document n’est pas celui qui a été signé"),
    h("ul", { class: "plain" },
      line("Le texte est celui qui a été scellé.", record), line("Le sceau est celui du CCAS.", sealed),
      pdf === null ? h("li", {}, badge("Non comparé", "muted"), " Aucun document PDF choisi.") : line("Le document PDF est celui qui a été scellé.", pdf)),
    record ? h("p", {}, `${signed.organisation} – contrat ${signed.contract_reference}, ${signed.dwelling}, ${signed.address}. Établi le ${new Date(signed.established_on).toLocaleDateString("fr-FR")}, scellé le ${new Date(seal.sealed_at).toLocaleString("fr-FR")}. Signatures : ${signed.signatures.map((one) => one.name).join(", ")}. Photos : ${signed.photos.length}.`) : null));
}

const say = (words) => verdict.replaceChildren(h("p", { class: "notice bad" }, words));

for (const one of [sealFile, pdfFile]) one.addEventListener("change", check);
