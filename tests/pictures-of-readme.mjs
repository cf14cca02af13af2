// The picture at the head of the README: four telephones with the site in three languages and the organisers' desk, drawn from the real content.
//   node pictures-of-readme.mjs SPACES [ROOT of a site]
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { demo } from './lib/demo.mjs';
import { browser as launch } from './lib/site.mjs';
import { painter } from './lib/webp.mjs';

const [spaces, root] = [path.resolve(process.argv[2]), path.resolve(process.argv[3] ?? '..')];
// It is loaded by whoever opens the repository.
const LARGEST = 110 * 1024;
const PHONE = { width: 340, height: 660 };

const { base, link, event, stop } = await demo(spaces, root);
const browser = await launch();

/** What a telephone shows at an address. */
async function phone(address, { colorScheme = 'light', locale = 'en-GB', signedIn = false } = {}) {
  const context = await browser.newContext({ viewport: PHONE, colorScheme, locale, javaScriptEnabled: false });
  const page = await context.newPage();
  if (signedIn) {
    await page.goto(link);
    await page.locator('main button').click();
    await page.waitForLoadState();
  }
  await page.goto(`${base}${address}`);
  const png = await page.screenshot();
  await context.close();
  return png.toString('base64');
}

try {
  const shown = [
    await phone('/da/'),
    await phone('/ar/stories/', { colorScheme: 'dark', locale: 'ar' }),
    await phone(`/en/events/${event}/`),
    await phone(`/desk/events/${event}/door`, { signedIn: true }),
  ];
  const page = await browser.newPage({ viewport: { width: 4 * PHONE.width + 5 * 24, height: PHONE.height + 48 } });
  const images = shown.map((png) => `<img alt="" src="data:image/png;base64,${png}">`).join('');
  await page.setContent(`<style>
    body { margin: 0; padding: 24px; display: flex; gap: 24px; background: #e9e4da }
    img { border-radius: 18px; box-shadow: 0 2px 10px #0004 }
  </style>${images}`);
  await page.locator('img').last().evaluate((image) => image.decode());
  const bytes = await (await painter(browser))(await page.screenshot());
  assert.ok(bytes.length <= LARGEST, `${bytes.length} bytes`);
  fs.writeFileSync(path.resolve('../docs/look.webp'), bytes);
  console.log(`look.webp ${bytes.length}`);
} finally {
  await browser.close();
  stop();
}
