import { expect } from 'chai';
import { checkSince, parseLine } from '../../../cli/lab/logs.js';
import { thrown } from '../core/thrown.js';

describe('a line of docker compose logs', () => {
  const PREFIX = 'session-lab-my-lab-';

  for (const [line, parsed] of [
    ['session-lab-my-lab-backend-12  | GET /me', { role: 'backend-12', text: 'GET /me' }],
    ['\u001b[2Ksession-lab-my-lab-redis      | a | b ', { role: 'redis', text: 'a | b ' }],
    ['session-lab-my-lab-nginx  | ', { role: 'nginx', text: '' }],
    ['session-lab-my-lab-backend-1 exited with code 137', { text: 'backend-1 exited with code 137' }],
    ['no such service: x', { text: 'no such service: x' }],
    ['', { text: '' }],
  ] as const) {
    it(`is taken apart: ${JSON.stringify(line)}`, () => {
      expect(parseLine(line, PREFIX)).to.deep.equal(parsed);
    });
  }
});

describe('checkSince', () => {
  for (const text of [
    '10m',
    '1h30m',
    '90s',
    '1.5h',
    '2026-01-31',
    '2026-01-31T12:00:00Z',
    '2026-01-31T12:00:00.5+01:00',
  ]) {
    it(`takes ${text}`, () => {
      expect(checkSince(text)).to.equal(text);
    });
  }

  for (const text of [
    '',
    '10',
    'm',
    '10 m',
    'yesterday',
    '-10m',
    '2026-13-01',
    '2026-01-31T25:00:00Z',
    '10m --follow',
  ]) {
    it(`refuses ${JSON.stringify(text)}`, async () => {
      const error = await thrown(() => checkSince(text));
      expect(error).to.include({ subject: `time ${JSON.stringify(text)}`, exitCode: 64 });
      expect(error.hint).to.include('10m');
    });
  }
});
