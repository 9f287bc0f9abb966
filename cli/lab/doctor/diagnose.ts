import { dockerParts } from './docker-parts.js';
import type { DoctorFacts } from './facts.js';
import type { Finding } from './finding.js';
import { labs } from './labs.js';
import { machine, node } from './machine.js';

/** Judges what was found; every subject once, in the order in which one needs the other. */
export const diagnose = (facts: DoctorFacts): Finding[] => [
  node(facts),
  ...dockerParts(facts),
  ...machine(facts),
  ...labs(facts),
];
