// What the forms of a built site say: their letters tell the same in every language, and each page with a form has all its
// words.   node forms.mjs FOLDER
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

const root = path.resolve(process.argv[2]);
// Whether a letter has a file depends on how the event goes; the note that says so comes with the file.
const FILES = ['attach', 'vedhæft', 'liite', 'vedlagt', 'bifoga', 'مرفق', 'вкладен'];
const placeholders = (text) => [...new Set(text.match(/\{[a-z_]+\}/g))].sort();
const paragraphs = (text) => text.split('\n\n').length;

const definitions = path.join(root, 'forms/definitions');
const forms = fs.readdirSync(definitions).map((file) => JSON.parse(fs.readFileSync(path.join(definitions, file), 'utf8')));
let letters = 0;
for (const { id, mails } of forms)
  for (const [kind, { subject, text }] of Object.entries(mails))
    for (const lang of Object.keys(text)) {
      const where = `${id}, mails.${kind} in ${lang}`;
      for (const words of [subject, text]) {
        assert.deepEqual(placeholders(words[lang]), placeholders(words.en), where);
        assert.equal(paragraphs(words[lang]), paragraphs(words.en), where);
      }
      const file = FILES.find((word) => text[lang].toLowerCase().includes(word));
      assert.equal(file, undefined, `${where} names a file that the letter may not have`);
      letters += 1;
    }

// What stands open before the button, and what nobody can do without: a form that asks more is put down again.
const MOST = { event: { open: 5, needed: 3 }, nothing: { open: 8, needed: 7 } };
for (const { id, about, groups, fields, at_least_one: sets } of forms) {
  const folded = groups.filter((group) => group.folded).map((group) => group.id);
  const open = fields.filter((field) => !folded.includes(field.group));
  const needed = fields.filter((field) => field.required && !field.preset && !field.when).length + sets.length;
  assert.ok(open.length <= MOST[about].open, `${id} asks ${open.length} questions before the button`);
  assert.ok(needed <= MOST[about].needed, `${id} needs ${needed} answers`);
}

// A key that the theme has no words for is shown in brackets.
const pages = fs.readdirSync(path.join(root, 'public'), { recursive: true }).filter((name) => name.endsWith('.html'));
const drawn = pages.map((name) => [name, fs.readFileSync(path.join(root, 'public', name), 'utf8')])
  .filter(([, page]) => page.includes('class="form"') || page.includes('class=form'));
for (const [name, page] of drawn) assert.doesNotMatch(page, /\[form\./, name);
assert.ok(letters > 20 && drawn.length > 0, 'was this the site?');
console.log(`${forms.length} forms, ${letters} letters, ${drawn.length} pages with a form`);
