import type { Role } from '../core/index.js';
import { docker } from './docker.js';
import { containerName, projectName } from './labels.js';

/** The network between backends and stores. */
const dataNetwork = (lab: string): string => `${projectName(lab)}_data`;

/** Does Docker say that the role's container is in that network? */
export async function isLinked(lab: string, role: Role): Promise<boolean> {
  const { NetworkSettings } = await docker.getContainer(containerName(lab, role)).inspect();
  return dataNetwork(lab) in NetworkSettings.Networks;
}

/**
 * Pulls a container's cable to that network, or plugs it in again at its address and with its name. Its packets to
 * others in there then have no way but Docker's gateway, and are dropped there, since the network is internal: silence
 * on both sides, also for connections that are open.
 */
export async function setLink(
  lab: string,
  role: Role,
  address: string,
  order: 'cut' | 'mend',
): Promise<void> {
  if ((await isLinked(lab, role)) === (order === 'mend')) return;
  const network = docker.getNetwork(dataNetwork(lab));
  const Container = containerName(lab, role);
  if (order === 'cut') await network.disconnect({ Container });
  else
    await network.connect({
      Container,
      EndpointConfig: { IPAMConfig: { IPv4Address: address }, Aliases: [role] },
    });
}
