import { expect } from 'chai';
import { text } from './repository.js';

/** Names in the interface `Measures`. */
const names = [...text('cli/core/measures.ts').matchAll(/^ {2}(\w+)\?: number;$/gm)].map(([, name]) => name!);

describe('measures', () => {
  it('are documented, each, and no others', () => {
    expect(names).to.have.length.greaterThan(20);
    const page = text('docs/cli.md');
    const table = page.slice(page.indexOf('### Measures'));
    const documented = [...table.matchAll(/^\|(.*?)\|/gm)].flatMap(([, cell]) =>
      [...cell!.matchAll(/`(\w+)`/g)].map(([, name]) => name!),
    );
    expect(documented.sort()).to.deep.equal([...names].sort());
    for (const name of names) expect(text('docs/reading-a-report.md'), name).to.include(`\`${name}\``);
  });
});
