// Every poster of a built site on paper: one page of A4, nothing cut off, and its code read back by a
// decoder that others wrote. And the event itself, which is one page too.   node poster.mjs FOLDER [FOLDER FOR PDF FILES]
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import jsqr from 'jsqr';
import { PNG } from 'pngjs';
import { browser as launch, serve } from './lib/site.mjs';

const root = path.resolve(process.argv[2]);
const keep = process.argv[3];
const languages = fs.readdirSync(root).filter((name) => fs.existsSync(path.join(root, name, 'events')));
const posters = languages.flatMap((lang) => fs.readdirSync(path.join(root, lang, 'events'))
  .filter((slug) => fs.existsSync(path.join(root, lang, 'events', slug, 'poster/index.html')))
  .map((slug) => `/${lang}/events/${slug}/`));
const pagesOf = (pdf) => [...pdf.toString('latin1').matchAll(/\/Type\s*\/Page\b/g)].length;
const server = await serve(root);
const browser = await launch();
async function look(page, event) {
  await page.goto(`${server.base}${event}poster/`);
  const address = await page.evaluate(() => document.querySelector('link[rel=canonical]').href.replace(/poster\/$/, ''));
  const picture = PNG.sync.read(await page.locator('.poster-code').screenshot());
  const code = jsqr(new Uint8ClampedArray(picture.data), picture.width, picture.height);
  assert.equal(code?.data, address, `the code of ${event}`);
  assert.equal(new URL(address).pathname, event);

  await page.emulateMedia({ media: 'print' });
  const cut = await page.locator('.poster').evaluate((poster) => {
    const edge = poster.getBoundingClientRect();
    const outside = (box) => box.width > 0 && (box.bottom > edge.bottom + 1 || box.left < edge.left - 1 || box.right > edge.right + 1);
    // The cloth of the drawing runs over the edge on purpose, and is cut there.
    return [...poster.querySelectorAll('*:not(.scene *)')].filter((e) => outside(e.getBoundingClientRect())).map((e) => e.className || e.tagName);
  });
  assert.deepEqual(cut, [], `what leaves the sheet of ${event}`);
  const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
  await page.emulateMedia({ media: null });
  assert.equal(pagesOf(pdf), 1, `pages of the poster of ${event}`);
  const [, width, height] = /\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf.toString('latin1'));
  assert.ok(Math.abs(width - 595.3) < 2 && Math.abs(height - 841.9) < 2, `${event} is ${width} × ${height} points`);
  if (keep) fs.writeFileSync(path.join(keep, `${event.split('/').filter(Boolean).join('-')}.pdf`), pdf);
  await page.goto(server.base + event);
  assert.equal(pagesOf(await page.pdf({ format: 'A4', preferCSSPageSize: true })), 1, `pages of ${event}`);
}

try {
  const left = [...posters];
  await Promise.all([1, 2, 3].map(async () => {
    const page = await browser.newPage();
    for (let event = left.shift(); event; event = left.shift()) await look(page, event);
  }));
  assert.ok(posters.length >= languages.length, 'there are posters');
  console.log(`${posters.length} posters and events: one page each, and every code leads to its event`);
} finally {
  await browser.close();
  server.close();
}
