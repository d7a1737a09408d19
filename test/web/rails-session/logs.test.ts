/** The log names whom Rails signed in by his id, and holds nothing of the cookie, good or bad. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { urls } from "../../../src/urls.ts";
import { Browser } from "../../support/browser.ts";
import { openSqlite } from "../../support/databases.ts";
import {
  railsCookie,
  sealCookie,
  secretKeyBase,
  signInAtRails,
} from "../../support/rails-cookies.ts";
import { shareWorld } from "../../support/shared-world.ts";

describe("the log", () => {
  const world = shareWorld(openSqlite, {
    environment: { RAILS_SECRET_KEY_BASE: secretKeyBase },
  });

  it("holds no cookie of Rails and nothing that is in it", async () => {
    const { ben } = world().people;
    const browser = new Browser(world().app);
    const session = await signInAtRails(world(), browser, ben);
    const good = String(browser.cookies.get(railsCookie));
    await browser.get(urls.profile);
    const token = browser.authenticityToken;
    await browser.pressRegenerate();
    await browser.post(urls.signOut);
    const bad = [good.slice(0, -9), sealCookie({ ...session, session_id: 5 }), "%00", "x--y--z"];
    for (const cookie of bad) {
      browser.cookies.set(railsCookie, cookie);
      await browser.get(urls.profile);
      await browser.post(urls.internalUserAccessToken);
    }
    await new Promise(setImmediate); // the line of a request is written behind its answer
    const log = world().logLines.join("");
    assert.match(log, new RegExp(`"path":"${urls.profile}","status":200,.*"userId":${ben.id}`));
    const salt = String(session["warden.user.user.key"][1]);
    const secrets = [good, decodeURIComponent(good), ...bad, token, salt, secretKeyBase];
    for (const secret of [...secrets, session.session_id, session._csrf_token]) {
      assert.ok(!log.includes(secret.slice(0, 40)), secret);
    }
    for (const line of world().logLines) assert.ok(JSON.parse(line).level < 50, line);
  });
});
