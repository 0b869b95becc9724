// Engage's own client. It has its host built in: what it asks of that host, it asks of ours.
const core = require.resolve('@engage_so/core', { paths: [require.resolve('@engage_so/node')] });
const fetching = require.resolve('cross-fetch', { paths: [core] });
const fetch = require(fetching);
require.cache[fetching].exports = (url, options) =>
  fetch(url.replace('https://api.engage.so', process.env.TIDINGS_URL), options);

const Engage = require('@engage_so/js');

const { TIDINGS_WRITE_KEY, TIDINGS_SECRET_KEY, USER_ID } = process.env;

async function main() {
  Engage.init({ key: TIDINGS_WRITE_KEY, secret: TIDINGS_SECRET_KEY });
  const answers = {
    identified: await Engage.identify({
      id: USER_ID,
      email: `${USER_ID}@customer.example`,
      number: '2348012345678',
      first_name: 'Ada',
      device_token: `token-${USER_ID}`,
      device_platform: 'ios',
      plan: 'pro',
    }),
    changed: await Engage.addAttribute(USER_ID, { last_name: 'Lovelace', plan: 'Plus' }),
    namedOnly: await Engage.track(USER_ID, 'Logged in'),
    withProperties: await Engage.track(USER_ID, {
      event: 'Order Completed',
      properties: { total: 42 },
      timestamp: '2025-03-04T05:06:07Z',
    }),
    member: await Engage.addToAccount(USER_ID, `account-${USER_ID}`, 'admin'),
    promoted: await Engage.changeAccountRole(USER_ID, `account-${USER_ID}`, 'owner'),
    left: await Engage.removeFromAccount(USER_ID, `account-${USER_ID}`),
    account: await Engage.identify({
      id: `shop-${USER_ID}`,
      is_account: true,
      email: `shop-${USER_ID}@customer.example`,
      name: 'Shop',
    }),
    customer: await Engage.convertToCustomer(`shop-${USER_ID}`),
    accountAgain: await Engage.convertToAccount(`shop-${USER_ID}`),
    refused: await Engage.addAttribute(USER_ID, { device_token: 't', device_platform: 'fax' }),
  };
  console.log(JSON.stringify(answers));
}

main();
