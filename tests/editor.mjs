// Editors in real Chromium, against real git: an event in Danish on a telephone, without script; seen, published, translated, corrected, taken
// back; two in one document; a file that can't be read. Each page is judged in one of seven languages.
//   node editor.mjs SPACES [FOLDER for pictures]
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { browser as launch } from './lib/site.mjs';
import { judge } from './lib/judge.mjs';

const [program, pictures] = process.argv.slice(2);
const spaces = path.resolve(program);
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'spaces-editor-'));
const [root, host] = ['site', 'host.git'].map((name) => path.join(folder, name));
const git = (at, ...words) => execFileSync('git', ['-C', at, '-c', 'user.name=Owner', '-c', 'user.email=owner@example.org', ...words], { encoding: 'utf8' });
fs.mkdirSync(host);
git(host, 'init', '--quiet', '--bare', '--initial-branch=main');
git(host, 'config', 'receive.denyNonFastForwards', 'true');
for (const part of ['content', 'themes']) fs.cpSync(path.resolve('..', part), path.join(root, part), { recursive: true });
fs.writeFileSync(path.join(root, '.gitignore'), '/.cache\n');
git(root, 'init', '--quiet', '--initial-branch=main');
git(root, 'config', 'user.name', 'Ida');
git(root, 'config', 'user.email', 'ida@example.org');
git(root, 'add', '.');
git(root, 'commit', '--quiet', '-m', 'Begin');
git(root, 'remote', 'add', 'origin', host);
git(root, 'push', '--quiet', '--set-upstream', 'origin', 'main');

const server = spawn(spaces, ['edit', '--root', root, '--addr', '127.0.0.1:0', '--now', '2026-11-24T12:00:00Z'], { stdio: ['ignore', 'pipe', 'inherit'] });
const base = await new Promise((found, failed) => {
  server.stdout.on('data', (chunk) => found(/http:\/\/127\.0\.0\.1:\d+/.exec(String(chunk))[0]));
  server.on('exit', (code) => failed(new Error(`the editor ended with ${code}`)));
});
const browser = await launch();
const kept = async (page, name) => pictures && page.screenshot({ path: path.join(pictures, `${name}.png`), fullPage: true });
const last = () => git(host, 'log', '-1', '--format=%an|%s', '--name-only', 'main').trim().split('\n').filter(Boolean);
const changed = (file) => git(host, 'show', '--numstat', '--format=', 'main', '--', file).trim().split('\t').slice(0, 2).join('+');

async function press(page, name) {
  await Promise.all([page.waitForNavigation(), page.getByRole('button', { name, exact: true }).click()]);
}
const unfold = (page) => page.locator('details.section').evaluateAll((all) => all.forEach((one) => { one.open = true; }));
const errors = (page) => page.locator('.problems li').allTextContents();

