import type { Format } from '../core/index.js';
import { html } from './html.js';
import { json } from './json.js';
import { markdown } from './markdown.js';
import { terminal } from './terminal.js';

/** The formats in which `lab report` renders a saved run, in the order in which help shows them. */
export const FORMAT_NAMES = ['terminal', 'json', 'markdown', 'html'] as const;

export type FormatName = (typeof FORMAT_NAMES)[number];

export const formats: Readonly<Record<FormatName, Format>> = { terminal, json, markdown, html };
