// What other programs put on the clipboard – Word, Google Docs, web mail – becomes Markdown. It is only read: nothing of it comes into the page.

const HEADS = 'h1,h2,h3,h4,h5,h6';
// Where there is one of these, the words alone would say less.
const GAIN = `${HEADS},p,li,table,blockquote,b,strong,i,em,a,img,span`;
const BLOCKS = `${HEADS},address,article,blockquote,center,dd,div,dl,dt,figure,hr,li,ol,p,pre,section,table,tbody,td,th,thead,tr,ul`;

/** The HTML as Markdown that fits behind the cursor of the area; nothing if the plain text says as much. */
export function markdown(html, area) {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  // Program text is Markdown already, or wants to stay as it is.
  if (!one(GAIN, body) || /white-space: ?pre;/.test(body.firstElementChild?.getAttribute('style'))) return undefined;
  if (one('img', body)) say('pictures');
  const above = area.value.slice(0, area.selectionStart);
  const writer = new Writer(heads(body), above.match(/^#+(?= )/gm)?.at(-1).length ?? 1);
  writer.walk(body, { first: '', rest: '' }, { bold: false, italic: false });
  const text = writer.done();
  return above && !above.endsWith('\n\n') && text.includes('\n') ? `${above.endsWith('\n') ? '\n' : '\n\n'}${text}` : text;
}

const heads = (body) => [...new Set(all(HEADS, body).map((head) => head.tagName))].sort();
const escaped = (text) => text.replace(/(https?:\/\/\S+)|[\\`*_[<~|]/g, (found, address) => address ?? `\\${found}`);
const styleOf = (element) => element.getAttribute('style') ?? '';

class Writer {
  #heads;
  #level;
  #runs = [];
  #blocks = [];
  #pads = [''];

  constructor(heads, level) {
    this.#heads = heads;
    this.#level = level;
  }

  /** `at`: what stands before the first and before each other line; `how`: what the words are. */
  walk(node, at, how) {
    for (const child of node.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) this.#runs.push({ ...how, text: child.data.replace(/\s+/g, ' ') });
      else if (child.nodeType === Node.ELEMENT_NODE) this.#element(child, at, how);
    }
  }

  done() {
    this.#flush({ first: '', rest: '' });
    const between = (at) => (at === 0 ? '' : isTight(this.#blocks[at - 1].item, this.#blocks[at].item) ? '\n' : '\n\n');
    return this.#blocks.map(({ text }, at) => between(at) + text).join('');
  }

  #element(element, at, how) {
    const style = styleOf(element);
    // Word writes the sign of a list into its text.
    if (/mso-list:\s*ignore|display: ?none/i.test(style) || element.matches('style,script,title,img')) return;
    if (element.matches('br')) this.#runs.push({ ...how, text: '\n' });
    else if (element.matches('a')) this.walk(element, at, { ...looks(element, style, how), to: address(element) ?? how.to });
    else if (!element.matches(BLOCKS)) this.walk(element, at, looks(element, style, how));
    else {
      this.#flush(at);
      if (!this.#table(element, at)) {
        const its = this.#place(element, style, at);
        this.walk(element, its, looks(element, style, how));
        this.#flush(its);
      }
      at.first = at.rest;
    }
  }

  #place(element, style, at) {
    if (element.matches(HEADS)) return { ...at, head: element.tagName };
    if (element.matches('blockquote')) return { first: `${at.first}> `, rest: `${at.rest}> ` };
    const word = /mso-list:[^;]*level(\d)/i.exec(style);
    if (word) {
      const sign = all('span', element).find((span) => /mso-list:\s*ignore/i.test(styleOf(span)))?.textContent ?? '';
      return this.#item(Number(word[1]) - 1, /\d+(?=[.)])/.exec(sign)?.[0] ?? (/^\s*[a-z]+[.)]/i.test(sign) ? '1' : ''));
    }
    if (!element.matches('li')) return at;
    let depth = -1;
    for (let list = element.closest('ul,ol'); list; list = list.parentElement.closest('ul,ol')) depth += 1;
    const before = [...element.parentElement.children].filter((one) => one.matches('li'));
    return this.#item(Math.max(depth, 0), element.parentElement.matches('ol') ? (element.parentElement.start ?? 1) + before.indexOf(element) : '');
  }

  #item(depth, number) {
    const sign = number === '' ? '- ' : `${number}. `, pad = this.#pads[depth] ?? this.#pads.at(-1);
    this.#pads.length = Math.min(this.#pads.length, depth + 1);
    this.#pads.push(pad + ' '.repeat(sign.length));
    return { first: pad + sign, rest: this.#pads.at(-1), item: { depth, number } };
  }

  /** A table of words; what only sets out a page is read as its parts. */
  #table(element, at) {
    if (!element.matches('table') || !element.rows.length || element.querySelector('table') || [...element.rows].some((row) => row.cells.length < 2)) return false;
    const lines = [...element.rows].map((row) => [...row.cells].map((cell) => escaped(cell.textContent.replace(/\s+/g, ' ').trim())));
    const drawn = lines.map((cells) => `| ${cells.join(' | ')} |`);
    drawn.splice(1, 0, `|${' --- |'.repeat(Math.max(...lines.map((cells) => cells.length)))}`);
    this.#put(drawn.join('\n'), at);
    return true;
  }

  #flush(at) {
    const joined = [];
    for (const run of this.#runs) {
      // A heading is strong by itself.
      if (at.head) run.bold = run.italic = false;
      const last = joined.at(-1), isSame = last && ['bold', 'italic', 'to'].every((key) => last[key] === run[key]);
      if (isSame) last.text += run.text;
      else joined.push({ ...run });
    }
    this.#runs = [];
    const text = joined.map(marked).join('').replace(/[^\S\n]+/g, ' ').replace(/ ?\n ?/g, '\n').trim()
      // What would mean something at the beginning of a line.
      .replace(/^(>|[-+#:=](?=[-+#:=\s]))/gm, '\\$1').replace(/^(\d+)(?=[.)]\s)/gm, '$1\\');
    if (!at.head) return this.#put(text.replace(/\n+/g, (breaks) => (breaks.length > 1 ? '\n\n' : '\\\n')), at);
    this.#level = Math.min(this.#heads.indexOf(at.head) + 2, this.#level + 1);
    return this.#put(text && `${'#'.repeat(this.#level)} ${text.replace(/\n+/g, ' ')}`, at);
  }

  #put(text, at) {
    if (!text) return;
    this.#blocks.push({ text: at.first + text.replaceAll('\n', `\n${at.rest}`), item: at.item });
    // What follows in the same item stands by itself.
    Object.assign(at, { first: at.rest, item: undefined });
  }
}

/** Whether an item of a list follows another without an empty line. A number other than one begins no list behind text. */
function isTight(before, item) {
  if (!before || !item) return false;
  if (before.depth === item.depth) return (before.number === '') === (item.number === '');
  return before.depth > item.depth || ['', '1', 1].includes(item.number);
}

function looks(element, style, { bold, italic, to }) {
  const weight = /(?:^|[;\s])font-weight: ?(\w+)/.exec(style)?.[1], slant = /(?:^|[;\s])font-style: ?(\w+)/.exec(style)?.[1];
  return {
    bold: weight ? weight === 'bold' || Number(weight) >= 600 : bold || element.matches('b,strong'),
    italic: slant ? slant !== 'normal' : italic || element.matches('i,em'),
    to,
  };
}

/** Where a link leads, if a page of the site may have it; not by way of the program from which it comes. */
function address(link) {
  let url = parsed(link.getAttribute('href'));
  if (url?.host === 'www.google.com' && url.pathname === '/url') url = parsed(url.searchParams.get('q'));
  return url && /^(https?|mailto):$/.test(url.protocol) ? url.href.replace(/[()]/g, (c) => (c === '(' ? '%28' : '%29')) : undefined;
}

function parsed(address) {
  try {
    return new URL(address);
  } catch {
    return null;
  }
}

function marked({ text, bold, italic, to }) {
  const mark = (bold ? '**' : '') + (italic ? '*' : '');
  // Marks stand at the words: blanks at either end stay outside.
  return text.replace(/\S(?:.*\S)?/s, (words) => {
    const said = to && to !== words && to !== `${words}/` ? `[${escaped(words)}](${to})` : escaped(words);
    return mark + said + mark;
  });
}
