import { expect } from 'chai';
import { DEMO_STRATEGIES, strategies } from '../../../cli/catalog/index.js';
import type { Strategy } from '../../../cli/core/index.js';
import { labPaths } from '../../../cli/lab/paths.js';
import {
  backendServers,
  composeFile,
  enabledFiles,
  nginxFiles,
  type Plan,
  secretFiles,
} from '../../../cli/lab/render.js';
import type { LabState } from '../../../cli/lab/state.js';

const SECRETS = {
  cookie: 'a-key-of-cookies',
  redis: 'a-secret-of-redis',
  mysql: 'a-secret-of-mysql',
  galera: 'a-secret-of-galera',
};
const named = (...ids: string[]): Strategy[] => strategies.filter(({ id }) => ids.includes(id));

function aPlan({
  chosen = named(...DEMO_STRATEGIES),
  ...different
}: Partial<LabState> & { chosen?: readonly Strategy[] } = {}): Plan {
  const name = different.name ?? 'lab';
  return {
    state: {
      schema: 'session-lab/lab@1',
      name,
      instance: 'ab12',
      subnet: '10.86.4.0/23',
      httpPort: 8090,
      visitorPort: 8091,
      backends: 3,
      strategies: chosen.map(({ id }) => id),
      settings: {},
      unavailable: {},
      replaced: {},
      ...different,
    },
    strategies: chosen,
    images: { nginx: 'session-lab/nginx:1', backend: 'session-lab/backend:2', redis: 'session-lab/redis:3' },
    paths: labPaths('/state', name),
  };
}

interface Service {
  readonly extends: { readonly file: string; readonly service: string };
  readonly image: string;
  readonly pull_policy: string;
  readonly container_name: string;
  readonly hostname: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly networks: Readonly<Record<string, { readonly ipv4_address: string }>>;
  readonly ports?: readonly string[];
  readonly volumes: readonly {
    readonly type: string;
    readonly source: string;
    readonly target: string;
    readonly read_only?: boolean;
  }[];
}

interface Compose {
  readonly name: string;
  readonly services: Readonly<Record<string, Service>>;
  readonly networks: Readonly<
    Record<
      string,
      {
        readonly labels: Readonly<Record<string, string>>;
        readonly internal?: boolean;
        readonly ipam: { readonly config: readonly { readonly subnet: string }[] };
      }
    >
  >;
  readonly volumes: Readonly<
    Record<string, { readonly name: string; readonly labels: Readonly<Record<string, string>> }>
  >;
}

const rendered = (plan: Plan): Compose => composeFile(plan) as Compose;
const addresses = ({ networks }: Service): Record<string, string> =>
  Object.fromEntries(Object.entries(networks).map(([name, { ipv4_address }]) => [name, ipv4_address]));

