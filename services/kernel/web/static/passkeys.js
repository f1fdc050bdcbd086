// Asks the device to make or to show a passkey, puts its answer into the form, and sends the form.
"use strict";

const field = document.querySelector("[data-passkey]");
const problem = document.getElementById("passkey-problem");

function say(text) {
  problem.textContent = text;
  problem.hidden = !text;
}

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

function text(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function keys(options) {
  return options.credentials.map((id) => ({ type: "public-key", id: bytes(id) }));
}

async function make(options) {
  const made = await navigator.credentials.create({
    publicKey: {
      challenge: bytes(options.challenge),
      rp: { id: options.site, name: options.site_name },
      user: { id: bytes(options.user), name: options.user_name, displayName: options.user_display_name },
      pubKeyCredParams: options.algorithms.map((alg) => ({ type: "public-key", alg })),
      excludeCredentials: keys(options),
      attestation: "none",
      authenticatorSelection: { residentKey: "discouraged", userVerification: "preferred" },
    },
  });
  return { client_data: text(made.response.clientDataJSON), attestation: text(made.response.attestationObject) };
}

async function show(options) {
  const shown = await navigator.credentials.get({
    publicKey: {
      challenge: bytes(options.challenge),
      rpId: options.site,
      allowCredentials: keys(options),
      userVerification: "preferred",
    },
  });
  return {
    credential_id: text(shown.rawId),
    client_data: text(shown.response.clientDataJSON),
    authenticator_data: text(shown.response.authenticatorData),
    signature: text(shown.response.signature),
  };
}

function reason(error) {
  if (error.name === "InvalidStateError") return "Cet appareil a déjà une clé pour ce compte.";
  if (error.name === "NotAllowedError") return "L'appareil n'a pas répondu, ou vous avez refusé. Vous pouvez réessayer.";
  return "Cet appareil ne sait pas le faire. Utilisez un autre appareil ou un autre moyen.";
}

if (field) {
  const options = JSON.parse(field.dataset.options);
  if (!window.PublicKeyCredential) {
    say("Ce navigateur ne connaît pas les clés d'accès, ou l'adresse n'est pas sûre (https).");
  } else if (location.origin !== options.origin) {
    say(`Une clé d'accès ne sert qu'à l'adresse ${options.origin} : ouvrez Palier à cette adresse.`);
  }
  // Before the page's own guard against a second click: what is stopped here was not sent.
  field.form.addEventListener("submit", (event) => {
    if (field.value || !field.form.reportValidity()) return;
    event.preventDefault();
    say("");
    (field.dataset.passkey === "create" ? make(options) : show(options)).then(
      (answer) => {
        field.value = JSON.stringify(answer);
        field.form.requestSubmit();
      },
      (error) => say(reason(error)),
    );
  });
}
