import {
  anyBackendCanAnswer,
  backendRole,
  type Case,
  type Expectation,
  type Person,
  shopping,
} from '../cli/core/index.js';
import { afterCalm, NEGLIGIBLE, sessionPages } from './expect.js';
import { backendsOfPages, homes } from './predict.js';
import { reaches } from './reach.js';

export const RETRIES = 'nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_next_upstream';

/** What happens to backends, as far as sessions are concerned. */
export interface BackendEvent {
  /** What strategies see with which any backend can answer. */
  readonly shared: Expectation;
  /** What everybody sees who loses nothing and sends requests to a backend that it hits; absent: that another one answers. */
  readonly sentThere?: Expectation;
  /** Numbers of the backends that it hits, from 0. */
  readonly hit: readonly number[];
  /** Visitors who lose their session file by it, by the backends that they have. Default: those of the backends hit. */
  readonly losers?: (homes: ReadonlyMap<Person, number | undefined>) => readonly Person[] | undefined;
  /** "… visitors" and what happens to them: "are sent to others while it is dead". */
  readonly loss: string;
  /** The same where a copy of the session comes along in a cookie; absent: then nobody loses anything. */
  readonly lossWithCopy?: string;
  /** What is expected where nginx itself has written a backend into a cookie. Default: by chance, some were there. */
  readonly sticky?: Expectation;
  /** The losers are sent to another backend meanwhile, and can be counted there. */
  readonly moves?: true;
  readonly source?: string;
}

/** What is expected where something happens to backends. */
export function expectOfBackends(here: Case, event: BackendEvent): Expectation {
  return afterCalm(here, (calm) => {
    const { strategy } = here;
    if (calm.verdict === null) return calm;
    if (anyBackendCanAnswer(strategy)) return ofRequests(here, event) ?? event.shared;
    const relayed = strategy.store.traits.place === 'relay';
    const loss = relayed ? event.lossWithCopy : event.loss;
    if (loss === undefined)
      return {
        verdict: 'holds',
        because: 'a backend without the session takes the copy that comes in the cookie',
      };
    const ofLoss = ofPages(here, event) ?? ofHomes(here, event, loss) ?? ofChance(here, event, loss);
    const expectation = { ...ofLoss, ...(event.source !== undefined && { source: event.source }) };
    return ofLoss.verdict === 'holds' ? { ...expectation, ...ofRequests(here, event) } : expectation;
  });
}

/** What becomes of requests that are sent to a backend that it hits; undefined where none is. */
function ofRequests(here: Case, { hit, sentThere }: BackendEvent): Expectation | undefined {
  if (!sentThere) return undefined;
  const reached = hit.map((backend) => reaches(here, backend, shopping.fault));
  if (reached.includes(true)) return sentThere;
  if (!reached.includes(undefined)) return undefined;
  const there = hit.map((backend) => backendRole(backend + 1)).join(' or ');
  return { verdict: null, because: `whether a request is sent to ${there} is chance` };
}

/** Where all pages that need the session happen to have the same backend. */
function ofPages(here: Case, { hit, losers }: BackendEvent): Expectation | undefined {
  const [only] = backendsOfPages(here, sessionPages(here)) ?? [];
  if (only === undefined) return undefined;
  const because = `with these backends all pages that need the session belong to backend-${only + 1}`;
  return losers
    ? { verdict: null, because: `${because}; where they go then is not computed` }
    : { verdict: hit.includes(only) ? 'breaks' : 'holds', because };
}

/** Where it is known beforehand which backend a visitor has. */
function ofHomes(here: Case, { hit, losers, moves }: BackendEvent, loss: string): Expectation | undefined {
  const own = homes(here);
  if (!own) return undefined;
  const { people } = here;
  const lost = losers ? losers(own) : people.filter((person) => hit.includes(own.get(person)!));
  if (!lost) return undefined;
  return {
    verdict: lost.length > 0 ? 'breaks' : 'holds',
    because: `${lost.length} of ${people.length} visitors ${loss}`,
    predicted: {
      ...(moves && { predictedMoved: lost.length }),
      backendsSeen: new Set(own.values()).size,
    },
  };
}

/** Where each visitor has a backend of chance. */
function ofChance({ strategy, servers, people }: Case, event: BackendEvent, loss: string): Expectation {
  if (strategy.balancer.method === 'sticky') {
    if (event.sticky) return event.sticky;
    if (strategy.store.traits.place === 'relay')
      return {
        verdict: null,
        because: 'whether visitors come back there is in a cookie that nginx may set anew',
      };
  }
  const nobodyThere = (1 - event.hit.length / servers.length) ** people.length;
  return event.hit.length > 0 && nobodyThere < NEGLIGIBLE
    ? { verdict: 'breaks', because: `of ${people.length} visitors with a backend of chance, some ${loss}` }
    : { verdict: null, because: `whether one of ${people.length} visitors had his session there is chance` };
}
