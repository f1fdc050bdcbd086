// A certified OpenID provider, on loopback, for the tests: whoever types a known name is that person.
import { Provider } from "oidc-provider";

const told = JSON.parse(process.argv[2]);

const provider = new Provider(told.issuer, {
  clients: [
    {
      client_id: "palier",
      client_secret: told.secret,
      redirect_uris: [told.back],
      post_logout_redirect_uris: [told.left],
      ...(told.over ? { backchannel_logout_uri: told.over, backchannel_logout_session_required: true } : {}),
      ...(told.signed ? { userinfo_signed_response_alg: "RS256" } : {}),
    },
  ],
  cookies: { keys: ["only-for-tests"] },
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "roles"], acr: null, amr: null },
  features: { devInteractions: { enabled: true }, rpInitiatedLogout: { enabled: true }, backchannelLogout: { enabled: true }, jwtUserinfo: { enabled: true } },
  // what it tells goes to the loopback, which its guard against such addresses would refuse
  fetch: (url, { dispatcher, ...asked }) => globalThis.fetch(url, asked),
  pkce: { required: () => true },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...(told.people[id] ?? {}) }) }),
  ttl: { AccessToken: 60, AuthorizationCode: 60, IdToken: 60, Interaction: 600, Session: 600, Grant: 600 },
});
provider.proxy = false;
provider.listen(told.port, "127.0.0.1", () => console.log("ready"));
