import { exportFormats, type ExportFormatName } from '../../src/exports/export-format.js';
import type { ExportEnd, ExportRecord } from '../../src/exports/export-record.js';
import { encodeGlobalId } from '../../src/relay/global-id.js';
import type { Api } from './api.js';

/** The credentials of both sandboxes. */
export const bothTokens = {
  authorization: 'Bearer sandbox-altostrat',
  'northflank-authorization': 'Bearer sandbox-northflank',
};

export function altostratId(accountId: string, workspaceId = 'ws_acme'): string {
  return encodeGlobalId({ type: 'BillingAccount', path: ['ALTOSTRAT', workspaceId, accountId] });
}

export function northflankId(teamId: string): string {
  return encodeGlobalId({ type: 'BillingAccount', path: ['NORTHFLANK', null, teamId] });
}

/** Parameters in their order; a list is the same one several times. */
export type ExportParameters = Readonly<Record<string, string | readonly string[]>>;

export function exportUrl({ url }: Pick<Api, 'url'>, parameters: ExportParameters): string {
  const query = new URLSearchParams(
    Object.entries(parameters).flatMap(([name, values]) =>
      [values].flat().map((value): [string, string] => [name, value]),
    ),
  );
  return `${url}/export?${query.toString()}`;
}

/** What an export holds. */
export interface ReadExport {
  readonly rows: readonly ExportRecord[];
  /** Undefined: it was broken off. */
  readonly end: ExportEnd | undefined;
}

export function parseExportText(text: string, name: ExportFormatName): ReadExport {
  const { head, parse } = exportFormats[name];
  expect(text.slice(0, head.length)).toBe(head);
  const lines = text.slice(head.length).split(name === 'csv' ? '\r\n' : '\n');
  expect(lines.pop()).toBe('');
  const records = lines.map(parse);
  return {
    rows: records.filter((each): each is ExportRecord => each.record !== 'end'),
    end: records.find((each): each is ExportEnd => each.record === 'end'),
  };
}

/** An export that begins, and what it holds. */
export async function readExport(
  api: Pick<Api, 'url'>,
  parameters: ExportParameters,
  headers: Record<string, string> = bothTokens,
): Promise<ReadExport> {
  const response = await fetch(exportUrl(api, parameters), { headers });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`The export was refused: ${text}`);
  return parseExportText(text, parameters['format'] === 'csv' ? 'csv' : 'jsonl');
}
