/** Does something with these environment variables, and without any other LAB_… */
export function withEnvironment<T>(variables: Readonly<Record<string, string>>, act: () => T): T {
  const before = { ...process.env };
  const others = Object.keys(before).filter((name) => name.startsWith('LAB_'));
  try {
    for (const name of others) delete process.env[name];
    Object.assign(process.env, variables);
    return act();
  } finally {
    for (const name of Object.keys(variables)) delete process.env[name];
    Object.assign(process.env, before);
  }
}
