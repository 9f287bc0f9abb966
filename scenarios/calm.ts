import { measuring, spread, survival } from '../cli/checks/index.js';
import { type Scenario, shopping } from '../cli/core/index.js';
import { expectCalm, isTheProblem, oneBackendOnly } from './expect.js';

export const calm: Scenario = {
  id: 'calm',
  obligation: 'A visitor who logged in stays logged in over every page of the shop.',
  steps: [
    'Every visitor opens the shop, logs in, puts an article into his cart and counts up.',
    'He looks at every page of the shop, and goes on buying and counting.',
    'In the end he must be the same user, with the cart and the counter that were acknowledged.',
  ],
  journey: shopping,
  notApplicable: oneBackendOnly,
  isNegativeControl: isTheProblem,
  expect: expectCalm,
  check: measuring(survival, spread),
};
