/** The documented numbers of a cell. Counts of visitors unless said; a measure that a scenario does not have is absent.
 * Those that begin with `predicted` are computed beforehand from the balancer's arithmetic. */
export interface Measures {
  sessionsStarted?: number;
  /** Right user in every answer between fault and heal (without a fault: in every answer of the calm). */
  keptDuring?: number;
  /** Right user, cart and counter in every answer after settling. */
  keptAfter?: number;
  /** Answered as a guest at least once after the login. */
  guestAnswers?: number;
  otherUser?: number;
  /** Requests. */
  requests?: number;
  /** Requests. */
  failedRequests?: number;
  /** Requests. */
  hungRequests?: number;
  /** Acknowledged writes that were not there in the end. */
  lostWrites?: number;
  /** Writes that were executed more than once, by the backends' ledgers. */
  doubledWrites?: number;
  /** Requests that were refused (an error status other than a guest's 401) while others of the same visitor were under way. */
  refusedRequests?: number;
  /** Writes under way when something died: acknowledged and done once; not acknowledged and not done; done all the same. */
  doneWrites?: number;
  refusedWrites?: number;
  predictedRefusedWrites?: number;
  untoldWrites?: number;
  /** Sessions that the strategy's store threw out while it was filled. */
  evictions?: number;
  /** Bytes of memory that the store has taken for sessions and not used, when it is full. */
  slabWasteBytes?: number;
  /** Requests of one visitor that were under way at the same moment: the least of all visitors. */
  requestsAtOnce?: number;
  /** Writes that were acknowledged, and read at once. */
  trials?: number;
  /** Trials of which another backend answered the read than the write. */
  readElsewhere?: number;
  /** Trials of which the read showed less than had been acknowledged. */
  staleReads?: number;
  /** Visitors whom the fault moved to another backend, and how many the balancer's arithmetic says. */
  movedSessions?: number;
  predictedMoved?: number;
  /** Right user in every answer after the last octet of his address had changed. */
  keptLastOctet?: number;
  predictedLastOctet?: number;
  /** Right user in every answer after his address had changed to another /16. */
  keptOtherNetwork?: number;
  predictedOtherNetwork?: number;
  /** Seconds from the heal to the first moment from which every visitor is well. */
  recoverySeconds?: number;
  /** Distinct backends over all of a strategy's visitors. */
  backendsSeen?: number;
  /** The most backends that served one visitor's pages that need the session. */
  backendsWithSession?: number;
  /** The most backends that served one visitor's other pages. */
  backendsWithoutSession?: number;
  /** Largest backend's share of the requests, 0 to 1. */
  maxShare?: number;
}

export type MeasureName = keyof Measures;
export type PredictionName = Extract<MeasureName, `predicted${string}`>;

/** What was computed beforehand, by what it says of. */
export const PREDICTED: Readonly<Partial<Record<MeasureName, PredictionName>>> = {
  movedSessions: 'predictedMoved',
  keptLastOctet: 'predictedLastOctet',
  keptOtherNetwork: 'predictedOtherNetwork',
  refusedWrites: 'predictedRefusedWrites',
};
