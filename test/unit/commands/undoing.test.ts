import { expect } from 'chai';
import { thenUndo } from '../../../cli/commands/undoing.js';

describe('what is undone afterwards', () => {
  it('is undone where all went well, and where it did not', async () => {
    const undone: string[] = [];
    expect(
      await thenUndo(
        async () => 7,
        async () => undone.push('well'),
      ),
    ).to.equal(7);
    const failure = new Error('first');
    const failing = thenUndo(
      async () => {
        throw failure;
      },
      async () => undone.push('badly'),
    );
    expect(await failing.catch((error: unknown) => error)).to.equal(failure);
    expect(undone).to.deep.equal(['well', 'badly']);
  });

  it('fails with the first failure where undoing fails too, and with its own where that is the only one', async () => {
    const failing = (text: string) => async () => {
      throw new Error(text);
    };
    const both = thenUndo(failing('first'), failing('second'));
    expect(await both.catch((error: Error) => error.message)).to.equal('first');
    const one = thenUndo(async () => {}, failing('second'));
    expect(await one.catch((error: Error) => error.message)).to.equal('second');
  });
});
