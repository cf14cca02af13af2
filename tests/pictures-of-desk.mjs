// The pictures of docs/desk.md: what an organiser sees on a telephone, drawn from the demo with made-up guests.
//   node pictures-of-desk.mjs SPACES [ROOT of a site]
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { demo } from './lib/demo.mjs';
import { browser as launch } from './lib/site.mjs';
import { painter } from './lib/webp.mjs';

const [spaces, root] = [path.resolve(process.argv[2]), path.resolve(process.argv[3] ?? '..')];
const folder = path.resolve('../docs/desk');
// A picture that takes longer to load than the text beside it helps nobody.
const LARGEST = 40 * 1024;

const { base, link, event, stop } = await demo(spaces, root);
const browser = await launch();

try {
  fs.mkdirSync(folder, { recursive: true });
  const context = await browser.newContext({ viewport: { width: 360, height: 640 }, colorScheme: 'light', locale: 'en-GB', javaScriptEnabled: false });
  const page = await context.newPage();
  const press = async (button) => { await button.click(); await page.waitForLoadState(); };
  const webp = await painter(browser);
  const take = async (name) => {
    const bytes = await webp(await page.screenshot());
    assert.ok(bytes.length <= LARGEST, `${name}: ${bytes.length} bytes`);
    fs.writeFileSync(path.join(folder, `${name}.webp`), bytes);
    console.log(`${name}.webp ${bytes.length}`);
  };

  await page.goto(`${base}/desk`);
  await take('sign-in');
  await page.goto(link);
  await press(page.locator('main button'));
  await page.goto(`${base}/desk`);
  await take('today');
  await page.goto(`${base}/desk/events/${event}`);
  await take('list');
  await press(page.locator('.desk-list a').first());
  await take('registration');
  await page.goto(`${base}/desk/events/${event}/door`);
  await page.locator('input[type=search]').fill('Chidi');
  await press(page.locator('form[role=search] button').first());
  await take('door');
  await press(page.locator('main form[action$="/door/in"] button').first());
  await take('door-here');
  await page.goto(`${base}/desk/rights`);
  await take('rights');
} finally {
  await browser.close();
  stop();
}
