import { expect } from 'chai';
import type { Case, Expectation, Scenario } from '../../../cli/core/index.js';
import { calm } from '../../../scenarios/calm.js';
import { expected } from '../../docs/expected.js';

const told = (expectation: (here: Case) => Expectation, difference: Partial<Scenario> = {}): string =>
  expected({ ...calm, id: 'sample', expect: expectation, ...difference });
const rows = (text: string): string[] => text.split('\n').filter((line) => line.startsWith('| **'));

const holds: Expectation = { verdict: 'holds', because: 'nothing happens' };
const apart =
  (id: string, expectation: Expectation) =>
  ({ strategy }: Case): Expectation =>
    strategy.id === id ? expectation : holds;

describe('the expectations on a page', () => {
  it('have one row for all strategies of which the same is expected for the same reason', () => {
    const text = told(apart('redis', { verdict: 'breaks', because: 'a < b' }));
    expect(text).to.include('| verdict | strategies | because |');
    expect(rows(text)).to.have.length(2);
    expect(rows(text)[0]).to.match(/^\| \*\*holds\*\* \| `none`, .*`sticky` \| nothing happens \|$/);
    expect(rows(text)[1]).to.equal('| **breaks** | `redis` | a &lt; b |');
  });

  it('show what is predicted and link to the source, but not that all backends are seen', () => {
    const text = told(
      apart('ip-hash', {
        verdict: 'breaks',
        because: 'ip_hash says so',
        predicted: { predictedMoved: 4, backendsSeen: 3 },
        source: 'nginx.org/en/docs/http/x.html#ip_hash',
      }),
    );
    expect(rows(text)[1]).to.equal(
      '| **breaks** | `ip-hash` | `ip_hash` says so | moved 4 | [nginx.org: ip_hash](https://nginx.org/en/docs/http/x.html#ip_hash) |',
    );
  });

  it('say where nobody knows, and where a scenario does not apply', () => {
    const text = told(apart('sticky', { verdict: null, because: 'it is chance' }), {
      notApplicable: ({ strategy }) => (strategy.id === 'none' ? 'it has nothing' : undefined),
    });
    expect(rows(text).slice(1)).to.deep.equal([
      '| **n/a** | `none` | it has nothing |',
      '| **nothing** | `sticky` | it is chance |',
    ]);
  });

  it('point to the page that explains what is lost without a fault', () => {
    const text = told((here) => ({
      verdict: 'breaks',
      because: `already before the fault: ${calm.expect(here).because}`,
    }));
    expect(rows(text)).to.have.length(1);
    expect(text).to.include('already before the fault: as in [`calm`](calm.md)');
  });

  it('say what becomes of a single backend, where that is the same for all', () => {
    expect(told(() => holds)).to.include('With a single backend: **n/a**.');
    const everywhere: Partial<Scenario> = { notApplicable: () => undefined };
    expect(told(() => holds, everywhere)).not.to.include('single backend');
  });
});
