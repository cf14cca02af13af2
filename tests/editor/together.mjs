// Without script: two in one draft, a form that is sent unchanged, forms of others, a file that can't be read.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { press } from './place.mjs';
import { PHONE } from './journey.mjs';

const DINNER = 'events/dinner-copenhagen-march';

export default async function together({ place, browser, kept }) {
  const { base, git, root } = place;
  const context = await browser.newContext(PHONE);
  context.setDefaultTimeout(180_000);
  const [one, other] = [await context.newPage(), await context.newPage()];

  // Opening and saving unchanged writes nothing.
  const before = place.drafts();
  await one.goto(`${base}/edit/w/stories/bread-and-light/en`);
  await press(one, 'Gem');
  assert.match(await one.locator('main').textContent(), /anderledes/);
  assert.deepEqual(place.drafts(), before);

  // Other fields are put together.
  await one.goto(`${base}/edit/w/${DINNER}/da`);
  await one.fill('#f-audience', 'Alle');
  await press(one, 'Gem');
  await other.goto(one.url());
  await one.fill('#f-directions', 'Bus 4A');
  await press(one, 'Gem');
  await other.fill('#f-foodNote', 'Suppe');
  await press(other, 'Gem');
  assert.equal(await other.inputValue('#f-directions'), 'Bus 4A');
  // The same one is shown with both texts.
  await one.goto(other.url());
  await one.fill('#f-audience', 'Én tekst');
  await press(one, 'Gem');
  await other.fill('#f-audience', 'En anden tekst');
  await press(other, 'Gem');
  const both = await other.locator('main').textContent();
  assert.match(both, /Én tekst[^]*En anden tekst|En anden tekst[^]*Én tekst/);
  await kept(other, 'both');
  await other.getByRole('radio', { name: 'Dit', exact: true }).check();
  await press(other, 'Sæt sammen');
  assert.equal(await other.inputValue('#f-audience'), 'En anden tekst');

  // A form of another site, one without our nonce, another name for this machine.
  const post = (headers, body) => fetch(`${base}/edit/new`, { method: 'POST', redirect: 'manual', headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers }, body });
  assert.equal((await post({ origin: 'https://elsewhere.example' }, 'title=x')).status, 403);
  const refused = await post({ 'sec-fetch-site': 'cross-site' }, 'title=x');
  assert.equal(refused.status, 403);
  assert.match(refused.headers.get('content-security-policy'), /default-src 'none'/);
  assert.equal((await post({ origin: base }, 'title=x&kind=event&lang=da&nonce=x')).status, 403);
  assert.equal((await fetch(`${base}/edit/../../etc/passwd`)).status, 404);

  // A file whose head can't be read opens as text.
  const file = path.join(root, 'content/pages/privacy/index.en.md');
  fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace(/^title: .*$/m, 'title: Bread: my life'));
  git(root, 'commit', '--quiet', '-am', 'Break');
  await one.goto(`${base}/edit/w/pages/privacy/en`);
  const text = await one.inputValue('#f-whole');
  await kept(one, 'unreadable');
  await one.fill('#f-whole', text.replace('Bread: my life', 'Privacy'));
  await press(one, 'Gem');
  assert.equal(await one.inputValue('#f-title'), 'Privacy');
  await one.getByRole('link', { name: 'Gennemse og offentliggør' }).click();
  await press(one, 'Offentliggør for alle');
  assert.match(one.url(), /\/edit\/c\//);
  await context.close();
}
