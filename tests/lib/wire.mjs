// A wire to a server that can be cut: a telephone without a network, whatever asks – page or worker.
import net from 'node:net';

export async function wire(base) {
  const { hostname, port } = new URL(base);
  const open = new Set();
  const server = net.createServer((near) => {
    const far = net.connect(Number(port), hostname);
    for (const [one, other] of [[near, far], [far, near]]) {
      open.add(one);
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => { open.delete(one); other.destroy(); });
    }
  });
  const listen = (at) => new Promise((done) => server.listen(at, '127.0.0.1', done));
  await listen(0);
  const own = server.address().port;
  return {
    base: `http://127.0.0.1:${own}`,
    cut: () => new Promise((done) => {
      server.close(done);
      for (const socket of open) socket.destroy();
    }),
    mend: () => listen(own),
  };
}
