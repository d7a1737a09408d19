/** The history of an owner's tokens: nobody without the key can change it unseen, not even with the database in hand. */
import assert from "node:assert/strict";
import { createSecretKey } from "node:crypto";
import { describe, it } from "node:test";
import { sealChain, sealEvent } from "../../src/access-tokens/events.ts";
import { revoke } from "../../src/access-tokens/revoke.ts";
import { rotate } from "../../src/access-tokens/rotate.ts";
import type { Database, EventRow } from "../../src/db/schema.ts";
import type { Deps } from "../../src/deps.ts";
import { onEachDatabase } from "../support/databases.ts";
import { addNewcomer } from "../support/newcomers.ts";
import type { Person } from "../support/people.ts";
import { shareWorld } from "../support/shared-world.ts";
import { insertDoorkeeperToken } from "../support/tokens.ts";

describe("the events of tokens", () => {
  onEachDatabase((open) => {
    const shared = shareWorld(open);

    it("tell what happened, in order", async () => {
      const world = shared();
      const nia = await addNewcomer(world);
      const first = await rotate(world.deps, nia.id);
      const second = await rotate(world.deps, nia.id);
      await revoke(world.deps, nia.id);
      await insertDoorkeeperToken(world, { resource_owner_id: nia.id });
      await insertDoorkeeperToken(world, { resource_owner_id: nia.id });
      const third = await rotate(world.deps, nia.id);

      const events = await eventsOf(world.deps.db, nia);
      assert.deepEqual(
        events.map((event) => [
          event.sequence,
          event.name,
          event.access_token_id,
          event.revoked_access_token_ids,
        ]),
        [
          [1, "issued", first.id, ""],
          [2, "rotated", second.id, `${first.id}`],
          [3, "revoked", null, `${second.id}`],
          [4, "rotated", third.id, `${second.id + 1} ${second.id + 2}`],
        ],
      );
      assert.ok(events.every((event) => event.application_id === first.application_id));
      assert.deepEqual(
        events.filter((event) => event.access_token_id).map((event) => event.created_at),
        [first, second, third].map((token) => token.created_at),
      );
    });

    it("are logged with their seals, so that a whole database put back is noticed", async () => {
      const world = shared();
      const nia = await addNewcomer(world);
      await rotate(world.deps, nia.id);
      await revoke(world.deps, nia.id);
      for (const { seal, name } of await eventsOf(world.deps.db, nia)) {
        const lines = world.logLines.filter((line) => line.includes(seal));
        assert.equal(lines.length, 1);
        assert.match(lines[0] ?? "", new RegExp(`access token ${name}`));
      }
    });

    it("follow each other without gaps when Nia presses many times at once", async () => {
      const world = shared();
      const nia = await addNewcomer(world);
      await Promise.all(Array.from({ length: 10 }, () => rotate(world.deps, nia.id)));
      const sequences = (await eventsOf(world.deps.db, nia)).map(({ sequence }) => sequence);
      assert.deepEqual(sequences, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
      assert.deepEqual(await findTampering(world.deps, nia), []);
    });

    describe("as long as nobody touches them", () => {
      it("are found whole", async () => {
        const { deps, nia } = await withHistory(shared());
        assert.deepEqual(await findTampering(deps, nia), []);
      });

      it("are found whole where there are none", async () => {
        const world = shared();
        assert.deepEqual(await findTampering(world.deps, await addNewcomer(world)), []);
      });

      it("are found broken with another key", async () => {
        const { deps, nia } = await withHistory(shared());
        const eventKey = createSecretKey(Buffer.alloc(32, 1));
        assert.notDeepEqual(await findTampering({ db: deps.db, settings: { eventKey } }, nia), []);
      });
    });

    describe("are found broken", () => {
      /** What somebody with the database in hand, but without the key, may do to Nia's four events. */
      const attacks: Record<string, (db: Database, nia: Person) => Promise<unknown>> = {
        "when a name is changed": async (db, nia) =>
          await update(db, nia, 2).set({ name: "issued" }).execute(),
        "when a moment is changed": async (db, nia) =>
          await update(db, nia, 2)
            .set({ created_at: new Date(0) })
            .execute(),
        "when a token is changed": async (db, nia) =>
          await update(db, nia, 2).set({ access_token_id: 1 }).execute(),
        "when a token is left out": async (db, nia) =>
          await update(db, nia, 2).set({ access_token_id: null }).execute(),
        "when a revoked token is left out": async (db, nia) =>
          await update(db, nia, 3).set({ revoked_access_token_ids: "" }).execute(),
        "when an application is changed": async (db, nia) =>
          await update(db, nia, 1).set({ application_id: 77 }).execute(),
        "when a seal is changed": async (db, nia) =>
          await update(db, nia, 4)
            .set({ seal: "0".repeat(64) })
            .execute(),
        "when the last one is changed": async (db, nia) =>
          await update(db, nia, 4).set({ access_token_id: 1 }).execute(),
        "when the first one is missing": async (db, nia) => await remove(db, nia, 1),
        "when one in the middle is missing": async (db, nia) => await remove(db, nia, 2),
        "when the last one is missing": async (db, nia) => await remove(db, nia, 4),
        "when all are missing": async (db, nia) => {
          for (const sequence of [1, 2, 3, 4]) await remove(db, nia, sequence);
        },
        "when one in the middle is missing and the others are counted anew": async (db, nia) => {
          await remove(db, nia, 2);
          await update(db, nia, 3).set({ sequence: 2 }).execute();
          await update(db, nia, 4).set({ sequence: 3 }).execute();
          await updateChain(db, nia).set({ length: 3 }).execute();
        },
        "when the last one is missing and the chain's end is moved": async (db, nia) => {
          await remove(db, nia, 4);
          const [, , third] = await eventsOf(db, nia);
          await updateChain(db, nia)
            .set({ length: 3, last_seal: third?.seal ?? "" })
            .execute();
        },
        "when one is inserted": async (db, nia) => {
          const [, , , last] = await eventsOf(db, nia);
          assert.ok(last);
          const { id: _, ...event } = last;
          await db
            .insertInto("tollgate_events")
            .values({ ...event, sequence: 5 })
            .execute();
        },
        "when one is inserted and the chain's end is moved": async (db, nia) => {
          const [, , , last] = await eventsOf(db, nia);
          assert.ok(last);
          const { id: _, ...event } = last;
          await db
            .insertInto("tollgate_events")
            .values({ ...event, sequence: 5 })
            .execute();
          await updateChain(db, nia).set({ length: 5 }).execute();
        },
        "when two are swapped": async (db, nia) => {
          await update(db, nia, 2).set({ sequence: 99 }).execute();
          await update(db, nia, 3).set({ sequence: 2 }).execute();
          await update(db, nia, 99).set({ sequence: 3 }).execute();
        },
        "when the chain's end is removed": async (db, nia) =>
          await db
            .deleteFrom("tollgate_event_chains")
            .where("resource_owner_id", "=", nia.id)
            .execute(),
      };
      for (const [when, attack] of Object.entries(attacks)) {
        it(when, async () => {
          const { deps, nia } = await withHistory(shared());
          await attack(deps.db, nia);
          assert.notDeepEqual(await findTampering(deps, nia), []);
        });
      }

      it("when they are given to somebody else", async () => {
        const world = shared();
        const { deps, nia } = await withHistory(world);
        const other = await addNewcomer(world);
        for (const table of ["tollgate_events", "tollgate_event_chains"] as const) {
          await deps.db
            .updateTable(table)
            .set({ resource_owner_id: other.id })
            .where("resource_owner_id", "=", nia.id)
            .execute();
        }
        assert.notDeepEqual(await findTampering(deps, other), []);
      });
    });

    describe("stay found broken, and hinder nobody, when tokens are made and revoked", () => {
      const attacks: Record<string, (db: Database, nia: Person) => Promise<unknown>> = {
        "after the last one was cut off": async (db, nia) => {
          await remove(db, nia, 4);
          const [, , third] = await eventsOf(db, nia);
          await updateChain(db, nia)
            .set({ length: 3, last_seal: third?.seal ?? "" })
            .execute();
        },
        "after all were cut off": async (db, nia) => {
          for (const sequence of [1, 2, 3, 4]) await remove(db, nia, sequence);
          await updateChain(db, nia).set({ length: 0, last_seal: "" }).execute();
        },
        "after one was changed": async (db, nia) =>
          await update(db, nia, 2)
            .set({ created_at: new Date(0) })
            .execute(),
        "after the chain's end was removed": async (db, nia) =>
          await db
            .deleteFrom("tollgate_event_chains")
            .where("resource_owner_id", "=", nia.id)
            .execute(),
        "after the chain's end was moved back": async (db, nia) =>
          await updateChain(db, nia).set({ length: 2 }).execute(),
        "after one was put behind the chain's end": async (db, nia) =>
          await update(db, nia, 4).set({ sequence: 5 }).execute(),
      };
      for (const [when, attack] of Object.entries(attacks)) {
        it(when, async () => {
          const { deps, nia } = await withHistory(shared());
          await attack(deps.db, nia);
          await rotate(deps, nia.id);
          assert.notDeepEqual(await findTampering(deps, nia), []);
          assert.equal((await revoke(deps, nia.id)).length, 1);
          assert.notDeepEqual(await findTampering(deps, nia), []);
        });
      }

      it("after the chain's end was put back to an earlier one", async () => {
        const { deps, nia } = await withHistory(shared());
        const end = await deps.db
          .selectFrom("tollgate_event_chains")
          .select(["length", "last_seal", "seal"])
          .where("resource_owner_id", "=", nia.id)
          .executeTakeFirstOrThrow();
        await revoke(deps, nia.id);
        await updateChain(deps.db, nia).set(end).execute();
        await rotate(deps, nia.id);
        assert.notDeepEqual(await findTampering(deps, nia), []);
        assert.equal((await revoke(deps, nia.id)).length, 1);
        assert.notDeepEqual(await findTampering(deps, nia), []);
      });
    });
  });
});

describe("a seal", () => {
  const key = createSecretKey(Buffer.alloc(32, 7));
  const event: Omit<EventRow, "id" | "seal"> = {
    resource_owner_id: 1,
    sequence: 2,
    name: "rotated",
    application_id: 3,
    access_token_id: 4,
    revoked_access_token_ids: "5 6",
    created_at: new Date("2026-11-24T06:50:24.123Z"),
  };
  const changes: Partial<typeof event>[] = [
    { resource_owner_id: 2 },
    { sequence: 3 },
    { name: "revoked" },
    { application_id: 4 },
    { access_token_id: null },
    { revoked_access_token_ids: "56" },
    { created_at: new Date("2026-11-24T06:50:24.124Z") },
  ];

  it("is 256 bits that depend on the key, the seal before and every column", () => {
    const seals = new Set([
      sealEvent(key, "", event),
      sealEvent(key, "another", event),
      sealEvent(createSecretKey(Buffer.alloc(32, 8)), "", event),
      ...changes.map((change) => sealEvent(key, "", { ...event, ...change })),
    ]);
    assert.equal(seals.size, 3 + changes.length);
    for (const seal of seals) assert.match(seal, /^[0-9a-f]{64}$/);
    assert.equal(new Set(changes.flatMap(Object.keys)).size, Object.keys(event).length);
  });

  it("is the same for the same event", () => {
    assert.equal(sealEvent(key, "", event), sealEvent(key, "", { ...event }));
  });

  it("of a chain is none of an event, and depends on owner, length and last seal", () => {
    const seals = new Set([
      sealEvent(key, "", event),
      sealChain(key, 1, 2, "last"),
      sealChain(key, 2, 2, "last"),
      sealChain(key, 1, 3, "last"),
      sealChain(key, 1, 2, "other"),
      sealChain(key, 12, 2, "last"),
    ]);
    assert.equal(seals.size, 6);
  });
});

/** Nia with four events: issued, rotated, revoked, issued. */
async function withHistory(world: { deps: Deps } & Parameters<typeof addNewcomer>[0]) {
  const nia = await addNewcomer(world);
  await rotate(world.deps, nia.id);
  await rotate(world.deps, nia.id);
  await revoke(world.deps, nia.id);
  await rotate(world.deps, nia.id);
  return { deps: world.deps, nia };
}

/** The verifier: whoever has the key walks along the chain and lists what does not fit. */
async function findTampering(
  { db, settings: { eventKey } }: { db: Database; settings: Pick<Deps["settings"], "eventKey"> },
  owner: Person,
): Promise<string[]> {
  const events = await eventsOf(db, owner);
  const chain = await db
    .selectFrom("tollgate_event_chains")
    .selectAll()
    .where("resource_owner_id", "=", owner.id)
    .executeTakeFirst();
  const faults: string[] = [];
  let lastSeal = "";
  for (const [index, event] of events.entries()) {
    if (event.sequence !== index + 1) faults.push(`${index + 1} is missing`);
    if (event.seal !== sealEvent(eventKey, lastSeal, event))
      faults.push(`${event.sequence} is not sealed`);
    lastSeal = event.seal;
  }
  if (!chain) return events.length > 0 ? [...faults, "the end is missing"] : faults;
  if (chain.length !== events.length) faults.push("the end is elsewhere");
  if (chain.last_seal !== lastSeal) faults.push("the end is another");
  if (chain.seal !== sealChain(eventKey, owner.id, chain.length, chain.last_seal)) {
    faults.push("the end is not sealed");
  }
  return faults;
}

async function eventsOf(db: Database, owner: Person): Promise<EventRow[]> {
  return await db
    .selectFrom("tollgate_events")
    .selectAll()
    .where("resource_owner_id", "=", owner.id)
    .orderBy("sequence")
    .execute();
}

function update(db: Database, owner: Person, sequence: number) {
  return db
    .updateTable("tollgate_events")
    .where("resource_owner_id", "=", owner.id)
    .where("sequence", "=", sequence);
}

function updateChain(db: Database, owner: Person) {
  return db.updateTable("tollgate_event_chains").where("resource_owner_id", "=", owner.id);
}

async function remove(db: Database, owner: Person, sequence: number) {
  await db
    .deleteFrom("tollgate_events")
    .where("resource_owner_id", "=", owner.id)
    .where("sequence", "=", sequence)
    .execute();
}
