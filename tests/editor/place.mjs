// A site in a repository of its own, its host – a bare repository whose hook refuses force –, and the editor on it.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** The moment that the editor takes for now. */
export const NOW = '2026-11-24T12:00:00Z';
// The update is refused before anything is written, whatever the settings of the host are.
const REFUSE_FORCE = `#!/bin/sh
[ "$2" = 0000000000000000000000000000000000000000 ] || git merge-base --is-ancestor "$2" "$3" || { echo "refused: $1 isn't a step forward" >&2; exit 1; }
`;

export async function place(program) {
  const spaces = path.resolve(program);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'spaces-editor-'));
  const [root, host] = ['site', 'host.git'].map((name) => path.join(folder, name));
  const git = (at, ...words) => execFileSync('git', ['-C', at, '-c', 'user.name=Owner', '-c', 'user.email=owner@example.org', ...words], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  fs.mkdirSync(host);
  git(host, 'init', '--quiet', '--bare', '--initial-branch=main');
  fs.writeFileSync(path.join(host, 'hooks/update'), REFUSE_FORCE, { mode: 0o755 });
  for (const part of ['content', 'themes']) fs.cpSync(path.resolve('..', part), path.join(root, part), { recursive: true });
  fs.writeFileSync(path.join(root, '.gitignore'), '/.cache\n');
  git(root, 'init', '--quiet', '--initial-branch=main');
  git(root, 'config', 'user.name', 'Ida');
  git(root, 'config', 'user.email', 'ida@example.org');
  git(root, 'add', '.');
  git(root, 'commit', '--quiet', '-m', 'Begin');
  git(root, 'remote', 'add', 'origin', host);
  git(root, 'push', '--quiet', '--set-upstream', 'origin', 'main');
  // What the host is there for is seen to hold.
  git(root, 'commit', '--quiet', '--amend', '-m', 'Begin otherwise');
  assert.throws(() => git(root, 'push', '--force', 'origin', 'main'), /isn't a step forward/);
  git(root, 'reset', '--quiet', '--hard', 'origin/main');

  const server = spawn(spaces, ['edit', '--root', root, '--addr', '127.0.0.1:0', '--now', NOW], { stdio: ['ignore', 'pipe', 'pipe'] });
  const [base, see] = await new Promise((found, failed) => {
    let text = '';
    const heard = (chunk) => {
      text += chunk;
      const [pages, shown] = [/(http:\/\/127\.0\.0\.1:\d+)\/edit\//.exec(text), /shown at (http:\/\/127\.0\.0\.1:\d+)/.exec(text)];
      if (pages && shown) found([pages[1], shown[1]]);
    };
    server.stdout.on('data', heard);
    server.stderr.on('data', heard);
    server.on('exit', (code) => failed(new Error(`the editor ended with ${code}: ${text}`)));
  });
  return {
    spaces, folder, root, host, git, base, see,
    /** Writer, subject and files of the newest version at the host. */
    last: () => git(host, 'log', '-1', '--format=%an|%s', '--name-only', 'main').trim().split('\n').filter(Boolean),
    /** Lines that came and went with it: `1+1`. */
    changed: (file) => git(host, 'show', '--numstat', '--format=', 'main', '--', file).trim().split('\t').slice(0, 2).join('+'),
    /** All drafts, with their newest versions. */
    drafts: () => git(root, 'for-each-ref', '--format=%(objectname) %(refname:lstrip=3)', 'refs/heads/edit').trim().split('\n').filter(Boolean),
    stop() {
      server.removeAllListeners('exit');
      server.kill();
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Presses a button, and waits for the page to which that leads. */
export async function press(page, name) {
  await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name, exact: true }).click()]);
}
