// Editors in real Chromium, against real git: the journeys on a telephone without script, what two do to each other's texts, what a script
// adds, pasting, and each page judged in one of seven languages and looks. One editor is there for all of it.
//   node editor.mjs SPACES [FOLDER for pictures, or -] [PART …]
import path from 'node:path';
import { browser as launch } from './lib/site.mjs';
import { place as begin } from './editor/place.mjs';

// The first begins where there are no drafts.
const PARTS = ['keeping', 'tools', 'paste', 'journey', 'together', 'looks'];
const [program, pictures = '-', ...chosen] = process.argv.slice(2);
const place = await begin(program);
const browser = await launch();
const kept = async (page, name) => pictures !== '-' && page.screenshot({ path: path.join(pictures, `${name}.png`), fullPage: true });
try {
  for (const name of chosen.length > 0 ? chosen : PARTS) {
    const began = Date.now();
    const { default: part } = await import(`./editor/${name}.mjs`);
    await part({ place, browser, kept });
    console.log(`${name}: ${((Date.now() - began) / 1000).toFixed(1)} s`);
  }
} finally {
  await browser.close();
  place.stop();
}
