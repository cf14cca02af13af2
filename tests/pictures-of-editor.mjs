// The pictures of docs/editing.md: what somebody sees who writes for the site, on a telephone and at a desk, with the real content.
//   node pictures-of-editor.mjs SPACES
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { place as begin, press } from './editor/place.mjs';
import { browser as launch } from './lib/site.mjs';
import { painter } from './lib/webp.mjs';

const folder = path.resolve('../docs/editing');
// A picture that takes longer to load than the text beside it helps nobody; all of them together are as large as one photograph.
const [LARGEST, ALL] = [64 * 1024, 240 * 1024];
const PHONE = { width: 390, height: 760 };
const DESK = { width: 1080, height: 620 };

const place = await begin(process.argv[2]);
const browser = await launch();

try {
  fs.mkdirSync(folder, { recursive: true });
  const context = await browser.newContext({ viewport: PHONE, colorScheme: 'light', locale: 'en-GB' });
  context.setDefaultTimeout(180_000);
  const page = await context.newPage();
  const webp = await painter(browser);
  let all = 0;
  const take = async (name, of = page) => {
    const bytes = await webp(await of.screenshot());
    assert.ok(bytes.length <= LARGEST, `${name}: ${bytes.length} bytes`);
    all += bytes.length;
    fs.writeFileSync(path.join(folder, `${name}.webp`), bytes);
    console.log(`${name}.webp ${bytes.length}`);
  };
  const show = (what) => what.evaluate((element) => element.scrollIntoView({ block: 'start' }));

  // An event that is begun like an earlier one: what it lacks, at the top and at the fields.
  await page.goto(`${place.base}/edit/new`);
  await page.fill('#f-title', 'Dinner in Odense');
  await page.selectOption('#f-like', 'events/dinner-copenhagen-march');
  await take('new');
  await press(page, 'Begin');
  await take('problems');
  await page.fill('#f-summary', 'Eat together, and hear how a bakery found its first customers.');
  await page.fill('#f-body', 'Come and eat with us.\n\n## Who is it for?\n\nFor everyone who dreams of a business.');
  await show(page.locator('.field', { has: page.locator('#f-body') }));
  await take('form');
  await page.locator('details').evaluateAll((sections) => sections.forEach((section) => { section.open = true; }));
  for (const [name, value] of [['starts', '2027-05-06'], ['starts-time', '17:30'], ['ends', '2027-05-06'], ['ends-time', '20:30'],
    ['place.city', 'Odense']]) await page.fill(`[name="${name}"]`, value);
  await page.locator('[data-rows="programme"]').getByRole('button', { name: 'One more' }).click();
  await page.fill('[name="programme.0.time"]', '17:30');
  await page.fill('[name="programme.0.text"]', 'Doors open');
  await press(page, 'Save');
  await page.evaluate(() => scrollTo(0, 0));
  const draft = page.url();

  // The real page, with its bar.
  const real = await context.newPage();
  await real.goto(await page.getByRole('link', { name: 'See the real page' }).getAttribute('href'));
  await take('real-page', real);
  await real.close();

  // What is published, and how it is taken back.
  await page.goto(draft);
  await page.getByRole('link', { name: 'Look through and publish' }).click();
  await page.getByRole('button', { name: 'Publish for everybody' }).scrollIntoViewIfNeeded();
  await take('look-through');
  await press(page, 'Publish for everybody');
  await page.getByRole('button', { name: 'Take this back' }).scrollIntoViewIfNeeded();
  await take('published');
  await page.goto(`${place.base}/edit/w/stories/bread-and-light/en`);
  await page.fill('#f-summary', `${await page.inputValue('#f-summary')} With a recipe.`);
  await press(page, 'Save');
  await page.goto(`${place.base}/edit/`);
  await take('home');

  // A translation beside its source.
  await page.setViewportSize(DESK);
  await page.goto(`${place.base}/edit/w/events/dinner-copenhagen-march/da`);
  await take('translation');
  assert.ok(all <= ALL, `${all} bytes`);
} finally {
  await browser.close();
  place.stop();
}
