// With script: rows of a list, and the toolbar of the text.
import assert from 'node:assert/strict';
import { press } from './place.mjs';

const DINNER = 'events/dinner-copenhagen-march';

export default async function tools({ place, browser }) {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'en' });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  await page.goto(`${place.base}/edit/w/${DINNER}/en`);
  await toolbar();
  await page.evaluate(() => localStorage.clear());
  await page.goto(`${place.base}/edit/w/${DINNER}/en`);
  await rows();
  await context.close();

  async function rows() {
    const list = page.locator('[data-rows="programme"]');
    const there = () => list.locator('[data-row]:visible').evaluateAll((rows) => rows.map((row) => [...row.querySelectorAll('input,textarea')].map((field) => field.value).join(' ')));
    const before = await there();
    assert.ok(before.length > 2 && before.every((row) => row.trim()), 'no empty rows');
    await list.getByRole('button', { name: 'One more' }).click();
    await page.keyboard.type('1930');
    await list.locator('[data-row]:visible').last().locator('textarea,input:not([type=time])').first().fill('Songs');
    for (let more = 0; more < 3; more += 1) await list.getByRole('button', { name: 'One more' }).click();
    await list.locator('[data-row]:visible').last().locator('textarea,input:not([type=time])').first().fill('The last one');
    assert.deepEqual(await list.locator('[data-row]:visible > legend').allTextContents(), [...Array(before.length + 4).keys()].map((at) => String(at + 1)));
    await list.locator('[data-row]').nth(1).getByRole('button', { name: 'Up' }).click();
    assert.deepEqual((await there()).slice(0, 2), [before[1], before[0]]);
    await list.locator('[data-row]').nth(2).getByRole('button', { name: 'Remove' }).click();
    await press(page, 'Save');
    const now = await there();
    assert.deepEqual(now.map((row) => row.trim()), [before[1], before[0], ...before.slice(3), '19:30 Songs', 'The last one'].map((row) => row.trim()));
  }

  async function toolbar() {
    const text = page.locator('#f-body'), bar = page.getByRole('toolbar', { name: 'Shape the text' });
    const select = (from, to) => text.evaluate((area, at) => { area.focus(); area.setSelectionRange(...at); }, [from, to]);
    await text.fill('one two\nthree');
    await select(4, 7);
    await page.keyboard.press('Control+b');
    assert.equal(await text.inputValue(), 'one **two**\nthree');
    await page.keyboard.press('Control+b');
    assert.equal(await text.inputValue(), 'one two\nthree');
    await page.keyboard.press('Control+i');
    assert.equal(await text.inputValue(), 'one _two_\nthree');
    await page.keyboard.press('Control+z');
    assert.equal(await text.inputValue(), 'one two\nthree', 'the browser takes it back');
    // By keyboard: one stop for the bar, arrows within it.
    await select(0, 13);
    await page.keyboard.press('Shift+Tab');
    const focused = () => page.evaluate(() => document.activeElement.textContent);
    assert.equal(await focused(), 'Heading');
    for (let step = 0; step < 4; step += 1) await page.keyboard.press('ArrowRight');
    assert.equal(await focused(), 'List');
    await page.keyboard.press('Enter');
    assert.equal(await text.inputValue(), '- one two\n- three');
    await select(0, 17);
    await bar.getByRole('button', { name: 'List' }).click();
    assert.equal(await text.inputValue(), 'one two\nthree');
    await select(8, 8);
    await bar.getByRole('button', { name: 'Heading' }).click();
    await bar.getByRole('button', { name: 'Quote' }).click();
    assert.equal(await text.inputValue(), 'one two\n> ## three');
    await select(0, 3);
    await bar.getByRole('button', { name: 'Link' }).click();
    assert.equal(await text.inputValue(), '[one](https://) two\n> ## three');
  }
}
