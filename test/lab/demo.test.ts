import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { containersOf, networksOf, volumesOf } from '../../cli/lab/docker.js';
import { lab, NAME } from './lab.js';

describe('lab demo', () => {
  it('ends with the matrix on the terminal and the path of the report, exit 0, and leaves nothing behind', async () => {
    const name = `${NAME}-d`;
    const { exitCode, stdout, stderr } = await lab(['demo', '--yes', '--name', name]);
    expect(exitCode, stderr).to.equal(0);
    for (const scenario of ['calm', 'backend-crashes', 'store-restarts'])
      expect(stdout).to.match(new RegExp(`^${scenario} `, 'm'));
    expect(stdout).to.match(/15 cells: 7 hold, 1 degrades, 7 break .*all as expected/);
    const path = /Report for a browser: (.+)$/m.exec(stdout)![1]!;
    expect(await readFile(path, 'utf8')).to.match(/^<!doctype html>/i);
    expect((await Promise.all([containersOf(name), networksOf(name), volumesOf(name)])).flat()).to.deep.equal(
      [],
    );
  });
});
