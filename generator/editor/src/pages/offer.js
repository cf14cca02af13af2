// What was typed on this device and isn't saved: offered again, and put into the form.
const PREFIX = 'spaces-edit ', OLD = 14 * 864e5;

/** Offers the copies of this document, and removes what is old or says what the form says already. */
export function offer() {
  for (const key of Object.keys(store).filter((key) => key.startsWith(PREFIX))) {
    const copy = JSON.parse(store[key]), isOurs = key.startsWith(about) && key !== own;
    if (copy.at < Date.now() - OLD || (isOurs && copy.state === state())) delete store[key];
    // What was typed in a draft that is gone is offered where the page is begun again.
    else if (isOurs && (copy.action === form.action || !form.action.includes('/edit/d/'))) show(key, copy);
  }
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
