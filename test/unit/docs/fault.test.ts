import { expect } from 'chai';
import { isBackend, read, type Scenario, type ScenarioFault } from '../../../cli/core/index.js';
import { crash, redeploy, reload } from '../../../cli/faults/index.js';
import { calm } from '../../../scenarios/calm.js';
import { fault, faultInBrief } from '../../docs/fault.js';

const scenario = (difference: Partial<Scenario>): Scenario => ({ ...calm, id: 'sample', ...difference });
const broken = (waves: ReturnType<ScenarioFault['waves']>, how: Partial<ScenarioFault> = {}): Scenario =>
  scenario({ fault: { waves: () => waves, ...how } });
const onOne = [{ kind: crash, roles: ['backend-1'] }];

describe('the fault on a page', () => {
  it('is none, in full and in brief', () => {
    expect(fault(scenario({}))).to.equal('## Fault\n\nNone.');
    expect(faultInBrief(scenario({}))).to.equal('none');
  });

  it('says what happens to whom, and when', () => {
    const told = fault(broken(onOne));
    expect(told).to.match(/^## Fault\n\n`crash` of `backend-1`: the server process is killed;/);
    expect(told).to.include('\n- injected while every visitor stands between two requests\n');
    expect(told).to.include('\n- healed when every visitor has made his requests');
    expect(told).not.to.include('own store');
    expect(faultInBrief(broken(onOne))).to.equal('`crash` of `backend-1`');
  });

  it('names the strategies whose own store it hits', () => {
    const told = fault(broken([{ kind: crash, roles: ['redis'] }]));
    expect(told).to.include('- concerns the own store of `redis` and `redis-locked`');
  });

  it('tells waves in their order, and what each kind does once', () => {
    const waves = ['backend-1', 'backend-2', 'backend-3'].map((role) => ({ kind: redeploy, roles: [role] }));
    const told = fault(broken(waves));
    expect(told).to.include('1. `redeploy` of `backend-1`\n2. `redeploy` of `backend-2`\n3. ');
    expect(told.match(/`redeploy`: the container is made anew/g)).to.have.length(1);
    expect(faultInBrief(broken(waves))).to.equal(
      '`redeploy` of `backend-1` to `backend-3`, one after the other',
    );
  });

  it('tells what happens while requests are under way, lasts for a while, stays, or is over at once', () => {
    const underWay = fault(broken(onOne, { afterMs: 1_500, atLeastMs: 5_000 }));
    expect(underWay).to.include('- injected 1.5 s after the visitors began');
    expect(underWay).to.include('- in force for at least 5 s');
    const change = fault(broken(onOne, { stays: true }));
    expect(change).to.include('undone only when the visitors have had their last look');
    expect(change).not.to.include('healed');
    const over = fault(broken([{ kind: reload, roles: ['nginx'] }]));
    expect(over).to.include('nothing is left to heal');
  });

  it('may be what one visitor asks for, and may need settings', () => {
    const told = fault(
      scenario({ provocation: [read('/big'), read('/big')], settings: { 'session.use_strict_mode': '1' } }),
    );
    expect(told).to.include('visitor 1 asks for `GET /big`. Then');
    expect(told).to.include('Set for this scenario, and put back after it: `session.use_strict_mode=1`.');
  });

  it('takes the roles of the backends that there are', () => {
    const waves: ScenarioFault['waves'] = (_, backends) => [
      { kind: crash, roles: backends.filter(isBackend) },
    ];
    expect(faultInBrief(scenario({ fault: { waves } }))).to.equal('`crash` of `backend-1` to `backend-3`');
  });
});
