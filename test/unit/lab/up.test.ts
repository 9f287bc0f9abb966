import { readdir } from 'node:fs/promises';
import { expect } from 'chai';
import { labPaths } from '../../../cli/lab/index.js';
import { forgetChanges } from '../../../cli/lab/up.js';
import { TemporaryFolder } from './temporary-folder.js';

describe('a lab that is made anew', () => {
  it('has neither the faults nor the settings of a scenario that the one before it had', async () => {
    await using folder = await TemporaryFolder.make();
    await folder.write('shop/faults.json', '[{"fault":"crash","role":"redis"}]');
    await folder.write('shop/scenario-settings.json', '{"settings":{},"before":{},"verified":true}');
    await folder.write('shop/lab.json', '{}');
    await forgetChanges(labPaths(folder.path, 'shop'));
    expect(await readdir(folder.at('shop'))).to.deep.equal(['lab.json']);
  });

  it('may be the first of its name', async () => {
    await using folder = await TemporaryFolder.make();
    await forgetChanges(labPaths(folder.path, 'shop'));
    expect(await readdir(folder.path)).to.deep.equal([]);
  });
});