describe('composeFile', () => {
  it('has nginx, the backends, and the stores that the strategies need', () => {
    expect(Object.keys(rendered(aPlan()).services)).to.deep.equal([
      'nginx',
      'backend-1',
      'backend-2',
      'backend-3',
      'redis',
    ]);
    expect(Object.keys(rendered(aPlan({ chosen: named('none', 'ip-hash') })).services)).not.to.include(
      'redis',
    );
  });

  it('publishes ports of nginx alone, and on 127.0.0.1 only', () => {
    const { nginx, ...others } = rendered(aPlan()).services;
    expect(nginx!.ports).to.deep.equal(['127.0.0.1:8090:80', '127.0.0.1:8091:8081']);
    for (const [role, service] of Object.entries(others)) expect(service.ports, role).to.equal(undefined);
  });

  it('lets no store reach the outside, and nginx reach no store', () => {
    const { services, networks } = rendered(aPlan());
    expect(networks['data']!.internal).to.equal(true);
    expect(Object.keys(services['redis']!.networks)).to.deep.equal(['data']);
    expect(Object.keys(services['nginx']!.networks)).to.deep.equal(['web']);
    expect(Object.keys(services['backend-1']!.networks)).to.have.members(['web', 'data']);
  });

  it('labels everything that it creates with the name of the lab', () => {
    const { name, services, networks, volumes } = rendered(aPlan({ name: 'other' }));
    expect(name).to.equal('session-lab-other');
    const all = { ...services, ...networks, ...volumes };
    for (const [what, { labels }] of Object.entries(all))
      expect(labels['session-lab'], what).to.equal('other');
    for (const [role, { labels }] of Object.entries(services))
      expect(labels['session-lab.role']).to.equal(role);
  });

  it('names containers and volumes after the lab, so that two labs share none', () => {
    const [one, two] = [rendered(aPlan({ name: 'one' })), rendered(aPlan({ name: 'two' }))];
    const names = ({ services, volumes }: Compose) => [
      ...Object.values(services).map((service) => service.container_name),
      ...Object.values(volumes).map((volume) => volume.name),
    ];
    expect(names(one).filter((name) => names(two).includes(name))).to.deep.equal([]);
    expect(one.services['redis']!.container_name).to.equal('session-lab-one-redis');
  });

  for (const backends of [1, 3, 64]) {
    describe(`with ${backends} backend${backends > 1 ? 's' : ''}`, () => {
      const { services, networks } = rendered(aPlan({ backends }));

      it('gives each server the address that it always has', () => {
        expect(addresses(services['nginx']!)).to.deep.equal({ web: '10.86.4.2' });
        expect(addresses(services['redis']!)).to.deep.equal({ data: '10.86.5.101' });
        for (let n = 1; n <= backends; n++) {
          expect(addresses(services[`backend-${n}`]!)).to.deep.equal({
            web: `10.86.4.${10 + n}`,
            data: `10.86.5.${10 + n}`,
          });
        }
        expect(services).not.to.have.property(`backend-${backends + 1}`);
      });

      it('gives no address twice, and none outside of its network', () => {
        for (const [name, { ipam }] of Object.entries(networks)) {
          const own = Object.values(services).flatMap((service) => addresses(service)[name] ?? []);
          expect(new Set(own).size).to.equal(own.length);
          const [subnet] = ipam.config;
          const prefix = subnet!.subnet.replace(/0\/24$/, '');
          for (const address of own) expect(address.startsWith(prefix), address).to.equal(true);
        }
      });
    });
  }

  it('uses the images that it is told, and never pulls one', () => {
    const { nginx, redis, 'backend-2': backend } = rendered(aPlan()).services;
    expect([nginx!.image, backend!.image, redis!.image]).to.deep.equal([
      'session-lab/nginx:1',
      'session-lab/backend:2',
      'session-lab/redis:3',
    ]);
    for (const { pull_policy } of Object.values(rendered(aPlan()).services))
      expect(pull_policy).to.equal('never');
  });

  it('takes the hardening from compose/services.yaml', () => {
    for (const [role, service] of Object.entries(rendered(aPlan()).services)) {
      expect(service.extends.file).to.match(/compose[/\\]services\.yaml$/);
      expect(service.extends.service).to.equal(role.replace(/-\d+$/, ''));
      expect(service.hostname).to.equal(role);
    }
  });

  it('mounts nothing but read-only folders of the lab and volumes with names', () => {
    const { services, volumes } = rendered(aPlan());
    for (const { volumes: mounts } of Object.values(services)) {
      for (const { type, source, read_only } of mounts) {
        if (type === 'bind')
          expect([source.startsWith('/state/lab/'), read_only]).to.deep.equal([true, true]);
        else expect([type, source in volumes]).to.deep.equal(['volume', true]);
      }
    }
  });

  it('gives each server a volume of its own, for all that must outlive its process', () => {
    const { services, volumes } = rendered(aPlan());
    const used = Object.values(services).flatMap((service) =>
      service.volumes.filter(({ type }) => type === 'volume').map(({ source }) => source),
    );
    expect(used).to.deep.equal(['backend-1', 'backend-2', 'backend-3', 'redis']);
    expect(Object.keys(volumes)).to.deep.equal(used);
  });

  it('shows each server its own secrets only', () => {
    const { services } = rendered(aPlan());
    const secrets = ({ volumes }: Service) =>
      volumes.filter(({ source }) => source.includes('/secrets')).map(({ source }) => source);
    expect(secrets(services['nginx']!)).to.deep.equal([]);
    expect(secrets(services['backend-2']!)).to.deep.equal(['/state/lab/secrets/backend-2']);
    expect(secrets(services['redis']!)).to.deep.equal(['/state/lab/secrets/redis']);
  });

  it('changes every container when the folder of the lab was made anew, and none when nothing changed', () => {
    expect(rendered(aPlan())).to.deep.equal(rendered(aPlan()));
    const instances = (plan: Plan) =>
      Object.values(rendered(plan).services).map(({ labels }) => JSON.stringify(labels));
    const [before, after] = [instances(aPlan()), instances(aPlan({ instance: 'cd34' }))];
    for (const [i, label] of before.entries()) expect(after[i]).not.to.equal(label);
  });
});

describe('backendServers', () => {
  it('have the addresses that a ring must know them by', () => {
    expect(backendServers({ subnet: '10.86.4.0/23', backends: 2 })).to.deep.equal([
      { role: 'backend-1', address: '10.86.4.11:80' },
      { role: 'backend-2', address: '10.86.4.12:80' },
    ]);
  });
});

