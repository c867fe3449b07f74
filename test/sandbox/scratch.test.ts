import { startSandbox } from '../../src/sandbox/start-sandbox.js';
test('scratch', async () => {
  const sandbox = await startSandbox();
  const headers = { authorization: 'Bearer sandbox-altostrat' };
  const get = async (path: string, init: RequestInit = {}) => {
    const r = await fetch(sandbox.url + path, { headers, ...init });
    console.log(path, r.status, (await r.text()).slice(0, 1800));
  };
  await get('/workspaces');
  await get('/workspaces/ws_acme/billing-accounts');
  await get('/workspaces/ws_acme/billing-accounts/cus_acme_us/invoices?limit=2');
  await get('/workspaces/ws_sample/billing-accounts/cus_sample/invoices?limit=1');
  await get('/workspaces/ws_acme/billing-accounts/cus_acme_us/subscriptions');
  await get('/workspaces/ws_acme/billing-accounts/cus_acme_us/invoices/preview', { method: 'POST', body: JSON.stringify({ subscription_id: 'sub_acme_us_monthly', items: { locations: 15, users: 25 } }) });
  await get('/workspaces/ws_initech/billing-accounts');
  await get('/workspaces/ws_x/billing-accounts');
  await get('/_sandbox/calls');
  await sandbox.close();
});
