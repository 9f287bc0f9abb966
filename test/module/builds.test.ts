import { expect } from 'chai';
import { ask } from './ask.js';
import { backends, EVEN, serverLines, upstream } from './balancers.js';
import { Box } from './box.js';
import { preambleOf } from './builds.js';
import './settings.js';

const CONF = 'upstream u { consistent_hash $uri even; server 127.0.0.1:8000; }';

/** Each of these images is compiled with -Wall -Wextra -Werror: a warning is a failed test here. */
describe('the module', () => {
  it('is part of a binary, and says so', () =>
    Box.with('static', async (box) => {
      expect((await box.run('nginx', '-V')).output).to.match(/--add-module=\S*consistent_hash/);
      expect((await (await box.nginx('tested', CONF)).check()).exitCode).to.equal(0);
    }));

  it('is a shared object that nginx without it takes', () =>
    Box.with('dynamic', async (box) => {
      const nginx = await box.nginx('tested', CONF);
      expect((await nginx.check()).exitCode).to.equal(0);
      const without = (await nginx.text()).replace(preambleOf('dynamic'), '');
      await box.run('sh', '-c', `cat > /tmp/nginx.conf <<'END'\n${without}\nEND`);
      const { exitCode, output } = await box.run('nginx', '-t', '-c', '/tmp/nginx.conf');
      expect(output).to.match(/unknown directive "consistent_hash"/);
      expect(exitCode).to.equal(1);
    }));

  it('works in an nginx without zones and kept connections', () =>
    Box.with('bare', async (box) => {
      const servers = [1, 2, 3].map((n) => ({ address: `127.0.0.${n}:8000` }));
      await box.start('backends', backends(servers.slice(1)));
      await box.start(
        'tested',
        `${upstream('u', EVEN, serverLines(servers))} server { listen 8080; location / { proxy_pass http://u; } }`,
      );
      const paths = Array.from({ length: 50 }, (_, n) => `/page/${n}`);
      const route = EVEN.route(servers);
      expect((await ask(box.port, paths)).map(({ body }) => body)).to.deep.equal(
        paths.map((path) => servers[route(path, (server) => server > 0)!]!.address),
      );
    }));
});
