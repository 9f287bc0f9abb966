/** Calls of functions and the instructions in them and below, by the function's name. */
export interface Cost {
  readonly calls: number;
  readonly instructions: number;
}

/**
 * Adds up what other functions called, out of callgrind's profiles written with --compress-strings=no and
 * --compress-pos=no. Calls from one of the wanted functions into another are within the caller's sum already.
 * Source: Callgrind Format Specification, in valgrind's manual.
 */
export function costsOf(profiles: string, wanted: ReadonlySet<string>): Map<string, Cost> {
  const costs = new Map<string, Cost>();
  let caller = '';
  let callee = '';
  let calls = 0;
  for (const line of profiles.split('\n')) {
    if (line.startsWith('fn=')) caller = nameIn(line);
    else if (line.startsWith('cfn=')) callee = nameIn(line);
    else if (line.startsWith('calls=')) calls = Number(/^calls=(\d+)/.exec(line)![1]);
    else if (calls > 0) {
      // "LINE INSTRUCTIONS", of all these calls together
      if (wanted.has(callee) && !wanted.has(caller)) {
        const { calls: c, instructions: i } = costs.get(callee) ?? { calls: 0, instructions: 0 };
        costs.set(callee, { calls: c + calls, instructions: i + Number(line.split(' ')[1]) });
      }
      calls = 0;
    }
  }
  return costs;
}

const nameIn = (line: string): string => line.slice(line.indexOf('=') + 1).replace(/'\d+$/, '');
