/** docs/nginx.conf is true: with it, Tollgate has its host, the v2 reads of the Rails host, and Rails all else. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, request as requestPlain, type IncomingHttpHeaders } from "node:http";
import { request as requestSecure } from "node:https";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { after, before, describe, it } from "node:test";
import { parseEnv } from "node:util";
import { projectFolder } from "../support/project-folder.ts";
import { urls } from "../../src/urls.ts";
import { attachService, type AttachedService } from "../support/attached-service.ts";
import { hiddenField } from "../support/client.ts";
import { onPostgres } from "../support/databases.ts";
import { freePort } from "../support/free-port.ts";
import { startNginx, withoutNginx, type Nginx } from "../support/nginx.ts";
import { password } from "../support/people.ts";

const tollgateHost = "tokens.dmp.example.org";
const railsHost = "dmp.example.org";
const documents = join(projectFolder, "docs");

describe("docs/nginx.conf", { skip: withoutNginx }, () => {
  onPostgres((open) => {
    const stack = new AsyncDisposableStack();
    let service: AttachedService;
    let nginx: Nginx;
    let ports: { secure: number; plain: number };
    before(async () => {
      service = stack.use(await attachService(open, { environment: documentedSettings() }));
      const rails = stack.adopt(await startRails(), (server) => server.close());
      ports = { secure: await freePort(), plain: await freePort() };
      nginx = stack.use(
        await startNginx([tollgateHost, railsHost], ports.secure, ({ certificate, key }) =>
          [
            ["listen 443 ssl;", `listen 127.0.0.1:${ports.secure} ssl;`],
            ["listen 80;", `listen 127.0.0.1:${ports.plain};`],
            ["server 127.0.0.1:3000;", `server ${new URL(service.server.url).host};`],
            ["server 127.0.0.1:8080;", `server 127.0.0.1:${rails.port};`],
            ["/etc/ssl/dmp.example.org/fullchain.pem", certificate],
            ["/etc/ssl/dmp.example.org/privkey.pem", key],
          ].reduce(
            (configuration, [documented = "", here = ""]) => {
              assert.ok(configuration.includes(documented), documented);
              return configuration.replaceAll(documented, here);
            },
            readFileSync(join(documents, "nginx.conf"), "utf8"),
          ),
        ),
      );
    });
    after(() => stack.disposeAsync());

    type Asked = { method?: string; headers?: Record<string, string>; body?: string };
    type Answer = { status: number; headers: IncomingHttpHeaders; body: string };

    async function ask(host: string, path: string, asked: Asked = {}): Promise<Answer> {
      const outgoing = requestSecure({
        port: ports.secure,
        host: "127.0.0.1",
        servername: host,
        ca: nginx.certificate,
        path,
        method: asked.method ?? "GET",
        headers: { ...asked.headers, host },
        agent: false,
      });
      outgoing.end(asked.body);
      return await new Promise((resolve, reject) => {
        outgoing.on("error", reject).on("response", (incoming) => {
          const { statusCode: status = 0, headers } = incoming;
          text(incoming).then((body) => resolve({ status, headers, body }), reject);
        });
      });
    }

    /** Ben's, made on the page of Tollgate's own host, as a browser makes it there. */
    async function makeToken(): Promise<string> {
      const form = await ask(tollgateHost, urls.signIn);
      const headers = {
        "content-type": "application/x-www-form-urlencoded",
        origin: `https://${tollgateHost}`,
        "sec-fetch-site": "same-origin",
      };
      const cookieOf = (answer: Answer) => answer.headers["set-cookie"]?.[0] ?? "";
      const signedIn = await ask(tollgateHost, urls.signIn, {
        method: "POST",
        headers: { ...headers, cookie: cookieOf(form).split(";", 1).join() },
        body: new URLSearchParams({
          authenticity_token: hiddenField(form.body, "authenticity_token"),
          "user[email]": "ben@example.org",
          "user[password]": password,
        }).toString(),
      });
      assert.equal(signedIn.status, 303, signedIn.body);
      assert.match(cookieOf(signedIn), /^__Host-[^;]+;.*Secure/);
      const cookie = cookieOf(signedIn).split(";", 1).join();
      const page = await ask(tollgateHost, urls.profile, { headers: { cookie } });
      const pressed = await ask(tollgateHost, urls.internalUserAccessToken, {
        method: "POST",
        headers: {
          ...headers,
          cookie,
          accept: "application/json",
          "x-csrf-token": hiddenField(page.body, "authenticity_token"),
        },
      });
      assert.equal(pressed.status, 200, pressed.body);
      return /"token":"(\w+)"/.exec(pressed.body)?.[1] ?? "";
    }

    it("is right by nginx's own judgement, without a warning", () => {
      assert.match(nginx.verdict, /test is successful/);
      assert.doesNotMatch(nginx.verdict, /\[warn\]/);
    });

    it("gives Tollgate a host of its own, over https alone", async () => {
      assert.equal((await ask(tollgateHost, urls.readiness)).body, '{"status":"ok"}');
      const outgoing = requestPlain({
        port: ports.plain,
        host: "127.0.0.1",
        path: "/users/edit?a=b",
        headers: { host: tollgateHost },
        agent: false,
      }).end();
      const [answer] = await once(outgoing, "response");
      answer.resume();
      assert.equal(answer.statusCode, 301);
      assert.equal(answer.headers.location, `https://${tollgateHost}/users/edit?a=b`);
    });

    it("lets a token be made there, and used there and on the Rails host", async () => {
      const headers = { authorization: `Bearer ${await makeToken()}` };
      for (const host of [tollgateHost, railsHost]) {
        const me = await ask(host, urls.me, { headers });
        assert.match(me.body, /"email":"ben@example.org"/, host);
        const plans = await ask(host, `${urls.plans}.json?per_page=100`, { headers });
        const [, plan = ""] =
          /"https:\/\/dmp\.example\.org(\/api\/v2\/plans\/\d+)"/.exec(plans.body) ?? [];
        assert.equal((await ask(host, plan, { headers })).status, 200);
        assert.equal((await ask(host, urls.templates, { headers })).status, 200);
        assert.equal((await ask(host, urls.heartbeat)).status, 200);
        assert.equal((await ask(host, urls.me, { method: "HEAD", headers })).status, 200);
      }
      assert.equal((await ask(railsHost, urls.me)).status, 401);
    });

    it("leaves all else of the Rails host to Rails, as it was asked", async () => {
      for (const [method, path] of [
        ["GET", "/"],
        ["GET", "/users/edit"],
        ["GET", "/api/v1/plans"],
        ["POST", urls.plans],
        ["DELETE", `${urls.plans}/1`],
        ["PUT", `${urls.plans}/1`],
        ["POST", urls.internalUserAccessToken],
        ["GET", "/api/v2/statistics"],
        ["GET", "/api/v2/plans/1/datasets?a=%2Fb"],
        ["GET", "/api/v2/meadow"],
        ["GET", "/oauth/applications"],
      ] as const) {
        const { body } = await ask(railsHost, path, { method });
        const { asked, headers } = JSON.parse(body);
        assert.equal(asked, `${method} ${path}`);
        assert.equal(headers.host, railsHost);
        assert.equal(headers["x-forwarded-proto"], "https");
      }
    });

    it("tells Tollgate who asks, and believes nobody who says it himself", async () => {
      const headers = { "x-forwarded-for": "192.0.2.77" };
      for (const host of [tollgateHost, railsHost]) await ask(host, urls.me, { headers });
      assert.match(service.server.log(), /"address":"127\.0\.0\.1"/);
      assert.doesNotMatch(service.server.log(), /192\.0\.2\.77/);
    });
  });
});

/** The settings of the operations' chapter, but for what is each installation's own. */
function documentedSettings() {
  const operations = readFileSync(join(documents, "operations.md"), "utf8");
  const [, block = ""] = /^```ini\n(DATABASE_URL=.*?)^```$/ms.exec(operations) ?? [];
  const { DATABASE_URL, SECRET_KEY, ...settings } = parseEnv(block);
  assert.match(DATABASE_URL ?? "", /^postgres:/);
  assert.equal(SECRET_KEY, "");
  return settings;
}

/** Stands in for the Rails application: says what it was asked. */
async function startRails() {
  const server = createServer((incoming, outgoing) => {
    const { method, url, headers } = incoming;
    outgoing.end(JSON.stringify({ asked: `${method} ${url}`, headers }));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return {
    port: typeof address === "object" ? address?.port : undefined,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
