import { isBackend, type Role } from '../core/index.js';

/** What stands before the backends. */
const EDGE: readonly Role[] = ['nginx', 'squid', 'balancer'];

/** Does the role keep sessions, on a server of its own? */
export const isStore = (role: Role): boolean => !isBackend(role) && !EDGE.includes(role);
