// Engagespot's own client; nothing but its base URL is another.
const { EngagespotClient } = require('@engagespot/node');

const { TIDINGS_URL, TIDINGS_WRITE_KEY, TIDINGS_SECRET_KEY, USER_ID } = process.env;

async function main() {
  const client = EngagespotClient({
    apiKey: TIDINGS_WRITE_KEY,
    apiSecret: TIDINGS_SECRET_KEY,
    baseUrl: `${TIDINGS_URL}/v3`,
  });
  const answers = {};
  answers.user = await client.createOrUpdateUser(USER_ID, {
    email: `${USER_ID}@customer.example`,
    phoneNumber: '+2348012345678',
    plan: 'pro',
  });
  const topic = `topic-${USER_ID}`;
  answers.topic = await client.topics.create(topic, topic);
  answers.renamed = await client.topics.update(topic, 'Offers');
  answers.subscribed = await client.topics.subscribeUser(topic, [
    { identifier: USER_ID, channels: ['inApp', 'email'] },
    { identifier: `nobody-${USER_ID}`, channels: ['email'] },
  ]);
  answers.subscriptions = await client.topics.listSubscriptionsOfUser(USER_ID);
  await client.topics.updateChannel(USER_ID, topic, ['mobilePush']);
  answers.changed = await client.topics.listSubscriptionsOfUser(USER_ID);
  answers.unsubscribed = await client.topics.unsubscribeUser(topic, [USER_ID]);
  await client.topics.delete(topic);
  const category = (await client.createCategory(`category-${USER_ID}`, 'Billing')).data;
  answers.category = category;
  await client.deleteCategory(category.id);
  await client.createOrUpdateUser(`gone-${USER_ID}`, { plan: 'pro' });
  answers.erased = (await client.users.delete(`gone-${USER_ID}`)).data;
  console.log(JSON.stringify(answers));
}

main().catch((error) => {
  console.error(error.message);
  process.exit(1);
});
