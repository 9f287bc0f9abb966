import { cells } from './style/cells.js';
import { layout } from './style/layout.js';
import { matrix } from './style/matrix.js';
import { media } from './style/media.js';
import { theme } from './style/theme.js';

/** All of the page's style: one element, so that one digest allows it and nothing else. */
export const styleSheet = [theme, layout, matrix, cells, media].join('');
