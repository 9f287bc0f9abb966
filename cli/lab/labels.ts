/** Everything the lab creates in Docker carries LABEL=<lab's name>; clean-up works from labels alone. */
export const LABEL = 'session-lab';
export const ROLE_LABEL = 'session-lab.role';
/** On images: which one it is. They outlive labs, so they do not carry LABEL. */
export const IMAGE_LABEL = 'session-lab.image';
/** On the volume that says that somebody is building a lab, or running in it: `host pid`. */
export const OWNER_LABEL = 'session-lab.owner';
/** On the volume that is created last and says that a lab is finished and wanted. */
export const KEEP_LABEL = 'session-lab.keep';

export const projectName = (lab: string): string => `session-lab-${lab}`;
export const containerName = (lab: string, role: string): string => `${projectName(lab)}-${role}`;
export const volumeName = (lab: string, what: string): string => `${projectName(lab)}-${what}`;
