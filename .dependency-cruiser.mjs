// Who may import whom. Every rule says what its breach would mean.
const toOwn = (folder, also = []) =>
  `^(cli/core/|cli/${folder}/${also.map((a) => `|${a}`).join('')}|node_modules/|node:)`;

const onlyCore = (folder, comment) => ({
  name: `${folder}-knows-core-only`,
  comment,
  severity: 'error',
  from: { path: `^cli/${folder}/` },
  to: { pathNot: toOwn(folder), dependencyTypesNot: ['core'] },
});

const library = (name, folders, comment) => ({
  name: `${name}-has-one-home`,
  comment,
  severity: 'error',
  from: { pathNot: `^cli/(${folders})` },
  to: { path: `^node_modules/${name}/` },
});

export default {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'Two files that need each other are one file, or hide a third.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'core-imports-nothing',
      comment:
        'The vocabulary must stand by itself, or every change of a tool changes the meaning of a saved run.',
      severity: 'error',
      from: { path: '^cli/core/' },
      to: { pathNot: '^cli/core/' },
    },
    onlyCore(
      'catalog',
      'The catalogue is plain data; an import of machinery would let a strategy decide its own verdict.',
    ),
    onlyCore(
      'rings',
      'Predictions must not see the lab, or they would predict what they have already observed.',
    ),
    onlyCore(
      'checks',
      'A check judges saved evidence; with a lab at hand it could no longer be run again on an old run.',
    ),
    onlyCore(
      'faults',
      'A fault is given the lab it breaks; one that imports Docker cannot be tested without it.',
    ),
    onlyCore(
      'report',
      'A report renders a saved run; one that reaches elsewhere cannot render it on another machine.',
    ),
    onlyCore('engine', 'The engine is handed lab, visitors and clock, so that a test can hand it others.'),
    onlyCore('lab', 'The lab starts and stops containers and knows nothing of sessions.'),
    onlyCore(
      'runs',
      'A saved run must be readable by whoever has the folder: no lab, no engine, no catalogue.',
    ),
    onlyCore('visitors', 'A visitor knows a URL and a cookie jar, never how the lab is built.'),
    {
      name: 'scenarios-are-written-with-four-words',
      comment:
        "A scenario must read like its obligation: people's own scenario files get core, faults, checks and rings.",
      severity: 'error',
      from: { path: '^scenarios/' },
      to: {
        pathNot: '^(scenarios/|cli/core/|cli/faults/|cli/checks/|cli/rings/)',
        dependencyTypesNot: ['core'],
      },
    },
    {
      name: 'nothing-imports-commands',
      comment: 'A command translates flags; what another file could want from it belongs in the engine.',
      severity: 'error',
      from: { path: '^(cli|scenarios)/', pathNot: '^cli/(program\\.ts|main\\.ts|commands/)' },
      to: { path: '^cli/commands/' },
    },
    {
      name: 'nothing-imports-test',
      comment: 'What ships must not depend on what checks it.',
      severity: 'error',
      from: { path: '^(cli|scenarios)/' },
      to: { path: '^test/' },
    },
    library(
      '(dockerode|execa)',
      'lab',
      'Only cli/lab talks to Docker and to processes; elsewhere a second way to it would escape the labels and the clean-up.',
    ),
    library(
      '(axios|tough-cookie)',
      'visitors',
      'Visitors are the only clients: a request made elsewhere would not be on record.',
    ),
    library(
      'commander',
      '(commands/|main\\.ts|program\\.ts)',
      'Flags are translated once; the engine knows no flags.',
    ),
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
  },
};
