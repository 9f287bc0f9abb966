import { expect } from 'chai';
import { balancers, DEMO_SCENARIOS, DEMO_STRATEGIES, stores, strategies } from '../../cli/catalog/index.js';
import type { Balancer, Store } from '../../cli/core/index.js';
import { directives, flawsOf, partsOf } from '../../cli/lab/parts.js';
import { storeServers } from '../../cli/lab/servers.js';
import { scenarios } from '../../scenarios/index.js';
import { exists, names, text } from './repository.js';

/** What a backend knows a server by; of a cluster it knows its own node only. */
const defines = (role: string): string[] => {
  const [server] = storeServers(strategies.filter(({ store }) => store.servers.includes(role)));
  const names = server!.perBackend ? [server!.service] : [role];
  return names.map((name) => `${name.toUpperCase().replaceAll('-', '_')}_HOST`);
};
const keepsFiles = ({ traits }: Store): boolean => ['backend', 'relay'].includes(traits.place);
const ids = strategies.map(({ id }) => id).sort();

/** Blocks whose head matches, with all that is in them, in a configuration of nginx without comments. */
function blocks(configuration: string, head: RegExp): string[] {
  return [...configuration.matchAll(head)].map(({ index }) => {
    let depth = 0;
    for (let at = configuration.indexOf('{', index); at < configuration.length; at++) {
      if (configuration[at] === '{') depth += 1;
      if (configuration[at] === '}') depth -= 1;
      if (depth === 0) return configuration.slice(index, at + 1);
    }
    return '';
  });
}

describe('the catalogue of strategies', () => {
  it('has one file of nginx for each, and no other', () => {
    expect(names('nginx-conf/sites', '.conf')).to.deep.equal(ids);
  });

  it('has one virtual host for each, and no other', () => {
    expect(names('php-app/vhosts', '.conf')).to.deep.equal(ids);
  });

  it('has one page for each, and no other', () => {
    expect(names('docs/strategies', '.md').filter((name) => name !== 'README')).to.deep.equal(ids);
  });

  it('has no id twice, and ids that can be the name of a host', () => {
    expect(new Set(ids).size).to.equal(ids.length);
    for (const id of ids) expect(id).to.match(/^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/);
  });

  it('has no balancer and no store that nobody uses, and each under its own id', () => {
    for (const [id, balancer] of Object.entries<Balancer>(balancers)) {
      expect(balancer.id).to.equal(id);
      expect(
        strategies.some((strategy) => strategy.balancer.id === id),
        id,
      ).to.equal(true);
    }
    for (const [id, store] of Object.entries<Store>(stores)) {
      expect(store.id).to.equal(id);
      expect(
        strategies.some((strategy) => strategy.store.id === id),
        id,
      ).to.equal(true);
    }
  });

  it('has what the demo shows', () => {
    for (const id of DEMO_STRATEGIES) expect(ids).to.include(id);
    for (const id of DEMO_SCENARIOS) expect(scenarios.map((scenario) => scenario.id)).to.include(id);
  });
});

