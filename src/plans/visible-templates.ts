/** Which templates somebody sees: published ones, his organisation's own and those for everybody. */
import { anyId, asText, byCodePoint } from "../db/database.ts";
import { findMoment } from "../db/moments.ts";
import { firstOf, prepareQuery, type RowOf } from "../db/prepared-query.ts";
import type { Database } from "../db/schema.ts";
import { together } from "../db/together.ts";
import type { User } from "../users/user.ts";
import { idsIn, loadIdentifiers } from "./load-identifiers.ts";
import { loadOrganisations } from "./load-organisations.ts";
import type { Template } from "./template.ts";
import type { Part } from "./visible-plans.ts";

/** Values of `templates.visibility`. */
const organisationallyVisible = 0;
const publiclyVisible = 1;

type Reader = Pick<User, "org_id">;

/** In the order of their titles. `total` counts all that the reader sees, and not only those of this part. */
export async function listVisibleTemplates(
  db: Database,
  { org_id }: Reader,
  { offset, limit }: Part,
): Promise<{ total: number; templates: Template[] }> {
  const { total } = firstOf(await countVisible(db, { org_id }));
  if (limit === 0 || offset >= total) return { total, templates: [] };
  const rows = await selectVisible(db, { org_id, offset, limit });
  return { total, templates: await withOrganisations(db, rows) };
}

/** Undefined alike for a template that is not there and for one that the reader may not see. */
export async function findVisibleTemplate(
  db: Database,
  { org_id }: Reader,
  templateId: number,
): Promise<Template | undefined> {
  const rows = await selectVisibleOne(db, { org_id, templateId });
  const [template] = await withOrganisations(db, rows);
  return template;
}

const countVisible = prepareQuery((db, { org_id }: Reader) =>
  selectFromVisible(db, org_id).select((select) => select.fn.countAll<number>().as("total")),
);

const selectVisible = prepareQuery((db, { org_id, offset, limit }: Reader & Part) =>
  selectColumns(selectFromVisible(db, org_id))
    .orderBy(byCodePoint(db, "templates.title"), (order) => order.asc().nullsLast())
    .orderBy("templates.id")
    .offset(offset)
    .limit(limit),
);

const selectVisibleOne = prepareQuery(
  (db, { org_id, templateId }: Reader & { templateId: number }) =>
    selectColumns(selectFromVisible(db, org_id)).where("templates.id", "=", anyId(templateId)),
);

function selectFromVisible(db: Database, orgId: Reader["org_id"]) {
  return db
    .selectFrom("templates")
    .where("templates.published", "=", true)
    .where((where) =>
      where.or([where("templates.archived", "is", null), where("templates.archived", "=", false)]),
    )
    .where((where) =>
      where.or([
        where.and([
          where("templates.visibility", "=", organisationallyVisible),
          where("templates.org_id", "=", orgId), // NULL equals nothing
        ]),
        where.and([
          where("templates.visibility", "=", publiclyVisible),
          where("templates.customization_of", "is", null),
        ]),
      ]),
    );
}

function selectColumns(query: ReturnType<typeof selectFromVisible>) {
  return query
    .select([
      "templates.id",
      "templates.title",
      "templates.description",
      "templates.version",
      "templates.customization_of",
      "templates.org_id",
    ])
    .select([
      asText("templates.created_at").as("created_at_text"),
      asText("templates.updated_at").as("updated_at_text"),
    ]);
}

type TemplateRow = RowOf<typeof selectVisible>;

async function withOrganisations(db: Database, rows: readonly TemplateRow[]): Promise<Template[]> {
  const orgIds = idsIn(rows.map(({ org_id }) => org_id));
  const [organisations, identifiers] = await together([
    loadOrganisations(db, orgIds),
    loadIdentifiers(db, { Org: orgIds }),
  ]);
  return rows.map((row) => {
    const org = organisations.get(row.org_id);
    return Object.assign(row, {
      created_at: findMoment(row.created_at_text),
      updated_at: findMoment(row.updated_at_text),
      org: org && { ...org, identifiers: identifiers.of("Org", row.org_id) },
    });
  });
}
