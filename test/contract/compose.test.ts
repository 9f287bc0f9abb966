import { expect } from 'chai';
import { parse } from 'yaml';
import { strategies } from '../../cli/catalog/index.js';
import { labPaths } from '../../cli/lab/paths.js';
import { IMAGE_NAMES } from '../../cli/lab/recipes.js';
import { composeFile } from '../../cli/lab/render.js';
import { storeServers } from '../../cli/lab/servers.js';
import { exists, filesIn, folders, text } from './repository.js';

interface Service {
  readonly init?: boolean;
  readonly read_only?: boolean;
  readonly restart?: string;
  readonly cap_drop?: readonly string[];
  readonly cap_add?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly mem_limit?: string;
  readonly pids_limit?: number;
  readonly tmpfs?: readonly string[];
  readonly stop_grace_period?: string;
  readonly healthcheck?: { readonly test: readonly string[]; readonly start_interval?: string };
  readonly logging?: { readonly options: Readonly<Record<string, string>> };
  readonly [other: string]: unknown;
}

const { services } = parse(text('compose/services.yaml'), { merge: true }) as {
  services: Readonly<Record<string, Service>>;
};
const needed = [
  ...new Set(['nginx', 'backend', ...storeServers(strategies).map(({ service }) => service)]),
].sort();

describe('compose', () => {
  it('has a service for nginx, the backends and every store, and no other', () => {
    expect(Object.keys(services).sort()).to.deep.equal(needed);
  });

  it('has a folder with a Dockerfile for each, and no other', () => {
    expect(folders('compose').filter((name) => name !== 'common')).to.deep.equal(needed);
    for (const name of needed) expect(exists(`compose/${name}/Dockerfile`), name).to.equal(true);
  });

  it('has an image for each, and no other', () => {
    expect([...IMAGE_NAMES].sort()).to.deep.equal(needed);
  });
});

for (const [name, service] of Object.entries(services)) {
  describe(`service ${name}`, () => {
    it('has no capability but those that it takes back, and gains no privilege', () => {
      expect(service.cap_drop).to.deep.equal(['ALL']);
      expect(service.security_opt).to.include('no-new-privileges:true');
      const harmless = ['SETUID', 'SETGID', 'CHOWN', 'DAC_READ_SEARCH', 'KILL'];
      for (const capability of service.cap_add ?? []) expect(harmless).to.include(capability);
    });

    it('has a read-only root, and small folders in memory to write to', () => {
      expect(service.read_only).to.equal(true);
      for (const folder of service.tmpfs ?? []) expect(folder).to.match(/^\/(run|tmp):.*\bsize=\d+m$/);
      expect(service.tmpfs).to.have.length.greaterThan(0);
    });

    it('has limits of memory and processes', () => {
      expect(service.mem_limit).to.match(/^\d+m$/);
      expect(service.pids_limit).to.be.within(1, 1024);
    });

    it('has a first process that reaps, and is started by nobody but the lab', () => {
      expect(service.init).to.equal(true);
      expect(service.restart).to.equal('no');
    });

    it('is soon known to be healthy, and soon stopped', () => {
      expect(service.healthcheck?.test[0]).to.equal('CMD');
      expect(service.healthcheck?.start_interval).to.match(/^\d+ms$/);
      expect(service.stop_grace_period).to.match(/^[1-9]s$/);
    });

    it('has a log that does not grow without end', () => {
      expect(service.logging?.options).to.have.keys('max-size', 'max-file');
    });

    it('has nothing that belongs to one lab or opens the machine', () => {
      expect(service).not.to.have.any.keys(
        ...['ports', 'networks', 'volumes', 'container_name', 'image', 'environment', 'env_file'],
        ...['privileged', 'network_mode', 'pid', 'ipc', 'devices', 'userns_mode', 'cgroup_parent'],
      );
    });
  });
}

for (const name of needed) {
  describe(`image ${name}`, () => {
    const dockerfile = text(`compose/${name}/Dockerfile`);

    it('is built from the base image that the lab names, and from nothing that must be pulled', () => {
      expect(dockerfile).to.match(/^ARG BASE_IMAGE$/m);
      const stages = [...dockerfile.matchAll(/^FROM (\S+)(?: AS (\S+))?/gim)];
      const own = stages.map(([, , stage]) => stage);
      for (const [, from] of stages)
        expect(/^\$\{BASE_IMAGE\}$/.test(from!) || own.includes(from), from).to.equal(true);
    });

    it('has every file that it copies from its own folder', () => {
      const copies = dockerfile.replaceAll(/\\\n/g, ' ').matchAll(/^COPY (?!.*--from)(.*)$/gm);
      for (const [, words] of copies) {
        const files = words!.split(/\s+/).filter((word) => word && !word.startsWith('--'));
        for (const file of files.slice(0, -1)) {
          const pattern = new RegExp(
            `^compose/${name}/${file.replaceAll('.', '\\.').replaceAll('*', '[^/]*')}$`,
          );
          const found = filesIn(`compose/${name}`).some((one) => pattern.test(one));
          expect(found || exists(`compose/${name}/${file}`), file).to.equal(true);
        }
      }
    });

    it('says what versions are in it', () => {
      expect(dockerfile).to.include('/usr/local/share/lab/versions');
    });
  });
}

/** Everything that a server of this service is made of and reads. */
const sourcesOf = (name: string): string =>
  [
    ...filesIn(`compose/${name}`),
    ...(name === 'backend' ? [...filesIn('php-app/apache'), ...filesIn('php-app/vhosts')] : []),
  ]
    .map(text)
    .join('\n');

describe('what the lab mounts', () => {
  const { services: mounted } = composeFile({
    state: {
      schema: 'session-lab/lab@1',
      name: 'lab',
      instance: 'ab12',
      subnet: '10.86.0.0/23',
      httpPort: 8080,
      visitorPort: 8081,
      backends: 1,
      strategies: strategies.map(({ id }) => id),
      settings: {},
      unavailable: {},
      replaced: {},
    },
    strategies,
    images: {},
    paths: labPaths('/state', 'lab'),
  }) as {
    services: Record<string, { extends: { service: string }; volumes: readonly { target: string }[] }>;
  };

  for (const [role, { extends: template, volumes }] of Object.entries(mounted)) {
    for (const { target } of volumes) {
      it(`into ${role} at ${target} is what its image looks for there`, () => {
        expect(sourcesOf(template.service)).to.match(new RegExp(`${target}(?![\\w-])`));
      });
    }
  }
});

describe('store servers', () => {
  for (const { role, service, dataDir, port } of storeServers(strategies)) {
    it(`keep the data of ${role} where its image has a folder for it, and listen where the lab knocks`, () => {
      const dockerfile = text(`compose/${service}/Dockerfile`);
      if (dataDir !== undefined) expect(dockerfile).to.include(dataDir);
      expect(dockerfile).to.match(new RegExp(`^EXPOSE ${port}$`, 'm'));
    });

    it(`can be asked whether ${role} is ready and told to empty itself`, () => {
      const script = text(`compose/${service}/lab-store`);
      for (const order of ['ready', 'empty']) expect(script).to.match(new RegExp(`\\b${order}\\b`));
    });
  }
});
