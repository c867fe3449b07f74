import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

/** Certificates that are made for one run and written nowhere, as much of X.509 as a client looks at. */
export interface Certificate {
  /** PEM. */
  readonly cert: string;
  readonly key: string;
  /** Signs others. */
  readonly issuer: Issuer;
}

interface Issuer {
  readonly name: string;
  readonly key: KeyObject;
}

export interface CertificateOptions {
  /** Whom it names; a DNS name. */
  readonly host: string;
  /** Who signs it; left out: it signs itself. */
  readonly by?: Certificate;
  readonly isAuthority?: boolean;
  /** From when and until when it holds, Unix milliseconds; left out: from yesterday until tomorrow. */
  readonly validMs?: readonly [number, number];
}

const DAY_MS = 86_400_000;
const [BOOLEAN, INTEGER, BITS, OCTETS, OBJECT, UTF8, TIME, SEQUENCE, SET] = [1, 2, 3, 4, 6, 12, 24, 48, 49];
const DNS_NAME = 0x82;
/** `[n]`, put together of others. */
const tagged = (number: number): number => 0xa0 + number;

const ECDSA_SHA256 = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02];
const COMMON_NAME = [0x55, 0x04, 0x03];
const ALTERNATIVE_NAMES = [0x55, 0x1d, 0x11];
const BASIC_CONSTRAINTS = [0x55, 0x1d, 0x13];

export function makeCertificate(options: CertificateOptions): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const issuer = options.by?.issuer ?? { name: options.host, key: privateKey };
  const algorithm = der(SEQUENCE, der(OBJECT, ECDSA_SHA256));
  const body = der(
    SEQUENCE,
    der(tagged(0), der(INTEGER, [2])),
    der(INTEGER, [1 + Math.floor(Math.random() * 100), ...Buffer.from(String(performance.now()))]),
    algorithm,
    nameOf(issuer.name),
    validity(options),
    nameOf(options.host),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(tagged(3), der(SEQUENCE, ...extensions(options))),
  );
  const signature = der(BITS, [0], sign('sha256', body, issuer.key));
  return {
    cert: toPem('CERTIFICATE', der(SEQUENCE, body, algorithm, signature)),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    issuer: { name: options.host, key: privateKey },
  };
}

function extensions({ host, isAuthority = false }: CertificateOptions): Buffer[] {
  const names = der(SEQUENCE, der(DNS_NAME, Buffer.from(host)));
  const constraints = der(SEQUENCE, ...(isAuthority ? [der(BOOLEAN, [0xff])] : []));
  return [
    der(SEQUENCE, der(OBJECT, ALTERNATIVE_NAMES), der(OCTETS, names)),
    der(SEQUENCE, der(OBJECT, BASIC_CONSTRAINTS), der(BOOLEAN, [0xff]), der(OCTETS, constraints)),
  ];
}

function validity({ validMs = [Date.now() - DAY_MS, Date.now() + DAY_MS] }: CertificateOptions): Buffer {
  const times = validMs.map((atMs) => new Date(atMs).toISOString().replace(/\D/g, '').slice(0, 14));
  return der(SEQUENCE, ...times.map((time) => der(TIME, Buffer.from(`${time}Z`))));
}

function nameOf(text: string): Buffer {
  const attribute = der(SEQUENCE, der(OBJECT, COMMON_NAME), der(UTF8, Buffer.from(text)));
  return der(SEQUENCE, der(SET, attribute));
}

/** One value as DER writes it: what it is, how long, and its parts. */
function der(tag: number, ...parts: readonly (Uint8Array | readonly number[])[]): Buffer {
  const content = Buffer.concat(parts.map((part) => Buffer.from(part)));
  const { length } = content;
  const head = length < 0x80 ? [tag, length] : [tag, 0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(head), content]);
}

function toPem(what: string, bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${what}-----`, ...lines, `-----END ${what}-----`, ''].join('\n');
}
