import { LabError } from '../../../cli/core/index.js';

/** The LabError that this throws, at once or in the end; anything else fails the test. */
export async function thrown(act: () => unknown): Promise<LabError> {
  try {
    await act();
  } catch (error) {
    if (error instanceof LabError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
