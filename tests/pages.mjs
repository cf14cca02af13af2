// Every page of a built site: valid by html-validate's standard and accessibility presets, and every
// internal link, picture, feed and #fragment leads somewhere, and none asks for more than six files, itself
// and the sign of the site among them.   node pages.mjs FOLDER
import fs from 'node:fs';
import path from 'node:path';
import { HtmlValidate, StaticConfigLoader } from 'html-validate';

const root = path.resolve(process.argv[2]);
const walk = (folder) => fs.readdirSync(folder, { withFileTypes: true })
  .flatMap((entry) => (entry.isDirectory() ? walk(path.join(folder, entry.name)) : [path.join(folder, entry.name)]));
const files = new Set(walk(root).map((file) => '/' + path.relative(root, file).split(path.sep).join('/')));
const pages = [...files].filter((file) => file.endsWith('.html')).sort();
const html = new Map(pages.map((page) => [page, fs.readFileSync(path.join(root, page), 'utf8')]));
const findings = [];

const validator = new HtmlValidate(new StaticConfigLoader({
  root: true,
  extends: ['html-validate:standard', 'html-validate:a11y'],
}));
const ids = new Map([...html].map(([page, text]) => [page, new Set([...text.matchAll(/\sid="([^"]+)"/g)].map((m) => m[1]))]));
// Where the site stands; the folder has no folder of its path.
const [, origin, below] = /<link rel="canonical" href="(https?:\/\/[^/"]+)([^"]*)\/en\/"/.exec(html.get('/en/index.html') ?? '') ?? [null, 'http://none.invalid', ''];
const decode = (text) => text.replaceAll('&amp;', '&').replaceAll('&#x2F;', '/').replaceAll('&#39;', "'").replaceAll('&quot;', '"');

let links = 0;
for (const [page, text] of html) {
  if (/http-equiv="refresh"/.test(text)) continue;
  for (const result of (await validator.validateString(text, page)).results)
    for (const message of result.messages) findings.push(`${page}:${message.line}: ${message.ruleId}: ${message.message}`);
  // Pages work without a script; each loads only what helps on it, and the browser compares its bytes.
  const scripts = [...text.matchAll(/<script(?![^>]*type="application\/ld\+json")[^>]*>/g)].map((m) => m[0]);
  const names = scripts.map((tag) => /src="[^"]*\/assets\/([a-z.-]+)\.[0-9a-f]{12}\.js" integrity="sha384-[^"]{64}"/.exec(tag)?.[1]);
  const template = /<html[^>]*\sdata-template="([^"]+)"/.exec(text)?.[1];
  const together = [
    ['home', 'events', 'event'].includes(template) && 'clock',
    ['home', 'events'].includes(template) && 'places', /<article class="(story|event)"/.test(text) && 'later',
    /<form class="form/.test(text) && 'forms.switch', template === 'search' && 'search', template === 'offline' && 'kept',
  ].filter(Boolean);
  const allowed = together.length ? [together.join('.')] : [];
  if (String(names) !== String(allowed)) findings.push(`${page}: scripts ${scripts}`);
  const pictures = new Set([...text.matchAll(/<img src="([^"]+)"/g)].map((m) => m[1]));
  const requests = 2 + [...text.matchAll(/<link rel="stylesheet"/g)].length + scripts.length + pictures.size;
  if (requests > 6) findings.push(`${page}: ${requests} requests`);
  if (/\son[a-z]+="/.test(text)) findings.push(`${page}: an inline handler`);
  if (/\sstyle="|<style/.test(text)) findings.push(`${page}: an inline style`);
  const empty = /<(li|dd|p|h[1-6])(\s[^>]*)?>\s*(<svg class="icon".*?<\/svg>)?\s*<\/\1>/.exec(text.replace(/<p id="found"[^>]*><\/p>/, ''));
  if (empty) findings.push(`${page}: nothing stands in ${empty[0].slice(0, 80)}`);
  const lang = /<html[^>]*\slang="([^"]+)"/.exec(text)?.[1];
  const dir = /<html[^>]*\sdir="([^"]+)"/.exec(text)?.[1];
  if (!lang || dir !== (lang === 'ar' ? 'rtl' : 'ltr')) findings.push(`${page}: lang="${lang}" dir="${dir}"`);
  const base = new URL(below + page.replace(/index\.html$/, ''), origin);
  for (const [, name, raw] of text.matchAll(/\s(href|src|action)="([^"]*)"/g)) {
    const url = new URL(decode(raw), base);
    if (url.origin !== origin) continue;
    links += 1;
    if (!url.pathname.startsWith(`${below}/`)) { findings.push(`${page}: ${name}="${raw}" leads out of ${below}/`); continue; }
    const pathname = url.pathname.slice(below.length);
    if (/^\/[a-z]+\/forms\//.test(pathname)) continue; // answered by forms-fn, see journey.mjs
    const target = decodeURIComponent(pathname).replace(/\/$/, '/index.html');
    if (!files.has(target)) findings.push(`${page}: ${name}="${raw}" leads nowhere`);
    else if (url.hash && !ids.get(target)?.has(decodeURIComponent(url.hash.slice(1)))) findings.push(`${page}: no ${url.hash} at ${raw}`);
  }
}
for (const finding of findings.slice(0, 60)) console.log(finding);
if (findings.length > 60) console.log(`… ${findings.length - 60} more`);
if (pages.length < 20 || links < 100) throw new Error(`only ${pages.length} pages with ${links} links: was this the site?`);
console.log(`${pages.length} pages, ${links} internal links, ${findings.length} findings`);
process.exit(findings.length ? 1 : 0);
