/** Dev's public plan, on which nobody else of the demo has a role: public for readers of the site, not for the API. */
import {
  access,
  dataAccess,
  fundingStatus,
  planVisibility,
  prose,
  type DemoPlan,
} from "../demo-plan.ts";

export const blackbirds: DemoPlan = {
  columns: {
    title: "Blackbirds beside the motorway: does traffic change what they sing?",
    description: prose`
      <p>Blackbirds are said to sing higher where it is loud. We record the same territories at dawn on weekdays, on
        Sundays and during the two weeks in which the motorway is closed for repair. If the same birds come down again
        in the quiet weeks, they choose their pitch; if not, they learned it.</p>`,
    visibility: planVisibility.everybody,
    complete: true,
    start_date: new Date("2026-03-01"),
    end_date: new Date("2027-06-30"),
    ethical_issues: false,
    funding_status: fundingStatus.denied,
    created_at: new Date("2026-01-19T09:03:57Z"),
    updated_at: new Date("2026-02-02T21:10:40Z"),
  },
  template: "council",
  roles: [{ person: "dev", access: access.owner }],
  researchDomain: "1.6",
  contributors: [
    {
      name: "Dev Dhillon",
      email: "dev@example.org",
      organisation: "university",
      roles: ["investigation"],
    },
  ],
  researchOutputs: [
    {
      type: "sound",
      title: "Recordings at dawn",
      description: prose`
        <p>Some 400 hours at 36 territories, with loudness and wind. Voices of people passing by are cut out.</p>`,
      access: dataAccess.open,
      release_date: new Date("2027-06-30"),
      personal_data: false,
      sensitive_data: false,
      byte_size: 820_000_000_000,
      licence: "CC0-1.0",
      repositories: ["zenodo"],
      metadataStandards: ["darwin core"],
    },
  ],
  answers: {
    summary: "<p>Recordings, a table of songs measured in them, and a map of territories.</p>",
    reuse: { options: ["No"] },
    access:
      "<p>Everything will be open. Nests are placed on the map to the nearest hundred metres.</p>",
    delay: { options: ["At once"] },
  },
};
