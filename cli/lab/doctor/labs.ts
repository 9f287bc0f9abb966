import type { DoctorFacts } from './facts.js';
import { type Finding, judged, ok, warning } from './finding.js';

/** What is there of the lab itself. */
export const labs = (facts: DoctorFacts): Finding[] => [images(facts), leftOver(facts), inForce(facts)];

const images = ({ images: found, setup }: DoctorFacts): Finding =>
  judged('images', found, ({ base, built, missing }) => {
    if (missing.length === 0) return ok('images', `all are built: ${built.join(' ')}`);
    if (base)
      return warning(
        'images',
        `not built yet: ${missing.join(' ')}`,
        'Run `lab build`; `lab up` does it too.',
      );
    const how = setup.mmdebstrap
      ? 'Run `lab build`; `lab up` does it too.'
      : 'Run `lab build`; where no registry answers, `lab setup --yes` first installs mmdebstrap, which makes the base image.';
    return warning('images', 'none is built, and the base image is not here yet', how);
  });

const leftOver = ({ labs: found }: DoctorFacts): Finding =>
  judged('labs', found, ({ up, abandoned }) => {
    const wanted = up.join(', ') || 'none';
    return abandoned.length === 0
      ? ok('labs', wanted)
      : warning(
          'labs',
          `${wanted}; left over by processes that are gone: ${abandoned.join(', ')}`,
          'Run `lab gc`.',
        );
  });

const inForce = ({ faults: found }: DoctorFacts): Finding =>
  judged('faults', found, (faults) => {
    if (faults.length === 0) return ok('faults', 'none is in force');
    const labsHit = [...new Set(faults.map(({ lab }) => lab))];
    return warning(
      'faults',
      `in force: ${faults.map(({ lab, fault, role }) => `${fault} ${role} in lab ${lab}`).join(', ')}`,
      `Run ${labsHit.map((lab) => `\`lab heal --name ${lab}\``).join(' and ')}, unless a run is under way there.`,
    );
  });
