'use strict';
// Beside a form: a copy on this device until the server has it, saving by itself, a toolbar, rows.
const one = (what, of = document) => of.querySelector(what), all = (what, of = document) => [...of.querySelectorAll(what)];
function make(tag, more, ...inner) {
  const made = document.createElement(tag);
  made.append(...inner);
  return Object.assign(made, more);
}
const button = (text, onclick, value) => make('button', { type: 'button', className: 'quiet', onclick, value }, text);
const form = one('form[data-keep]'), words = JSON.parse(form.dataset.words), { lang } = document.documentElement, heard = make('output');
const say = (word) => { heard.textContent = words[word].replace('{when}', new Date().toLocaleTimeString(lang, { timeStyle: 'short', hourCycle: 'h23' })); };
const fields = (of = form) => [...new FormData(of)].filter(([name]) => name !== 'nonce');
// What is said of the whole belongs to the button.
const state = (of) => JSON.stringify(fields(of).filter(([name, text]) => text && !/^(from|also)$|\.n$/.test(name)).map(([name, text]) => name + text.trim()));

// Each page has a copy of its own, so that none is written over.
const about = `spaces-edit ${form.dataset.person} ${form.action.split('/w/')[1]} `, own = about + Math.random();
const IDLE = 20e3, offers = () => import('/edit/offer.js');
let store, saved, timer, unanswered, isKept = true, doing = Promise.resolve();
try { store = localStorage; } catch { /* It is forbidden. */ }
function keep() {
  try {
    store[own] = JSON.stringify({ at: Date.now(), action: form.action, state: state(), fields: fields() });
    isKept = true;
  } catch { isKept = false; }
}
const forget = () => delete store?.[own];
function typed() {
  clearTimeout(timer);
  if (state() === saved) return forget();
  keep();
  timer = setTimeout(later, IDLE);
}
const later = (isPressed) => { doing = doing.then(() => send(isPressed)); };
async function send(isPressed) {
  if (isPressed && unanswered) {
    await send();
    if (unanswered) return;
  }
  if (!isPressed && !unanswered && state() === saved) return;
  const data = new FormData(form);
  if (!isPressed) data.delete('also');
  // What got no answer is sent again as it was: it may have arrived.
  const [was, body] = unanswered ??= [state(), new URLSearchParams(data)];
  try {
    const answer = await fetch(form.action, { method: 'POST', body });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html'), next = one('form[data-keep]', page);
    unanswered = null;
    if (!answer.ok || !answer.redirected || !next) return isPressed ? form.submit() : say(answer.status === 409 ? 'both' : 'mend');
    const now = state(), then = state(next);
    if (isPressed && now === was) return location.assign(answer.url, forget(saved = now));
    form.elements.nonce.value = next.elements.nonce.value;
    if (then !== was) {
      // Others changed something, too.
      if (now !== was) return say('both');
      (await offers()).use(fields(next));
    }
    form.elements.from.value = next.elements.from.value;
    form.action = next.action;
    history.replaceState(null, '', answer.url);
    one('#draft').replaceWith(one('#draft', page));
    saved = then === was ? was : state();
    say('saved');
    typed();
  } catch {
    say(isKept ? 'kept' : 'lost');
    timer = setTimeout(later, IDLE);
  }
}

