import { expect } from 'chai';
import { fill } from '../../../cli/faults/index.js';
import { thrown } from '../core/thrown.js';
import { aLab } from '../engine/fakes.js';

type Numbers = Readonly<Record<string, number>>;

/** A lab whose store says these numbers before and after. */
function given(before: Numbers, after: Numbers = before) {
  const log: string[] = [];
  const next = [before, after];
  return { log, lab: aLab(log, { storeNumbers: async () => next.shift()! }) };
}

const MEMCACHED = { sessions: 24, evictions: 7, usedBytes: 1000, limitBytes: 2000, slabWasteBytes: 100 };
const REDIS = { sessions: 24, evictions: 0, usedBytes: 1000, limitBytes: 2000, refusesWrites: 0 };
const SQL = { sessions: 24, filler: 0 };

describe('fault fill', () => {
  it('applies to servers that keep sessions', () => {
    const roles = ['nginx', 'squid', 'balancer', 'backend-1', 'redis', 'memcache-2', 'somebodys-own'];
    expect(roles.filter((role) => fill.appliesTo(role))).to.deep.equal([
      'redis',
      'memcache-2',
      'somebodys-own',
    ]);
  });

  it('is in force where sessions have been thrown out since', async () => {
    const { log, lab } = given(MEMCACHED, { ...MEMCACHED, sessions: 900, usedBytes: 2000, evictions: 10 });
    expect(await fill.inject(lab, 'memcached')).to.deep.equal({
      inForce: true,
      seen: 'memcached holds 900 sessions in 2000 of 2000 bytes and has thrown out 3',
      numbers: { evictions: 3, slabWasteBytes: 100 },
    });
    expect(log).to.deep.equal(['fill memcached']);
  });

  it('is not in force where only those of an earlier time were thrown out', async () => {
    const effect = await fill.inject(given(MEMCACHED, { ...MEMCACHED, sessions: 900 }).lab, 'memcached');
    expect(effect.inForce).to.equal(false);
    expect(effect.seen).to.match(/has thrown out 0$/);
  });

  it('is in force where a write is refused', async () => {
    const after = { ...REDIS, sessions: 900, usedBytes: 2001, refusesWrites: 1 };
    expect(await fill.inject(given(REDIS, after).lab, 'redis')).to.deep.equal({
      inForce: true,
      seen: 'redis holds 900 sessions in 2001 of 2000 bytes and refuses to take more',
      numbers: { evictions: 0 },
    });
  });

  it('is not in force where writes are taken and nothing is thrown out', async () => {
    expect((await fill.inject(given(REDIS, { ...REDIS, sessions: 900 }).lab, 'redis')).inForce).to.equal(
      false,
    );
  });

  it('does not fill a store that would grow until the kernel ended it', async () => {
    const { log, lab } = given({ ...REDIS, limitBytes: 0 });
    expect(await fill.inject(lab, 'redis')).to.deep.equal({
      inForce: false,
      seen: 'redis has no limit, and would grow until the kernel ended it',
    });
    expect(log).to.deep.equal([]);
  });

  it('is in force in a database where there are more sessions of other people than before', async () => {
    const { lab } = given(SQL, { sessions: 124, filler: 100 });
    expect(await fill.inject(lab, 'mysql')).to.deep.equal({
      inForce: true,
      seen: "mysql holds 124 sessions, of which 100 are other people's",
      numbers: { evictions: 0 },
    });
  });

  it('is not in force in a database where only visitors have added sessions', async () => {
    expect((await fill.inject(given(SQL, { sessions: 124, filler: 0 }).lab, 'mysql')).inForce).to.equal(
      false,
    );
  });

  it('is healed, once the store answers, by taking out what was put in', async () => {
    const log: string[] = [];
    const lab = aLab(log, {
      awaitKnock: async (role, wanted) => {
        log.push(`wait until ${role} ${wanted}`);
        return 'answers';
      },
    });
    await fill.heal(lab, 'redis');
    expect(log).to.deep.equal(['wait until redis answers', 'drain redis']);
  });

  it('says so when the store does not come back', async () => {
    const error = await thrown(() => fill.heal(aLab([], { awaitKnock: async () => 'refuses' }), 'redis'));
    expect(error.reason).to.include('did not come back');
  });
});
