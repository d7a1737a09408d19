/** Moments mean the same here, in Rails and in both databases, wherever the machine stands. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { sql } from "kysely";
import { databaseNow, openDatabase } from "../../src/db/database.ts";
import { formatMoment, parseMoment } from "../../src/db/moments.ts";
import type { Database } from "../../src/db/schema.ts";
import { onEachDatabase, type TestDatabase } from "../support/databases.ts";
import { inEachTimeZone, inTimeZone, timeZones } from "../support/time-zones.ts";

/** As Rails writes them, and what they mean. */
const moments: [text: string, meaning: string][] = [
  ["2026-11-24 06:50:24.123456", "2026-11-24T06:50:24.123Z"],
  ["2026-11-24 06:50:24.000001", "2026-11-24T06:50:24.000Z"],
  ["2026-12-31 23:59:59.999999", "2026-12-31T23:59:59.999Z"], // cut, not rounded up into next year
  ["2028-02-29 12:00:00.000000", "2028-02-29T12:00:00.000Z"],
  ["1969-12-31 23:59:59.500000", "1969-12-31T23:59:59.500Z"],
  // Los Angeles puts its clocks forward on 8 March 2026 at 10:00 UTC; its clocks never show 02:30 that day…
  ["2026-03-08 02:30:00.000000", "2026-03-08T02:30:00.000Z"],
  ["2026-03-08 09:59:59.999000", "2026-03-08T09:59:59.999Z"],
  ["2026-03-08 10:00:00.000000", "2026-03-08T10:00:00.000Z"],
  ["2026-03-08 10:30:00.000000", "2026-03-08T10:30:00.000Z"],
  // …and back on 1 November 2026 at 09:00 UTC; they show 01:30 twice.
  ["2026-11-01 01:30:00.000000", "2026-11-01T01:30:00.000Z"],
  ["2026-11-01 08:30:00.000000", "2026-11-01T08:30:00.000Z"],
  ["2026-11-01 09:30:00.000000", "2026-11-01T09:30:00.000Z"],
];

describe("a moment as text", () => {
  inEachTimeZone(() => {
    it("is read as UTC, to the millisecond", () => {
      for (const [text, meaning] of moments) {
        assert.equal(parseMoment(text).toISOString(), meaning, text);
      }
    });

    it("comes back as the same moment", () => {
      for (const [, meaning] of moments) {
        const moment = new Date(meaning);
        assert.deepEqual(parseMoment(formatMoment(moment)), moment);
      }
    });
  });

  it("is written as Rails writes it, which sorts as time does", () => {
    assert.equal(formatMoment(new Date("2026-11-24T06:50:24.120Z")), "2026-11-24 06:50:24.120000");
    const byTime = moments.map(([, meaning]) => new Date(meaning)).toSorted((a, b) => +a - +b);
    const texts = byTime.map(formatMoment);
    assert.deepEqual(texts, texts.toSorted());
  });

  it("may have fewer digits, or a T", () => {
    const meaning = (text: string) => parseMoment(text).toISOString();
    assert.equal(meaning("2026-11-24 06:50:24"), "2026-11-24T06:50:24.000Z");
    assert.equal(meaning("2026-11-24 06:50:24.1"), "2026-11-24T06:50:24.100Z");
    assert.equal(meaning("2026-11-24T06:50:24.12"), "2026-11-24T06:50:24.120Z");
    assert.equal(meaning("0999-01-01 00:00:00"), "0999-01-01T00:00:00.000Z");
  });

  const oddTexts = [
    "",
    "now",
    "infinity",
    "-infinity",
    "2026-11-24",
    "24.11.2026 06:50:24",
    "2026-11-24 06:50",
    "2026-11-24 06:50:24.",
    "2026-11-24 06:50:24Z",
    "2026-11-24 06:50:24+05:30",
    "0044-03-15 12:00:00 BC",
    " 2026-11-24 06:50:24",
    "2026-11-24 06:50:24\n",
    "2026-00-24 06:50:24",
    "2026-13-24 06:50:24",
    "2026-11-31 06:50:24",
    "2027-02-29 06:50:24",
    "2026-11-24 24:00:01",
    "2026-11-24 06:60:24",
    "2026-11-24 06:50:61",
  ];
  for (const text of oddTexts) {
    it(`is refused when it is ${JSON.stringify(text)}`, () => {
      assert.throws(() => parseMoment(text), RangeError);
    });
  }

  it("is right or refused beyond the year 9999, never an invalid date", () => {
    let moment: Date | undefined;
    try {
      moment = parseMoment("10000-01-01 00:00:00");
    } catch (error) {
      assert.ok(error instanceof RangeError);
    }
    if (moment) assert.equal(moment.getTime(), Date.UTC(10_000, 0, 1));
  });

  it("cannot be written for an invalid date", () => {
    assert.throws(() => formatMoment(new Date(Number.NaN)), RangeError);
  });
});

