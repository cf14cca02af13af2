// Without script, on a telephone in another zone: an event in Danish; seen, published, translated, corrected, taken back.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { NOW, press } from './place.mjs';

export const PHONE = { viewport: { width: 390, height: 844 }, locale: 'da', javaScriptEnabled: false, timezoneId: 'America/Los_Angeles' };
// The program of the tests isn't optimised, and checks the whole site at each publication.
const PATIENCE = 180_000;
const errors = (page) => page.locator('.problems li').allTextContents();

export default async function journey({ place, browser, kept }) {
  const { base, git, host, root } = place;
  let requests = 0;
  const began = Date.now();
  const context = await browser.newContext(PHONE);
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  const readers = await browser.newContext({ ...PHONE, locale: 'en' });
  const reader = await readers.newPage();
  reader.setDefaultTimeout(PATIENCE);
  page.on('request', () => { requests += 1; });
  const publish = async () => {
    await page.getByRole('link', { name: 'Gennemse og offentliggør' }).click();
    await press(page, 'Offentliggør for alle');
    assert.match(page.url(), /\/edit\/c\//);
  };

  // An event in Danish, which has its facts.
  await page.goto(`${base}/edit/new`);
  await page.fill('#f-title', 'Middag i Odense');
  await page.selectOption('#f-lang', 'da');
  await page.selectOption('#f-like', 'events/dinner-copenhagen-march');
  await kept(page, 'new');
  await press(page, 'Begynd');
  assert.ok((await errors(page)).length >= 2, 'what is missing is told at once');
  await kept(page, 'missing');
  await page.fill('#f-summary', 'Spis sammen, og hør, hvordan et bageri fandt sine første kunder.');
  await page.fill('#f-body', 'Kom, og spis med.\n\n## Hvem er det for?\n\nFor alle, der drømmer om en virksomhed.');
  for (const [name, value] of [['starts', '2027-05-06'], ['starts-time', '17:30'], ['ends', '2027-05-06'], ['ends-time', '20:30'],
    ['programme.0.time', '17:30'], ['programme.0.text', 'Dørene åbnes'], ['place.city', 'Odense']]) {
    // Without script a section is opened by a press on its name.
    const field = page.locator(`[name="${name}"]`);
    if (!(await field.isVisible())) await page.locator('details', { has: field }).locator('> summary').first().click();
    await field.fill(value);
  }
  await press(page, 'Gem');
  await kept(page, 'saved');
  assert.deepEqual(await errors(page), []);
  assert.equal(await page.inputValue('[name="starts-time"]'), '17:30', 'the clock is the one at the place');
  const form = page.url();
  const shown = await real(page, reader, place, kept);

  await publish();
  await kept(page, 'published');
  const file = 'content/events/middag-i-odense/index.da.md';
  const [said, ...files] = place.last();
  assert.equal(said, 'Ida|Publish Middag i Odense');
  assert.deepEqual(files.sort(), ['content/addresses.yaml', file, 'content/published.yaml']);
  assert.equal(git(root, 'status', '--porcelain'), '');
  const publication = page.url();
  console.log(`an event in Danish, written, seen and published: ${requests} requests, ${((Date.now() - began) / 1000).toFixed(1)} s by a robot`);
  assert.equal((await page.goto(form)).status(), 410, 'the draft ends with that');

  // The page is what a build makes.
  const out = path.join(place.folder, 'out');
  execFileSync(place.spaces, ['build', '--root', root, '--out', out, '--now', NOW, '--no-compress', '--no-search'], { stdio: 'pipe' });
  assert.equal(shown, fs.readFileSync(path.join(out, 'public/da/events/middag-i-odense/index.html'), 'utf8'));

  // Its Arabic translation.
  await page.goto(`${base}/edit/w/events/middag-i-odense/ar`);
  assert.equal(await page.getAttribute('#f-title', 'dir'), 'rtl');
  assert.equal(await page.locator('[name="capacity"]').count(), 0, 'facts stand in the source');
  await page.fill('#f-title', 'عشاء في أودنسه');
  await page.fill('#f-summary', 'كُلوا معًا واسمعوا كيف وجد مخبزٌ أول زبائنه.');
  await page.fill('#f-body', 'تعالوا وكُلوا معنا.');
  await page.check('[name="also"][value="current"]');
  await kept(page, 'translation');
  await press(page, 'Gem');
  assert.deepEqual(await errors(page), []);
  await publish();
  const arabic = git(host, 'show', 'main:content/events/middag-i-odense/index.ar.md');
  assert.match(arabic, /title: عشاء في أودنسه\n/);
  assert.match(arabic, /review: machine\n/);

  // A word put right, from the address of the public page: one line.
  await page.goto(`${base}/edit/?page=/da/events/middag-i-odense/`);
  await page.fill('#f-summary', 'Spis sammen, og hør, hvordan et bageri fandt sine første gæster.');
  await press(page, 'Gem');
  await kept(page, 'changes');
  await publish();
  assert.equal(place.changed(file), '1+1');
  // And taken back: seen first.
  await press(page, 'Fortryd dette');
  assert.match(await page.locator('main').textContent(), /kunder/);
  await press(page, 'Offentliggør for alle');
  assert.match(git(host, 'show', `main:${file}`), /første kunder/);
  // The first publication, while a translation hangs on it: what stands in the way is told.
  await page.goto(publication);
  await press(page, 'Fortryd dette');
  assert.ok((await page.locator('.problems').count()) > 0);
  await Promise.all([context.close(), readers.close()]);
}

/** The real page, by a link, in a browser that knows nothing of us; as it is without prefix and bar. */
async function real(page, reader, place, kept) {
  const see = await page.getByRole('link', { name: 'Se den rigtige side' }).getAttribute('href');
  assert.equal(new URL(see).origin, place.see);
  const seen = await reader.goto(see);
  assert.equal(seen.status(), 200);
  assert.equal(seen.headers()['set-cookie'], undefined);
  assert.match(seen.headers()['x-robots-tag'], /noindex/);
  assert.match(seen.headers()['content-security-policy'], /frame-ancestors 'none'/);
  assert.equal(await reader.locator('h1').first().textContent(), 'Middag i Odense');
  assert.match(await reader.locator('.draft-bar').textContent(), /not published|ikke offentliggjort/);
  await kept(reader, 'real-page');
  const [prefix] = new URL(see).pathname.match(/^\/[^/]+/);
  const shown = (await seen.text()).replaceAll(prefix, '').replace(/<link rel="stylesheet" href="\/-\/bar\.css"><aside class="draft-bar".*?<\/aside>/s, '');
  assert.equal((await reader.goto(see.replace(/.(?=\/da\/)/, (c) => (c === 'A' ? 'B' : 'A')))).status(), 404, 'another link shows nothing');
  return shown;
}
