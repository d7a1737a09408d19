/** `GET /api/v2/templates` and `/templates/:id`: the templates that a person could start a plan from. */
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { urls } from "../../src/urls.ts";
import { onEachDatabase } from "../support/databases.ts";
import { addIdentifier, addOrg, addTemplate, type Row } from "../support/plans.ts";
import { addReader, lasting, type Reader } from "../support/readers.ts";
import { shareWorld } from "../support/shared-world.ts";

const [organisational, everybodys] = [0, 1];

describe("templates", () => {
  onEachDatabase((open) => {
    const world = shareWorld(open);
    let own: Row;
    let other: Row;
    let reader: Reader;
    let homeless: Reader;

    before(async () => {
      const { db } = world().deps;
      own = await addOrg(db, { name: "Own Institute", abbreviation: "OI", region: "ca" });
      await addIdentifier(db, "Org", own, "https://ror.org/03yrm5c26", { scheme: "ror" });
      other = await addOrg(db, { name: "Other Institute" });
      reader = await addReader(world(), { org_id: own.id });
      homeless = await addReader(world());
    });

    const show = async (who: Reader, { id }: Row) => await who.ask(`${urls.templates}/${id}`);

    /** Published or not, archived or not, whose, for whom, a customisation or not. */
    const matrix = [true, false].flatMap((published) =>
      [false, null, true].flatMap((archived) =>
        (["own", "other"] as const).flatMap((whose) =>
          [organisational, everybodys].flatMap((visibility) =>
            [null, 77].map((customization_of) => {
              const columns = { published, archived, visibility, customization_of };
              const isLive = published && !archived;
              const byAll = isLive && visibility === everybodys && customization_of === null;
              const isOwn = isLive && visibility === organisational && whose === "own";
              return { columns, whose, byOwn: byAll || isOwn, byAll };
            }),
          ),
        ),
      ),
    );

    it("are shown to whom they are for: published, not archived, public or of his organisation", async () => {
      const names = { own: "Own Institute", other: "Other Institute" };
      const added: (Row & (typeof matrix)[number] & { title: string })[] = [];
      for (const [index, entry] of matrix.entries()) {
        const org = entry.whose === "own" ? own : other;
        const title = `Matrix ${String(index).padStart(2, "0")} ${entry.whose}`;
        const { id } = await addTemplate(world().deps.db, { ...entry.columns, org, title });
        const customised = ` - with additional questions for ${names[entry.whose]}`;
        const shown = entry.columns.customization_of === null ? title : title + customised;
        added.push({ id, ...entry, title: shown });
      }
      const titlesBy = (who: "byOwn" | "byAll") =>
        added.filter((template) => template[who]).map(({ title }) => title);
      for (const [who, titles] of [
        [reader, titlesBy("byOwn")],
        [homeless, titlesBy("byAll")],
      ] as const) {
        const items = await who.items(urls.templates);
        assert.deepEqual(
          items.map(({ title }) => title).filter((title) => title?.startsWith("Matrix")),
          titles,
        );
      }
      for (const template of added) {
        const [byOwn, byAll] = [await show(reader, template), await show(homeless, template)];
        assert.equal(byOwn.statusCode, template.byOwn ? 200 : 404, template.title);
        assert.equal(byAll.statusCode, template.byAll ? 200 : 404, template.title);
      }
      assert.deepEqual([titlesBy("byOwn").length, titlesBy("byAll").length], [8, 4]);
    });

    it("are told key by key, one by one as in the list", async () => {
      const title = "\u0001 first";
      const added = await addTemplate(world().deps.db, {
        title,
        description: '<p onclick="x()">For <em>all</em><script>x()</script></p>',
        org: own,
        version: 3,
        created_at: new Date("2026-02-13T19:47:04.999Z"),
        updated_at: new Date("2026-03-01T00:00:00Z"),
      });
      const expected = {
        title,
        description: "<p>For <em>all</em></p>",
        version: 3,
        created: "2026-02-13T19:47:04Z",
        modified: "2026-03-01T00:00:00Z",
        affiliation: {
          name: "Own Institute",
          abbreviation: "OI",
          region: "ca",
          affiliation_id: { type: "ror", identifier: "https://ror.org/03yrm5c26" },
        },
        template_id: { type: "other", identifier: String(added.id) },
      };
      const body = (await show(homeless, added)).json();
      assert.equal(JSON.stringify(body.items), JSON.stringify([{ dmp_template: expected }]));
      assert.equal(body.total_items, 1);
      const [first] = await homeless.items(urls.templates);
      assert.equal(JSON.stringify(first), JSON.stringify(expected));
    });

    it("come by title, page by page", async () => {
      const { db } = world().deps;
      for (const title of ["z 1", "z 3", "z 2", "z 2"]) await addTemplate(db, { title, org: own });
      const all = await homeless.items(urls.templates);
      const titles = all.map(({ title }) => title);
      assert.deepEqual(titles.slice(-4), ["z 1", "z 2", "z 2", "z 3"]);
      const walked: object[] = [];
      for (let next: string = `${urls.templates}?per_page=2`; next;) {
        const body = (await homeless.ask(next)).json();
        assert.equal(body.total_items, all.length);
        walked.push(...body.items.map((item: object) => Object.values(item)[0]));
        next = body.next;
      }
      assert.deepEqual(walked, all);
    });

    it("without title, dates or organisation break nothing", async () => {
      const { db } = world().deps;
      const nothing = { title: null, description: null, version: null, family_id: null };
      const moments = { created_at: null, updated_at: null };
      const added = await addTemplate(db, { ...nothing, ...moments, org: own });
      const lost = await addTemplate(db, { ...nothing, ...moments, org_id: null });
      const items = (await show(homeless, added)).json().items;
      assert.equal(items[0].dmp_template.template_id.identifier, String(added.id));
      assert.ok(!JSON.stringify(items).includes("null"));
      assert.equal(
        (await show(homeless, lost)).json().items[0].dmp_template.affiliation,
        undefined,
      );
      assert.equal((await homeless.ask(urls.templates)).statusCode, 200);
    });

    it("of no organisation are not for the people of none", async () => {
      const columns = { org_id: null, visibility: organisational };
      const added = await addTemplate(world().deps.db, columns);
      for (const who of [reader, homeless]) assert.equal((await show(who, added)).statusCode, 404);
    });

    it("that are not there or not yours are 404 alike", async () => {
      const hidden = await addTemplate(world().deps.db, { org: other, visibility: organisational });
      const [theirs, none] = [await show(reader, hidden), await show(reader, { id: 99_999 })];
      assert.equal(theirs.statusCode, 404);
      assert.equal(lasting(none), lasting(theirs));
      assert.match(theirs.json().errors[0], /^Template not found/);
      for (const id of ["word", "0", "-1", "9".repeat(40), "1.0", "..%2Fme", "null", "%00"]) {
        assert.equal((await reader.ask(`${urls.templates}/${id}`)).statusCode, 404, id);
      }
    });
  });
});
