import { join } from 'node:path';
import { execa } from 'execa';
import {
  type BackendServer,
  type ContainerState,
  EXIT,
  groupBy,
  isBackend,
  type Knock,
  type Lab,
  LabError,
  type LedgerPage,
  MAX_BACKENDS,
  type Role,
  type StoreServer,
  type Strategy,
} from '../core/index.js';
import { dataAddress, HOST, webAddress } from './addresses.js';
import { balancedBackends } from './balanced.js';
import { compose } from './compose.js';
import { docker, execIn, isConflict, isNotFound, lastLog, logSince } from './docker.js';
import { get } from './http.js';
import { FileJournal } from './journal.js';
import { type Door, knockFrom } from './knock.js';
import { containerName } from './labels.js';
import { takeLedgers } from './ledgers.js';
import { isLinked, setLink } from './link.js';
import { needsPreparation, partsOf } from './parts.js';
import type { LabPaths } from './paths.js';
import { poll } from './poll.js';
import { LOOPBACK } from './ports.js';
import { probe } from './probe.js';
import { areNew, processesOf } from './processes.js';
import { removeServer } from './remove-server.js';
import { backendServers } from './render.js';
import { rescale } from './rescale.js';
import { storeServers } from './servers.js';
import { applyTo } from './settings/index.js';
import type { LabState } from './state.js';
import { numbersIn } from './store-numbers.js';
import { awaitStore } from './store-ready.js';

const SIGNALS = { crash: 'SIGUSR2', stop: 'SIGHUP', start: 'SIGUSR1' } as const;
const HTTP_GREETING = 'GET /healthz HTTP/1.0\r\nHost: lab.localhost\r\n\r\n';
const STATUS_DEADLINE_MS = 2_000;
const SERVER_DEADLINE_MS = 20_000;

/** A lab whose containers exist. All that the engine, faults and commands may do to it. */
export class RunningLab implements Lab {
  readonly name: string;
  readonly subnet: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly entrance: { readonly host: string; readonly port: number };
  readonly journal: FileJournal;

  /** Those that can be played: all but the unavailable ones. */
  readonly strategies: readonly Strategy[];

  constructor(
    private state: LabState,
    /** All that the lab was asked to have. */
    readonly chosen: readonly Strategy[],
    private readonly paths: LabPaths,
  ) {
    this.strategies = chosen.filter(({ id }) => !(id in state.unavailable));
    this.name = state.name;
    this.subnet = state.subnet;
    this.settings = state.settings;
    this.entrance = { host: LOOPBACK, port: state.visitorPort };
    this.journal = new FileJournal(paths.journal);
  }

  /** What the lab is meant to be; only the number of its backends ever changes. */
  get wanted(): LabState {
    return this.state;
  }

  get backends(): readonly BackendServer[] {
    return backendServers(this.state);
  }

  /** Strategies that cannot be played here, by id, with the reason. */
  get unavailable(): Readonly<Record<string, string>> {
    return this.wanted.unavailable;
  }

  get roles(): Role[] {
    return [
      'nginx',
      ...this.backends.map(({ role }) => role),
      ...storeServers(this.strategies).map(({ role }) => role),
    ];
  }

  url(strategy: Strategy): string {
    return `http://${strategy.id}.localhost:${this.wanted.httpPort}`;
  }

  async supervise(role: Role, order: keyof typeof SIGNALS): Promise<void> {
    await this.#container(role).kill({ signal: SIGNALS[order] });
  }

  async container(role: Role, order: 'kill' | 'start' | 'pause' | 'unpause'): Promise<void> {
    await this.#container(role)
      [order]()
      .catch((error: unknown) => {
        if (!isConflict(error)) throw error;
      });
  }

  async recreate(role: Role): Promise<void> {
    await removeServer(this.name, role);
    await compose(this.paths.compose, ['up', '--detach', '--no-deps', role], () => {});
  }

  async reload(role: Role): Promise<void> {
    if (role === 'nginx') await this.#freshWorker();
    else await this.#exec(role, ['lab-reload'], 'reload its configuration');
  }

  async containerState(role: Role): Promise<ContainerState> {
    const status = await this.#container(role)
      .inspect()
      .then(
        ({ State }) => State.Status,
        (error) => {
          if (isNotFound(error)) return 'absent';
          throw error;
        },
      );
    if (status === 'running' || status === 'paused' || status === 'absent') return status;
    return 'exited';
  }

