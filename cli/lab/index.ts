export { checkSubnet } from './addresses.js';
export { collectGarbage, type Removed, removeImages, takeDown } from './down.js';
export { buildImage, IMAGE_NAMES, type ImagePlan, planImages } from './images.js';
export { notUp, openLab } from './open.js';
export { PACKAGE_ROOT, packageVersion } from './paths.js';
export { RunningLab } from './running-lab.js';
export { checkName, MAX_BACKENDS } from './state.js';
export { statusOf } from './status.js';
export { DEFAULT_BACKENDS, up, type Wanted } from './up.js';
