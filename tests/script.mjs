// The form's small script in real Chromium: a built page, its own server, a nonce from a stand-in.
//   node script.mjs FOLDER
import assert from 'node:assert/strict';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { chromium } from 'playwright-core';

const root = path.resolve(process.argv[2]);
const [name] = fs.readdirSync(path.join(root, 'assets')).filter((file) => file.startsWith('forms.switch.'));
const script = fs.readFileSync(path.join(root, 'assets', name), 'utf8');
assert.ok(script.length < 2 * 2048, `${script.length} bytes`);
assert.ok(!/\?\.|\?\?|=>|\b(const|let|fetch|Promise)\b|`/.test(script), 'browsers of ten years ago read it');

const asked = [];
const sent = [];
const posted = [];
const types = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml' };
const server = http.createServer((request, response) => {
  const url = new URL(request.url, 'http://x');
  // As forms-fn says it on its pages: no inline script, no inline style.
  response.setHeader('content-security-policy', "default-src 'self'");
  if (request.method === 'POST') {
    let body = '';
    request.on('data', (chunk) => { body += chunk; });
    request.on('end', () => { posted.push(url.pathname); sent.push(new URLSearchParams(body)); response.writeHead(303, { location: '/en/' }).end(); });
  } else if (url.pathname.endsWith('/places')) {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ dinner: { room: 'few', text: 'Few <b>places</b> left' } }));
  } else if (url.pathname.endsWith('/nonce')) {
    asked.push(request.url);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ nonce: `nonce-number-${String(asked.length).padStart(4, '0')}` }));
  } else {
    const file = path.join(root, url.pathname.endsWith('/') ? `${url.pathname}index.html` : url.pathname);
    if (!fs.existsSync(file)) return response.writeHead(404).end();
    response.setHeader('content-type', types[path.extname(file)] ?? 'application/octet-stream');
    response.end(fs.readFileSync(file));
  }
});
await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
const base = `http://127.0.0.1:${server.address().port}`;
const candidates = [process.env.CHROME_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const executablePath = candidates.find((file) => file && fs.existsSync(file));
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] });
try {
  const page = await (await browser.newContext()).newPage();
  const faults = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => { if (message.type() === 'error') faults.push(message.text()); });

  await page.goto(`${base}/en/events/`);
  await page.waitForFunction(() => document.querySelector('[data-places]').textContent === 'Few <b>places</b> left');
  await page.goto(`${base}/en/events/dinner/`);
  const nonce = page.locator('form.form input[name=nonce]');
  const button = page.locator('form.form > button[type=submit]');
  assert.deepEqual([asked.length, await nonce.count()], [0, 0], 'nothing is fetched before the first touch');
  const trap = await page.locator('input[name=website_url]').boundingBox();
  const frame = await page.locator('.field-extra').boundingBox();
  assert.ok(trap && frame.width <= 1 && frame.height <= 1, 'the honeypot is out of sight, but not gone');
  const focused = [];
  await page.locator('#f-full_name').focus();
  for (let i = 0; i < 60; i += 1) {
    await page.keyboard.press('Tab');
    focused.push(await page.evaluate(() => document.activeElement.getAttribute('name')));
  }
  assert.ok(focused.includes('email') && !focused.includes('website_url'), String(focused));

  await page.locator('#f-full_name').fill('Aisha');
  await page.waitForFunction(() => document.querySelector('form.form input[name=nonce]'));
  assert.deepEqual(asked, ['/en/forms/registration/nonce?event=dinner'], 'asked once');
  assert.equal(await nonce.inputValue(), 'nonce-number-0001');

  await button.dblclick();
  await page.waitForURL(`${base}/en/#error-summary`);
  assert.equal(sent.length, 1, 'a double click sends once');
  assert.equal(sent[0].get('nonce'), 'nonce-number-0001');
  assert.equal(sent[0].get('website_url'), '');

  await page.goBack();
  assert.equal(await button.isDisabled(), false, 'the button is awake after the way back');
  await page.locator('#f-full_name').fill('Omar');
  await page.waitForFunction(() => document.querySelector('form.form input[name=nonce]')?.value.endsWith('2'));
  await button.click();
  await page.waitForURL(`${base}/en/#error-summary`);
  assert.deepEqual(sent.map((form) => [form.get('full_name'), form.get('nonce')]), [['Aisha', 'nonce-number-0001'], ['Omar', 'nonce-number-0002']]);

  // The switcher of the page: a link while nothing is typed, and then the form's own button for that language.
  const arabic = page.locator('.languages-below a[lang=ar]');
  await page.goto(`${base}/en/events/dinner/`);
  await arabic.click();
  await page.waitForURL(`${base}/ar/events/dinner/`);
  assert.equal(sent.length, 2, 'nothing to keep, nothing sent');
  await page.goto(`${base}/en/events/dinner/`);
  await page.locator('#f-full_name').fill('Mina');
  await page.locator('.languages a[lang=ar]').click();
  await page.waitForURL(`${base}/en/`);
  assert.equal(posted[2], '/ar/forms/registration');
  assert.deepEqual(['full_name', 'event', 'only_language'].map((field) => sent[2].get(field)), ['Mina', 'dinner', 'yes']);
  // The browser fills the field again on the way back, and no event tells of it.
  await page.goBack();
  assert.equal(await page.locator('#f-full_name').inputValue(), 'Mina');
  await arabic.click();
  await page.waitForURL(`${base}/en/`);
  assert.equal(sent[3].get('full_name'), 'Mina');
  assert.deepEqual(faults, []);
  console.log('the script of the forms works');
} finally {
  await browser.close();
  server.close();
}
