import { expect } from 'chai';
import { findStrategy } from '../../cli/catalog/index.js';
import { people } from '../../cli/core/index.js';
import { startClock } from '../../cli/engine/index.js';
import type { RunningLab } from '../../cli/lab/index.js';
import { rings } from '../../cli/rings/index.js';
import { hostOf } from '../../cli/visitors/visitor.js';
import { wholeLab } from './lab.js';

const PAGES = Array.from({ length: 600 }, (_, i) => `/catalog/${i + 1}`);

for (const id of ['consistent-hash', 'url-hash'])
  describe(`${id} in a real nginx`, () => {
    const strategy = findStrategy(id)!;
    let shared: RunningLab;

    before(async () => {
      shared = await wholeLab();
    });

    /** Which backend answers each page, asked by a few visitors at a time. */
    async function askEach(): Promise<Map<string, string | undefined>> {
      const invite = hostOf({
        entrance: shared.entrance,
        url: (one) => shared.url(one),
        clock: startClock(),
        run: 'ring',
      });
      const seen = new Map<string, string | undefined>();
      await Promise.all(
        people(6, 1).map(async (person, i) => {
          const visitor = invite(person, strategy);
          for (const path of PAGES.filter((_, n) => n % 6 === i)) {
            const op = await visitor.act({ method: 'GET', path }, { scenario: 'ring', phase: 'calm' });
            seen.set(path, op.backend);
          }
          visitor.leave();
        }),
      );
      return seen;
    }

    const computed = (alive?: (server: number) => boolean): Map<string, string> => {
      const route = rings[strategy.balancer.method]!(shared.backends.map(({ address }) => ({ address })));
      return new Map(PAGES.map((page) => [page, `backend-${route(page, alive)! + 1}`]));
    };
    const sorted = (map: Map<string, string | undefined>) => [...map].sort(([a], [b]) => (a < b ? -1 : 1));

    it('sends 600 pages where the arithmetic says', async () => {
      expect(sorted(await askEach())).to.deep.equal(sorted(computed()));
    });

    it('sends the pages of a dead backend, and no others, on as the arithmetic says, without an error; and back again', async () => {
      await shared.supervise('backend-2', 'crash');
      try {
        expect(await shared.awaitKnock('backend-2', ['refuses'])).to.equal('refuses');
        expect(sorted(await askEach())).to.deep.equal(sorted(computed((server) => server !== 1)));
      } finally {
        await shared.supervise('backend-2', 'start');
        await shared.awaitKnock('backend-2', ['answers']);
      }
      await shared.reset();
      expect(sorted(await askEach())).to.deep.equal(sorted(computed()));
    });
  });
