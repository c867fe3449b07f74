import DataLoader from 'dataloader';
import { Pool } from 'undici';
import { pathOf, toConnection, UPSTREAM } from './shape.mjs';

const pool = new Pool(UPSTREAM, { connections: 512, pipelining: 1 });

export async function get(path, authorization) {
  const { statusCode, body } = await pool.request({
    method: 'GET',
    path,
    headers: { authorization, accept: 'application/json' },
  });
  if (statusCode === 200) return body.json();
  await body.dump();
  throw new Error(`The provider answered ${statusCode}.`);
}

/** Equal reads of one request are one call. */
export function createLoad(authorization) {
  const loader = new DataLoader((paths) =>
    Promise.all(paths.map((path) => get(path, authorization).then(toConnection, (error) => error))),
  );
  return (account) => loader.load(pathOf(account));
}
