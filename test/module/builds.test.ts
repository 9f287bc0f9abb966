import { expect } from 'chai';
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

  it('misses nothing in an nginx without zones and kept connections', () =>
    Box.with('bare', async (box) => {
      expect((await (await box.nginx('tested', CONF)).check()).exitCode).to.equal(0);
    }));
});
