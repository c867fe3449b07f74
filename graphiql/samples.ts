import type { Example } from './configuration.js';

/** An example operation, as the menu of samples shows it. */
export interface Sample extends Example {
  name: string;
  /** The first sentence of its comment. */
  about: string;
}

export interface SampleGroup {
  title: string;
  samples: Sample[];
}

/** What belongs together, in the order of the menu. An example that is named nowhere stands in the last group. */
const GROUPS: readonly (readonly [string, readonly string[]])[] = [
  ['Begin here', ['WhatMyTokenSees', 'AccountsOfAToken', 'FirstPage']],
  ['Lists', ['NextPage', 'PageBackward', 'OpenInvoicesAndTotals', 'EveryInvoice', 'BothProviders']],
  ['One thing', ['InvoiceWithLines', 'NodeById', 'WorkspaceAndAccounts']],
  [
    'What would it cost?',
    ['PreviewAChange', 'CompareCandidates', 'WhatAChangeDoes', 'SubscriptionsAndUpcoming'],
  ],
  ['More', ['AnErrorOnPurpose']],
];

/** The tabs of a first visit: as many as fit side by side. The menu has them all. */
const FIRST_TABS = ['WhatMyTokenSees', 'FirstPage', 'InvoiceWithLines', 'PreviewAChange'];

export function toSamples(examples: readonly Example[]): Sample[] {
  return examples.map((example) => ({ ...example, name: nameOf(example), about: aboutOf(example) }));
}

export function groupSamples(samples: readonly Sample[]): SampleGroup[] {
  const named = new Set(GROUPS.flatMap(([, names]) => names));
  return GROUPS.map(([title, names], index) => ({
    title,
    samples: samples.filter(
      ({ name }) => names.includes(name) || (index === GROUPS.length - 1 && !named.has(name)),
    ),
  }));
}

export function firstTabs(samples: readonly Sample[]): Sample[] {
  return samples.filter(({ name }) => FIRST_TABS.includes(name));
}

function nameOf({ query }: Example): string {
  return /^(?:query|mutation|subscription) (\w+)/m.exec(query)?.[1] ?? 'Untitled';
}

function aboutOf({ query }: Example): string {
  const comment = /^(?:#.*\n)+/.exec(query)?.[0].replace(/^# ?/gm, '').replaceAll('\n', ' ') ?? '';
  const text = comment.trim().replace(/^Costs [^:]*: (.)/, (_cost, first: string) => first.toUpperCase());
  return /^.*?[.?:](?= |$)/.exec(text)?.[0].replace(/:$/, '.') ?? '';
}
