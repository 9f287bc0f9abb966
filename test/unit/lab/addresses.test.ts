import { expect } from 'chai';
import {
  checkSubnet,
  dataAddress,
  dataCidr,
  freeSubnet,
  HOST,
  routesIn,
  webAddress,
  webCidr,
} from '../../../cli/lab/addresses.js';
import { docker } from '../../../cli/lab/docker.js';
import { thrown } from '../core/thrown.js';

describe("a lab's addresses", () => {
  it('are those of web in the first half of its subnet, and of data in the second', () => {
    expect(webCidr('10.86.0.0/23')).to.equal('10.86.0.0/24');
    expect(dataCidr('10.86.0.0/23')).to.equal('10.86.1.0/24');
    expect(webAddress('10.86.126.0/23', 11)).to.equal('10.86.126.11');
    expect(dataAddress('10.86.126.0/23', 101)).to.equal('10.86.127.101');
  });

  it('can be high ones', () => {
    expect(webAddress('192.168.254.0/23', HOST.nginx)).to.equal('192.168.254.2');
    expect(dataAddress('223.255.254.0/23', 255)).to.equal('223.255.255.255');
  });

  it('leave room for 64 backends below the stores', () => {
    expect(HOST.firstBackend + 64).to.be.at.most(HOST.firstStore);
    expect(HOST.nginx).to.be.lessThan(HOST.firstBackend);
  });
});

describe('checkSubnet', () => {
  for (const subnet of ['10.86.0.0/23', '192.168.254.0/23', '172.16.2.0/23']) {
    it(`takes ${subnet}`, () => {
      expect(checkSubnet(subnet)).to.equal(subnet);
    });
  }

  for (const [subnet, why] of [
    ['10.86.1.0/23', 'begins in the middle of a /23'],
    ['10.86.0.1/23', 'has bits behind its prefix'],
    ['10.86.0.0/24', 'is too small'],
    ['10.86.0.0/22', 'is too large'],
    ['10.86.0.0', 'has no prefix'],
    ['10.86.0/23', 'has three octets'],
    ['10.256.0.0/23', 'has an octet that is none'],
    ['10.86.0.0/23 ', 'has a blank behind it'],
    ['fd00::/23', 'is of IPv6'],
    ['', 'is empty'],
  ] as const) {
    it(`refuses ${JSON.stringify(subnet)}, which ${why}`, async () => {
      const error = await thrown(() => checkSubnet(subnet));
      expect(error).to.include({ reason: 'is not an IPv4 network with 23 bits', exitCode: 64 });
      expect(error.subject).to.include(JSON.stringify(subnet));
      expect(error.hint).to.include('10.86.0.0/23');
    });
  }
});

interface Network {
  readonly subnets: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
}

/** Docker has these networks, for as long as this is in use. */
function dockerWith(...networks: readonly Network[]): Disposable {
  const { listNetworks } = docker;
  const answer = networks.map(({ subnets, labels }) => ({
    Labels: labels ?? {},
    IPAM: { Config: subnets.map((Subnet) => ({ Subnet })) },
  }));
  docker.listNetworks = (async () => answer) as unknown as typeof listNetworks;
  return {
    [Symbol.dispose]: () => {
      docker.listNetworks = listNetworks;
    },
  };
}

// Networks for documentation (RFC 5737): nobody has a route to them.
const WANTED = '203.0.112.0/23';

describe('freeSubnet', () => {
  it('takes the wanted one where it is free', async () => {
    using _ = dockerWith({ subnets: ['203.0.110.0/23'] }, { subnets: ['203.0.114.0/23'] });
    expect(await freeSubnet(WANTED, 'lab')).to.equal(WANTED);
  });

  for (const [taken, how] of [
    ['203.0.112.0/23', 'is the same'],
    ['203.0.113.0/24', 'is a part of it'],
    ['203.0.113.255/32', 'is one address of it'],
    ['203.0.112.0/20', 'begins with it'],
    ['203.0.0.0/16', 'contains it'],
  ] as const) {
    it(`refuses the wanted one where ${taken} ${how}`, async () => {
      using _ = dockerWith({ subnets: ['198.51.100.0/24'] }, { subnets: [taken] });
      const error = await thrown(() => freeSubnet(WANTED, 'lab'));
      expect(error).to.include({
        subject: `subnet ${WANTED}`,
        reason: 'is in use on this machine',
        exitCode: 3,
      });
      expect(error.hint).to.include('Leave --subnet out');
    });
  }

  it("does not mind the lab's own networks, but those of another lab", async () => {
    using _ = dockerWith({ subnets: [WANTED], labels: { 'session-lab': 'mine' } });
    expect(await freeSubnet(WANTED, 'mine')).to.equal(WANTED);
    expect((await thrown(() => freeSubnet(WANTED, 'yours'))).exitCode).to.equal(3);
  });

  it('does not trip over IPv6, nor over networks without addresses', async () => {
    using _ = dockerWith({ subnets: ['fd00:1::/64'] }, { subnets: [] });
    expect(await freeSubnet(WANTED, 'lab')).to.equal(WANTED);
  });

  it('knows the networks to which the kernel has routes, but no default route, no half of it, and no bridge', () => {
    const row = (device: string, destination: string, mask: string) =>
      [device, destination, '00000000', '0001', '0', '0', '0', mask, '0', '0', '0'].join('\t');
    const text = [
      'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT',
      row('eth0', '00000000', '00000000'),
      row('tun0', '00000080', '00000080'),
      row('eth0', '000200C0', '00FFFFFF'),
      row('tun0', '0004560A', '00FEFFFF'),
      row('br-0123', '0000560A', '00FFFFFF'),
      '',
    ].join('\n');
    expect(routesIn(text)).to.deep.equal(['192.0.2.0/24', '10.86.4.0/23']);
  });

  it('without a wish takes the first free one of the same list every time', async () => {
    const taken: Network[] = [];
    const free: string[] = [];
    for (let n = 0; n < 3; n++) {
      using _ = dockerWith(...taken);
      const subnet = await freeSubnet(undefined, 'lab');
      free.push(checkSubnet(subnet));
      taken.push({ subnets: [dataCidr(subnet)] });
    }
    expect(new Set(free).size).to.equal(3);
    using _ = dockerWith(taken[0]!, taken[1]!);
    expect(await freeSubnet(undefined, 'lab')).to.equal(free[2]);
  });

  it('says so where all are taken', async () => {
    using _ = dockerWith({ subnets: ['10.0.0.0/8'] });
    const error = await thrown(() => freeSubnet(undefined, 'lab'));
    expect(error).to.include({ subject: 'subnets', exitCode: 3 });
    expect(error.reason).to.include('all 64 candidates');
    expect(error.hint).to.include('Choose one with --subnet');
  });
});
