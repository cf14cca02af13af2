// The door without a network, for one evening. On the door's own page it keeps the names, on the page without a network it searches
// them and lets people in; on both it sends what waits. Names and taps lie encrypted in this browser, under a key that can't be
// taken out of it, until somebody signs out or the evening is over. Nothing here is needed while there is a network.
(() => {
  const here = document.querySelector('[data-door]');
  if (!here) return;
  const { door, until, words } = here.dataset;
  const says = JSON.parse(words);
  const isOffline = here.dataset.page === 'offline';
  const $ = (name) => here.querySelector(`[data-${name}]`);

  // One box for names, key and taps of each event.
  const opened = new Promise((resolve, reject) => {
    const request = indexedDB.open('door', 1);
    request.onupgradeneeded = () => request.result.createObjectStore('box');
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const box = async (mode, act) => {
    const store = (await opened).transaction('box', mode).objectStore('box');
    return new Promise((resolve, reject) => {
      const request = act(store);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  };
  const read = (name) => box('readonly', (store) => store.get(`${door} ${name}`));
  const write = (name, value) => box('readwrite', (store) => store.put(value, `${door} ${name}`));
  const forget = () => box('readwrite', (store) => store.clear());

  // Two tabs that open at once have one key.
  let making;
  const key = () => (making ??= navigator.locks.request(`key of ${door}`, async () => {
    const known = await read('key');
    if (known) return known;
    const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
    await write('key', made);
    return made;
  }));
  const lock = async (name, value) => {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const bytes = new TextEncoder().encode(JSON.stringify(value));
    await write(name, { iv, sealed: await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await key(), bytes) });
  };
  const unlock = async (name, otherwise) => {
    const kept = await read(name);
    if (!kept) return otherwise;
    const bytes = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: kept.iv }, await key(), kept.sealed);
    return JSON.parse(new TextDecoder().decode(bytes));
  };

  // One change of the queue after the other, in every tab.
  const alone = (act) => navigator.locks.request(`door ${door}`, act);
  const change = (act) => alone(async () => {
    const taps = await unlock('taps', []);
    const changed = act(taps);
    await lock('taps', changed);
    return changed;
  });
  const tell = (taps) => {
    $('unsent').hidden = !taps.length;
    $('unsent').textContent = says.unsent.replace('{number}', taps.length);
  };

  const send = async () => {
    for (const tap of await unlock('taps', [])) {
      let answer;
      try {
        const body = new URLSearchParams(tap.fields);
        answer = await fetch(`${door}/${tap.path}`, { method: 'POST', body, headers: { accept: 'application/json' }, redirect: 'error' });
      } catch (e) {
        break;
      }
      // Who is signed out signs in and sends then; what isn't there any more is nothing to wait for.
      if (!answer.ok && answer.status !== 404 && answer.status !== 400) break;
      await change((taps) => taps.filter((other) => other.fields.nonce !== tap.fields.nonce));
    }
    tell(await unlock('taps', []));
  };

  const folded = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
    .replace(/ø/g, 'o').replace(/æ/g, 'ae').replace(/aa/g, 'a');

  const later = async (path, fields) => {
    const tap = { path, fields: { ...fields, nonce: crypto.randomUUID(), at: new Date().toISOString() } };
    tell(await change((taps) => [...taps, tap]));
    send();
  };

  const row = (guest, taps) => {
    const mine = taps.filter((tap) => tap.fields.reference === guest.reference);
    const last = mine.at(-1);
    const isHere = last ? last.path === 'in' : guest.here;
    const copy = $('row').content.cloneNode(true);
    const part = (name) => copy.querySelector(`[data-${name}]`);
    part('name').textContent = [guest.name, guest.latin && `(${guest.latin})`].filter(Boolean).join(' ');
    part('facts').textContent = guest.facts.join(' · ');
    part('people').value = guest.people;
    part('people').closest('p').hidden = isHere;
    part('in').hidden = isHere;
    part('back').hidden = !isHere;
    part('since').textContent = isHere ? says.here : '';
    const act = (path) => async (event) => {
      event.preventDefault();
      const people = event.target.closest('li').querySelector('[data-people]').value;
      await later(path, { reference: guest.reference, people });
      search();
    };
    part('in').onclick = act('in');
    part('back').onclick = act('back');
    return copy;
  };

  const search = async () => {
    const typed = folded($('search').value.trim());
    const [names, taps] = [await unlock('names', { guests: [] }), await unlock('taps', [])];
    const found = typed.length < 2 ? [] : names.guests.filter((guest) =>
      typed.split(/\s+/).every((word) => folded(`${guest.name} ${guest.latin} ${guest.reference}`).includes(word)));
    $('found').replaceChildren(...found.slice(0, 30).map((guest) => row(guest, taps)));
    $('nobody').hidden = typed.length < 2 || found.length > 0;
  };

  const begin = async () => {
    if (Date.now() > Date.parse(until)) {
      await forget();
      return;
    }
    if (isOffline) {
      $('search').oninput = search;
      $('walk-in').onsubmit = async (event) => {
        event.preventDefault();
        const { name, people } = Object.fromEntries(new FormData(event.target));
        await later('walk-in', { name, people });
        event.target.reset();
      };
    } else {
      await navigator.serviceWorker?.register(`${door}/worker.js`, { scope: door });
      const answer = await fetch(`${door}/names`, { headers: { accept: 'application/json' }, redirect: 'error' });
      if (answer.ok) await lock('names', await answer.json());
    }
    addEventListener('online', send);
    setInterval(send, 20000);
    // Signing out deletes what waits, so it waits first.
    document.querySelector('form[action$="/desk/sign-out"]')?.addEventListener('submit', async (event) => {
      if ($('unsent').hidden) return;
      event.preventDefault();
      $('unsent').scrollIntoView();
      await send();
      if ($('unsent').hidden) event.target.submit();
    });
    await send();
  };
  begin().catch(() => {});
})();
