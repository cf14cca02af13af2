// One reader's journey in real Chromium, without JavaScript, against the real server and store:
// read a story in Arabic, switch to Danish, register for a dinner, see the errors, read the form in Arabic and
// again in Danish, mend them, see the ticket, find the row in the store.   node journey.mjs SPACES FORMS_FN
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';

const [spaces, formsFn] = process.argv.slice(2).map((program) => path.resolve(program));
const root = path.resolve('../generator/tests/site');
const data = fs.mkdtempSync(path.join(os.tmpdir(), 'spaces-journey-'));
const event = 'dinner';

const server = spawn(spaces, ['serve', '--root', root, '--addr', '127.0.0.1:0', '--data', data], { stdio: ['ignore', 'pipe', 'inherit'] });
const base = await new Promise((found, failed) => {
  server.stdout.on('data', (chunk) => { const url = /http:\/\/\S+/.exec(String(chunk)); if (url) found(url[0].replace(/\/$/, '')); });
  server.on('exit', (code) => failed(new Error(`the server ended with ${code}`)));
});
const candidates = [process.env.CHROME_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const executablePath = candidates.find((file) => file && fs.existsSync(file));
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] });
try {
  const page = await (await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } })).newPage();

  await page.goto(`${base}/ar/stories/bread/`);
  assert.equal(await page.locator('html').getAttribute('dir'), 'rtl');
  await page.locator('.languages summary').click();
  await page.locator('a[hreflang="da"]').first().click();
  assert.match(page.url(), /\/da\/stories\/bread\/$/);
  assert.equal(await page.locator('html').getAttribute('lang'), 'da');

  await page.goto(`${base}/da/events/${event}/`);
  const form = page.locator('form[action^="/da/forms/registration"]');
  await form.locator('#f-full_name').fill('');
  await form.locator('#f-email').fill('ikke en adresse');
  await form.locator(':scope > button[type=submit]').click();
  const words = (await page.locator('.error-summary').innerText()).trim();
  assert.match(await page.title(), /^Fejl/);
  assert.equal(await page.locator('#f-email').inputValue(), 'ikke en adresse', 'what was written is kept');
  assert.ok(words.split('\n').length >= 3, words);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'error-summary', 'the mistakes have the focus');

  for (const lang of ['ar', 'da']) {
    await page.locator(`button[formaction="/${lang}/forms/registration"]`).click();
    assert.equal(await page.locator('html').getAttribute('lang'), lang);
    assert.equal(await page.locator('#f-email').inputValue(), 'ikke en adresse', 'what was written goes along');
    assert.equal(await page.locator('.error-summary').count(), 0, 'nothing was checked');
  }

  // Written as a person writes: an answer within a second of the page would be asked about once more.
  await page.locator('#f-full_name').pressSequentially('عائشة بنت علي', { delay: 100 });
  await page.locator('#f-email').fill('');
  await page.locator('#f-email').pressSequentially('aisha@example.org', { delay: 100 });
  await page.locator('#f-country').selectOption('DK');
  await page.locator('#f-message_language').selectOption('da');
  await page.locator('#f-adult').check();
  await page.locator('.form > button[type=submit]').click();
  assert.match(page.url(), /\/da\/forms\/registration\/received\?ref=/);
  const reference = /ref=([0-9A-Z-]+)/.exec(page.url())[1];
  assert.ok((await page.locator('.ticket').innerText()).includes(reference));
  assert.equal(await page.locator('.ticket-code svg').count(), 1);

  // The letter leads back to this very server.
  const letters = path.join(data, 'mail');
  const deadline = Date.now() + 30_000;
  while (!fs.existsSync(letters) || !fs.readdirSync(letters).some((name) => name.endsWith('.eml'))) {
    assert.ok(Date.now() < deadline, 'no letter was written');
    await new Promise((ready) => setTimeout(ready, 100));
  }
  const letter = fs.readFileSync(path.join(letters, fs.readdirSync(letters).find((name) => name.endsWith('.eml'))), 'utf8');
  const [link] = /http:\S+\/my\?t=[\w-]+/.exec(letter.replace(/=\r?\n/g, '').replaceAll('=3D', '='));
  assert.ok(link.startsWith(`${base}/da/`), link);
  await page.goto(link);
  assert.ok((await page.locator('main').innerText()).includes(reference));

  // The server dies without a warning; what it answered is in the store.
  server.removeAllListeners('exit');
  server.kill('SIGKILL');
  const rows = JSON.parse(execFileSync(formsFn, ['list', '--data', data, '--form', 'registration', '--event', event, '--format', 'json', '--as', 'journey', '--purpose', 'is the registration there'], { encoding: 'utf8' }));
  assert.equal(rows.length, 1);
  assert.equal(rows[0].reference, reference);
  assert.equal(rows[0].answers.full_name, 'عائشة بنت علي');
  console.log(`the journey ended well: ${reference}`);
} finally {
  await browser.close();
  server.kill('SIGKILL');
  fs.rmSync(data, { recursive: true, force: true });
}
