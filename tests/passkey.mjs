// An organiser in real Chromium, with a device of Chromium's own: digits from a letter, a passkey is made, and shown at the next
// sign-in; what was told in confidence stays shut until then.   node passkey.mjs SPACES FORMS_FN
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';

const [spaces, formsFn] = process.argv.slice(2).map((program) => path.resolve(program));
const root = path.resolve('../generator/tests/site');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'spaces-passkey-'));
const [data, forms, letters] = ['data', 'out/forms', 'data/mail'].map((name) => path.join(folder, name));
execFileSync(spaces, ['build', '--root', root, '--out', path.join(folder, 'out')], { stdio: 'pipe' });

const server = spawn(formsFn, ['serve', '--data', data, '--forms', forms, '--addr', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'ignore'] });
const port = await new Promise((found, failed) => {
  server.stdout.on('data', (chunk) => { const url = /http:\/\/127\.0\.0\.1:(\d+)/.exec(String(chunk)); if (url) found(url[1]); });
  server.on('exit', (code) => failed(new Error(`the server ended with ${code}`)));
});
// No passkey is made for a number instead of a name.
const base = `http://localhost:${port}`;
const candidates = [process.env.CHROME_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const executablePath = candidates.find((file) => file && fs.existsSync(file));
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] });

async function digits() {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const names = fs.existsSync(letters) ? fs.readdirSync(letters).filter((name) => name.endsWith('.eml')) : [];
    for (const name of names) {
      const letter = fs.readFileSync(path.join(letters, name), 'utf8').replace(/=\r?\n/g, '').replaceAll('=3D', '=');
      fs.unlinkSync(path.join(letters, name));
      const found = /code\?digits=(\d{8})/.exec(letter);
      if (found) return found[1];
    }
    assert.ok(Date.now() < deadline, 'no letter with digits was written');
    await new Promise((ready) => setTimeout(ready, 100));
  }
}

try {
  const invite = ['invite', 'anna@example.org', '--role', 'steward', '--everywhere', '--name', 'Anna', '--data', data, '--forms', forms, '--as', 'test'];
  execFileSync(formsFn, invite, { stdio: ['ignore', 'ignore', 'inherit'] });
  const context = await browser.newContext({ viewport: { width: 320, height: 640 }, locale: 'en' });
  const page = await context.newPage();
  const device = await context.newCDPSession(page);
  await device.send('WebAuthn.enable');
  const options = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true };
  const { authenticatorId } = await device.send('WebAuthn.addVirtualAuthenticator', { options });
  const status = async (address) => (await page.goto(`${base}${address}`)).status();
  const signIn = async () => {
    await page.goto(`${base}/desk`);
    await page.fill('#email', 'anna@example.org');
    await page.click('form[action="/desk/sign-in"] button');
    await page.fill('#digits', await digits());
    await page.click('form[action="/desk/code"] button');
    assert.equal(new URL(page.url()).pathname, '/desk/passkey');
  };

  await signIn();
  assert.equal(await status('/desk/people'), 404, 'digits are not enough');
  await page.goto(`${base}/desk/passkey`);
  await page.click('form[action="/desk/passkey/new"] button');
  await page.click('form[data-passkey] button');
  await page.waitForURL(/done=passkey\.added/);
  assert.equal(await status('/desk/people'), 200);

  await page.click('form[action="/desk/sign-out"] button');
  await signIn();
  await page.click('form[action="/desk/passkey/ask"] button');
  // Somebody else holds the device.
  await device.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
  await page.click('form[data-passkey] button');
  await page.locator('[data-passkey-failed]').waitFor();
  assert.equal(await page.locator('[data-passkey-failed]').getAttribute('role'), 'alert');
  await device.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true });
  await page.click('form[data-passkey] button');
  await page.waitForURL(/\/desk$/);
  assert.equal(await status('/desk/people'), 200);
  console.log('a passkey is made, and opens what digits do not');
} finally {
  await browser.close();
  server.removeAllListeners('exit');
  server.kill('SIGKILL');
  fs.rmSync(folder, { recursive: true, force: true });
}
