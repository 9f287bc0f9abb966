import { expect } from 'chai';
import { type Journey, people, type Scenario, type Step } from '../../../cli/core/index.js';
import { calm } from '../../../scenarios/calm.js';
import { requests } from '../../docs/requests.js';

const get = (path: string, difference: Partial<Step> = {}): Step => ({ method: 'GET', path, ...difference });
const told = (journey: Partial<Journey>, difference: Partial<Scenario> = {}): string =>
  requests({ ...calm, id: 'sample', journey: { ...calm.journey, ...journey }, ...difference });
const calmIs = (steps: readonly Step[]): string => told({ calm: () => steps });

describe('the requests on a page', () => {
  it('point to the page that has the same', () => {
    expect(told({})).to.equal('The requests of each visitor are those of [`calm`](calm.md).');
    expect(calmIs([get('/')])).to.include('- arrange, after: as in [`calm`](calm.md)\n- calm: `GET /`');
  });

  it('tell once what is done again and again', () => {
    expect(calmIs(Array.from({ length: 50 }, () => get('/')))).to.include('- calm: fifty times `GET /`');
    expect(calmIs([get('/'), get('/me'), get('/me')])).to.include('- calm: `GET /`, `GET /me` twice');
  });

  it('tell what is done at once, and at the same moment', () => {
    expect(calmIs([get('/', { atOnce: true }), get('/me')])).to.include(
      '- calm: `GET /` and at once `GET /me`',
    );
    expect(calmIs([get('/', { parallel: 16 })])).to.include(
      '- calm: sixteen times at the same moment `GET /`',
    );
  });

  it('tell visitors apart who do different things, but not their own articles', () => {
    const journey: Partial<Journey> = {
      calm: ({ number }) => [get(number <= 8 ? `/catalog/${number}` : '/me')],
    };
    expect(told(journey)).to.include(
      '- calm: of visitors 1 to 8 `GET /catalog/<his own>`; of all others `GET /me`',
    );
  });

  it('go on from another address', () => {
    const journey: Partial<Journey> = {
      calm: (person) => [...calm.journey.calm(person), get('/', { from: '203.0.113.7' })],
    };
    expect(told(journey)).to.include(
      '- calm: as in [`calm`](calm.md); then, from an address in another network, `GET /`',
    );
  });

  it('say who takes part, where that is unusual', () => {
    expect(told({}, { people: (_, seed) => people(3, seed) })).to.match(/^3 visitors take part, whatever/);
    expect(told({}, { inFlight: 8 })).to.match(/^At most 8 requests are under way at the same moment/);
  });
});
