// One page in one look: axe-core, and rules of WCAG 2.2 that it doesn't judge – the keyboard's way, visible
// focus, reflow and text spacing.
import { createRequire } from 'node:module';
import { keyboard } from './keyboard.mjs';
import * as layout from './layout.mjs';

const require = createRequire(import.meta.url);
const AXE = require.resolve('axe-core/axe.min.js');
export const AXE_VERSION = require('axe-core/package.json').version;
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const SCREENS = { wide: { width: 1280, height: 800 }, narrow: { width: 320, height: 640 } };

/** What one page breaks in one look: rules with a few words each. */
export async function judge(browser, url, [colours, screen], more = {}) {
  // Rules for scripts would stop those that judge, too.
  const context = await browser.newContext({ ...more, bypassCSP: true, viewport: SCREENS[screen], colorScheme: colours, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const found = [];
  try {
    await page.goto(url);
    await page.addScriptTag({ path: AXE });
    const result = await page.evaluate((tags) => window.axe.run(document, {
      runOnly: { type: 'tag', values: tags }, rules: { 'target-size': { enabled: true } }, resultTypes: ['violations'],
    }), TAGS);
    for (const { id, nodes } of result.violations)
      for (const node of nodes.slice(0, 3)) found.push([`axe ${id}`, node.target.join(' ')]);
    if (screen === 'narrow') found.push(...await layout.reflow(page));
    found.push(...await layout.spacing(page));
    // Two looks have both colours and both widths, and following the keyboard takes its time.
    if ((colours === 'light') === (screen === 'wide')) {
      await page.goto(url);
      found.push(...await keyboard(page));
    }
  } finally {
    await context.close();
  }
  return found;
}
