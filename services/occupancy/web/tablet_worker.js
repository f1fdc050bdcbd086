// Keeps the inspection pages that were opened once, and what they need. ASSETS is written above by the server.
// It never touches what is sent: only reading goes through it.
"use strict";

const KEPT = "palier-tablette";
const PATIENCE = 6000;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(KEPT).then((cache) => cache.addAll(ASSETS)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(newest(request, url.pathname));
  else if (url.pathname.startsWith("/static/")) event.respondWith(kept(request, url.pathname));
});

// The network first, but not for long; what it answered last time otherwise.
async function newest(request, path) {
  const cache = await caches.open(KEPT);
  try {
    const answer = await within(PATIENCE, fetch(request));
    // A page of ours and nothing else: never the way to the sign-in, never an error.
    if (answer.ok && !answer.redirected && answer.type === "basic") await cache.put(path, answer.clone());
    if (answer.status < 500) return answer;
    return (await cache.match(path)) ?? answer;
  } catch {
    return (await cache.match(path)) ?? missing();
  }
}

// Names carry their hash: what is kept under one is right for ever.
async function kept(request, path) {
  const cache = await caches.open(KEPT);
  const known = await cache.match(path);
  if (known) return known;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(path, answer.clone());
  return answer;
}

function within(milliseconds, promise) {
  const late = new Promise((_, reject) => setTimeout(() => reject(new Error("late")), milliseconds));
  return Promise.race([promise, late]);
}

function missing() {
  const text = "<!doctype html><html lang=\"fr\"><meta charset=\"utf-8\"><title>Hors réseau</title>"
    + "<p>Cette page n’a pas été ouverte avec le réseau sur cette tablette : elle ne peut pas s’afficher ici.</p></html>";
  return new Response(text, { status: 503, headers: { "content-type": "text/html; charset=utf-8" } });
}
