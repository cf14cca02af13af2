// The small scripts in real Chromium, with the headers of the built site: sharing, the reader's clock, and reading
// without internet.   node scripts.mjs FOLDER, where ../generator/tests/site is built
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { browser, headersOf, serve } from './lib/site.mjs';

const root = path.resolve(process.argv[2]);
const sizes = new Map();
for (const name of [...fs.readdirSync(path.join(root, 'assets')).map((file) => `assets/${file}`), 'sw.js'].filter((file) => file.endsWith('.js'))) {
  sizes.set(`/${name}`, fs.statSync(path.join(root, name)).size);
  // `assets/clock.later.0123456789ab.js` is two in one.
  const scripts = Math.max(1, name.split('.').length - 2);
  assert.ok(sizes.get(`/${name}`) < 2048 * scripts, `${name} has ${sizes.get(`/${name}`)} bytes`);
}
const walk = (folder) => fs.readdirSync(folder, { withFileTypes: true })
  .flatMap((entry) => (entry.isDirectory() ? walk(path.join(folder, entry.name)) : [path.join(folder, entry.name)]));
for (const file of walk(root).filter((name) => name.endsWith('.html'))) {
  const scripts = [...fs.readFileSync(file, 'utf8').matchAll(/<script[^>]* src="([^"]+)"|data-forms="([^"]+)"/g)].map((m) => m[1] ?? m[2]);
  const bytes = scripts.reduce((sum, url) => sum + sizes.get(url), 0);
  assert.ok(bytes <= 5 * 1024, `${file}: ${bytes} bytes of script`);
}

const { server, base } = await serve(root, headersOf(root));
const chromium = await browser();
const faults = [];
const open = async (options = {}) => {
  const context = await chromium.newContext(options);
  const page = await context.newPage();
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => { if (message.type() === 'error') faults.push(message.text()); });
  return page;
};
const story = '/uk/stories/bread/';
try {
  // Sharing: the device's own window where there is one, else the address is copied and said.
  let page = await open({ permissions: ['clipboard-read', 'clipboard-write'] });
  await page.addInitScript(() => { delete Navigator.prototype.share; });
  await page.goto(base + story);
  await page.locator('.share button').click();
  await page.waitForFunction(() => document.querySelector('.share [role=status]').textContent);
  const address = await page.locator('link[rel=canonical]').getAttribute('href');
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), address);
  page = await open();
  await page.addInitScript(() => { navigator.share = async (what) => { window.shared = what; }; });
  await page.goto(base + story);
  await page.locator('.share button').click();
  assert.equal(await page.evaluate(() => window.shared.url), address);

  // The clock: nothing is over at the time of the build; years later all is, and says so once.
  const list = `${base}/da/events/`;
  page = await open();
  await page.clock.setFixedTime(new Date('2026-11-24T12:00:00Z'));
  await page.goto(list);
  const rows = await page.locator('[data-ends]').count();
  assert.ok(rows > 2);
  assert.equal(await page.locator('.is-over').count(), 0);
  await page.clock.setFixedTime(new Date('2036-01-01T12:00:00Z'));
  await page.reload();
  assert.deepEqual([await page.locator('.is-over').count(), await page.locator('.state-past').count()], [rows, rows]);
  // Somebody in Kyiv sees Kyiv's time of an event online, and somebody in Copenhagen no second time.
  for (const [timezoneId, shown] of [['Europe/Kyiv', true], ['Europe/Copenhagen', false]]) {
    page = await open({ timezoneId });
    await page.clock.setFixedTime(new Date('2026-11-24T12:00:00Z'));
    await page.goto(`${base}/uk/events/`);
    const online = page.locator('[data-online]').first();
    assert.equal(await online.locator('.your-time').count(), shown ? 1 : 0, timezoneId);
    assert.equal(await page.locator('[data-ends]:not([data-online]) .your-time').count(), 0);
  }

  // Offline: a story that was read is still there, styled, the page for offline lists it, and nothing else is kept.
  page = await open();
  await page.goto(base + story);
  await page.waitForFunction(async () => (await (await caches.open('pages')).keys()).length === 1 && (await (await caches.open('parts')).match('/uk/offline/')));
  await page.goto(`${base}/uk/events/dinner/`);
  await page.waitForFunction(async () => (await (await caches.open('pages')).keys()).length === 2);
  await page.waitForFunction(async () => (await (await caches.open('parts')).keys()).some((request) => /kept/.test(request.url)));
  await page.goto(`${base}/uk/offline/`);
  assert.equal(await page.locator('#kept a').count(), 0, 'with internet nothing needs to be looked up');
  await page.goto(`${base}/uk/privacy/`);
  // A style sheet that a kept page names and the server has no longer.
  const gone = await page.evaluate(async (address) => {
    const parts = await caches.open('parts');
    await parts.put(address, new Response('b{}'));
    const answer = await fetch(address);
    return [answer.status, await answer.text(), Boolean(await parts.match(address))];
  }, '/assets/style.0123456789ab.css');
  assert.deepEqual(gone, [200, 'b{}', true], 'a part that is missing comes from what is kept, and stays there');
  faults.splice(0);
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
  await page.goto(base + story);
  assert.match(await page.locator('h1').textContent(), /\S/);
  assert.notEqual(await page.evaluate(() => getComputedStyle(document.body).display), 'block', 'the style sheet is kept');
  await page.goto(`${base}/uk/stories/`);
  await page.locator('#kept a').nth(1).waitFor();
  assert.equal(await page.locator('#kept a').count(), 2, 'the page for offline stands in for one that is not kept');
  assert.equal(await page.locator('#none').isHidden(), true);
  const kept = await page.evaluate(async () => (await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).map((request) => new URL(request.url).pathname)))).flat());
  assert.ok(kept.every((at) => !/forms\/|\/my|privacy/.test(at)), String(kept));
  const failed = await page.goto(`${base}/uk/forms/registration/my?t=x`).then(() => false, () => true);
  assert.ok(failed, 'a personal page comes from the network or not at all');
  console.log(`the small scripts work: ${[...sizes].map(([name, size]) => `${name.replace(/^.*\//, '').replace(/(\.[0-9a-f]{12})?\.js$/, '')} ${size}`).join(', ')}`);
} finally {
  await chromium.close();
  server.close();
}
assert.deepEqual(faults.filter((fault) => !/ERR_|Failed to load/.test(fault)), []);
