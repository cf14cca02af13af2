// A built site on a port of its own, and a browser to read it with.
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { chromium } from 'playwright-core';

const types = {
  '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.json': 'application/json',
  '.svg': 'image/svg+xml', '.jpg': 'image/jpeg', '.png': 'image/png', '.webp': 'image/webp',
};

// What the built site's `_headers` says of an address, but for what needs HTTPS: rules add up, `!` takes back.
export function headersOf(root) {
  const rules = [];
  for (const line of fs.readFileSync(path.join(root, '_headers'), 'utf8').split('\n').filter(Boolean)) {
    if (!line.startsWith('  ')) rules.push([line, []]);
    else if (!/^  (!|Strict-Transport)/.test(line)) rules.at(-1)[1].push(/^ {2}([^:]+): (.*?)(?:; upgrade-insecure-requests)?$/.exec(line).slice(1));
  }
  const holds = (rule, url) => (rule.endsWith('*') ? url.startsWith(rule.slice(0, -1)) : rule === url);
  return (url) => [...new Map(rules.filter(([rule]) => holds(rule, url)).flatMap(([, pairs]) => pairs))];
}

// `headers(path)` says what is sent along: [[name, value], …]. Texts go out as the copies beside them, as servers send them.
export async function serve(root, headers = () => []) {
  const server = http.createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://x');
    const file = path.join(root, decodeURIComponent(pathname.endsWith('/') ? `${pathname}index.html` : pathname));
    for (const [name, value] of headers(pathname)) response.setHeader(name, value);
    if (!fs.existsSync(file)) return response.writeHead(404).end();
    response.setHeader('content-type', types[path.extname(file)] ?? 'application/octet-stream');
    const small = /\bbr\b/.test(request.headers['accept-encoding'] ?? '') && fs.existsSync(`${file}.br`);
    if (small) response.setHeader('content-encoding', 'br');
    response.end(fs.readFileSync(small ? `${file}.br` : file));
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  return { server, base: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

export function browser() {
  const candidates = [process.env.CHROME_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  const executablePath = candidates.find((file) => file && fs.existsSync(file));
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] });
}

/** The address of one page of each kind; `kind(lang, template, html)` names it, or gives nothing to leave the page out. */
export function choose(root, kind) {
  const chosen = new Map();
  const files = fs.readdirSync(root, { recursive: true }).filter((file) => file.endsWith('.html')).sort();
  for (const file of files) {
    const html = fs.readFileSync(path.join(root, file), 'utf8');
    const [, lang, template] = /<html lang="([^"]+)"[^>]*data-template="([^"]+)"/.exec(html) ?? [];
    const name = lang && template !== 'redirect' && kind(lang, template, html);
    if (name && !chosen.has(name)) chosen.set(name, `/${file.replaceAll('\\', '/').replace(/index\.html$/, '')}`);
  }
  return [...chosen.values()];
}
