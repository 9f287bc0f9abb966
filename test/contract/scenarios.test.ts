import { expect } from 'chai';
import { strategies } from '../../cli/catalog/index.js';
import { type Person, people, shopping } from '../../cli/core/index.js';
import { findFault } from '../../cli/faults/index.js';
import { scenarios } from '../../scenarios/index.js';
import { names, text } from './repository.js';

const ids = scenarios.map(({ id }) => id).sort();

describe('the catalogue of scenarios', () => {
  it('has one file for each, and no scenario that is not in it', () => {
    const files = names('scenarios', '.ts').filter((name) =>
      /: Scenario = \{/.test(text(`scenarios/${name}.ts`)),
    );
    expect(files).to.deep.equal(ids);
  });

  it('has one page for each, and no other', () => {
    expect(names('docs/scenarios', '.md').filter((name) => name !== 'README')).to.deep.equal(ids);
  });

  for (const { id, obligation, fault } of scenarios) {
    it(`has a page for ${id} that states its obligation`, () => {
      expect(text(`docs/scenarios/${id}.md`).replaceAll(/\s+/g, ' ')).to.include(obligation);
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