for (const strategy of strategies) {
  const { id, balancer, store } = strategy;
  describe(`strategy ${id}`, () => {
    it('has what the lab relies on', async () => {
      expect(flawsOf(strategy, await partsOf(strategy))).to.deep.equal([]);
    });

    describe('in nginx', () => {
      const site = directives(text(`nginx-conf/sites/${id}.conf`));
      const upstreams = blocks(site, /^upstream /gm);
      const [server = '', ...others] = blocks(site, /^server \{/gm);

      it('has upstreams of its own, with the servers of the lab', () => {
        for (const upstream of upstreams)
          expect(upstream).to.match(/^include lab\/servers(-named)?\.conf;$/m);
        expect(upstreams).to.have.length(balancer.split ? 2 : 1);
      });

      it(`is balanced by ${balancer.directive || 'round robin'}`, () => {
        const methods = upstreams.flatMap((upstream) =>
          upstream
            .split('\n')
            .slice(1, -1)
            .filter((line) => !line.startsWith('include ')),
        );
        if (balancer.directive === '') expect(methods).to.deep.equal([]);
        else {
          expect(methods).to.have.length(1);
          expect(methods[0]).to.match(/;$/);
          expect(methods[0]!.startsWith(balancer.directive)).to.equal(true);
        }
      });

      it('answers for its own host, and sends everything to its own upstreams', () => {
        expect(others).to.deep.equal([]);
        expect(server).to.include(`server_name ${id}.localhost;`);
        expect(server.match(/server_name/g)).to.have.length(1);
        const names = upstreams.map((upstream) => /^upstream (\S+)/.exec(upstream)![1]);
        const passes = [...server.matchAll(/proxy_pass http:\/\/([^;]+);/g)].map(([, name]) => name);
        expect([...new Set(passes)].sort()).to.deep.equal(names.sort());
      });

      if (balancer.key === 'cookie' && balancer.method !== 'sticky')
        it('sets the route cookie that it hashes', () => {
          expect(server).to.match(/^(include route-cookie|add_header Set-Cookie)/m);
          expect(directives(text('nginx-conf/nginx.conf'))).to.include('include route-cookie.conf;');
        });
    });

    describe('in PHP', () => {
      const vhost = directives(text(`php-app/vhosts/${id}.conf`));

      it('answers for its own host', () => {
        expect(vhost.match(/^ServerName .*$/gm)).to.deep.equal([`ServerName ${id}.localhost`]);
      });

      it(`keeps sessions by the module ${store.module}`, () => {
        const handlers = vhost.match(/session\.save_handler .*/g);
        if (store.module === 'user') {
          expect(handlers, 'with a save_handler PHP would ignore the prepended handler').to.equal(null);
          const [, handler] = /auto_prepend_file \/srv\/lab\/php-app\/(\S+)/.exec(vhost) ?? [];
          expect(exists(`php-app/${handler}`), handler).to.equal(true);
        } else {
          expect(handlers).to.deep.equal([`session.save_handler ${store.module}`]);
          expect(vhost).not.to.include('auto_prepend_file');
        }
      });

      it('has session files and a ledger of its own', () => {
        expect(vhost).to.include(`SetEnv LAB_LEDGER /var/lib/lab/ledger/${id}.log`);
        const files = vhost.match(/session\.save_path \/\S+/g);
        expect(files).to.deep.equal(
          keepsFiles(store) ? [`session.save_path /var/lib/lab/sessions/${id}`] : null,
        );
      });

      it('takes what the lab overrides, after its own settings', () => {
        const lines = vhost.split('\n');
        const last = lines.findLastIndex((line) => line.startsWith('php_'));
        expect(lines.indexOf('Include /srv/lab/enabled/settings.conf')).to.be.greaterThan(last);
      });

      it('knows its store by what the lab defines, and no secret by heart', () => {
        for (const [, defined] of vhost.matchAll(/\$\{([A-Z_0-9]+)\}/g))
          expect(defined).to.match(/^(COOKIE_KEY|[A-Z0-9_]+_(HOST|PASSWORD))$/);
        for (const role of store.servers)
          expect(
            defines(role).some((name) => vhost.includes(`\${${name}}`)),
            role,
          ).to.equal(true);
        expect(vhost).not.to.match(/\b\d+\.\d+\.\d+\.\d+\b/);
      });
    });

    describe('in the docs', () => {
      it('shows the configuration that there really is', () => {
        const page = text(`docs/strategies/${id}.md`);
        expect(page).to.include(`nginx-conf/sites/${id}.conf`);
        expect(page).to.include(`php-app/vhosts/${id}.conf`);
        if (balancer.directive) expect(page).to.include(balancer.directive);
      });
    });
  });
}

describe('nginx-conf', () => {
  it('includes nothing that is neither there nor written by the lab', () => {
    const written = ['servers', 'servers-named', 'backends', 'sites', 'front'].map(
      (name) => `lab/${name}.conf`,
    );
    for (const path of ['nginx.conf', 'lab.conf', 'site.conf', ...ids.map((id) => `sites/${id}.conf`)]) {
      for (const [, included] of directives(text(`nginx-conf/${path}`)).matchAll(/^include (\S+);$/gm)) {
        const known = written.includes(included!) || exists(`nginx-conf/${included}`);
        expect(known, `${path} includes ${included}`).to.equal(true);
      }
    }
  });

  it('has one worker and no zone, so that failures are counted once', () => {
    expect(directives(text('nginx-conf/nginx.conf'))).to.include('worker_processes 1;');
    for (const id of ids) expect(directives(text(`nginx-conf/sites/${id}.conf`))).not.to.match(/^zone /m);
  });

  it('takes a PROXY protocol line on the port that the lab publishes for visitors', () => {
    expect(directives(text('nginx-conf/site.conf'))).to.match(/^listen 8081 proxy_protocol;$/m);
  });
});
