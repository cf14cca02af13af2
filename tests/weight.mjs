// What a telephone must fetch for a page, and whether anything jumps while it comes: one page of each template in
// each language.   node weight.mjs FOLDER
//
// Limits: 20 KiB without a picture, 100 KiB with one, 5 KiB of script, 6 requests in all down to the end of the page,
// no other host, CLS 0.01. What the search page loads when somebody searches isn't counted.
import path from 'node:path';
import { browser, choose, headersOf, serve } from './lib/site.mjs';

const KIB = 1024;
const root = path.resolve(process.argv[2]);
const { base, close } = await serve(root, headersOf(root));
const chromium = await browser();
const findings = [];
const seen = [];
const counts = [];

// To open a telephone takes longer than to weigh a page on it, so it weighs one after the other. Without a cache each is fetched whole.
async function telephone() {
  const context = await chromium.newContext({ viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, serviceWorkers: 'block' });
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  const requests = new Map();
  await devtools.send('Network.enable');
  await devtools.send('Network.setCacheDisabled', { cacheDisabled: true });
  devtools.on('Network.responseReceived', ({ requestId, type, response }) => requests.set(requestId, { type, url: response.url, bytes: 0 }));
  devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => { if (requests.has(requestId)) requests.get(requestId).bytes = encodedDataLength; });
  await page.addInitScript(() => {
    window.shift = 0;
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => { if (!entry.hadRecentInput) window.shift += entry.value; })).observe({ type: 'layout-shift', buffered: true });
  });
  return { page, requests };
}

async function weigh({ page, requests }, url) {
  requests.clear();
  await page.goto(base + url, { waitUntil: 'networkidle' });
  const shift = await page.evaluate(() => window.shift);
  // Pictures that wait until they are near are loaded too.
  for (let left = true; left;) {
    left = await page.evaluate(() => { const from = scrollY; scrollBy({ top: 600, behavior: 'instant' }); return scrollY > from; });
    await page.waitForTimeout(20);
  }
  await page.waitForLoadState('networkidle');
  const all = [...requests.values()];
  const sum = (some) => some.reduce((bytes, request) => bytes + request.bytes, 0);
  const pictures = all.filter((request) => /\/media\//.test(request.url));
  const scripts = all.filter((request) => request.type === 'Script');
  const limits = [
    ['KiB in all', sum(all) / KIB, pictures.length ? 100 : 20],
    ['KiB of script', sum(scripts) / KIB, 5],
    ['requests', all.length, 6],
    ['requests to other hosts', all.filter((request) => !request.url.startsWith(base)).length, 0],
    ['layout shift', shift, 0.01],
  ];
  for (const [what, value, most] of limits) if (value > most) findings.push(`${url}: ${value.toFixed(2)} ${what}, more than ${most}`);
  seen.push(sum(all) / KIB);
  counts.push(all.length);
}

try {
  const urls = choose(root, (lang, template) => `${lang} ${template}`);
  // They mostly wait until nothing is asked for any more.
  await Promise.all(Array.from({ length: 4 }, async () => {
    const one = await telephone();
    for (let url = urls.shift(); url; url = urls.shift()) await weigh(one, url);
  }));
} finally {
  await chromium.close();
  close();
}
findings.forEach((finding) => console.log(finding));
if (seen.length < 50) throw new Error(`only ${seen.length} pages: was this the site?`);
console.log(`${seen.length} pages weighed, ${Math.min(...seen).toFixed(1)} to ${Math.max(...seen).toFixed(1)} KiB, at most ${Math.max(...counts)} requests, ${findings.length} findings`);
process.exit(findings.length ? 1 : 0);
