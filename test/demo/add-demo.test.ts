/** What `tollgate serve --demo` adds: people, templates and plans to an empty database, nothing to any other. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { describe, it } from "node:test";
import { pino } from "pino";
import type { TSchema } from "typebox";
import { readConfig } from "../../src/config.ts";
import type { Database } from "../../src/db/schema.ts";
import { addDemo } from "../../src/demo/add-demo.ts";
import { DmpItem } from "../../src/plans/common-standard.ts";
import { toCommonStandard } from "../../src/plans/to-common-standard.ts";
import { urls } from "../../src/urls.ts";
import { listVisiblePlans } from "../../src/plans/visible-plans.ts";
import { onEachDatabase, onPostgres, openSqlite } from "../support/databases.ts";
import type { OpenTestDatabase } from "../support/databases.ts";
import { dump } from "../support/dump.ts";
import { createWorld } from "../support/world.ts";

const titles = {
  seagrass: "Carbon in the sediment of recovering seagrass meadows",
  letters: "Letters of a port town: merchants’ correspondence, 1780–1830",
  hearing: "Hearing aids in daily life: a diary study",
  classrooms: "Air in classrooms: can cheap sensors be trusted?",
  blackbirds: "Blackbirds beside the motorway: does traffic change what they sing?",
  channels: "ذاكرة الماء: روايات شفوية عن قنوات الري التقليدية",
  reading: "Pilot: reading on paper and on a screen",
};

describe("the demo", () => {
  onEachDatabase((open) => {
    it("adds nothing to a database that has users", async () => {
      await using world = await createWorld(open);
      const { db } = world.deps;
      await db.deleteFrom("users").where("email", "=", "ada@example.org").execute();
      const before = await dump(db);
      assert.equal(await addDemo(world.deps), false);
      assert.deepEqual(await dump(db), before);
    });

    it("is added once by processes that start at the same time", async () => {
      await using world = await createWorld(open);
      const { db } = world.deps;
      for (const table of ["users_perms", "users"] as const) await db.deleteFrom(table).execute();
      const results = await Promise.all([1, 2].map(() => addDemo(world.deps)));
      assert.deepEqual(results, [true, true]);
      assert.equal((await db.selectFrom("users").select("id").execute()).length, 5);
      assert.equal((await db.selectFrom("plans").select("id").execute()).length, 7);
    });

    it("keeps all as it is when Tollgate starts again", async () => {
      await using demo = await openDemo(open);
      const before = await dump(demo.db);
      assert.equal(await addDemo(demo.deps), true);
      assert.deepEqual(await dump(demo.db), before);
    });

    it("adds all of it or nothing", async () => {
      await using demo = await openDatabase(open);
      const before = await dump(demo.db);
      await demo.db.schema.dropTable("answers_question_options").execute();
      await assert.rejects(addDemo(demo.deps), /answers_question_options/);
      const { answers_question_options: _, ...kept } = before;
      assert.deepEqual(await dump(demo.db), kept);
    });

    it("shows each person the plans on which they have an active role, and no others", async () => {
      await using demo = await openDemo(open);
      const seen = async (name: string) =>
        (await plansOf(demo.db, name)).map((plan) => plan.title ?? "");
      assert.deepEqual(await seen("ada"), [titles.seagrass, titles.letters, titles.classrooms]);
      assert.deepEqual(await seen("ben"), [titles.seagrass, titles.letters, titles.reading]);
      assert.deepEqual(await seen("fay"), [titles.seagrass, titles.channels]);
      assert.deepEqual(await seen("dev"), [titles.hearing, titles.blackbirds]);
      assert.deepEqual(await seen("eve"), []);
    });

    it("has a plan of Ben's that says all that a plan can say", async () => {
      await using demo = await openDemo(open);
      const plan = (await plansOf(demo.db, "ben")).find(({ title }) => title === titles.seagrass);
      const told = new Set(membersOf({ dmp: plan }));
      const missing = [...membersOfSchema(DmpItem)].filter((member) => !told.has(member));
      assert.deepEqual(missing, [
        "/dmp/dataset/*/technical_resource/*", // the tables know of none
        "/dmp/dataset/*/technical_resource/*/name",
      ]);
      assert.deepEqual(plan?.dmp_id, {
        type: "doi",
        identifier: "https://doi.org/10.5072/tollgate.seagrass",
      });
      assert.equal(plan?.contact?.contact_id?.type, "orcid");
      assert.deepEqual(plan?.project?.[0]?.funding?.[0]?.funder_id, {
        type: "fundref",
        identifier: "https://doi.org/10.13039/100000000",
      });
    });

    it("has answers in that plan to every question of its template, in every format", async () => {
      await using demo = await openDemo(open);
      const { db } = demo;
      const asked = await db
        .selectFrom("questions")
        .innerJoin("question_formats as format", "format.id", "questions.question_format_id")
        .innerJoin("sections", "sections.id", "questions.section_id")
        .innerJoin("phases", "phases.id", "sections.phase_id")
        .innerJoin("plans", "plans.template_id", "phases.template_id")
        .select(["questions.id", "format.formattype"])
        .where("plans.title", "=", titles.seagrass)
        .orderBy("questions.id")
        .execute();
      const formats = new Set(asked.map(({ formattype }) => formattype));
      assert.deepEqual(formats, new Set([0, 1, 2, 3, 4, 5, 6]));
      const plan = (await plansOf(db, "ben")).find(({ title }) => title === titles.seagrass);
      assert.deepEqual(
        plan?.extension?.[0]?.complete_plan?.map(({ question_id }) => question_id),
        asked.map(({ id }) => id),
      );
    });

    it("has templates for everybody, for one organisation, customised, and not published", async () => {
      await using demo = await openDemo(open);
      const rows = await demo.db
        .selectFrom("templates")
        .innerJoin("orgs", "orgs.id", "templates.org_id")
        .leftJoin("templates as original", "original.family_id", "templates.customization_of")
        .select(["orgs.abbreviation", "templates.published", "templates.visibility"])
        .select(["templates.title", "original.title as original"])
        .orderBy("templates.id")
        .execute();
      const outline = "Example Research Council: outline for applicants";
      assert.deepEqual(
        rows.map((row) => [
          row.abbreviation,
          row.title,
          row.published,
          row.visibility,
          row.original,
        ]),
        [
          ["EU", "Example University data management plan", true, 1, null],
          ["ExRC", outline, true, 1, null],
          ["EU", outline, true, 0, outline],
          ["IE", "Plan de gestion des données de l’Institut d’exemple", true, 0, null],
          ["EU", "Software management plan", false, 0, null],
        ],
      );
    });

    it("has a plan in Arabic", async () => {
      await using demo = await openDemo(open);
      const plan = (await plansOf(demo.db, "fay")).find(({ title }) => title === titles.channels);
      assert.equal(plan?.language, "ara");
      assert.match(plan?.description ?? "", /^<p dir="rtl">/);
    });
  });

  onPostgres((openPostgres) => {
    it("reads the same on both databases", async () => {
      await using postgres = await openDemo(openPostgres);
      await using sqlite = await openDemo(openSqlite);
      for (const name of ["ada", "ben", "fay", "dev"]) {
        assert.equal(
          JSON.stringify(await plansOf(postgres.db, name)),
          JSON.stringify(await plansOf(sqlite.db, name)),
        );
      }
      for (const table of ["templates", "questions", "question_options", "research_domains"]) {
        const [rows, others] = [await dump(postgres.db), await dump(sqlite.db)];
        assert.notEqual(rows[table]?.length, 0);
        assert.deepEqual(rows[table], others[table]);
      }
    });
  });
});

/** Empty, with what the demo needs to be added. */
async function openDatabase(open: OpenTestDatabase) {
  const { db, remove } = await open();
  const { settings } = readConfig({}, () => "a secret key that is only for tests");
  const log = pino({ level: "silent" });
  const deps = { db, now: () => new Date(), randomBytes, log, settings };
  return { db, deps, [Symbol.asyncDispose]: remove };
}