describe('nginxFiles', () => {
  it('list the backends for every upstream, in their order', () => {
    const files = nginxFiles(aPlan({ backends: 2 }));
    expect(files['lab/servers.conf']).to.equal('server 10.86.4.11:80;\nserver 10.86.4.12:80;\n');
    expect(files['lab/backends.conf']).to.equal('backend-1 10.86.4.11:80;\nbackend-2 10.86.4.12:80;\n');
  });

  it('include the sites of the strategies that are up, and no others', () => {
    const files = nginxFiles(aPlan({ chosen: named('redis', 'ip-hash') }));
    expect(files['lab/sites.conf']).to.equal('include sites/redis.conf;\ninclude sites/ip-hash.conf;\n');
  });

  it("take nobody's word about a visitor's address", () => {
    expect(nginxFiles(aPlan())['lab/front.conf']).to.equal('include front/direct.conf;\n');
  });
});

describe('enabledFiles', () => {
  it('include the virtual hosts of the strategies that are up, and no others', () => {
    const files = enabledFiles(aPlan({ chosen: named('none', 'cookie-sealed') }));
    expect(files['vhosts.conf']).to.equal(
      'Include /srv/lab/php-app/vhosts/none.conf\nInclude /srv/lab/php-app/vhosts/cookie-sealed.conf\n',
    );
  });

  it('have no PHP setting by default', () => {
    expect(enabledFiles(aPlan())['settings.conf']).to.equal('');
  });

  for (const [value, quoted] of [
    ['1', '"1"'],
    ['', '""'],
    ['a b', '"a b"'],
    ['say "hello"', '"say \\"hello\\""'],
    ['C:\\temp\\', '"C:\\\\temp\\\\"'],
    ['\\"', '"\\\\\\""'],
    ['one\nSetEnv COOKIE_KEY two', '"one SetEnv COOKIE_KEY two"'],
    ['one\r\ntwo', '"one  two"'],
    ["it's", '"it\'s"'],
  ] as const) {
    it(`give a PHP setting the value ${JSON.stringify(value)}, and nothing else`, () => {
      const settings = { 'session.name': value, 'session.use_strict_mode': '1' };
      expect(enabledFiles(aPlan({ settings }))['settings.conf']).to.equal(
        `php_admin_value session.name ${quoted}\nphp_admin_value session.use_strict_mode "1"\n`,
      );
    });
  }
});

describe('secrets', () => {
  it('stand in the files of those who need them', () => {
    const files = secretFiles(aPlan(), SECRETS);
    expect(files['backend-1/defines.conf']).to.equal(
      `Define COOKIE_KEY ${SECRETS.cookie}\nDefine REDIS_HOST 10.86.5.101\nDefine REDIS_PASSWORD ${SECRETS.redis}\n`,
    );
    expect(files['redis/password']).to.equal(`${SECRETS.redis}\n`);
  });

  it('tell each backend its own node of a cluster, and each node its peers', () => {
    const files = secretFiles(aPlan({ chosen: named('mysql-cluster'), backends: 5 }), SECRETS);
    const nodes = [1, 2, 3, 4, 5].map(
      (n) => /^Define GALERA_HOST (.*)$/m.exec(files[`backend-${n}/defines.conf`]!)?.[1],
    );
    expect(nodes).to.deep.equal([1, 2, 3, 1, 2].map((n) => `10.86.5.11${n}`));
    for (const n of [1, 2, 3])
      expect(files[`galera-${n}/peers`]).to.equal(
        'galera-1 10.86.5.111\ngalera-2 10.86.5.112\ngalera-3 10.86.5.113\n',
      );
  });

  it('are none where a server asks for no password', () => {
    const files = secretFiles(aPlan({ chosen: named('memcache') }), SECRETS);
    expect(Object.keys(files)).not.to.include('memcache-1/password');
    expect(files['backend-1/defines.conf']).to.match(/^Define MEMCACHE_2_HOST 10\.86\.5\.104$/m);
  });

  it('stand in no other file', () => {
    const plan = aPlan({ chosen: strategies, settings: { 'session.name': 'SID' } });
    const everything = JSON.stringify([composeFile(plan), nginxFiles(plan), enabledFiles(plan)]);
    for (const secret of Object.values(SECRETS)) expect(everything).not.to.include(secret);
    expect(everything).not.to.match(/environment|password=/i);
  });

  it('give no address of a store that is not there', () => {
    const files = secretFiles(aPlan({ chosen: named('none') }), SECRETS);
    expect(files['backend-1/defines.conf']).not.to.include('REDIS_HOST');
  });
});
