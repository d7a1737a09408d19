/** Nothing is reachable by oversight: a route that names no guard cannot be registered, and each guard stands. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import Fastify, { type FastifyRequest } from "fastify";
import { installGuards, type Guards } from "../../src/http/guards.ts";
import { openSqlite } from "../support/databases.ts";
import { createWorld } from "../support/world.ts";

/** Notes which guards were asked, in their order. */
function createGuardedApp(refuse: Partial<Record<keyof Guards, true>> = {}) {
  const app = Fastify();
  const asked: string[] = [];
  const ask = (name: keyof Guards) => {
    asked.push(name);
    if (refuse[name]) throw Object.assign(new Error(name), { statusCode: 403 });
  };
  installGuards(app, {
    bearer: async (_request: FastifyRequest, scopes) => {
      asked.push(scopes.join(" "));
      ask("bearer");
    },
    session: async () => ask("session"),
    foreignOrigin: () => ask("foreignOrigin"),
    antiForgery: async () => ask("antiForgery"),
  });
  const handler = async () => {
    asked.push("handler");
    return "done";
  };
  return { app, asked, handler };
}

describe("a route", () => {
  it("without a guard cannot be registered, by any way to register one", async () => {
    const { app, handler } = createGuardedApp();
    assert.throws(() => app.get("/a", handler), /GET \/a names no guard/);
    assert.throws(() => app.post("/b", { schema: {} }, handler), /POST \/b names no guard/);
    assert.throws(() => app.all("/c", { config: {} }, handler), /\/c names no guard/);
    assert.throws(
      () => app.route({ method: ["GET", "PUT"], url: "/d", handler }),
      /GET,PUT \/d names no guard/,
    );
    app.register(async (inner) => void inner.get("/e", handler));
    await assert.rejects(async () => await app.ready(), /GET \/e names no guard/);
  });

  it("without a guard cannot be added to the whole app either", async () => {
    await using world = await createWorld(openSqlite);
    const { app } = world;
    assert.throws(() => app.get("/late", async () => "open"), /GET \/late names no guard/);
    app.register(async (inner) => void inner.post("/api/v2/late", async () => "open"));
    await assert.rejects(async () => await app.ready(), /POST \/api\/v2\/late names no guard/);
  });

  it("behind the bearer asks for it and its scopes, and for no session or form", async () => {
    const { app, asked, handler } = createGuardedApp();
    const guard = { bearer: ["read", "v2_read"] };
    app.route({ method: ["GET", "POST"], url: "/", config: { guard }, handler });
    for (const method of ["GET", "HEAD", "POST"] as const) {
      asked.length = 0;
      await app.inject({ method, url: "/" });
      assert.deepEqual(asked, ["read v2_read", "bearer", "handler"], method);
    }
  });

  it("behind the session asks for it, and for the form's origin where something changes", async () => {
    const { app, asked, handler } = createGuardedApp();
    app.route({
      method: ["GET", "POST", "DELETE"],
      url: "/",
      config: { guard: "session" },
      handler,
    });
    for (const [method, expected] of [
      ["GET", ["session", "handler"]],
      ["HEAD", ["session", "handler"]],
      ["POST", ["foreignOrigin", "antiForgery", "session", "handler"]],
      ["DELETE", ["foreignOrigin", "antiForgery", "session", "handler"]],
    ] as const) {
      asked.length = 0;
      await app.inject({ method, url: "/" });
      assert.deepEqual(asked, expected, method);
    }
  });

  it("open to all asks for nothing but the form's origin where something changes", async () => {
    const { app, asked, handler } = createGuardedApp();
    app.route({ method: ["GET", "POST"], url: "/", config: { guard: "open" }, handler });
    await app.inject("/");
    assert.deepEqual(asked.splice(0), ["handler"]);
    await app.inject({ method: "POST", url: "/" });
    assert.deepEqual(asked, ["foreignOrigin", "antiForgery", "handler"]);
  });

  for (const name of ["bearer", "session", "foreignOrigin", "antiForgery"] as const) {
    it(`is not reached when the guard ${name} refuses`, async () => {
      const { app, asked, handler } = createGuardedApp({ [name]: true });
      const guard = name === "bearer" ? { bearer: ["read"] } : "session";
      app.route({ method: ["POST"], url: "/", config: { guard }, handler });
      const answer = await app.inject({ method: "POST", url: "/" });
      assert.equal(answer.statusCode, 403);
      assert.equal(asked.at(-1), name);
    });
  }
});