async function openDemo(open: OpenTestDatabase) {
  const opened = await openDatabase(open);
  assert.equal(await addDemo(opened.deps), true);
  return opened;
}

async function plansOf(db: Database, name: string) {
  const { id } = await db
    .selectFrom("users")
    .select("id")
    .where("email", "=", `${name}@example.org`)
    .executeTakeFirstOrThrow();
  const all = { offset: 0, limit: 100 };
  const { plans } = await listVisiblePlans(db, id, all, { withAnswers: true });
  return await Promise.all(
    plans.map(async (plan) => await toCommonStandard(plan, `http://127.0.0.1:3000${urls.plans}`)),
  );
}

/** Every member that a schema knows, as a path: `/dmp/title`. The members of a list's items count once. */
function* membersOfSchema(schema: TSchema, path = ""): Generator<string> {
  const { properties, items } = schema as { properties?: Record<string, TSchema>; items?: TSchema };
  for (const [name, member] of Object.entries({ ...properties, ...(items && { "*": items }) })) {
    yield `${path}/${name}`;
    yield* membersOfSchema(member, `${path}/${name}`);
  }
}

/** The members that a value has, in the same form. */
function* membersOf(value: unknown, path = ""): Generator<string> {
  if (typeof value !== "object" || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    if (member === undefined) continue;
    const name = Array.isArray(value) ? "*" : key;
    yield `${path}/${name}`;
    yield* membersOf(member, `${path}/${name}`);
  }
}
