// What was typed on this device and isn't saved: offered again, and put into the form.
const PREFIX = 'spaces-edit ', OLD = 14 * 864e5;

const copies = () => Object.keys(store).filter((key) => key.startsWith(PREFIX)).map((key) => [key, JSON.parse(store[key])]);

/** Offers the copies of this document, and removes what is old or says what the form says already. */
export function offer() {
  if (location.hash === '#together') together();
  for (const [key, copy] of copies()) {
    const isOurs = key.startsWith(about) && key !== own;
    if (copy.at < Date.now() - OLD || (isOurs && copy.state === state())) delete store[key];
    // What was typed in a draft that is gone is offered where the page is begun again.
    else if (isOurs && (copy.action === form.action || !form.action.includes('/edit/d/'))) show(key, copy);
  }
}

/** What was typed last is saved: somebody has chosen between it and what others wrote. */
function together() {
  const [last] = copies().filter(([key]) => key.startsWith(about)).sort(([, one], [, other]) => other.at - one.at);
  if (last) delete store[last[0]];
  history.replaceState(null, '', location.pathname);
}

function show(key, copy) {
  const when = new Date(copy.at).toLocaleString(lang, { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' });
  const drop = () => { delete store[key]; box.remove(); };
  const take = () => { use(copy.fields); drop(); };
  const box = make('div', { className: 'warning' }, make('p', {}, words.offer.replace('{when}', when)), button(words.use, take), ' ', button(words.drop, drop));
  form.prepend(box);
}

/** Puts pairs of names and values into the form; with the version from which they were made, so that what was saved since is put together with them. */
export function use(pairs) {
  const left = [...pairs];
  for (const list of all('[data-rows]', form)) {
    const [, count] = left.find(([name]) => name === `${list.dataset.rows}.n`) ?? [];
    while (rows(list).length < count) more(list);
  }
  for (const field of form.elements) {
    const at = left.findIndex(([name]) => name === field.name);
    if (/^(checkbox|radio)$/.test(field.type)) field.checked = pairs.some(([name, value]) => name === field.name && value === field.value);
    // How many rows there are, the form knows.
    else if (at >= 0 && !field.name.endsWith('.n')) put(field, left.splice(at, 1)[0][1]);
    else if (field.closest('[data-row]') && field.type !== 'button') put(field, '');
  }
  all('[data-rows]', form).forEach(tidy);
  typed();
}

// What stays isn't touched, so that the cursor stays, too.
function put(field, value) {
  if (field.value !== value) field.value = value;
}