try {
  let steps = 0;
  const began = Date.now();
  const phone = { viewport: { width: 390, height: 844 }, locale: 'da', javaScriptEnabled: false, timezoneId: 'America/Los_Angeles' };
  const context = await browser.newContext(phone);
  // The program of the tests isn't optimised, and checks the whole site at each publication.
  context.setDefaultTimeout(180_000);
  const page = await context.newPage();
  const reader = await (await browser.newContext({ ...phone, locale: 'en' })).newPage();
  page.on('request', () => { steps += 1; });

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
    // Without script a section is opened by a press on its name; here all of them are.
    const field = page.locator(`[name="${name}"]`);
    if (!(await field.isVisible())) await page.locator('details.section', { has: field }).locator('> summary').click();
    await field.fill(value);
  }
  await press(page, 'Gem');
  await kept(page, 'saved');
  assert.deepEqual(await errors(page), []);
  assert.equal(await page.inputValue('[name="starts-time"]'), '17:30', 'the clock is the one at the place');
  const form = page.url();

  // The real page, by a link, in a browser that knows nothing of us.
  const see = await page.getByRole('link', { name: 'Se den rigtige side' }).getAttribute('href');
  assert.notEqual(new URL(see).origin, base);
  const seen = await reader.goto(see);
  assert.equal(seen.status(), 200);
  assert.equal(seen.headers()['set-cookie'], undefined);
  assert.match(seen.headers()['x-robots-tag'], /noindex/);
  assert.match(seen.headers()['content-security-policy'], /frame-ancestors 'none'/);
  assert.equal(await reader.locator('h1').first().textContent(), 'Middag i Odense');
  assert.match(await reader.locator('.draft-bar').textContent(), /not published/);
  await kept(reader, 'real-page');
  const shown = (await seen.text()).replaceAll(new URL(see).pathname.match(/^\/[^/]+/)[0], '').replace(/<link rel="stylesheet" href="\/-\/bar\.css"><aside class="draft-bar".*?<\/aside>/s, '');
  assert.equal((await reader.goto(see.replace(/.(?=\/da\/)/, (c) => (c === 'A' ? 'B' : 'A')))).status(), 404, 'another link shows nothing');

  await page.getByRole('link', { name: 'Gennemse og offentliggør' }).click();
  await kept(page, 'draft');
  await press(page, 'Offentliggør for alle');
  assert.match(page.url(), /\/edit\/c\//);
  await kept(page, 'published');
  const file = 'content/events/middag-i-odense/index.da.md';
  assert.deepEqual(last(), ['Ida|Publish Middag i Odense', 'content/addresses.yaml', file, 'content/published.yaml'].sort((a, b) => (a.includes('|') ? -1 : b.includes('|') ? 1 : a < b ? -1 : 1)));
  assert.equal(git(root, 'status', '--porcelain'), '');
  const publication = page.url();
  console.log(`an event in Danish, written, seen and published: ${steps} requests, ${((Date.now() - began) / 1000).toFixed(1)} s by a robot`);
  assert.equal((await page.goto(form)).status(), 410, 'the draft ends with that');

  // The page is what a build makes.
  const out = path.join(folder, 'out');
  execFileSync(spaces, ['build', '--root', root, '--out', out, '--now', '2026-11-24T12:00:00Z', '--no-compress', '--no-search'], { stdio: 'pipe' });
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
  await page.getByRole('link', { name: 'Gennemse og offentliggør' }).click();
  await press(page, 'Offentliggør for alle');
  const arabic = git(host, 'show', 'main:content/events/middag-i-odense/index.ar.md');
  assert.match(arabic, /title: عشاء في أودنسه\n/);
  assert.match(arabic, /review: machine\n/);

  // A word put right, from the address of the public page: one line.
  await page.goto(`${base}/edit/?page=/da/events/middag-i-odense/`);
  await page.fill('#f-summary', 'Spis sammen, og hør, hvordan et bageri fandt sine første gæster.');
  await press(page, 'Gem');
  await page.getByRole('link', { name: 'Gennemse og offentliggør' }).click();
  await kept(page, 'changes');
  await press(page, 'Offentliggør for alle');
  assert.equal(changed(file), '1+1');
  // And taken back: seen first.
  await press(page, 'Fortryd dette');
  assert.match(await page.locator('main').textContent(), /kunder/);
  await press(page, 'Offentliggør for alle');
  assert.match(git(host, 'show', `main:${file}`), /første kunder/);
  // The first publication, with what was noted of it, while a translation hangs on it: what stands in the way is told.
  await page.goto(publication);
  await press(page, 'Fortryd dette');
  assert.ok((await page.locator('.problems').count()) > 0);

  // Opening and saving unchanged writes nothing.
  const before = git(root, 'for-each-ref', 'refs/heads/edit');
  await page.goto(`${base}/edit/w/stories/bread-and-light/en`);
  const there = (await page.locator('main').textContent()).includes('Gem') ? 'stories/bread-and-light' : null;
  if (there) {
    await press(page, 'Gem');
    assert.match(await page.locator('main').textContent(), /anderledes/);
    assert.equal(git(root, 'for-each-ref', 'refs/heads/edit'), before);
  }

  // Two in one draft: other fields are put together, the same one is shown with both texts.
  await page.goto(`${base}/edit/w/events/middag-i-odense/da`);
  await page.fill('#f-audience', 'Alle');
  await press(page, 'Gem');
  const [one, other] = [page, await context.newPage()];
  await other.goto(one.url());
  await one.fill('#f-directions', 'Bus 4A');
  await press(one, 'Gem');
  await other.fill('#f-foodNote', 'Suppe');
  await press(other, 'Gem');
  assert.equal(await other.inputValue('#f-directions'), 'Bus 4A');
  await one.goto(other.url());
  await one.fill('#f-audience', 'Én tekst');
  await press(one, 'Gem');
  await other.fill('#f-audience', 'En anden tekst');
  await press(other, 'Gem');
  assert.match(await other.locator('.problems').textContent(), /Én tekst/);
  assert.equal(await other.inputValue('#f-audience'), 'En anden tekst');
  await kept(other, 'both');
  await press(other, 'Gem');
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
  const broken = 'content/pages/privacy/index.en.md';
  fs.writeFileSync(path.join(root, broken), fs.readFileSync(path.join(root, broken), 'utf8').replace(/^title: .*$/m, 'title: Bread: my life'));
  git(root, 'commit', '--quiet', '-am', 'Break');
  await page.goto(`${base}/edit/w/pages/privacy/en`);
  const text = await page.inputValue('#f-whole');
  await kept(page, 'unreadable');
  await page.fill('#f-whole', text.replace('Bread: my life', 'Privacy'));
  await press(page, 'Gem');
  assert.equal(await page.inputValue('#f-title'), 'Privacy');
  await page.getByRole('link', { name: 'Gennemse og offentliggør' }).click();
  await press(page, 'Offentliggør for alle');
  assert.match(page.url(), /\/edit\/c\//);

  // Every page in both looks; the form in five languages.
  await page.goto(`${base}/edit/new`);
  await page.fill('#f-title', 'Fest');
  await press(page, 'Begynd');
  const draft = page.url().match(/\/edit\/d\/[0-9a-f]+/)[0];
  const pages = ['/edit/', '/edit/new', '/edit/documents', '/edit/help', draft, `${draft}/drop`, new URL(page.url()).pathname,
    '/edit/w/events/middag-i-odense/ar', '/edit/h/events/middag-i-odense', new URL(publication).pathname];
  let findings = 0;
  for (const [at, address] of pages.entries()) {
    const looks = [['light', 'wide'], ['dark', 'narrow']];
    const languages = ['en', 'da', 'fi', 'nb', 'sv', 'ar', 'uk'];
    for (const look of looks) {
      for (const [rule, where] of await judge(browser, base + address, look, { locale: languages[at % languages.length] })) {
        findings += 1;
        console.log(`${address} (${look.join(', ')}): ${rule}: ${where}`);
      }
    }
    const size = Buffer.byteLength(await (await fetch(base + address)).text());
    console.log(`${address.replace(/[0-9a-f]{10,40}/, '…')}: ${(size / 1024).toFixed(1)} KiB`);
  }
  assert.equal(findings, 0);
  console.log(`${pages.length} pages of the editor, 0 findings`);
} finally {
  await browser.close();
  server.removeAllListeners('exit');
  server.kill();
  fs.rmSync(folder, { recursive: true, force: true });
}
