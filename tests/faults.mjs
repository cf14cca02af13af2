// The accessibility checks find what is wrong: pages with one planted fault each, and one without.
//   node faults.mjs
import assert from 'node:assert/strict';
import { browser as launch } from './lib/site.mjs';
import { Looks } from './lib/judge.mjs';

const GOOD = `<!DOCTYPE html><html lang="en"><head><title>Good</title><style>a, button { display: inline-block; padding: 1rem }</style></head>
<body><header><a href="#main">Skip</a></header><main id="main"><h1>Good</h1><p>Some words.</p><a href="/a">One</a> <button>Two</button></main></body></html>`;
const FAULTS = [
  ['axe color-contrast', 'Some words.', '<span style="color:#bbb;background:#fff">Some words.</span>'],
  ['axe html-has-lang', '<html lang="en">', '<html>'],
  ['axe image-alt', 'Some words.', '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">'],
  ['axe target-size', '<button>Two</button>', '<button style="padding:0;width:9px;height:9px;overflow:hidden">T</button><button style="padding:0;width:9px;height:9px;overflow:hidden">U</button>'],
  ['reflow (WCAG 1.4.10)', 'Some words.', '<span style="display:block;width:600px">Some words.</span>'],
  ['text spacing (WCAG 1.4.12)', 'Some words.', '<span style="display:block;font:16px monospace;height:1.4em;overflow:hidden;width:7em">Some words.</span>'],
  ['skip link (WCAG 2.4.1)', '<a href="#main">Skip</a>', '<a href="/home">Home</a>'],
  ['focus order (WCAG 2.4.3)', '<button>Two</button>', '<button tabindex="1">Two</button>'],
  ['focus visible (WCAG 2.4.7)', '<button>', '<button style="outline:none">'],
  ['focus not obscured (WCAG 2.4.11)', '<button>Two</button>', '<button>Two</button><div style="position:fixed;inset:0;background:#fff"></div>'],
  ['keyboard trap (WCAG 2.1.2)', '<button>', '<button onkeydown="event.preventDefault()">'],
  ['keyboard (WCAG 2.1.1)', '<button>', '<button onfocus="this.blur()">'],
];
const browser = await launch();
try {
  const looks = new Looks(browser);
  const rules = async (html) => (await looks.judge(`data:text/html;charset=utf-8,${encodeURIComponent(html)}`, ['dark', 'narrow'])).map(([rule]) => rule);
  assert.deepEqual(await rules(GOOD), [], 'a good page');
  for (const [rule, from, to] of FAULTS) {
    assert.ok(GOOD.includes(from), from);
    const found = await rules(GOOD.replace(from, to));
    assert.ok(found.includes(rule), `${rule} is not among ${found.join(', ') || 'nothing'}`);
  }
  console.log(`${FAULTS.length} planted faults, all found`);
} finally {
  await browser.close();
}
