// A real OpenID Connect provider on loopback (npm oidc-provider) with people in it, and faults that can be switched on.
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

/**
 * Listens and tells `{ issuer, settings(house), fault, stop }`. Whoever signs in there as `NAME` has the address
 * `NAME@people.example`; it is verified unless the name begins with `unverified`.
 */
export async function openProvider() {
  let handle = (_, answer) => answer.destroy();
  /** What goes wrong: null, 'slow' (the token endpoint never answers) or 'broken' (everything answers 500). */
  const fault = { now: null };
  const held = new Set();
  const server = createServer((request, answer) => {
    if (fault.now === 'broken') return answer.writeHead(500).end('broken');
    if (fault.now === 'slow' && request.url.startsWith('/token')) return held.add(answer);
    return handle(request, answer);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${server.address().port}`;
  return {
    issuer,
    fault,
    /** Knows this house as a client from now on; the house's settings. */
    settings: (house) => {
      const provider = new Provider(issuer, {
        clients: [{
          client_id: 'callboard', client_secret: 'a-secret-of-the-house-and-its-provider', redirect_uris: [`${house}/auth/v1/callback`],
          grant_types: ['authorization_code'], response_types: ['code'],
        }],
        claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
        cookies: { keys: ['a key of this test'] },
        pkce: { required: () => true },
        findAccount: (_, id) => ({
          accountId: id,
          claims: () => ({ sub: id, email: `${id}@people.example`, email_verified: !id.startsWith('unverified'), name: `${id[0].toUpperCase()}${id.slice(1)} There` }),
        }),
      });
      handle = provider.callback();
      return {
        CALLBOARD_SIGN_IN__OIDC_ISSUER: issuer,
        CALLBOARD_SIGN_IN__OIDC_CLIENT_ID: 'callboard',
        CALLBOARD_SIGN_IN__OIDC_CLIENT_SECRET: 'a-secret-of-the-house-and-its-provider',
        CALLBOARD_SIGN_IN__OIDC_LABEL: 'Example ID',
      };
    },
    stop: () => new Promise((resolve) => {
      for (const answer of held) answer.destroy();
      server.closeAllConnections();
      server.close(resolve);
    }),
  };
}
