// An evening of organisers in real Chromium, without JavaScript, against the real server and store: open the pages by the link
// that the program prints, find a guest who registered in another browser, let them in by the code on their ticket, take it back,
// register somebody on the telephone, write to guests and take it back, print the lists, see the numbers, and with JavaScript let
// two guests in without a network; each page at 320, 390 and 1280 pixels, light and dark, in
// English, Danish and Finnish, looked at by axe-core at 320 pixels dark and at 390 light.   node desk.mjs SPACES [FOLDER for pictures]
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import jsqr from 'jsqr';
import { PNG } from 'pngjs';
import { demo } from './lib/demo.mjs';
import { browser as launch } from './lib/site.mjs';
import { dump } from './lib/storage.mjs';
import { wire } from './lib/wire.mjs';

const [spaces, pictures] = process.argv.slice(2).map((file) => path.resolve(file));
const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const root = path.resolve('../generator/tests/site');
const problems = [];

const { base, link, event, stop } = await demo(spaces, root);
const browser = await launch();

// Looks at the page in every width and both lights, and has axe-core look at it.
async function look(page, name) {
  for (const width of [1280, 320, 390]) {
    await page.setViewportSize({ width, height: 844 });
    for (const colorScheme of ['dark', 'light']) {
      await page.emulateMedia({ colorScheme });
      const wide = await page.evaluate(() => document.scrollingElement.scrollWidth - innerWidth);
      if (wide > 0) problems.push(`${name} ${width}: ${wide} pixels too wide`);
      if (pictures) await page.screenshot({ path: path.join(pictures, `${name}-${width}-${colorScheme}.png`), fullPage: true });
      // Two looks have both widths of a telephone and both lights.
      if ([[320, 'dark'], [390, 'light']].some(([narrow, light]) => width === narrow && colorScheme === light)) {
        const { violations } = await page.evaluate(`(() => { ${axe}; return axe.run(); })()`);
        for (const { id, nodes } of violations) problems.push(`${name} ${width} ${colorScheme}: ${id} ${nodes.map((node) => node.target).join(' ')}`);
      }
    }
  }
  if (await page.locator('h1').count() !== 1) problems.push(`${name}: not one h1`);
}

// The door on a telephone that loses its network: two guests are let in, and the server learns of it later.
async function withoutNetwork(page) {
  const line = await wire(base);
  const phone = await page.context().newPage();
  const door = `${line.base}/desk/events/${event}/door`;
  const kept = (name) => phone.waitForFunction(async (name) => {
    const database = await new Promise((done) => { indexedDB.open('door').onsuccess = (opened) => done(opened.target.result); });
    const has = await new Promise((done) => { database.transaction('box').objectStore('box').getAllKeys().onsuccess = (read) => done(read.target.result.some((key) => key.endsWith(name))); });
    database.close();
    return has;
  }, name);
  try {
    await phone.setViewportSize({ width: 390, height: 844 });
    await phone.goto(door);
    const before = Number(/^\d+/.exec(await phone.locator('.desk-counter').innerText())[0]);
    await kept('names');
    await phone.evaluate(() => navigator.serviceWorker.ready);
    await phone.waitForFunction(async (shell) => Boolean(await caches.match(shell, { ignoreVary: true })), `${door}/offline`);
    await phone.waitForFunction(() => navigator.serviceWorker.controller);

    await page.context().setOffline(true);
    await line.cut();
    const search = async (name) => {
      await phone.locator('[data-search]').fill(name);
      return phone.locator('[data-found] li').filter({ hasText: name });
    };
    await phone.reload();
    for (const name of ['Bo Example', 'Chidi Example']) {
      const row = await search(name);
      await row.locator('[data-in]').click();
      await row.locator('[data-back]').waitFor();
    }
    assert.match(await phone.locator('[data-unsent]').innerText(), /2/);
    if (pictures) await phone.screenshot({ path: path.join(pictures, 'door-offline.png'), fullPage: true });
    await phone.reload();
    await phone.locator('[data-unsent]:not([hidden])').waitFor();
    assert.match(await phone.locator('[data-unsent]').innerText(), /2/, 'what waits is there after the page was closed');
    await (await search('Bo Example')).locator('[data-back]').waitFor();

    const storage = await dump(phone);
    assert.ok(storage.some((one) => one.startsWith('door box')), 'the names are kept');
    assert.ok(storage.some((one) => one.includes('can be taken out: false')), 'the key stays in the browser');
    for (const word of ['Zeynep', 'Chidi', 'zeynep@', 'Karim']) {
      assert.ok(!storage.some((one) => one.includes(word)), `whoever finds the telephone reads no “${word}”`);
    }

    await line.mend();
    await page.context().setOffline(false);
    await phone.locator('[data-unsent]').waitFor({ state: 'hidden' });
    await page.goto(`${base}/desk/events/${event}/door`);
    assert.equal(Number(/^\d+/.exec(await page.locator('.desk-counter').innerText())[0]), before + 2);
    for (const name of ['Bo Example', 'Chidi Example']) assert.ok((await page.locator('.desk-here').filter({ hasText: name }).count()) === 1, `${name} is here`);
  } finally {
    await page.context().setOffline(false);
    await phone.close();
    await line.cut().catch(() => {});
  }
}

