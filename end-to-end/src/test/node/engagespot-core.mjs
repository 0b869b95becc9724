// Engagespot's client for browsers, bundled as a web page would have it; what needs a page is off.
import { createInstance } from '@engagespot/core';

const { TIDINGS_URL, TIDINGS_WRITE_KEY, USER_ID, USER_SIGNATURE, CATEGORY } = process.env;

const { preferences } = createInstance({
  apiKey: TIDINGS_WRITE_KEY,
  userId: USER_ID,
  userSignature: USER_SIGNATURE,
  baseUrl: TIDINGS_URL,
  disableAutoStart: true,
  disableRtm: true,
  disableWebPush: true,
});

async function main() {
  const answers = {};
  answers.profile = await preferences.setProfileAttributes({ first_name: 'Ada' });
  answers.categories = (await preferences.getCategories()).data;
  await preferences.setPreferences([
    { categoryId: CATEGORY, channels: [{ channel: 'email', enabled: false }] },
  ]);
  answers.preferences = (await preferences.getPreferences()).data;
  console.log(JSON.stringify(answers));
}

main();
