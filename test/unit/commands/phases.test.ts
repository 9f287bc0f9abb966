import { expect } from 'chai';
import { phaseInWords } from '../../../cli/commands/phases.js';

describe('a phase in words', () => {
  for (const [phase, words] of [
    ['calm', 'visitors browse'],
    ['fault: crash backend-1', 'fault: crash backend-1'],
    ['fault: crash memcache-1, memcache-2', 'fault: crash memcache-1, memcache-2'],
    ['fault: vanish mysql, redis, memcached', 'fault: vanish 3 servers'],
    ['something new', 'something new'],
  ] as const)
    it(`is “${words}”`, () => {
      expect(phaseInWords(phase)).to.equal(words);
    });
});
