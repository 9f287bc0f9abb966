import { messageOf } from '../core/index.js';
import { note } from './print.js';

/** Acts, then undoes whatever happened. Where both fail, the first failure is thrown, and the other one is said. */
export async function thenUndo<T>(act: () => Promise<T>, undo: () => Promise<unknown>): Promise<T> {
  let result: T;
  try {
    result = await act();
  } catch (error) {
    await undo().catch((other: unknown) => note(`Afterwards this failed too: ${messageOf(other)}.`));
    throw error;
  }
  await undo();
  return result;
}
