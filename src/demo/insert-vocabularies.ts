/** Adds the organisations, and what templates and plans choose from. */
import type { DatabaseTransaction } from "../db/schema.ts";
import { identifierSchemes } from "../plans/identifier-schemes.ts";
import { idOf, insertEach, insertIdentifier, stamps, type Lookup } from "./insert.ts";
import { languages, organisations, regions, type DemoOrganisation } from "./organisations.ts";
import {
  licences,
  metadataStandards,
  questionFormats,
  repositories,
  researchDomains,
  themes,
} from "./vocabularies.ts";

/** Tells the ids of all of it. */
export type Vocabularies = Awaited<ReturnType<typeof insertVocabularies>>;

export async function insertVocabularies(db: DatabaseTransaction) {
  const language = await insertEach(languages, (row, abbreviation) =>
    idOf(
      db
        .insertInto("languages")
        .values({ ...row, abbreviation })
        .returning("id"),
    ),
  );
  const region = await insertEach(regions, (row) =>
    idOf(db.insertInto("regions").values(row).returning("id")),
  );
  const scheme = await insertEach(identifierSchemes, (row, name) => {
    const values = { ...row, name, active: true, ...stamps };
    return idOf(db.insertInto("identifier_schemes").values(values).returning("id"));
  });
  const organisation = await insertEach(organisations, async (org: DemoOrganisation) => {
    const { region: where, language: spoken, identifier, ...columns } = org;
    const region_id = region(where);
    const language_id = language(spoken);
    const values = { ...columns, region_id, language_id, managed: true, ...stamps };
    const id = await idOf(db.insertInto("orgs").values(values).returning("id"));
    const [name, value] = identifier;
    await insertIdentifier(db, { type: "Org", id }, value, { name, id: scheme(name) });
    return id;
  });
  const theme = await insertEach(themes, (row) => {
    const values = { ...row, locale: "en-GB", ...stamps };
    return idOf(db.insertInto("themes").values(values).returning("id"));
  });
  const format = await insertEach(questionFormats, (row) => {
    const values = { ...row, ...stamps };
    return idOf(db.insertInto("question_formats").values(values).returning("id"));
  });
  const licence = await insertEach(licences, (row, identifier) => {
    const values = { ...row, identifier, ...stamps };
    return idOf(db.insertInto("licenses").values(values).returning("id"));
  });
  const repository = await insertEach(repositories, (row) => {
    const values = { ...row, ...stamps };
    return idOf(db.insertInto("repositories").values(values).returning("id"));
  });
  const standard = await insertEach(metadataStandards, (row) => {
    const values = { ...row, ...stamps };
    return idOf(db.insertInto("metadata_standards").values(values).returning("id"));
  });
  const domain = await insertEach(researchDomains, (row, identifier, earlier: Lookup<string>) => {
    const parent_id = "parent" in row ? earlier(row.parent) : null;
    const values = { identifier, label: row.label, parent_id, ...stamps };
    return idOf(db.insertInto("research_domains").values(values).returning("id"));
  });
  return {
    language,
    scheme,
    organisation,
    theme,
    format,
    licence,
    repository,
    standard,
    domain,
  };
}
