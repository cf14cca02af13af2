// Shows the page of the door that needs no network, when there is none. It keeps that page, which has no names, and what it is drawn
// with; nothing else.
const DOOR = new URL('.', location).pathname.replace(/\/$/, '');
const SHELL = `${DOOR}/offline`;
const BOX = `door ${DOOR}`;

const keep = async () => {
  const kept = await caches.open(BOX);
  const answer = await fetch(SHELL);
  if (!answer.ok || answer.redirected) return;
  const page = await answer.clone().text();
  await kept.put(SHELL, answer);
  const parts = [...page.matchAll(/(?:href|src)="([^"]+\.(?:css|js|svg|woff2))"/g)].map((found) => found[1]);
  await Promise.all(parts.map((part) => kept.add(part).catch(() => {})));
};

oninstall = (event) => {
  skipWaiting();
  event.waitUntil(keep());
};
onactivate = (event) => event.waitUntil(clients.claim());
onfetch = (event) => {
  const { request } = event;
  if (request.method !== 'GET' && request.mode !== 'navigate') return;
  const answer = async () => {
    try {
      return await fetch(request);
    } catch (e) {
      const kept = await caches.open(BOX);
      const found = await kept.match(request.mode === 'navigate' ? SHELL : request.url, { ignoreVary: true });
      return found || Response.error();
    }
  };
  event.respondWith(answer());
};
