// When a page is first seen on a slow telephone: the first and the largest paint of one page of some templates, with an
// empty cache, the processor at a quarter, and 400 ms and 400 kbit/s of network. It prints, and judges nothing: times
// belong to a machine.   node paint.mjs FOLDER [ROUNDS]
import path from 'node:path';
import { browser, choose, headersOf, serve } from './lib/site.mjs';

const SLOW_3G = { offline: false, latency: 400, downloadThroughput: 400_000 / 8, uploadThroughput: 400_000 / 8 };
const TEMPLATES = ['home', 'events', 'event', 'stories', 'story', 'page'];
const LANGUAGES = ['en', 'ar'];

const root = path.resolve(process.argv[2]);
const rounds = Number(process.argv[3] ?? 3);
const { base, close } = await serve(root, headersOf(root));
const chromium = await browser();
const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

async function paint(url) {
  const context = await chromium.newContext({ viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, serviceWorkers: 'block' });
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.enable');
  await devtools.send('Network.emulateNetworkConditions', SLOW_3G);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  await page.addInitScript(() => {
    window.paints = {};
    for (const type of ['paint', 'largest-contentful-paint'])
      new PerformanceObserver((list) => list.getEntries().forEach((entry) => { window.paints[entry.name || type] = entry.startTime; })).observe({ type, buffered: true });
  });
  await page.goto(base + url, { waitUntil: 'load', timeout: 60_000 });
  await page.waitForFunction(() => window.paints['first-contentful-paint'] && window.paints['largest-contentful-paint']);
  const seen = await page.evaluate(() => {
    const [style] = performance.getEntriesByType('resource').filter((entry) => /\.css$/.test(entry.name));
    const [page] = performance.getEntriesByType('navigation');
    return [window.paints['first-contentful-paint'], window.paints['largest-contentful-paint'], page.responseEnd, style.responseEnd];
  });
  await context.close();
  return seen;
}

try {
  console.log('page                                      first paint   largest   page came   style came (ms)');
  for (const url of choose(root, (lang, template) => LANGUAGES.includes(lang) && TEMPLATES.includes(template) && `${lang} ${template}`)) {
    const all = [];
    for (let round = 0; round < rounds; round += 1) all.push(await paint(url));
    const [first, largest, came, style] = [0, 1, 2, 3].map((at) => Math.round(median(all.map((one) => one[at]))));
    console.log(`${url.padEnd(40)}${String(first).padStart(13)}${String(largest).padStart(10)}${String(came).padStart(12)}${String(style).padStart(13)}`);
  }
} finally {
  await chromium.close();
  close();
}
