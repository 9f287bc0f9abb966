import { expect } from 'chai';
import {
  count,
  needsSession,
  type Person,
  people,
  type Step,
  shopping,
  type VisitPhase,
} from '../../../cli/core/index.js';

const [anna, bert] = people(2, 1) as [Person, Person];
const PHASES: readonly VisitPhase[] = ['arrange', 'calm', 'fault', 'settle', 'after'];
const READING: readonly VisitPhase[] = ['settle'];

const stepsOf = (person: Person, phases: readonly VisitPhase[] = PHASES): Step[] =>
  phases.flatMap((phase) => shopping[phase](person));

describe('the visit to the shop', () => {
  it('has at least 12 requests of a visitor where nothing fails', () => {
    expect(stepsOf(anna, ['arrange', 'calm', 'after']).length).to.be.at.least(12);
    expect(stepsOf(anna, ['arrange', 'calm']).length).to.be.at.least(12);
  });

  it('begins with a login under his own name, once and never again', () => {
    const logins = stepsOf(bert).filter(({ writes }) => writes === 'login');
    expect(logins).to.deep.equal([
      { method: 'POST', path: '/login', form: { user: bert.user }, writes: 'login' },
    ]);
    const arranged = shopping.arrange(bert);
    const firstWrite = arranged.find(({ writes }) => writes);
    expect(firstWrite?.writes).to.equal('login');
  });

  it('writes cart and counter before the fault, during it and after it', () => {
    for (const phases of [['arrange', 'calm'], ['fault']] as const) {
      const writes = new Set(stepsOf(anna, phases).map((step) => step.writes));
      expect(writes, phases.join()).to.include('cart');
      expect(writes, phases.join()).to.include('counter');
    }
    expect(shopping.after(anna).some(({ writes }) => writes === 'counter')).to.equal(true);
  });

  it('only reads while the lab settles, so that repeating it changes nothing', () => {
    for (const step of stepsOf(anna, READING))
      expect([step.method, step.writes]).to.deep.equal(['GET', undefined]);
  });

  it('ends every phase of a fault with a look at who he is', () => {
    for (const phase of ['calm', 'fault', 'after'] as const) {
      expect(shopping[phase](anna).at(-1), phase).to.deep.equal({ method: 'GET', path: '/me' });
    }
  });

  it('sees what is in the cart after settling', () => {
    expect(shopping.after(anna).map(({ path }) => path)).to.include.members(['/me', '/cart']);
  });

  it('looks three times at an article before the fault, apart from each other: as many backends could show it', () => {
    const calm = shopping.calm(anna).map(({ path }) => needsSession(path));
    expect(calm.filter((needs) => !needs)).to.have.length(3);
    for (const [i, needs] of calm.entries()) if (!needs) expect(calm[i + 1]).to.equal(true);
  });

  it('keeps each visitor to the same article, and sends visitors to different ones', () => {
    const articles = (person: Person) =>
      new Set(stepsOf(person).flatMap(({ path }) => (path.startsWith('/catalog/') ? [path] : [])));
    expect(articles(anna)).to.have.property('size', 1);
    expect([...articles(anna)]).not.to.deep.equal([...articles(bert)]);
  });

  it('looks at twelve articles in all, however many visitors there are', () => {
    const articles = people(512, 1).flatMap((person) =>
      shopping.calm(person).flatMap(({ path }) => /^\/catalog\/(\d+)$/.exec(path)?.[1] ?? []),
    );
    expect(articles).to.have.length(3 * 512);
    expect(new Set(articles)).to.deep.equal(new Set(Array.from({ length: 12 }, (_, i) => String(i + 1))));
  });

  it('asks while settling only for pages that were asked for before the fault, or no backend could be missed', () => {
    const before = shopping.calm(anna).map(({ path }) => path);
    for (const { path } of stepsOf(anna, READING)) expect(before).to.include(path);
  });
});

describe('needsSession', () => {
  it('is so of every page but the articles', () => {
    for (const path of [
      '/',
      '/me',
      '/login',
      '/cart',
      '/cart/items',
      '/counter?ms=5',
      '/session',
      '/catalog',
    ])
      expect(needsSession(path), path).to.equal(true);
    for (const path of ['/catalog/1', '/catalog/9999']) expect(needsSession(path), path).to.equal(false);
  });
});

describe('count', () => {
  it('is a write with that pause in it', () => {
    expect(count(50)).to.deep.equal({ method: 'POST', path: '/counter?ms=50', writes: 'counter' });
  });
});