  async knock(role: Role): Promise<Knock> {
    const store = this.#store(role);
    const door = store
      ? this.#door(store)
      : { address: this.#webAddress(role), port: 80, greeting: HTTP_GREETING };
    return knockFrom(containerName(this.name, await this.#neighbour(role)), door);
  }

  awaitKnock(role: Role, wanted: readonly Knock[]): Promise<Knock> {
    // A database that was asked to stop takes its time; silence is there at once, or not at all.
    const deadlineMs = wanted.includes('silent') ? STATUS_DEADLINE_MS : SERVER_DEADLINE_MS;
    return poll(
      () => this.knock(role),
      (answer) => wanted.includes(answer),
      { deadlineMs },
    );
  }

  async incarnation(role: Role): Promise<string> {
    const [{ Id, State }, workers] = await Promise.all([
      this.#container(role).inspect(),
      processesOf(containerName(this.name, role)),
    ]);
    return [Id, State.StartedAt, ...workers.map(({ pid }) => pid)].join(' ');
  }

  async reset(): Promise<void> {
    const cleaned = this.backends.map(({ role }) =>
      this.#exec(role, ['lab-reset'], 'remove its session files', 'www-data'),
    );
    await Promise.all([this.emptyStores(), ...cleaned, this.reload('nginx')]);
  }

  link(role: Role, order: 'cut' | 'mend'): Promise<void> {
    return setLink(this.name, role, this.#dataAddress(role), order);
  }

  isLinked(role: Role): Promise<boolean> {
    return isLinked(this.name, role);
  }

  storesSeenFrom(backend: Role): Promise<readonly Knock[]> {
    const from = containerName(this.name, backend);
    return Promise.all(storeServers(this.strategies).map((store) => knockFrom(from, this.#door(store))));
  }

  async fill(role: Role, order: 'fill' | 'drain'): Promise<void> {
    await this.#askStore(role, order, `${order} its store`);
  }

  async storeNumbers(role: Role): Promise<Readonly<Record<string, number>>> {
    return numbersIn(await this.#askStore(role, 'filling', 'say what is in its store'));
  }

  async scale(backends: number): Promise<void> {
    if (!(backends >= 1 && backends <= MAX_BACKENDS))
      throw this.#trouble('nginx', `cannot have ${backends} backends, but 1 to ${MAX_BACKENDS}`, []);
    const { strategies, paths } = this;
    this.state = { ...this.state, backends };
    await rescale({ state: this.state, strategies, paths }, this);
  }

  balanced(): Promise<readonly Role[]> {
    const { strategies, backends } = this;
    const { httpPort: port } = this.wanted;
    return balancedBackends(
      { strategies, backends, port, servers: join(this.paths.nginx, 'lab', 'servers.conf') },
      (role) => this.knock(role),
    );
  }

  takeLedgers(): Promise<readonly LedgerPage[]> {
    return takeLedgers(this.name, (role) =>
      this.#exec(role, ['lab-ledger'], 'hand over its ledger', 'www-data'),
    );
  }

  apply(settings: Readonly<Record<string, string>>): Promise<void> {
    const { wanted: state, strategies, paths } = this;
    const exec = this.#exec.bind(this);
    return applyTo({ state, strategies, paths, exec, reload: (role) => this.reload(role) }, settings);
  }

  /** Forgets every session that lies on a store server; the nodes of a cluster tell each other. */
  async emptyStores(): Promise<void> {
    const stores = storeServers(this.strategies);
    const told = stores.filter(
      (one) => !one.perBackend || one === stores.find(({ service }) => service === one.service),
    );
    await Promise.all(
      told.map((store) => this.#exec(store.role, ['lab-store', 'empty'], 'empty its store', store.user)),
    );
  }

  /** Waits until every store server executes an order of somebody who is logged in. */
  async storesReady(deadlineMs: number): Promise<void> {
    await Promise.all(
      storeServers(this.strategies).map((store) =>
        awaitStore(containerName(this.name, store.role), store, deadlineMs),
      ),
    );
  }

  /** Lets virtual hosts make what they need in their stores: a table, for instance. */
  async prepareStores(): Promise<void> {
    const [first] = this.backends;
    for (const { id, ...strategy } of this.strategies) {
      if (needsPreparation(await partsOf({ id, ...strategy })))
        await this.#exec(
          first!.role,
          ['lab-ask', '/lab-prepare', `${id}.localhost`],
          `prepare the store of ${id}`,
        );
    }
  }

  ready(deadlineMs: number): Promise<void> {
    const { name: lab, strategies } = this;
    return probe(
      { lab, port: this.wanted.httpPort, strategies, backends: this.backends.map((b) => b.role) },
      deadlineMs,
    );
  }

  async busyWorkers(): Promise<number> {
    const busy = this.backends.map(async ({ role }) => {
      const { body } = await get(
        this.wanted.httpPort,
        `${role}.lab.localhost`,
        '/server-status?auto',
        STATUS_DEADLINE_MS,
      );
      const workers = /^BusyWorkers: (\d+)/m.exec(body)?.[1];
      if (workers === undefined)
        throw this.#trouble(role, 'did not say how many of its workers are busy', []);
      // The request for the status keeps one worker busy itself.
      return Number(workers) - 1;
    });
    return (await Promise.all(busy)).reduce((sum, n) => sum + n, 0);
  }

  async alerts(since: Date): Promise<readonly string[]> {
    const log = await logSince(containerName(this.name, 'nginx'), since);
    return log.split('\n').filter((line) => /\[(alert|emerg)\]/.test(line));
  }

  async versions(): Promise<Readonly<Record<string, string>>> {
    const services = groupBy(storeServers(this.strategies), ({ service }) => service);
    const one = ['nginx', this.backends[0]!.role, ...[...services.values()].map(([first]) => first!.role)];
    const [engine, composeVersion, ...files] = await Promise.all([
      docker.version(),
      execa('docker', ['compose', 'version', '--short']),
      ...one.map((role) => this.#exec(role, ['cat', '/usr/local/share/lab/versions'], 'tell its versions')),
    ]);
    const inside = files
      .flatMap((file) => file.split('\n'))
      .map((line) => line.split(/ (.*)/, 2) as [string, string]);
    return { docker: engine.Version, compose: composeVersion.stdout.trim(), ...Object.fromEntries(inside) };
  }

  /** nginx reads its configuration again. Returns when the old worker has stopped accepting: until then a request may
   * still be answered by the old configuration, and by a worker that has counted failures. */
  async #freshWorker(): Promise<void> {
    const nginx = containerName(this.name, 'nginx');
    const workers = async () =>
      (await processesOf(nginx)).filter(({ command }) => /worker process$/.test(command));
    const old = await workers();
    await this.#exec('nginx', ['sh', '-c', 'nginx -t && nginx -s reload'], 'reload its configuration');
    const now = await poll(workers, (list) => areNew(list, old), {
      deadlineMs: SERVER_DEADLINE_MS,
      pauseMs: 20,
    });
    if (!areNew(now, old)) throw this.#trouble('nginx', 'did not replace its worker after a reload', []);
  }

  #container(role: Role) {
    return docker.getContainer(containerName(this.name, role));
  }

  #webAddress(role: Role): string {
    const address = this.backends.find((backend) => backend.role === role)?.address;
    return address?.split(':')[0] ?? webAddress(this.subnet, HOST.nginx);
  }

  #store(role: Role): StoreServer | undefined {
    return storeServers(this.strategies).find((one) => one.role === role);
  }

  #door(store: StoreServer): Door {
    return { ...store, address: dataAddress(this.subnet, store.host) };
  }

  #dataAddress(role: Role): string {
    const store = this.#store(role);
    if (store) return this.#door(store).address;
    return dataAddress(this.subnet, HOST.firstBackend + this.backends.findIndex((one) => one.role === role));
  }

  #askStore(role: Role, order: string, purpose: string): Promise<string> {
    return this.#exec(role, ['lab-store', order], purpose, this.#store(role)?.user);
  }

  /** A server that shares a network with the role and can be asked to knock: nginx for backends, a backend for others. */
  async #neighbour(role: Role): Promise<Role> {
    if (isBackend(role)) return 'nginx';
    for (const backend of this.backends) {
      if ((await this.containerState(backend.role)) !== 'running') continue;
      if (await this.isLinked(backend.role)) return backend.role;
    }
    throw this.#trouble(role, 'cannot be knocked at: no backend runs that could', []);
  }

  async #exec(role: Role, command: readonly string[], purpose: string, user?: string): Promise<string> {
    const container = containerName(this.name, role);
    const { exitCode, output } = await execIn(container, command, user).catch(async (error: unknown) => {
      if (!isConflict(error)) throw error;
      // It was there, and is not any more: its log says why.
      const log = await lastLog(container);
      throw this.#trouble(role, `could not ${purpose}: its container does not run`, log);
    });
    if (exitCode === 0) return output;
    throw this.#trouble(role, `could not ${purpose}`, output.split('\n').slice(-5));
  }

  #trouble(role: Role, reason: string, details: readonly string[]): LabError {
    return new LabError({
      subject: `${role} of lab ${this.name}`,
      reason,
      hint: '`lab status` shows what runs; `lab up` mends what is missing.',
      exitCode: EXIT.environment,
      details,
    });
  }
}
