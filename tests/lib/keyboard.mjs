// The way of the Tab key through a page: everything is reached, in order, seen, and let go again.

const STILL = '*, *::before, *::after { transition: none !important; animation: none !important; caret-color: transparent !important } html { scroll-behavior: auto !important }';

/** Breaks of WCAG 2.1.1, 2.1.2, 2.4.1, 2.4.3, 2.4.7 and 2.4.11. */
export async function keyboard(page) {
  await page.addStyleTag({ content: STILL });
  const wanted = await page.evaluate(number);
  const found = [];
  const reached = new Set();
  let first = null;
  let last = -1;
  // Day, month and year of one field are a stop each.
  let stays = 0;
  for (let presses = 0; presses < wanted.length * 5 + 5; presses += 1) {
    await page.keyboard.press('Tab');
    const now = await page.evaluate(active);
    if (!now || now.number === first) break;
    first ??= now.number;
    if (presses === 0 && !now.href.startsWith('#')) found.push(['skip link (WCAG 2.4.1)', `the first stop is ${now.name}`]);
    stays = now.number === last ? stays + 1 : 0;
    if (stays && stays < 5 && now.parts) continue;
    if (now.number === last) { found.push(['keyboard trap (WCAG 2.1.2)', now.name]); break; }
    if (now.number < last) found.push(['focus order (WCAG 2.4.3)', `back to ${now.name}`]);
    if (!now.onScreen) found.push(['focus visible (WCAG 2.4.7)', `${now.name} is not on the screen`]);
    else if (now.covered) found.push(['focus not obscured (WCAG 2.4.11)', now.name]);
    else if (!await changes(page, now.box)) found.push(['focus visible (WCAG 2.4.7)', `nothing shows that ${now.name} has the focus`]);
    last = now.number;
    reached.add(now.group);
  }
  for (const { group, name } of wanted) if (!reached.has(group)) found.push(['keyboard (WCAG 2.1.1)', `Tab never comes to ${name}`]);
  return found;
}

/** Whether the place looks different without the focus. */
async function changes(page, box) {
  const size = page.viewportSize();
  const x = Math.max(0, box.x - 8), y = Math.max(0, box.y - 8);
  const clip = { x, y, width: Math.max(1, Math.min(size.width - x, box.width + 16)), height: Math.max(1, Math.min(size.height - y, box.height + 16)) };
  const on = await page.screenshot({ clip });
  await page.evaluate(() => { window.focused = document.activeElement; window.focused.blur(); });
  const off = await page.screenshot({ clip });
  await page.evaluate(() => window.focused.focus({ preventScroll: true, focusVisible: true }));
  return !on.equals(off);
}

/** Numbers what Tab should reach, in the page's order; the radio buttons of one question are one stop. */
function number() {
  const shown = (element) => element.checkVisibility({ checkVisibilityCSS: true }) && !element.disabled && !(element.tabIndex < 0);
  const all = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]')].filter(shown);
  const groups = new Map();
  all.forEach((element, at) => {
    const group = element.type === 'radio' ? `radio ${element.name}` : String(at);
    if (!groups.has(group)) groups.set(group, `${element.tagName.toLowerCase()} ${element.innerText || element.name || ''}`.trim().slice(0, 40));
    element.dataset.stop = String(at);
    element.dataset.group = group;
  });
  return [...groups].map(([group, name]) => ({ group, name }));
}

function active() {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const box = element.getBoundingClientRect();
  // A link that runs over two lines has its middle between them: its first line is looked at.
  const line = element.getClientRects()[0] ?? box;
  const at = (from, to, edge) => Math.min(Math.max((from + to) / 2, 0), edge - 1);
  const hit = document.elementFromPoint(at(line.left, line.right, innerWidth), at(line.top, line.bottom, innerHeight));
  const own = hit && (element.contains(hit) || hit.contains(element) || [...(element.labels ?? [])].some((label) => label.contains(hit)));
  return {
    number: Number(element.dataset.stop), parts: ['date', 'time', 'datetime-local'].includes(element.type), group: element.dataset.group, href: element.getAttribute('href') ?? '',
    name: `${element.tagName.toLowerCase()} ${element.innerText || element.name || ''}`.trim().slice(0, 40),
    box: { x: box.x, y: box.y, width: box.width, height: box.height }, covered: !own,
    onScreen: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}
