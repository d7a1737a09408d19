/** Dev's plan with outputs of every kind of access, two of them with several repositories or none, and with an ARK. */
import {
  access,
  dataAccess,
  fundingStatus,
  planVisibility,
  prose,
  type DemoPlan,
} from "../demo-plan.ts";

export const hearing: DemoPlan = {
  columns: {
    title: "Hearing aids in daily life: a diary study",
    description: prose`
      <p>Many people get a hearing aid and leave it in a drawer. For eight weeks, 120 people tell a small app five times
        a day where they are, how loud it is, and whether they wear their hearing aids. Twenty of them also talk with us
        about it at length.</p>
      <p>We look for the moments at which people take them out, and for what was different about the days on which they
        did not.</p>`,
    visibility: planVisibility.private,
    start_date: new Date("2026-01-01"),
    end_date: new Date("2027-12-31"),
    ethical_issues: true,
    ethical_issues_description: prose`
      <p>The diaries are data about health, and the app knows roughly where somebody is. The ethics board of our faculty
        approved the study on condition that places are reduced to “at home”, “at work” and “elsewhere” on the
        telephone itself.</p>`,
    ethical_issues_report: "https://www.example.org/ethics/reports/2025-131",
    funding_status: fundingStatus.planned,
    identifier: "HEAR-2026",
    created_at: new Date("2025-12-15T14:20:09Z"),
    updated_at: new Date("2026-02-12T07:55:31Z"),
  },
  template: "customised council",
  roles: [{ person: "dev", access: access.owner }],
  dmpId: "ark:/99999/fk4tollgatehearing",
  researchDomain: "3.3",
  funder: "council",
  contributors: [
    {
      name: "Dev Dhillon",
      email: "dev@example.org",
      organisation: "university",
      roles: ["investigation", "project_administration"],
    },
    {
      name: "Noor Normaal",
      email: "n.normaal@example.org",
      organisation: "university",
      roles: ["data_curation"],
    },
  ],
  researchOutputs: [
    {
      type: "dataset",
      title: "Diary entries, without names and places",
      description: prose`
        <p>About 30,000 entries: time of day, loudness, situation, and whether hearing aids were worn. Age is given in
          decades.</p>`,
      access: dataAccess.embargoed,
      release_date: new Date("2028-07-01"),
      personal_data: false,
      sensitive_data: true,
      byte_size: 25_000_000,
      licence: "CC-BY-4.0",
      repositories: ["dryad", "zenodo"],
      metadataStandards: ["ddi", "datacite"],
    },
    {
      type: "text",
      title: "Transcripts of the conversations",
      description: prose`
        <p>Twenty transcripts with names, places and employers replaced. Researchers may read them after signing an
          agreement.</p>`,
      access: dataAccess.restricted,
      release_date: new Date("2028-07-01"),
      personal_data: true,
      sensitive_data: true,
      byte_size: 4_000_000,
      repositories: ["university"],
      metadataStandards: ["ddi"],
    },
    {
      type: "sound",
      title: "Recordings of the conversations",
      description: "<p>Deleted as soon as the transcripts have been checked.</p>",
      access: dataAccess.closed,
      personal_data: true,
      sensitive_data: true,
      byte_size: 18_000_000_000,
    },
    {
      type: "software",
      title: "The diary app",
      description: prose`
        <p>For both kinds of telephone. The key with which it sends entries to us is not part of it.</p>`,
      access: dataAccess.open,
      release_date: new Date("2026-09-01"),
      personal_data: false,
      sensitive_data: false,
      licence: "MIT",
      repositories: ["zenodo"],
    },
    {
      type: "dataset",
      title: "Log files of the hearing aids",
      description: prose`
        <p>Two makers may let us read them. Until they decide we do not know what is in them.</p>`,
      access: dataAccess.closed,
    },
  ],
  answers: {
    summary: prose`
      <p>Diary entries from an app, recorded conversations and their transcripts, the app itself, and perhaps log files
        of hearing aids: less than 20 GB in all.</p>`,
    reuse: {
      options: ["Yes"],
      comment:
        "<p>The questions of an earlier diary study, so that both can be compared. Its data are not needed.</p>",
    },
    access: prose`
      <p>Diaries become open after an embargo of half a year, in which we write the two articles that we promised.
        Transcripts cannot be open: with some effort a colleague or a neighbour could recognise the speaker.</p>
      <ul>
        <li>Requests for transcripts go to the data steward, not to us.</li>
        <li>Recordings are never shared.</li>
      </ul>`,
    delay: { options: ["Within 6 months"] },
    places: { options: ["Data Store", "Transcription service"] },
    reviewDate: "2026-12-01",
  },
};
