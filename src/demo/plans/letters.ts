/** Ada's plan, which Ben edits: a funder but no grant yet, and a contributor of whom only the name is known. */
import {
  access,
  dataAccess,
  fundingStatus,
  planVisibility,
  prose,
  type DemoPlan,
} from "../demo-plan.ts";

export const letters: DemoPlan = {
  columns: {
    title: "Letters of a port town: merchants’ correspondence, 1780–1830",
    description: prose`
      <p>The harbour archive keeps some 2,600 letters that three families of merchants wrote and received. We transcribe
        them, identify the ships, goods and people in them, and publish text and images side by side, so that historians
        can follow a cargo from one ledger to the next.</p>
      <p>Transcribing began with a <em>citizen workshop</em>; its guidelines are
        <a href="https://www.example.org/letters/guidelines">published</a> and will be kept with the texts.</p>`,
    visibility: planVisibility.private,
    start_date: new Date("2026-04-01"),
    end_date: new Date("2029-03-31"),
    ethical_issues: false,
    funding_status: fundingStatus.planned,
    created_at: new Date("2025-12-08T08:30:00Z"),
    updated_at: new Date("2026-02-10T16:05:22Z"),
  },
  template: "university",
  roles: [
    { person: "ada", access: access.owner },
    { person: "ben", access: access.editor },
  ],
  researchDomain: "6.1",
  funder: "council",
  contributors: [
    {
      name: "Ada Achterberg",
      email: "ada@example.org",
      orcid: "0000-0000-0000-001X",
      organisation: "university",
      roles: ["investigation", "project_administration"],
    },
    { name: "Volunteers of the harbour archive", roles: ["other"] },
  ],
  researchOutputs: [
    {
      type: "text",
      title: "Transcriptions of the letters",
      description: prose`
        <p>TEI XML, one file a letter, with names of people, places and ships linked to a register. Abbreviations are
          resolved and marked; nothing is modernised.</p>`,
      access: dataAccess.open,
      release_date: new Date("2028-10-01"),
      personal_data: false,
      sensitive_data: false,
      byte_size: 180_000_000,
      licence: "CC-BY-4.0",
      repositories: ["zenodo"],
      metadataStandards: ["dublin core"],
    },
    {
      type: "image",
      title: "Images of the letters",
      description: prose`
        <p>Scans of both sides of every sheet. The archive owns them; it lets us show them, and lets others download
          them in print quality on request.</p>`,
      access: dataAccess.restricted,
      release_date: new Date("2028-10-01"),
      personal_data: false,
      sensitive_data: false,
      byte_size: 940_000_000_000,
      repositories: ["university"],
    },
  ],
  answers: {
    data: prose`
      <p>Scans of 2,600 letters, their transcriptions, and a register of about 4,000 people, 300 ships and 150 places.
        Two earlier editions of single letters are compared with ours and not copied.</p>`,
    kinds: { options: ["Images and sound", "Texts and documents"] },
    volume: { options: ["10 GB to 1 TB"] },
    documentation: prose`
      <p>The guidelines for transcribers, the schema of the TEI files and a list of all letters with hand, date and
        shelf mark. Every file says in its header who transcribed it and who read it a second time.</p>`,
    formats: { options: ["TEI XML", "CSV"] },
    storage: prose`
      <p>Texts are under version control, on a server of the university library. Scans are in the Data Store, where only
        the project team and the archive can reach them.</p>`,
    storageCost: "650.00",
    personal: {
      options: ["No"],
      comment: "<p>Everybody who is named has been dead for more than a century.</p>",
    },
    sharing: prose`
      <p>The texts are published as soon as a letter has been read twice, without waiting for the others. The scans stay
        with the archive, which answers requests for them.</p>`,
    deposit: "2028-10-01",
  },
};
