// Every page judged once, in one of seven languages after the other and in both looks, with script; the form of an event in each language.
import assert from 'node:assert/strict';
import { Looks } from '../lib/judge.mjs';
import { press } from './place.mjs';

const LANGUAGES = ['en', 'da', 'fi', 'nb', 'sv', 'ar', 'uk'];
const LOOKS = [['light', 'wide'], ['dark', 'narrow']];
const DINNER = 'events/dinner-copenhagen-march';
const MAX_SCRIPT = 8192;

export default async function looks({ place, browser }) {
  const { base } = place;
  const context = await browser.newContext({ locale: 'en' });
  context.setDefaultTimeout(180_000);
  const page = await context.newPage();
  await page.goto(`${base}/edit/new`);
  await page.fill('#f-title', 'Party');
  await page.selectOption('#f-organisation', { index: 1 });
  await press(page, 'Begin');
  const form = new URL(page.url()).pathname;
  const draft = form.match(/\/edit\/d\/[0-9a-f]+/)[0];
  const version = place.git(place.root, 'rev-parse', 'main').trim();
  await context.close();
  const pages = [form, '/edit/', '/edit/new', '/edit/documents', '/edit/help', draft, `${draft}/drop`, `/edit/w/${DINNER}/ar`,
    `/edit/h/${DINNER}`, `/edit/c/${version}`, '/edit/none', `/edit/p/${DINNER}?lang=en`, '/edit/help/event/words', ...LANGUAGES.slice(1).map(() => form)];
  let findings = 0;
  const jobs = [...pages.entries()];
  const work = async () => {
    const looks = new Looks(browser);
    for (let job = jobs.shift(); job; job = jobs.shift()) {
      const [at, address] = job;
      const [look, locale] = [LOOKS[at % 2], LANGUAGES[at % LANGUAGES.length]];
      for (const [rule, where] of await looks.judge(base + address, look, { locale })) {
        findings += 1;
        console.log(`${address} (${[...look, locale].join(', ')}): ${rule}: ${where}`);
      }
    }
  };
  await Promise.all([work(), work()]);
  for (const address of new Set(pages)) {
    const size = Buffer.byteLength(await (await fetch(base + address)).text());
    console.log(`${address.replace(/[0-9a-f]{10,40}/, '…')}: ${(size / 1024).toFixed(1)} KiB`);
  }
  const script = await fetch(`${base}/edit/editor.js`);
  assert.match(script.headers.get('content-type'), /javascript/);
  assert.ok(Buffer.byteLength(await script.text()) <= MAX_SCRIPT);
  assert.equal(findings, 0);
  console.log(`${pages.length} looks at ${new Set(pages).size} pages, 0 findings`);
}