function insert(area, text, from = area.selectionStart, to = area.selectionEnd) {
  area.focus();
  area.setSelectionRange(from, to);
  // It can be taken back.
  document.execCommand('insertText', false, text);
}
const around = (mark) => (area, text, from, to) => {
  const size = mark.length, isThere = area.value.slice(from - size, to + size) === mark + text + mark, by = isThere ? -size : size;
  insert(area, isThere ? text : mark + text + mark, from + Math.min(by, 0), to - Math.min(by, 0));
  area.setSelectionRange(from + by, to + by);
};
const before = (mark) => (area, text, at, to) => {
  const from = area.value.lastIndexOf('\n', at - 1) + 1, lines = area.value.slice(from, to).split('\n');
  const isThere = lines.every((line) => line.startsWith(mark));
  insert(area, lines.map((line) => (isThere ? line.slice(mark.length) : mark + line)).join('\n'), from, to);
};
const link = (area, text) => insert(area, `[${text || words.text}](https://)`);
const MARKS = { heading: before('## '), bold: around('**'), italic: around('_'), link, list: before('- '), quote: before('> ') };
function writing(area) {
  const mark = (name, { value, selectionStart: from, selectionEnd: to } = area) => MARKS[name](area, value.slice(from, to), from, to);
  const buttons = Object.keys(MARKS).map((name) => button(words[name], () => mark(name)));
  const bar = make('div', { className: 'toolbar', role: 'toolbar', ariaLabel: words.toolbar }, ...buttons);
  const reach = ({ target }) => buttons.forEach((one) => { one.tabIndex = one === target ? 0 : -1; });
  bar.onfocusin = reach;
  bar.onkeydown = ({ key, target }) => buttons[buttons.indexOf(target) + { ArrowRight: 1, ArrowLeft: -1 }[key] * (document.dir === 'rtl' ? -1 : 1)]?.focus();
  reach({ target: buttons[0] });
  area.before(bar);
  area.onkeydown = (event) => {
    const name = (event.ctrlKey || event.metaKey) && !event.altKey && { b: 'bold', i: 'italic' }[event.key];
    if (name) mark(name, event.preventDefault());
  };
  area.onpaste = async (event) => {
    const [html, plain] = ['html', 'plain'].map((kind) => event.clipboardData.getData(`text/${kind}`));
    if (!html) return;
    event.preventDefault();
    insert(area, (await import('/edit/paste.js').catch(() => null))?.markdown(html, area) ?? plain);
  };
}

// A row that goes stays, empty and hidden: the server knows each by its place.
const rows = (list) => all('[data-row]', list), inputs = (row) => all('input,select,textarea', row);
const clear = (row) => inputs(row).forEach((field) => { field.value = ''; });
function shown(list) {
  const shown = rows(list).filter((row) => !row.hidden);
  shown.forEach((row, at) => { one('legend', row).textContent = at + 1; });
  return shown;
}
function tidy(list) {
  for (const row of rows(list)) row.hidden = inputs(row).every((field) => !field.value);
  shown(list);
}
function more(list) {
  const there = rows(list), name = list.dataset.rows, at = there.length, last = there[at - 1];
  let row = there[there.indexOf(shown(list).at(-1)) + 1];
  if (!row) {
    last.after(row = last.cloneNode(true));
    for (const part of [row, ...all('*', row)]) for (const its of part.attributes) its.value = its.value.replace(`${name}.${at - 1}`, `${name}.${at}`);
    all('.message', row).forEach((told) => told.remove());
    clear(row);
    form.elements[`${name}.n`].value = at + 1;
  }
  row.hidden = false;
  inputs(row)[0].focus();
  shown(list);
}
function movable(list) {
  for (const row of rows(list)) row.append(make('p', {}, ...['down', 'remove', 'up'].map((name, at) => button(words[name], null, 1 - at))));
  const add = button(words.more, () => more(list));
  list.append(add);
  list.onclick = ({ target: { type, value, parentNode } }) => {
    const row = parentNode.closest('[data-row]'), there = shown(list), other = there[there.indexOf(row) + +value];
    if (type !== 'button' || !row || !other) return;
    const mine = inputs(row);
    if (other === row) row.hidden = !clear(row);
    else inputs(other).forEach((to, at) => { [to.value, mine[at].value] = [mine[at].value, to.value]; });
    (other === row ? add : one(`[value="${value}"]`, other)).focus();
    shown(list);
    typed();
  };
  tidy(list);
}

form.prepend(heard);
all('[data-markdown]', form).forEach(writing);
// The rows of a translation are those of its source.
if (!one('.beside')) all('[data-rows]', form).forEach(movable);
saved = form.dataset.keep === 'saved' && state();
form.oninput = typed;
form.onsubmit = (event) => {
  // A button with a name does something else.
  if (event.submitter?.name) return;
  event.preventDefault();
  keep();
  later(true);
};
onbeforeunload = () => (isKept || state() === saved ? null : '');
ononline = () => unanswered && later();
if (!saved) keep();
if (store?.length) offers().then((all) => all.offer());
