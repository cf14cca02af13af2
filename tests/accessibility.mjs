// The accessibility of every template. Two looks in en and ar are enough for a first word.
//   node accessibility.mjs FOLDER                    quick: en and ar, light and wide, dark and narrow
//   node accessibility.mjs FOLDER --full REPORT      every language and look; writes the report
import fs from 'node:fs';
import path from 'node:path';
import { browser as launch, choose, serve } from './lib/site.mjs';
import { AXE_VERSION, Looks } from './lib/judge.mjs';

const [folder, flag, reportFile] = process.argv.slice(2);
const full = flag === '--full';
const root = path.resolve(folder);
const LOOKS = full
  ? [['light', 'wide'], ['light', 'narrow'], ['dark', 'wide'], ['dark', 'narrow']]
  : [['light', 'wide'], ['dark', 'narrow']];

/** One page for each language and template, with and without a form. */
const kind = (lang, template, html) => (full || ['en', 'ar'].includes(lang)) && `${lang} ${template} ${html.includes('<form')}`;

function report(pages, findings, browser) {
  const rules = new Map();
  for (const [rule, at] of findings) rules.set(rule, (rules.get(rule) ?? new Set()).add(at));
  const statement = fs.readFileSync(path.join(root, 'en/accessibility/index.html'), 'utf8');
  const list = [...rules].sort().map(([rule, at]) => `  - { rule: ${JSON.stringify(rule)}, pages: ${JSON.stringify([...at].sort())} }\n`);
  return `# Written by \`./check --full\` from what it found. The accessibility page shows it; don't change it by hand.
date: "${new Date().toISOString().slice(0, 10)}"
standard: WCAG 2.2 AA
theme: "${/data-theme="([0-9a-f]+)"/.exec(statement)[1]}"
tools: ["axe-core ${AXE_VERSION}", "Chromium ${browser.version()}"]
seen: [light, dark, wide, narrow]
pages: ${pages.length}
findings:${list.length ? `\n${list.join('')}` : ' []\n'}`;
}

const pages = choose(root, kind);
const jobs = LOOKS.flatMap((look) => pages.map((page) => [page, look]));
const total = jobs.length;
const findings = [];
const server = await serve(root);
const browser = await launch();
async function work() {
  const looks = new Looks(browser);
  for (let job = jobs.shift(); job; job = jobs.shift()) {
    const [page, look] = job;
    for (const [rule, where] of await looks.judge(server.base + page, look)) {
      findings.push([rule, page]);
      console.log(`${page} (${look.join(', ')}): ${rule}: ${where}`);
    }
  }
}
try {
  await Promise.all([work(), work()]);
  if (pages.length < 20) throw new Error(`only ${pages.length} pages: was this the site?`);
  if (full) fs.writeFileSync(reportFile, report(pages, findings, browser));
} finally {
  await browser.close();
  server.close();
}
console.log(`${pages.length} pages, ${total} looks, ${findings.length} findings`);
process.exit(findings.length ? 1 : 0);
