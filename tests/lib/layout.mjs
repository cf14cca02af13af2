// What must hold when a page is narrow or its text wide apart: nothing scrolls sideways, nothing is cut off.

/** WCAG 1.4.10: at 320 × 256 CSS pixels, which is 400 % of 1280, the page doesn't scroll in two directions. */
export async function reflow(page) {
  const size = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 256 });
  const over = await page.evaluate(sideways);
  await page.setViewportSize(size);
  return over > 0 ? [['reflow (WCAG 1.4.10)', `scrolls sideways by ${over} pixels`]] : [];
}

/** WCAG 1.4.12: readers may space the text out, and lose nothing by it. */
export async function spacing(page) {
  const before = new Set(await page.evaluate(cut));
  const style = await page.addStyleTag({
    content: '* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }',
  });
  const over = await page.evaluate(sideways);
  const after = (await page.evaluate(cut)).filter((name) => !before.has(name));
  await style.evaluate((element) => element.remove());
  const found = after.map((name) => ['text spacing (WCAG 1.4.12)', `cuts the text of ${name}`]);
  if (over > 0) found.push(['text spacing (WCAG 1.4.12)', `scrolls sideways by ${over} pixels`]);
  return found;
}

const sideways = () => document.scrollingElement.scrollWidth - document.documentElement.clientWidth;

/** Elements that hide a part of their text; what is clipped to a pixel is hidden on purpose. */
function cut() {
  const names = [];
  for (const element of document.body.querySelectorAll('*')) {
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    if (!/hidden|clip/.test(style.overflowX + style.overflowY) || !element.innerText?.trim()) continue;
    if (box.width <= 2 || box.height <= 2 || /inset/.test(style.clipPath)) continue;
    if (element.scrollHeight > element.clientHeight + 3 || element.scrollWidth > element.clientWidth + 3)
      names.push(`${element.tagName.toLowerCase()}.${element.className}`);
  }
  return [...new Set(names)];
}
