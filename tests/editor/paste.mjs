// What Word, Google Docs and Gmail put on the clipboard becomes Markdown; nothing of it runs, and the browser can take it back.
import assert from 'node:assert/strict';
import fs from 'node:fs';

const FIXTURES = 'fixtures/clipboard';
const FORM = '/edit/w/pages/privacy/da';

export default async function paste({ place, browser }) {
  const context = await browser.newContext({ locale: 'en' });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  const failures = [];
  page.on('pageerror', (error) => failures.push(error.message));
  const loaded = [];
  page.on('request', (request) => loaded.push(request.url()));
  await page.goto(place.base + FORM);
  const title = await page.title();
  const text = page.locator('#f-body');
  const put = (html, plain, area = '#f-body') => page.locator(area).evaluate((area, [html, plain]) => {
    const clipboardData = new DataTransfer();
    if (html) clipboardData.setData('text/html', html);
    clipboardData.setData('text/plain', plain);
    area.focus();
    return area.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, [html, plain]);
  const becomes = async (words) => {
    await page.waitForFunction(([words, area]) => area.value === words, [words, await text.elementHandle()])
      .catch(async () => assert.equal(await text.inputValue(), words));
  };

  for (const name of ['word', 'google-docs', 'gmail']) {
    const [html, markdown] = ['html', 'md'].map((end) => fs.readFileSync(`${FIXTURES}/${name}.${end}`, 'utf8'));
    await text.fill('');
    await put(html, 'plain');
    await becomes(markdown.trim());
  }
  assert.match(await page.locator('output').textContent(), /Pictures can't be pasted/);
  await page.keyboard.press('Control+z');
  assert.equal(await text.inputValue(), '', 'the browser takes it back');
  // Below what is there, a level deeper at most than the heading above.
  await text.fill('## Above\n\nWords');
  await put('<h1>Below</h1><h2>Deeper</h2><p>Text</p>', 'plain');
  await becomes('## Above\n\nWords\n\n## Below\n\n### Deeper\n\nText');
  // Where nothing is gained the words are pasted as they are: signs stay signs.
  await text.fill('');
  await put('<meta charset="utf-8"><div style="color: #000; white-space: pre;"><div><span style="font-weight: bold;">## A *heading*</span></div></div>', '## A *heading*');
  await becomes('## A *heading*');
  await text.fill('');
  await put('<div>5 * 3</div>', '5 * 3');
  await becomes('5 * 3');
  // Without HTML the browser does it.
  assert.equal(await put('', 'words'), true);
  // What wants to run, or to be fetched.
  await text.fill('');
  await put('<p>a<img src=x onerror="document.title=1"><svg onload="document.title=1"></svg><iframe srcdoc="<script>parent.document.title=1</script>"></iframe><a href="javascript:document.title=1">b</a><a href="https://ok.example/">c</a></p><style>p{background:url(https://elsewhere.example/)}</style>', 'plain');
  await becomes('ab[c](https://ok.example/)');
  // Really copied, really pasted.
  const mail = await context.newPage();
  await mail.setContent(fs.readFileSync(`${FIXTURES}/gmail.html`, 'utf8').replace(/<script[^]*<\/script>|<img[^>]*>/g, ''));
  await mail.keyboard.press('Control+a');
  await mail.keyboard.press('Control+c');
  await page.bringToFront();
  await text.fill('');
  await page.keyboard.press('Control+v');
  await page.waitForFunction((area) => area.value.includes('**on Thursday**') && area.value.includes('  - without nuts'), await text.elementHandle());
  assert.equal(await page.title(), title);
  assert.deepEqual(failures, []);
  assert.ok(loaded.every((url) => url.startsWith(place.base)), loaded.join('\n'));
  await page.evaluate(() => localStorage.clear());
  await context.close();
}