describe("a stored moment", () => {
  onEachDatabase((open, kind) => {
    let database: TestDatabase;
    before(async () => {
      database = await open();
    });
    after(async () => await database.remove());

    inEachTimeZone((zone) => {
      it("is read as Rails meant it", async () => {
        for (const [index, [text, meaning]] of moments.entries()) {
          const name = `rails ${zone} ${index}`;
          await insertAsRails(database.db, name, text);
          assert.equal((await read(database.db, name)).toISOString(), meaning, text);
        }
      });

      it("is written as Rails would read it", async () => {
        for (const [index, [, meaning]] of moments.entries()) {
          const name = `tollgate ${zone} ${index}`;
          await insert(database.db, name, new Date(meaning));
          const text = formatMoment(new Date(meaning));
          assert.equal(await readAsText(database.db, name), kind === "SQLite" ? text : trim(text));
        }
      });

      it("is compared with others as a moment, microseconds included", async () => {
        const name = `compared ${zone}`;
        await insertAsRails(database.db, name, "2026-11-01 08:30:00.123456");
        const isBefore = async (moment: string) =>
          (await database.db
            .selectFrom("tollgate_used_forms")
            .select("form_id")
            .where("form_id", "=", name)
            .where("used_at", "<", new Date(moment))
            .executeTakeFirst()) !== undefined;
        assert.equal(await isBefore("2026-11-01T08:30:00.123Z"), false);
        assert.equal(await isBefore("2026-11-01T08:30:00.124Z"), true);
      });

      it("by the database's clock is now", async () => {
        const name = `now ${zone}`;
        const earliest = Date.now() - fiveMinutes;
        await database.db
          .insertInto("tollgate_used_forms")
          .values({ user_id: 1, form_id: name, used_at: databaseNow(database.db) })
          .execute();
        const moment = (await read(database.db, name)).getTime();
        assert.ok(moment > earliest && moment < Date.now() + fiveMinutes, String(new Date(moment)));
      });
    });

    it("by the database's clock has the shape that Rails writes", async () => {
      await database.db
        .insertInto("tollgate_used_forms")
        .values({ user_id: 1, form_id: "shape", used_at: databaseNow(database.db) })
        .execute();
      const text = await readAsText(database.db, "shape");
      const shape = kind === "SQLite" ? /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$/ : /^\d{4}-/;
      assert.match(text, shape);
    });

    it("that was written in one time zone is the same in every other", async () => {
      const moment = new Date("2026-03-08T10:30:00.250Z");
      for (const from of timeZones) {
        await inTimeZone(from, async () => await insert(database.db, `from ${from}`, moment));
        for (const to of timeZones) {
          const found = await inTimeZone(to, async () => await read(database.db, `from ${from}`));
          assert.deepEqual(found, moment, `from ${from} to ${to}`);
        }
      }
    });

    if (kind === "SQLite") return;

    it("does not depend on the time zone of the database either", async (t) => {
      await sql`do $$ begin
          execute format('alter database %I set timezone = %L', current_database(), 'Asia/Kolkata');
        end $$`.execute(database.db);
      const db = openDatabase(database.url, () => {});
      t.after(async () => await db.destroy());
      const setting = await sql<{ TimeZone: string }>`show timezone`.execute(db);
      assert.equal(setting.rows[0]?.TimeZone, "Asia/Kolkata");

      const moment = new Date("2026-03-08T10:30:00.250Z");
      await insert(db, "written", moment);
      assert.equal(await readAsText(db, "written"), "2026-03-08 10:30:00.25");
      assert.deepEqual(await read(db, "written"), moment);
      await db
        .insertInto("tollgate_used_forms")
        .values({ user_id: 1, form_id: "now", used_at: databaseNow(db) })
        .execute();
      const difference = (await read(db, "now")).getTime() - Date.now();
      assert.ok(Math.abs(difference) < fiveMinutes, `${difference} ms off`);
    });
  });
});

const fiveMinutes = 5 * 60_000;

async function insert(db: Database, name: string, used_at: Date) {
  await db
    .insertInto("tollgate_used_forms")
    .values({ user_id: 1, form_id: name, used_at })
    .execute();
}

/** Text in the statement: no driver of ours has touched it. */
async function insertAsRails(db: Database, name: string, text: string) {
  await sql`insert into tollgate_used_forms (user_id, form_id, used_at)
    values (1, ${sql.lit(name)}, ${sql.lit(text)})`.execute(db);
}

async function read(db: Database, name: string): Promise<Date> {
  const row = await db
    .selectFrom("tollgate_used_forms")
    .select("used_at")
    .where("form_id", "=", name)
    .executeTakeFirstOrThrow();
  assert.ok(row.used_at instanceof Date);
  return row.used_at;
}

async function readAsText(db: Database, name: string): Promise<string> {
  const row = await db
    .selectFrom("tollgate_used_forms")
    .select(sql<string>`cast(used_at as text)`.as("text"))
    .where("form_id", "=", name)
    .executeTakeFirstOrThrow();
  return row.text;
}

/** PostgreSQL shows no zeros at the end of a fraction. */
function trim(text: string): string {
  return text.replace(/\.?0+$/, "");
}
