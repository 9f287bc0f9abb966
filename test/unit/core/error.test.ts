import { expect } from 'chai';
import { EXIT, LabError, messageOf } from '../../../cli/core/index.js';

describe('LabError', () => {
  it('says subject and reason, and keeps hint, exit code, details and cause', () => {
    const cause = new Error('EADDRINUSE');
    const error = new LabError({
      subject: 'port 8080',
      reason: 'is taken',
      hint: 'Choose another one.',
      exitCode: EXIT.environment,
      details: ['listen: in use'],
      cause,
    });
    expect(error.message).to.equal('port 8080: is taken');
    expect(error).to.include({ name: 'LabError', hint: 'Choose another one.', exitCode: 3, cause });
    expect(error.details).to.deep.equal(['listen: in use']);
  });

  it('has no details where none were given', () => {
    const error = new LabError({ subject: 'a', reason: 'b', exitCode: EXIT.usage });
    expect(error.details).to.deep.equal([]);
    expect(error.hint).to.equal(undefined);
  });
});

describe('the exit codes', () => {
  it('are the documented ones', () => {
    expect(EXIT).to.deep.equal({
      ok: 0,
      worse: 1,
      unknown: 2,
      environment: 3,
      usage: 64,
      interrupted: 130,
    });
  });
});

describe('messageOf', () => {
  it('finds words in whatever was thrown', () => {
    expect(messageOf(new TypeError('no'))).to.equal('no');
    expect(messageOf('just a string')).to.equal('just a string');
    expect(messageOf(undefined)).to.equal('undefined');
  });
});
