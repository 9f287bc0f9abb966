import { expect } from 'chai';
import { strategies } from '../../cli/catalog/index.js';
import { type Person, people, shopping } from '../../cli/core/index.js';
import { findFault } from '../../cli/faults/index.js';
import { scenarios } from '../../scenarios/index.js';
import { partsOf } from '../docs/page.js';
import { computedParts, listOf, MEASURED } from '../docs/scenario-page.js';
import { exists, names, text } from './repository.js';

const ids = scenarios.map(({ id }) => id).sort();

const WRITE = 'run `npm run docs`';
const MEASURE = 'run `npm run docs -- <folder of a run of all strategies>`';

const pageParts = (name: string): Map<string, string> => {
  const path = `docs/scenarios/${name}.md`;
  return partsOf(exists(path) ? text(path) : '');
};

/** The page has these parts, each as it is computed. */
function expectComputed(name: string, parts: ReadonlyMap<string, string>): void {
  const there = pageParts(name);
  for (const [part, body] of parts) expect(there.get(part), `${part}: ${WRITE}`).to.equal(body);
}

describe('the catalogue of scenarios', () => {
  it('has one file for each, and no scenario that is not in it', () => {
    const files = names('scenarios', '.ts').filter((name) =>
      /: Scenario = \{/.test(text(`scenarios/${name}.ts`)),
    );
    expect(files).to.deep.equal(ids);
  });

  it('has one page for each, and no other', () => {
    const pages = names('docs/scenarios', '.md').filter((name) => name !== 'README');
    expect(pages, WRITE).to.deep.equal(ids);
  });

  it('has a list that says of each what is in its file', () => {
    expectComputed('README', listOf(scenarios));
  });

  for (const scenario of scenarios) {
    const { id, fault } = scenario;
    it(`has a page for ${id} that says what is in its file`, () => {
      const parts = computedParts(scenario);
      expectComputed(id, parts);
      expect([...pageParts(id).keys()]).to.have.members([...parts.keys(), MEASURED]);
    });

    it(`has a page for ${id} that shows a run of all strategies`, () => {
      const shown = pageParts(id).get(MEASURED) ?? '';
      const rows = [...shown.matchAll(/^\| `(\S+)` \|/gm)].map(([, strategy]) => strategy);
      expect(rows.join(' '), MEASURE).to.equal(strategies.map((strategy) => strategy.id).join(' '));
      expect(shown, MEASURE).to.match(/\bseed \d+/);
    });

    it(`has for ${id} a fault that can also be injected by hand, or none`, () => {
      for (const { kind } of fault?.waves(strategies, ['backend-1', 'backend-2', 'backend-3']) ?? [])
        expect(findFault(kind.id)).to.equal(kind);
    });
  }
});

describe('the visit to the shop', () => {
  /** Paths of the front controller, as patterns, and the methods that they take. */
  const routes = [...text('php-app/public/index.php').matchAll(/^\s*'(\/\S*)' => \['(GET|POST)'/gm)].map(
    ([, pattern, method]) => ({ pattern: pattern!, method }),
  );
  const [anna] = people(1, 1) as [Person];
  const steps = (['arrange', 'calm', 'fault', 'settle', 'after'] as const).flatMap((phase) =>
    shopping[phase](anna),
  );
  const serves = (pattern: string, path: string) => new RegExp(`^${pattern}$`).test(path.split('?')[0]!);

  it('finds what it asks for', () => {
    expect(routes).to.have.length.greaterThan(8);
    for (const { method, path } of steps) {
      const found = routes.some((route) => route.method === method && serves(route.pattern, path));
      expect(found, `${method} ${path}`).to.equal(true);
    }
  });

  it('goes over every page of the shop before the fault', () => {
    const seen = [...shopping.arrange(anna), ...shopping.calm(anna)];
    const pages = routes.filter(
      ({ method, pattern }) => method === 'GET' && !/healthz|big-header/.test(pattern),
    );
    expect(pages.map(({ pattern }) => pattern)).to.include.members(['/', '/me', '/cart', '/session']);
    for (const { pattern } of pages)
      expect(
        seen.some(({ method, path }) => method === 'GET' && serves(pattern, path)),
        pattern,
      ).to.equal(true);
  });
});
