// RudderStack's own client, which packs its batches; nothing but the host is another.
const Analytics = require('@rudderstack/rudder-sdk-node');

const { TIDINGS_URL, TIDINGS_WRITE_KEY, USER_ID } = process.env;

const analytics = new Analytics(TIDINGS_WRITE_KEY, { dataPlaneUrl: TIDINGS_URL, flushAt: 10 });
analytics.identify({
  userId: USER_ID,
  traits: { email: `${USER_ID}@customer.example`, firstName: 'Ada', plan: 'pro' },
});
analytics.track({ userId: USER_ID, event: 'Order Completed', properties: { total: 42 } });
analytics.page({ userId: USER_ID, name: 'Pricing' });
analytics.flush((error) => {
  if (error) {
    console.error(error);
  }
  process.exit(error ? 1 : 0);
});
