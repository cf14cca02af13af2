// With script: what is typed outlives a crash, saves itself and waits for the net.
import assert from 'node:assert/strict';
import { press } from './place.mjs';

const DINNER = 'events/dinner-copenhagen-march';
// A little longer than the script waits for the next letter.
const IDLE = 20_500;

export default async function keeping({ place, browser }) {
  const { base } = place;
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'en' });
  context.setDefaultTimeout(60_000);
  const form = `${base}/edit/w/${DINNER}/en`;
  const open = async (address = form) => {
    const page = await context.newPage();
    await page.clock.install();
    await page.goto(address);
    await unfold(page);
    return page;
  };
  const unfold = (page) => page.locator('details').evaluateAll((all) => all.forEach((one) => { one.open = true; }));
  const said = (page, words) => page.locator('output', { hasText: words }).waitFor();
  const copies = (page) => page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('spaces-edit ')).length);
  const offers = (page) => page.locator('form .warning', { hasText: /wasn't saved/ });
  const inDraft = (draft, lang = 'en') => place.git(place.root, 'show', `refs/heads/edit/${draft}:content/${DINNER}/index.${lang}.md`);
  const says = (draft, key, words, why) => assert.equal(new RegExp(`^${key}: "?(.*?)"?$`, 'm').exec(inDraft(draft))[1], words, why);
  const draftOf = (page) => /\/edit\/d\/([0-9a-f]{10})\//.exec(page.url())?.[1];
  const drop = async (page, draft) => {
    await page.goto(`${base}/edit/d/${draft}/drop`);
    await press(page, 'Throw it away');
  };

  for (const part of [crash, saves, offline, lostAnswer, others, leaving]) await part();
  await context.close();

  async function crash() {
    let page = await open();
    await page.fill('#f-audience', 'Bakers and their friends');
    await page.check('[name="topics"][value="registering"]');
    const crashed = page.waitForEvent('crash');
    await page.goto('chrome://crash').catch(() => {});
    await crashed;
    await page.close();
    // Copies of long ago, and of somebody else on this device, aren't ours.
    page = await open(`${base}/edit/help`);
    await page.evaluate(() => {
      const [key] = Object.keys(localStorage), copy = JSON.parse(localStorage[key]);
      localStorage[`${key}old`] = JSON.stringify({ ...copy, at: Date.now() - 15 * 864e5 });
      localStorage[key.replace(' local ', ' olha ')] = localStorage[key];
      return copy;
    });
    await page.goto(form);
    await offers(page).waitFor();
    assert.equal(await offers(page).count(), 1);
    assert.equal(await page.inputValue('#f-audience') === 'Bakers and their friends', false, 'nothing comes back unasked');
    assert.equal(await copies(page), 2, 'what is older than a fortnight goes');
    await offers(page).getByRole('button', { name: 'Use it' }).click();
    assert.equal(await page.inputValue('#f-audience'), 'Bakers and their friends');
    assert.equal(await page.isChecked('[name="topics"][value="registering"]'), true);
    assert.equal(await copies(page), 2, 'it is kept until the server has it');
    await press(page, 'Save');
    says(draftOf(page), 'audience', 'Bakers and their friends');
    assert.equal(await copies(page), 1, 'and no longer');
    await drop(page, draftOf(page) ?? (await place.drafts())[0].split(' ')[1]);
    // Or thrown away.
    await page.goto(form);
    await page.fill('#f-audience', 'Nobody');
    await page.reload();
    await offers(page).getByRole('button', { name: 'Throw it away' }).click();
    assert.equal(await copies(page), 1);
    await page.reload();
    assert.equal(await offers(page).count(), 0);
    await page.evaluate(() => localStorage.clear());
    await page.close();
  }

  async function saves() {
    assert.deepEqual(place.drafts(), []);
    const page = await open();
    assert.equal(await page.getByRole('link', { name: 'Look through and publish' }).count(), 0);
    let saidBefore;
    await page.route('**/edit/w/**', async (route) => {
      const answer = await route.fetch({ maxRedirects: 0 });
      saidBefore = await page.textContent('output');
      assert.equal(place.drafts().length, 1, 'it is committed');
      await route.fulfill({ response: answer });
    });
    // Its time stands still but for what is said here, however slow the machine is.
    await page.clock.pauseAt(new Date(await page.evaluate(() => Date.now() + 1000)));
    await page.fill('#f-audience', 'Everybody who bakes');
    await page.clock.fastForward(10_000);
    await page.fill('#f-audience', 'Everybody who bakes!');
    await page.clock.fastForward(15_000);
    assert.deepEqual(place.drafts(), [], 'not while somebody writes');
    await page.clock.fastForward(IDLE);
    await said(page, /^Saved \d\d:\d\d\./);
    assert.equal(saidBefore, '', 'not before');
    const draft = draftOf(page);
    says(draft, 'audience', 'Everybody who bakes!');
    assert.equal(await copies(page), 0);
    assert.equal(await page.getByRole('link', { name: 'Look through and publish' }).count(), 1, 'the way on is there');
    // The next one goes into the same draft, and the page is what the server has.
    await page.fill('#f-audience', 'Everybody who eats');
    await page.clock.fastForward(IDLE);
    await page.waitForResponse((answer) => answer.request().method() === 'POST');
    await page.waitForFunction(() => Object.keys(localStorage).length === 0);
    assert.equal(place.drafts().length, 1);
    says(draft, 'audience', 'Everybody who eats');
    await page.reload();
    assert.equal(await page.inputValue('#f-audience'), 'Everybody who eats');
    // Nothing was typed: nothing is saved.
    const before = place.drafts();
    await page.clock.fastForward(10 * IDLE);
    await page.focus('#f-title');
    assert.deepEqual(place.drafts(), before);
    // The origin on which drafts are shown has none of this.
    const real = await context.newPage();
    await real.goto(await page.getByRole('link', { name: 'See the real page' }).getAttribute('href'));
    assert.deepEqual(await real.evaluate(() => [localStorage.length, document.querySelectorAll('script[src*="/edit/"]').length]), [0, 0]);
    await real.close();
    await drop(page, draft);
    await page.close();
  }

  async function offline() {
    const page = await open();
    await context.setOffline(true);
    await page.fill('#f-audience', 'Whoever is on the train');
    await page.clock.fastForward(IDLE);
    await said(page, /no connection\. It is kept on this device/);
    assert.equal(await copies(page), 1);
    // The button, too, leaves the page where it is.
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await said(page, /kept on this device/);
    assert.equal(await page.inputValue('#f-audience'), 'Whoever is on the train');
    assert.equal(place.drafts().length, 0);
    await context.setOffline(false);
    await said(page, /^Saved/);
    assert.equal(await copies(page), 0);
    says(draftOf(page), 'audience', 'Whoever is on the train');
    await drop(page, draftOf(page));
    await page.close();
  }

  async function lostAnswer() {
    const page = await open();
    await page.route('**/edit/w/**', async (route) => {
      await route.fetch({ maxRedirects: 0 });
      await route.abort();
    }, { times: 1 });
    await page.fill('#f-audience', 'First');
    await page.clock.fastForward(IDLE);
    await said(page, /kept on this device/);
    assert.equal(place.drafts().length, 1, 'the server has it, and nobody knows');
    await page.fill('#f-audience', 'Second');
    await page.clock.fastForward(IDLE);
    await said(page, /^Saved/);
    await page.clock.fastForward(IDLE);
    await page.waitForFunction(() => Object.keys(localStorage).length === 0);
    assert.equal(place.drafts().length, 1, 'one draft');
    says(draftOf(page), 'audience', 'Second', 'with what was typed last');
    await drop(page, draftOf(page));
    await page.close();
  }

  async function others() {
    const one = await open();
    await one.fill('#f-audience', 'One');
    await press(one, 'Save');
    const other = await open(one.url());
    await one.fill('#f-foodNote', 'Soup');
    await press(one, 'Save');
    await other.focus('#f-directions');
    await other.fill('#f-directions', 'Bus 4A');
    await other.clock.fastForward(IDLE);
    await said(other, /^Saved/);
    assert.equal(await other.inputValue('#f-foodNote'), 'Soup', 'what the other wrote comes into the form');
    assert.equal(await other.evaluate(() => document.activeElement.id), 'f-directions');
    await one.fill('#f-directions', 'Bus 5C');
    await one.clock.fastForward(IDLE);
    await said(one, /somebody else has changed the same/);
    says(draftOf(one), 'directions', 'Bus 4A');
    await press(one, 'Save');
    assert.match(await one.locator('main').textContent(), /Bus 5C[^]*Bus 4A/);
    await one.getByRole('radio', { name: 'Yours', exact: true }).check();
    await press(one, 'Put together');
    says(draftOf(one), 'directions', 'Bus 5C');
    assert.equal(await offers(one).count(), 0, 'what is decided is saved');
    assert.equal(await copies(one), 0);
    // What can't be saved as it is typed.
    await unfold(one);
    await one.fill('#f-capacity', 'many');
    await one.fill('#f-audience', 'Whoever comes');
    await one.clock.fastForward(IDLE);
    await said(one, /something is to be mended first/);
    assert.equal(await copies(one), 1);
    await press(one, 'Save');
    assert.match(await one.locator('.problems').textContent(), /whole number/);
    // The draft goes while somebody types in it: what they typed is offered where the page is begun again.
    const draft = draftOf(one);
    await drop(other, draft);
    await one.goto(form);
    await offers(one).getByRole('button', { name: 'Use it' }).click();
    assert.equal(await one.inputValue('#f-audience'), 'Whoever comes');
    await unfold(one);
    await one.fill('#f-capacity', '24');
    await press(one, 'Save');
    says(draftOf(one), 'audience', 'Whoever comes');
    await drop(one, draftOf(one));
    await one.evaluate(() => localStorage.clear());
    await Promise.all([one.close(), other.close()]);
  }

  async function leaving() {
    const page = await open();
    const asked = [];
    page.on('dialog', (dialog) => { asked.push(dialog.type()); dialog.accept(); });
    await page.fill('#f-audience', 'Kept');
    await page.goto(`${base}/edit/help`);
    assert.deepEqual(asked, [], 'what is kept needs no question');
    await page.evaluate(() => localStorage.clear());
    await page.addInitScript(() => Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('forbidden', 'SecurityError'); } }));
    await page.goto(form);
    await page.fill('#f-audience', 'Not kept');
    await page.goto(`${base}/edit/help`);
    assert.deepEqual(asked, ['beforeunload']);
    await page.close();
  }
}
