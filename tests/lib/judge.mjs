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

/** Pages in a look, one for each and for all that is judged in it: to open one takes longer than most of what is done there. */
export class Looks {
  #browser;
  #pages = new Map();

  constructor(browser) {
    this.#browser = browser;
  }

  /** What the page at an address breaks in a look: rules with a few words each. `more` is what contexts of the browser take. */
  async judge(url, [colours, screen], more = {}) {
    const page = await this.#page(colours, screen, more);
    await page.goto(url);
    await page.addScriptTag({ path: AXE });
    const result = await page.evaluate((tags) => window.axe.run(document, {
      runOnly: { type: 'tag', values: tags }, rules: { 'target-size': { enabled: true } }, resultTypes: ['violations'],
    }), TAGS);
    const found = [];
    for (const { id, nodes } of result.violations)
      for (const node of nodes.slice(0, 3)) found.push([`axe ${id}`, node.target.join(' ')]);
    if (screen === 'narrow') found.push(...await layout.reflow(page));
    found.push(...await layout.spacing(page));
    // Two looks have both colours and both widths, and following the keyboard takes its time.
    if ((colours === 'light') === (screen === 'wide')) {
      await page.goto(url);
      found.push(...await keyboard(page));
    }
    return found;
  }

  async #page(colours, screen, more) {
    const key = JSON.stringify([colours, screen, more]);
    if (!this.#pages.has(key)) {
      // Rules for scripts would stop those that judge, too.
      const context = await this.#browser.newContext({ ...more, bypassCSP: true, viewport: SCREENS[screen], colorScheme: colours, reducedMotion: 'reduce' });
      this.#pages.set(key, await context.newPage());
    }
    return this.#pages.get(key);
  }
}
