import { expect } from 'chai';
import { fingerprint, IMAGE_NAMES, recipeOf } from '../../../cli/lab/recipes.js';
import { merged, readSources, replacedBy, writeSources } from '../../../cli/lab/sources.js';
import { thrown } from '../core/thrown.js';
import { TemporaryFolder } from './temporary-folder.js';

describe('what images are built from', () => {
  it('is bundled, until a build wants something else, and again by the word bundled', () => {
    expect(merged({}, {})).to.deep.equal({});
    const other = merged({}, { nginxSrc: '/src/nginx' });
    expect(merged(other, { mysqlImage: 'mysql:9' })).to.deep.equal({
      nginxSrc: '/src/nginx',
      mysqlImage: 'mysql:9',
    });
    expect(merged(other, { nginxSrc: 'bundled' })).to.deep.equal({});
  });

  it('is kept in a file, over which the environment wins', async () => {
    await using folder = await TemporaryFolder.make();
    const file = folder.at('build.json');
    expect(await readSources(file)).to.deep.equal({});
    await writeSources(file, { nginxSrc: '/src/nginx' });
    expect(await readSources(file)).to.deep.equal({ nginxSrc: '/src/nginx' });
    process.env['LAB_NGINX_SRC'] = '/other';
    try {
      expect(await readSources(file)).to.deep.equal({ nginxSrc: '/other' });
    } finally {
      delete process.env['LAB_NGINX_SRC'];
    }
    await folder.write('build.json', '{"nginxSrc": 7');
    expect(await readSources(file)).to.deep.equal({});
  });

  it('is named without the folder that it lies in', () => {
    const sources = {
      nginxSrc: '/home/anna/nginx-1.30.0.tar.gz',
      consistentHashSrc: '/home/anna/other',
      mysqlImage: 'mysql:9',
    };
    expect(replacedBy(sources)).to.deep.equal({
      nginx: 'nginx-1.30.0.tar.gz',
      consistent_hash: 'other',
      mysql: 'mysql:9',
    });
    expect(replacedBy({ baseImage: 'debian:trixie' })).to.deep.equal({});
  });

  it('changes the tag of the image', async () => {
    await using folder = await TemporaryFolder.make();
    await folder.write('addon/config', 'ngx_addon_name=other\n');
    const tag = async (consistentHashSrc?: string) =>
      fingerprint(await recipeOf('nginx', consistentHashSrc ? { consistentHashSrc } : {}), 'base');
    const [bundled, other] = [await tag(), await tag(folder.at('addon'))];
    expect(other).to.not.equal(bundled);
    await folder.write('addon/config', 'ngx_addon_name=another\n');
    expect(await tag(folder.at('addon'))).to.not.equal(other);
    expect(await tag()).to.equal(bundled);
  });

  it('is refused where it is not what it should be, exit 64', async () => {
    await using folder = await TemporaryFolder.make();
    for (const sources of [
      { nginxSrc: folder.path },
      { consistentHashSrc: folder.path },
      { nginxSrc: folder.at('nothing') },
    ]) {
      const error = await thrown(() => recipeOf('nginx', sources));
      expect(error).to.include({ exitCode: 64 });
    }
    expect(await thrown(() => recipeOf('apache', {}))).to.include({ exitCode: 64 });
  });

  it('takes another Dockerfile for a MySQL that is not Debian’s', async () => {
    expect(await recipeOf('mysql', { mysqlImage: 'mysql:9' })).to.deep.include({
      dockerfile: 'foreign.Dockerfile',
      args: { MYSQL_IMAGE: 'mysql:9' },
    });
    for (const name of IMAGE_NAMES) expect((await recipeOf(name, {})).dockerfile).to.equal('Dockerfile');
  });
});
