// Sends what was finished: in order, one sender for all windows, again and again, until the server says that it has the same thing.
// Each body is written once: a repeat is the same to the byte. Nothing is let go of before a receipt with its id and its hash.
import { forget, keep, under } from "./visit_store.js";

const LOCK = "palier-envoi";
const PATIENCE = 60000;
const LONGEST_WAIT = 60000;

export const KEPT = "kept", SENDING = "sending", RECEIVED = "received", ASIDE = "aside", REFUSED = "refused";

// Write an item down the way it will be sent. `order`: photos 1, then the visit 2.
export async function freeze({ user, inspection, order, kind, id, address, value, label }) {
  const body = JSON.stringify(value);
  const key = `${user}/${inspection}/${order}/${id}`;
  const item = { key, user, inspection, kind, id, address, body, label, sha256: await hash(body), state: KEPT, tries: 0 };
  await keep("outbox", item);
  return item;
}

export async function hash(text) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export class Sender {
  // `session`: where to ask who is signed in. `told`: called after each change, with what must be said to the person.
  constructor({ user, session, told }) {
    Object.assign(this, { user, session, told, timer: 0, failures: 0, trouble: "" });
    addEventListener("online", () => this.now());
    document.addEventListener("visibilitychange", () => document.hidden || this.now());
  }

  // At once, whatever the waiting time was.
  now() {
    this.failures = 0;
    return this.send();
  }

  async send() {
    clearTimeout(this.timer);
    await navigator.locks.request(LOCK, { ifAvailable: true }, async (lock) => {
      if (!lock) return this.later(); // another window sends; look again soon
      this.trouble = await this.sendAll();
      if (this.trouble === "network") {
        this.failures += 1;
        this.later();
      }
    });
    await this.told();
  }

  later() {
    const wait = Math.min(LONGEST_WAIT, 500 * 2 ** this.failures) * (0.5 + Math.random());
    this.timer = setTimeout(() => this.send(), wait);
  }

  async sendAll() {
    const waiting = (await under("outbox", `${this.user}/`)).filter((item) => item.state === KEPT || item.state === SENDING);
    if (!waiting.length) return "";
    const who = await this.who();
    if (who.trouble) return who.trouble;
    const stopped = new Set();
    for (const item of waiting) {
      if (stopped.has(item.inspection)) continue; // its photos first
      item.state = SENDING;
      item.tries += 1;
      await keep("outbox", item);
      await this.told();
      const trouble = await this.sendOne(item, who.csrf);
      if (trouble) {
        item.state = KEPT;
        await keep("outbox", item);
        return trouble;
      }
      this.failures = 0;
      if (item.state === REFUSED) stopped.add(item.inspection);
      await keep("outbox", item);
      await this.told();
    }
    return "";
  }

  // The session as it is now: the person, and the token that proves that a page of ours asks. Never kept.
  async who() {
    try {
      const answer = await fetch(this.session, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
      if (answer.status === 401) return { trouble: "session" };
      if (!answer.ok) return { trouble: "network" };
      const { id, csrf } = await answer.json();
      return id === this.user ? { csrf } : { trouble: "person" };
    } catch {
      return { trouble: "network" };
    }
  }

  async sendOne(item, csrf) {
    let answer, said;
    try {
      answer = await fetch(item.address, {
        method: "PUT",
        headers: { "content-type": "application/json", "x-csrf-token": csrf },
        body: item.body,
        signal: AbortSignal.timeout(PATIENCE),
      });
      said = await answer.json();
    } catch {
      return "network";
    }
    if (answer.ok) {
      if (said.id !== item.id || said.sha256 !== item.sha256) return "network"; // no receipt of ours: it stays here
      Object.assign(item, { state: RECEIVED, body: "", received_at: new Date().toISOString() });
      return "";
    }
    if (answer.status === 401 || answer.status === 403) return answer.status === 401 ? "session" : "right";
    if (answer.status >= 500 || answer.status === 408 || answer.status === 429) return "network";
    const aside = said.code === "visit-set-aside";
    Object.assign(item, { state: aside ? ASIDE : REFUSED, problem: { detail: said.detail, errors: said.errors ?? [] } });
    return "";
  }
}

// A refused visit is taken back to be put right: it will be finished again under another id.
export const takeBack = (item) => forget("outbox", item.key);
