// The search page in real Chromium, in all languages: one form of a word finds pages that only have another form,
// the count is said, and without a script every page is a link.   node search.mjs FOLDER
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { browser, headersOf, serve } from './lib/site.mjs';

// What a reader types → a form that stands in the texts.
const forms = {
  en: [['customer', 'customers'], ['registered', 'register'], ['listening', 'listen'], ['question', 'questions']],
  da: [['kunder', 'kunden'], ['historie', 'historien'], ['middagens', 'middagen'], ['mentorer', 'mentoren']],
  fi: [['tarina', 'tarinasi'], ['asiakkaan', 'asiakas'], ['sopimukset', 'sopimus'], ['keskustelussa', 'keskustelu']],
  nb: [['kunder', 'kunden'], ['historie', 'historien'], ['middager', 'middagen'], ['mentorer', 'mentoren']],
  sv: [['kund', 'kunden'], ['berättelse', 'berättelser'], ['middagens', 'middagen'], ['mentorns', 'mentorn']],
  ar: [
    ['مشروع', 'المشروع'], ['مشروعك', 'مشروع'], ['سؤالك', 'السؤال'], ['والطاولة', 'الطاولة'],
    ['مرشدون', 'المرشدون'], ['قهوة', 'القهوة'], ['حكاية', 'الحكايات'], ['طاولتنا', 'الطاولة'],
  ],
  uk: [
    ['початківець', 'початківців'], ['підприємець', 'підприємців'], ['історій', 'історію'], ['робота', 'роботу'],
    ['цінам', 'ціну'], ['магазинів', 'магазину'], ['розмовами', 'розмови'], ['зустрічами', 'зустрічі'], ['робіт', 'робота'],
    ['програмами', 'програма'], ['вечері', 'вечерю'], ['клієнтка', 'клієнтів'], ['партнерами', 'партнери'], ['сторінок', 'сторінку'],
  ],
};

const root = path.resolve(process.argv[2]);
// The document itself, without the lists that follow it.
const text = (url) => /<article[\s\S]*?<\/article>/.exec(fs.readFileSync(path.join(root, url, 'index.html'), 'utf8'))[0].toLowerCase();
const has = (url, word) => new RegExp(`(?<![\\p{L}])${word}(?![\\p{L}])`, 'u').test(text(url));
const { server, base } = await serve(root, headersOf(root));
const chromium = await browser();
try {
  const page = await (await chromium.newContext({ locale: 'en-GB' })).newPage();
  const faults = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => { if (message.type() === 'error') faults.push(message.text()); });
  const missed = [];
  for (const [lang, pairs] of Object.entries(forms)) {
    for (const [typed, written] of pairs) {
      await page.goto(`${base}/${lang}/search/`);
      await page.locator('#q').fill(typed);
      await page.locator('form.search button').click();
      await page.waitForFunction(() => document.getElementById('found').textContent !== '');
      const urls = await page.locator('#results a').evaluateAll((links) => links.map((link) => new URL(link.href).pathname));
      assert.ok(urls.every((url) => url.startsWith(`/${lang}/`)), `only pages in ${lang}: ${urls}`);
      if (!urls.some((url) => has(url, written) && !has(url, typed))) missed.push(`${lang}: ${typed} does not find ${written} (${urls.length} pages)`);
      if (process.env.SHOW) console.log(lang, typed, written, urls.length, urls.filter((url) => has(url, written) && !has(url, typed)).length);
    }
  }
  assert.deepEqual(missed, []);

  // The address keeps the question, the words are marked, and the number is said aloud.
  await page.goto(`${base}/en/search/?q=bread`);
  await page.locator('#results mark').first().waitFor();
  assert.equal(await page.locator('#found').textContent(), `Pages found: ${await page.locator('#results li').count()}`);
  assert.equal(await page.locator('#found').getAttribute('role'), 'status');
  await page.locator('#q').fill('xyzzyx');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => /Nothing/.test(document.getElementById('found').textContent));
  assert.match(page.url(), /\?q=xyzzyx$/);
  await page.goBack();
  await page.locator('#results mark').first().waitFor();
  assert.equal(await page.locator('#q').inputValue(), 'bread');
  assert.deepEqual(faults, []);

  // Without a script the form leads to the same page, where everything is a link.
  const plain = await (await chromium.newContext({ javaScriptEnabled: false })).newPage();
  await plain.goto(`${base}/uk/`);
  await plain.locator('a[rel=search]').click();
  await plain.locator('#q').fill('хліб');
  await plain.locator('form.search button').click();
  assert.match(plain.url(), /\/uk\/search\/\?q=/);
  const stories = fs.readdirSync(path.join(root, 'uk/stories'), { withFileTypes: true }).filter((entry) => entry.isDirectory() && !['country', 'topic'].includes(entry.name));
  assert.ok(await plain.locator('section[aria-labelledby=all-stories] a').count() >= stories.length - 1);
  console.log(`${Object.values(forms).flat().length} forms of words found, in ${Object.keys(forms).length} languages`);
} finally {
  await chromium.close();
  server.close();
}
