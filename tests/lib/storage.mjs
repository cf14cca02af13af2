// Everything that a site keeps in a browser, as bytes read as text: whoever finds the telephone reads no more.
export const dump = (page) => page.evaluate(async () => {
  const found = [];
  const bytes = (buffer) => new TextDecoder('latin1').decode(buffer) + new TextDecoder().decode(buffer);
  const text = (value) => {
    if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return bytes(value);
    if (value instanceof CryptoKey) return `key, can be taken out: ${value.extractable}`;
    if (value && typeof value === 'object') return Object.entries(value).map(([name, part]) => `${name} ${text(part)}`).join('\n');
    return String(value);
  };
  for (const { name } of await indexedDB.databases()) {
    const database = await new Promise((done) => { indexedDB.open(name).onsuccess = (event) => done(event.target.result); });
    for (const store of database.objectStoreNames) {
      const cursor = database.transaction(store).objectStore(store).openCursor();
      await new Promise((done) => {
        cursor.onsuccess = () => {
          if (!cursor.result) return done();
          found.push(`${name} ${store} ${cursor.result.key} ${text(cursor.result.value)}`);
          cursor.result.continue();
        };
      });
    }
    database.close();
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) found.push(`${request.url} ${await (await cache.match(request)).text()}`);
  }
  for (const store of [localStorage, sessionStorage]) found.push(JSON.stringify(store));
  return found;
});
