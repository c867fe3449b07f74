import { env } from 'node:process';
import type { ProviderDefinition } from '../providers/provider.js';
import { parseConfig, type Config } from '../server/config.js';
import { createVariables } from '../server/variables.js';
import type { Settings } from './settings.js';
import { SettingsError } from './settings-error.js';

/** A library starts no processes, and keeps no traces, whose settings belong to the whole process: who calls it may. */
const isOffered = (variable: string): boolean => !/^(?:WORKERS|OTEL_\w+|TRACE_UPSTREAM)$/.test(variable);

/** Node obeys it whoever reads it, so it is judged here as it is at the start of the program. */
const { NODE_TLS_REJECT_UNAUTHORIZED } = env;

/** @throws SettingsError with all that is wrong */
export function parseSettings(settings: Settings, definitions: readonly ProviderDefinition[]): Config {
  const given = listGiven(settings, definitions);
  const environment = Object.fromEntries(given.map(({ variable, value }) => [variable ?? '', toText(value)]));
  const parsed = parseConfig({ NODE_TLS_REJECT_UNAUTHORIZED, ...environment }, definitions);
  const unknown = given.filter(({ variable }) => variable === undefined);
  if ('liveUrls' in parsed && unknown.length === 0) return parsed;
  const nameOf = (wanted: string): string =>
    given.find(({ variable }) => variable === wanted)?.setting ?? toSetting(wanted);
  throw new SettingsError([
    ...unknown.map(({ setting }) => `${setting}: expected no such setting`),
    ...('liveUrls' in parsed
      ? []
      : parsed.map(({ variable, expected }) => `${nameOf(variable)}: expected ${expected}`)),
  ]);
}

/** What each variable is called as a setting, but for those of providers. */
export function settingNames(): ReadonlyMap<string, string> {
  const variables = Object.keys(createVariables([]).shape).filter(isOffered);
  return new Map(variables.map((variable) => [toSetting(variable), variable]));
}

interface Given {
  readonly setting: string;
  /** Undefined: there is no such setting. */
  readonly variable: string | undefined;
  readonly value: SettingValue;
}

type SettingValue = string | number | boolean | readonly string[] | undefined;

function listGiven(settings: Settings, definitions: readonly ProviderDefinition[]): readonly Given[] {
  const { urls = {}, webhookSecrets = {}, ...others } = settings;
  const variables = settingNames();
  const find = (wanted: string) => definitions.find(({ name }) => name === wanted);
  return [
    ...Object.entries(others).map(([setting, value]) => ({
      setting,
      variable: variables.get(setting),
      value,
    })),
    ...Object.entries(urls).map(([name, value]) => {
      return { setting: `urls.${name}`, variable: find(name)?.baseUrl.variable, value };
    }),
    ...Object.entries(webhookSecrets).map(([name, value]) => {
      return { setting: `webhookSecrets.${name}`, variable: find(name)?.webhook?.variable, value };
    }),
  ];
}

/** `MAX_PAGE_SIZE` is `maxPageSize`. */
function toSetting(variable: string): string {
  return variable.toLowerCase().replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase());
}

function toText(value: SettingValue): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return String(value);
}
