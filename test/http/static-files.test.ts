/** Styles and scripts come from this host: asked for anew by every page, known by their type, and nothing else beside them. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createApp } from "../../src/app.ts";
import { urls } from "../../src/urls.ts";
import { Browser } from "../support/browser.ts";
import { openSqlite } from "../support/databases.ts";
import { shareWorld } from "../support/shared-world.ts";

describe("a static file", () => {
  const world = shareWorld(openSqlite);

  it("is linked by every page, which loads nothing from elsewhere", async () => {
    const browser = new Browser(world().app);
    await browser.get(urls.signIn);
    const links = [...browser.page.matchAll(/<link rel="stylesheet" href="([^"]*)"/g)];
    assert.deepEqual(
      links.map(([, url]) => url),
      [urls.styles],
    );
    assert.doesNotMatch(browser.page, /(src|href)="(https?:)?\/\//);
  });

  for (const [url, type] of [
    [urls.styles, "text/css"],
    [urls.pressScript, "application/javascript"],
    [urls.copyScript, "application/javascript"],
    [urls.tokenFieldScript, "application/javascript"],
    [urls.tryScript, "application/javascript"],
    [urls.readPlansScript, "application/javascript"],
    [urls.clientScript, "application/javascript"],
    [urls.clientErrorScript, "application/javascript"],
  ] as const) {
    it(`${url} is ${type}, and may be kept if it is asked for again`, async () => {
      const answer = await world().app.inject(url);
      assert.equal(answer.statusCode, 200);
      assert.equal(String(answer.headers["content-type"]).toLowerCase(), `${type}; charset=utf-8`);
      assert.equal(answer.headers["cache-control"], "no-cache");
      assert.ok(answer.body.length > 500);
      assert.equal(answer.headers["set-cookie"], undefined);
      const etag = String(answer.headers["etag"]);
      const again = await world().app.inject({ url, headers: { "if-none-match": etag } });
      assert.equal(again.statusCode, 304);
      assert.equal(again.headers["x-content-type-options"], "nosniff");
      const head = await world().app.inject({ method: "HEAD", url });
      assert.deepEqual([head.statusCode, head.body], [200, ""]);
    });

    it(`${url} survives odd ranges and conditions`, async () => {
      for (const headers of [
        { range: "bytes=0-10" },
        { range: "bytes=999999999-" },
        { range: "bytes=5-1" },
        { range: "nonsense" },
        { "if-modified-since": "nonsense" },
        { "if-none-match": "*" },
        { "accept-encoding": "gzip, br" },
      ]) {
        const answer = await world().app.inject({ url, headers });
        assert.ok([200, 206, 304, 416].includes(answer.statusCode), JSON.stringify(headers));
        if (answer.statusCode === 416) assert.equal(answer.headers["cache-control"], "no-store");
        assert.equal(answer.headers["x-content-type-options"], "nosniff");
        assert.equal(answer.headers["content-security-policy"]?.includes("frame-ancestors"), true);
      }
    });
  }

  it("that the build did not make is 404, and no cache keeps that", async () => {
    const { app, deps, config } = world();
    await using bare = await createApp({ ...deps, log: app.log }, config, import.meta.dirname);
    for (const method of ["GET", "HEAD"] as const) {
      const answer = await bare.inject({ method, url: urls.styles });
      assert.equal(answer.statusCode, 404);
      assert.equal(answer.headers["cache-control"], "no-store");
    }
    assert.equal((await bare.inject({ method: "PUT", url: urls.styles })).statusCode, 405);
  });
});
