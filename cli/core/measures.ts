/** The documented numbers of a cell. Counts of visitors unless said; a measure that a scenario does not have is absent. */
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
  /** Visitors whom the fault moved to another backend, and how many the balancer's arithmetic says. */
  movedSessions?: number;
  predictedMoved?: number;
  /** Seconds from the heal to the first moment from which every visitor is well. */
  recoverySeconds?: number;
  /** Distinct backends over all of a strategy's visitors. */
  backendsSeen?: number;
  /** Largest backend's share of the requests, 0 to 1. */
  maxShare?: number;
}

export type MeasureName = keyof Measures;
