// `spaces serve --demo-guests` in a folder of its own: its address, the link that opens organisers' pages, and the event to which
// the made-up guests come.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export async function demo(spaces, root) {
  const data = fs.mkdtempSync(path.join(os.tmpdir(), 'spaces-demo-'));
  const server = spawn(spaces, ['serve', '--root', root, '--addr', '127.0.0.1:0', '--data', data, '--demo-guests'], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  const [link, event] = await new Promise((found, failed) => {
    server.stderr.on('data', (chunk) => {
      said += chunk;
      const url = /http:\/\/\S+\/desk\/open\S+/.exec(said);
      const guests = /made-up guests come to `([^`]+)`/.exec(said);
      if (url && guests) found([url[0], guests[1]]);
    });
    server.on('exit', (code) => failed(new Error(`the server ended with ${code}:\n${said}`)));
  });
  const stop = () => {
    server.removeAllListeners('exit');
    server.kill('SIGKILL');
    fs.rmSync(data, { recursive: true, force: true });
  };
  return { base: new URL(link).origin, link, event, stop };
}
