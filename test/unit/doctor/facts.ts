import type { DoctorFacts, Found } from '../../../cli/lab/doctor/facts.js';
import { complete, DEBIAN_12 } from '../setup/facts.js';

export const GIB = 1024 ** 3;

export const found = <T>(value: T): Found<T> => ({ state: 'found', value });
export const skipped: Found<never> = { state: 'skipped', why: 'no Docker daemon answers the lab' };
export const failed = (why: string, fix?: string): Found<never> => ({ state: 'failed', why, fix });

/** A machine on which all is well; a test names its difference. */
export const healthy = (difference: Partial<DoctorFacts> = {}): DoctorFacts => ({
  setup: complete(DEBIAN_12),
  node: { version: '20.19.2', oldest: '20.19' },
  engine: found({ id: 'A', idByCommand: 'A', unlimited: [] }),
  disk: found({ path: '/var/lib/docker', freeBytes: 50 * GIB }),
  subnet: found('10.86.0.0/23'),
  ports: found([8080, 8081]),
  images: found({ base: true, built: ['nginx', 'backend', 'redis'], missing: [] }),
  labs: found({ up: [], abandoned: [] }),
  faults: found([]),
  trial: found(210.4),
  ...difference,
});

/** The same machine, and its daemon does not answer. */
export const withoutDaemon = (difference: Partial<DoctorFacts> = {}): DoctorFacts =>
  healthy({
    setup: complete(DEBIAN_12, { daemon: { state: 'silent' } }),
    engine: skipped,
    disk: skipped,
    subnet: skipped,
    images: skipped,
    labs: skipped,
    faults: skipped,
    trial: skipped,
    ...difference,
  });
