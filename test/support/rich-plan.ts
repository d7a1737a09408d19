/** One plan with everything that DMPRoadmap's tables can say of a plan. */
import type { Database } from "../../src/db/schema.ts";
import {
  addAnswer,
  addContributor,
  addIdentifier,
  addLicense,
  addMetadataStandard,
  addOrg,
  addPhase,
  addPlan,
  addQuestion,
  addRepository,
  addResearchDomain,
  addResearchOutput,
  addSection,
  addTemplate,
  type Row,
} from "./plans.ts";

export type RichPlan = {
  plan: Row;
  template: Row;
  output: Row;
  questions: Record<"summary" | "storage" | "cost", Row>;
};

/** The organisation of its people: with a region and a ROR id. */
export async function addUniversity(db: Database): Promise<Row> {
  const university = await addOrg(db, {
    name: "Université de l'Exemple",
    abbreviation: "UdE",
    region: "eu",
  });
  await addIdentifier(db, "Org", university, "https://ror.org/03yrm5c26", { scheme: "ror" });
  return university;
}

/** `owner` has the role of its creator, `org` is his university. */
export async function addRichPlan(db: Database, owner: Row, org: Row): Promise<RichPlan> {
  const funder = await addOrg(db, { name: "Conseil des exemples", abbreviation: null });
  const fundref = "https://doi.org/10.13039/501100000001";
  await addIdentifier(db, "Org", funder, fundref, { scheme: "fundref" });
  const template = await addTemplate(db, { org: funder, title: "Modèle du conseil" });
  const plan = await addPlan(db, {
    owner,
    org,
    template,
    funder,
    title: "Les lichens du « Vieux-Port » — 木",
    description: "<p>What we <strong>do</strong> &amp; why.</p>",
    identifier: "OPP-7",
    grant: "https://funder.example.org/grants/42",
    funding_status: 1,
    research_domain: await addResearchDomain(db),
    start_date: new Date("2026-03-01T00:00:00Z"),
    end_date: new Date("2028-02-29T23:59:59Z"),
    ethical_issues: true,
    ethical_issues_description: "<p>Lichens were asked.</p>",
    ethical_issues_report: "https://ethics.example.org/7",
    created_at: new Date("2026-02-13T19:47:04.999Z"),
    updated_at: new Date("2026-11-01T00:00:00Z"),
  });
  await addIdentifier(db, "User", owner, "https://orcid.org/0000-0002-1825-0097", {
    scheme: "orcid",
  });
  await addPeople(db, plan, org);
  const output = await addOutput(db, plan);
  return { plan, template, output, questions: await addContent(db, plan, template) };
}

async function addPeople(db: Database, plan: Row, org: Row) {
  const [name, email] = ["Mina Kowalczyk", "mina@example.org"];
  const mina = await addContributor(db, plan, { name, email, roles: 1 + 2, org });
  const orcid = "https://orcid.org/0000-0001-5109-3700";
  await addIdentifier(db, "Contributor", mina, orcid, { scheme: "orcid" });
  await addContributor(db, plan, { name: "Jo", email: "jo@example.org", roles: 4 + 8 });
}

async function addOutput(db: Database, plan: Row): Promise<Row> {
  return await addResearchOutput(db, plan, {
    title: "Lichen counts",
    description: "<p>One row a <em>stone</em>.</p>",
    output_type: 3,
    access: 0,
    release_date: new Date("2027-01-15T08:30:00Z"),
    personal_data: true,
    sensitive_data: false,
    byte_size: 5_000_000_000,
    license: await addLicense(db),
    repositories: [await addRepository(db)],
    metadata_standards: [await addMetadataStandard(db)],
  });
}

/** Five questions in two phases, entered in an order that is not theirs; one has no answer, one a blank one. */
async function addContent(db: Database, plan: Row, template: Row & { phase: Row }) {
  const late = await addPhase(db, template, { number: 2, title: "Late" });
  const after = await addSection(db, { phase: late }, { title: "Afterwards", number: 1 });
  const cost = await addQuestion(db, after, { text: "What will it cost?", theme: "Cost" });
  const data = await addSection(db, template, { title: "Data", number: 1 });
  const options = ["On paper", "In a cloud", "In a drawer"];
  const storage = await addQuestion(db, data, { text: "Stored where?", number: 2, options });
  const summary = await addQuestion(db, data, { text: "<p>Which <b>data</b>?</p>", number: 1 });
  await addQuestion(db, data, { text: "Not answered?", number: 3 });
  const blank = await addQuestion(db, data, { text: "Blank?", number: 4 });
  await addAnswer(db, plan, cost, { text: "5000" });
  await addAnswer(db, plan, storage, { options: ["On paper", "In a drawer"] });
  await addAnswer(db, plan, summary, { text: '<p class="x">Counts &amp; photographs</p>' });
  await addAnswer(db, plan, blank, { text: "<p>&nbsp; </p>" });
  return { summary, storage, cost };
}