const press = async (page, button) => { await button.click(); await page.waitForLoadState(); };

try {
  if (pictures) fs.mkdirSync(pictures, { recursive: true });
  const guest = await (await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } })).newPage();
  await guest.goto(`${base}/en/forms/registration?event=${event}`);
  // Written as a person writes: an answer within a second of the page would be asked about once more.
  await guest.locator('#f-full_name').pressSequentially('Zeynep Example', { delay: 100 });
  await guest.locator('#f-email').pressSequentially('zeynep@example.org', { delay: 60 });
  await guest.locator('#f-country').selectOption('DK');
  await guest.locator('#f-message_language').selectOption('en');
  await guest.locator('#f-adult').check();
  await press(guest, guest.locator('.form > button[type=submit]'));
  const reference = /ref=([0-9A-Z-]+)/.exec(guest.url())[1];
  const drawn = PNG.sync.read(await guest.locator('.ticket-code svg').screenshot());
  const code = jsqr(new Uint8ClampedArray(drawn.data), drawn.width, drawn.height);
  assert.ok(code, 'the code on the ticket can be read');
  assert.ok(code.data.startsWith(`${base}/desk/door?t=`), code.data);
  // The guest's own telephone learns nothing.
  await guest.goto(code.data);
  assert.ok(!(await guest.locator('body').innerText()).includes('Zeynep'));

  // The organiser's pages work without a script; axe-core needs one to run, so the policy of the page lets none of ours.
  const page = await (await browser.newContext({ bypassCSP: true })).newPage();
  await page.goto(`${base}/desk`);
  assert.match(page.url(), /\/desk\/sign-in$/);
  await look(page, 'sign-in');
  await page.goto(link);
  await look(page, 'open');
  await press(page, page.locator('main button'));
  assert.equal(new URL(page.url()).pathname, '/desk');
  await page.goto(link);
  await press(page, page.locator('main button'));
  assert.ok((await page.locator('h1').innerText()).length > 0, 'a link works once');

  for (const lang of ['en', 'da', 'fi']) {
    await page.goto(`${base}/desk/me`);
    await page.locator('select[name=lang]').selectOption(lang);
    await press(page, page.locator('form:has(select[name=lang]) button'));
    assert.equal(await page.locator('html').getAttribute('lang'), lang);
    const pages = ['', '/events', `/events/${event}`, `/events/${event}/door`, `/events/${event}/register`, `/events/${event}/letter`, `/events/${event}/link`, `/events/${event}/export`,
      `/events/${event}/volunteers`, `/events/${event}/sheet/door`, `/events/${event}/sheet/kitchen`, `/events/${event}/sheet/funder`, `/events/${event}/paper`,
      `/r/${reference}`, '/requests', '/numbers', '/numbers?period=2027', '/reports', '/people', '/people/new', '/log', '/rights', '/me'];
    for (const address of pages) {
      const answer = await page.goto(`${base}/desk${address}`);
      assert.equal(answer.status(), 200, address);
      assert.equal(await page.locator('html').getAttribute('lang'), lang, address);
      const text = await page.locator('body').innerText();
      assert.ok(!/\[[a-z]+\.[\w.]+\]|\{\w+\}/i.test(text), `${address} lacks words: ${/\[[a-z]+\.[\w.]+\]|\{\w+\}/i.exec(text)}`);
      await look(page, `${lang}${address.replaceAll('/', '-').replace(event, 'event').replace(reference, 'record') || '-today'}`);
    }
  }
  await page.goto(`${base}/desk/me`);
  await page.locator('select[name=lang]').selectOption('en');
  await press(page, page.locator('form:has(select[name=lang]) button'));

  // Found in the list by a part of the name, which stands in no address.
  await page.goto(`${base}/desk/events/${event}`);
  await page.locator('input[type=search]').fill('zeyn');
  await press(page, page.locator('form[role=search] button'));
  assert.ok((await page.locator('.desk-list').innerText()).includes('Zeynep Example'));
  assert.ok(!page.url().includes('zeyn'));

  // A letter in own words: for whom, the words, a look at it with all names, and taken back before it leaves.
  await page.goto(`${base}/desk/events/${event}/letter`);
  await press(page, page.locator('main form button').first());
  assert.ok((await page.locator('.field-error').innerText()).length > 0, 'nothing chosen is nobody');
  await page.locator('#confirmed').check();
  await press(page, page.locator('main form button').first());
  await look(page, 'letter-words');
  await page.locator('[id="subject.en"]').fill('Bring a coat');
  await page.locator('[id="text.en"]').fill('Dear {name},\n\nit is cold at {event}: https://example.org/weather');
  await press(page, page.locator('main form button'));
  await look(page, 'letter-look');
  const letter = await page.locator('main').innerText();
  assert.ok(letter.includes('Bring a coat') && letter.includes('Zeynep Example') && !letter.includes('{name}'), letter);
  await press(page, page.locator('form[action$="/send"] button'));
  await look(page, 'letter-sent');
  await press(page, page.locator('form[action$="/back"] button'));
  assert.equal(await page.locator('form[action$="/back"]').count(), 0);

  // The private link of an event.
  await page.goto(`${base}/desk/events/${event}/link`);
  await page.locator('#url').fill('https://meet.example.org/room');
  if (await page.locator('#meant').count()) await page.locator('#meant').check();
  await press(page, page.locator('main form button').first());
  await look(page, 'link');
  await press(page, page.locator('button[name=remove]'));
  assert.ok(!(await page.locator('main').innerText()).includes('meet.example.org'));

  // The door: by the code, in two taps, and back.
  await page.goto(code.data);
  assert.match(page.url(), new RegExp(`/desk/events/${event}/door\\?guest=${reference}`));
  await press(page, page.locator('main form[action$="/door/in"] button'));
  await look(page, 'door-here');
  assert.match(await page.locator('.desk-counter').innerText(), /^1 of /);
  await press(page, page.locator('main form[action$="/door/back"] button').first());
  assert.match(await page.locator('.desk-counter').innerText(), /^0 of /);
  await page.locator('.desk-walk-in summary').click();
  await page.locator('#walk-in-name').fill('Somebody Example');
  await press(page, page.locator('form[action$="/door/walk-in"] button'));
  assert.match(await page.locator('.desk-counter').innerText(), /^1 of /);

  await withoutNetwork(page);

  // The made-up guests gave their name in both fields.
  await page.goto(`${base}/desk/events/${event}/door`);
  await press(page, page.locator('button[name=all]'));
  const listed = await page.locator('main').innerText();
  assert.ok(listed.includes('Chidi Example') && !listed.includes('(Chidi Example)'), listed);

  // What was done stands in the log, and the person sees it, too.
  await page.goto(`${base}/desk/r/${reference}`);
  assert.ok((await page.locator('main').innerText()).includes('this machine'));
  await page.goto(`${base}/desk/log`);
  assert.ok((await page.locator('main').innerText()).includes('this machine'));

  // Out, and nothing is left.
  await press(page, page.locator('footer button'));
  await page.goto(`${base}/desk/events`);
  assert.match(page.url(), /\/desk\/sign-in$/);
  assert.deepEqual(problems, []);
  console.log(`the evening ended well: ${reference}`);
} finally {
  await browser.close();
  stop();
}
