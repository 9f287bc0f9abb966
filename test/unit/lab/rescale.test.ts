import { expect } from 'chai';
import type { Knock, Role } from '../../../cli/core/index.js';
import { letIn } from '../../../cli/lab/rescale.js';
import { thrown } from '../core/thrown.js';

/** A lab whose backends are, in the end, heard like this. */
function given(heard: Readonly<Record<Role, Knock>>) {
  const log: string[] = [];
  const lab = {
    awaitKnock: async (role: Role) => {
      log.push(`wait for ${role}`);
      return heard[role]!;
    },
    reload: async (role: Role) => void log.push(`reload ${role}`),
  };
  return { log, lab };
}

describe('backends that join', () => {
  it('are known to nginx when all of them answer', async () => {
    const { log, lab } = given({ 'backend-4': 'answers', 'backend-5': 'answers' });
    await letIn(['backend-4', 'backend-5'], lab);
    expect(log).to.deep.equal(['wait for backend-4', 'wait for backend-5', 'reload nginx']);
  });

  for (const [knock, words] of [
    ['refuses', 'refuses connections'],
    ['silent', 'is silent'],
  ] as const) {
    it(`are not known to nginx where one of them ${words}, and it is named`, async () => {
      const { log, lab } = given({ 'backend-4': 'answers', 'backend-5': knock });
      const error = await thrown(() => letIn(['backend-4', 'backend-5'], lab));
      expect(error).to.include({ subject: 'backend-5', exitCode: 3 });
      expect(error.reason).to.include(words);
      expect(error.hint).to.include('lab logs backend-5');
      expect(log).not.to.include('reload nginx');
    });
  }
});
