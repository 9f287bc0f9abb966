import { expect } from 'chai';
import type { Facts } from '../../../cli/lab/setup/facts.js';
import { missingDocker } from '../../../cli/lab/setup/missing.js';
import { bare, complete, DEBIAN_12 } from './facts.js';

const said = (difference: Partial<Facts>) => {
  const error = missingDocker(complete(DEBIAN_12, difference));
  return error && `${error.message} | ${error.hint}`;
};

describe('what is missing of Docker', () => {
  it('is nothing where all is there', () => {
    expect(said({})).to.equal(undefined);
  });

  it('is the most basic part first, with exit code 3', () => {
    const error = missingDocker(bare(DEBIAN_12));
    expect(error?.message).to.contain('docker command');
    expect(error?.exitCode).to.equal(3);
    expect(error?.hint).to.contain('./lab setup --yes');
  });

  it('tells the parts apart', () => {
    expect(said({ daemon: { state: 'silent' } })).to.match(/daemon: is not running.*lab setup --yes/);
    expect(said({ compose: null })).to.match(/Compose.*lab setup --yes/);
    expect(said({ buildx: null })).to.match(/buildx.*lab setup --yes/);
  });

  it('does not send to setup what setup cannot mend', () => {
    expect(said({ daemon: { state: 'forbidden' } })).to.match(/socket.*group "docker"/);
    const far = said({ daemon: { state: 'silent' }, elsewhere: 'tcp://10.9.9.9:1' });
    expect(far).to.match(/10\.9\.9\.9.*DOCKER_HOST/);
    expect(far).not.to.contain('setup');
  });
});
