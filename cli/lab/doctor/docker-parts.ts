import { OLDEST_ENGINE, type Plan, plan } from '../setup/plan.js';
import type { DoctorFacts } from './facts.js';
import { type Finding, judged, ok, problem, warning } from './finding.js';

/** `docker compose`, and the compose files that the lab writes, begin with it. */
const OLDEST_COMPOSE = 2;

const SAME_DAEMON =
  "Name the command's daemon to the lab: `export DOCKER_HOST=$(docker context inspect --format '{{.Endpoints.docker.Host}}')`.";

/** Docker's command, daemon and plugins. What is missing is mended as `lab setup` would do it, or says that it cannot. */
export function dockerParts(facts: DoctorFacts): Finding[] {
  const { client, compose, buildx } = facts.setup;
  const fix = fixOf(plan(facts.setup));
  const part = (subject: string, version: string | null) =>
    version ? ok(subject, version) : problem(subject, 'is not installed', fix);
  return [
    part('docker command', client),
    daemon(facts, fix),
    limits(facts),
    compose && Number.parseInt(compose, 10) < OLDEST_COMPOSE
      ? problem('Compose plugin', `${compose} is older than ${OLDEST_COMPOSE}`, 'Install Compose v2.')
      : part('Compose plugin', compose),
    part('buildx plugin', buildx),
  ];
}

function fixOf(planned: Plan): string {
  if (planned.state !== 'impossible') return 'Run `lab setup --yes`.';
  return `${planned.install.charAt(0).toUpperCase()}${planned.install.slice(1)}.`;
}

function daemon({ setup, engine }: DoctorFacts, fix: string): Finding {
  const subject = 'Docker daemon';
  const { daemon: answer, elsewhere } = setup;
  if (answer.state !== 'answers') {
    const silent = `does not answer${elsewhere ? ` at DOCKER_HOST=${elsewhere}` : ''}`;
    return problem(subject, answer.state === 'silent' ? silent : 'its socket is not for this user', fix);
  }
  const { version } = answer;
  if (Number.parseInt(version, 10) < OLDEST_ENGINE)
    return problem(subject, `${version} is older than ${OLDEST_ENGINE}`, fix);
  if (engine.state === 'failed')
    return problem(subject, `answers the docker command, and not the lab (${engine.why})`, SAME_DAEMON);
  if (engine.state === 'found' && !['', engine.value.id].includes(engine.value.idByCommand))
    return problem(subject, 'the docker command talks to another one than the lab', SAME_DAEMON);
  if (elsewhere && !elsewhere.startsWith('unix:'))
    return warning(
      subject,
      `${version} at ${elsewhere}; one on another machine sees neither the lab's files nor gives it ports here`,
      'Unset DOCKER_HOST, and use a daemon of this machine.',
    );
  return ok(subject, version);
}

/** Without them a lab works, and one container that runs wild takes the machine with it. */
const limits = ({ engine }: DoctorFacts): Finding =>
  judged('limits', engine, ({ unlimited }) =>
    unlimited.length === 0
      ? ok('limits', 'memory and processes of a container can be limited')
      : warning(
          'limits',
          `this kernel does not limit the ${unlimited.join(' and ')} of a container`,
          'Switch the control groups on: kernel parameter `cgroup_enable=memory`, or a kernel with pids.',
        ),
  );
