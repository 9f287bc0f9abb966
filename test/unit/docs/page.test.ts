import { expect } from 'chai';
import { LabError } from '../../../cli/core/index.js';
import { bare, filled, partsOf } from '../../docs/page.js';

const parts = new Map([
  ['one', '# Title'],
  ['two', '## More\n\n$& costs $1'],
]);

describe('a page with computed parts', () => {
  it('begins with its parts', () => {
    expect(partsOf(bare(parts))).to.deep.equal(parts);
  });

  it('keeps what people have written', () => {
    const page = bare(parts).replace('<!-- generated: two', 'A note.\n\n<!-- generated: two');
    const changed = filled('page.md', page, new Map([['one', '# Another']]));
    expect(partsOf(changed).get('one')).to.equal('# Another');
    expect(partsOf(changed).get('two')).to.equal(parts.get('two'));
    expect(changed).to.include('\n\nA note.\n\n');
    expect(filled('page.md', changed, parts)).to.equal(page);
  });

  it('takes a part into an empty place', () => {
    const page = '<!-- generated: one -->\n<!-- /generated -->\n\nA note.\n';
    const changed = filled('page.md', page, new Map([['one', '# Title']]));
    expect(changed).to.equal('<!-- generated: one -->\n\n# Title\n\n<!-- /generated -->\n\nA note.\n');
  });

  it('is refused where it has no place for a part', () => {
    expect(() => filled('page.md', 'A note.', parts)).to.throw(LabError, /page\.md.*one, two/);
  });
});
