// Segment's own client; nothing but the host is another.
const { Analytics } = require('@segment/analytics-node');

const { TIDINGS_URL, TIDINGS_WRITE_KEY, USER_ID } = process.env;

async function main() {
  const analytics = new Analytics({ writeKey: TIDINGS_WRITE_KEY, host: TIDINGS_URL });
  analytics.on('error', (error) => {
    console.error(error);
    process.exitCode = 1;
  });
  analytics.identify({
    userId: USER_ID,
    traits: { email: `${USER_ID}@customer.example`, firstName: 'Ada', plan: 'pro' },
  });
  analytics.track({ userId: USER_ID, event: 'Order Completed', properties: { total: 42 } });
  analytics.page({ userId: USER_ID, name: 'Pricing' });
  await analytics.closeAndFlush();
}

main();
