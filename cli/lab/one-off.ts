import { docker, type ExecResult, logOf } from './docker.js';
import { LABEL } from './labels.js';

/**
 * Runs a command in a container of its own, without a network, and removes it again. stdout and stderr come back as one
 * text. The container carries the lab's label, so that it is found if this process dies meanwhile.
 */
export async function oneOff(lab: string, image: string, command: readonly string[]): Promise<ExecResult> {
  const container = await docker.createContainer({
    Image: image,
    Entrypoint: [...command.slice(0, 1)],
    Cmd: [...command.slice(1)],
    Labels: { [LABEL]: lab },
    HostConfig: {
      NetworkMode: 'none',
      ReadonlyRootfs: true,
      Tmpfs: { '/tmp': 'size=16m', '/run': 'size=1m' },
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges:true'],
      Memory: 256 * 1024 * 1024,
      PidsLimit: 64,
      Init: true,
      LogConfig: { Type: 'json-file', Config: {} },
    },
  });
  try {
    await container.start();
    const { StatusCode } = (await container.wait()) as { StatusCode: number };
    return { exitCode: StatusCode, output: await logOf(container.id, 1000) };
  } finally {
    await container.remove({ force: true });
  }
}
